"""Mixtures in the plane with points: the book's, random ones and extremes."""

from typing import Any

import numpy as np

from gmmlib import GaussianMixture, datasets
from gmmlib.initial import random_points_start

SEED = 12


def planes() -> list[tuple[str, GaussianMixture, np.ndarray]]:
    """Give named mixtures, each with points."""
    X = datasets.two_dimensional(120).X.round(3)
    penguins = datasets.penguins().X[::6]
    slanted = np.array([[1, 0.999999], [0.999999, 1]])
    far = np.array([[1e6, -1e6], [2e6, 3e5], [-1e6, 5.0]])
    named = [
        ("the book's points", random_points_start(X, 3, rng=0), X),
        ("penguins", random_points_start(penguins, 2, rng=1), penguins),
        ("their own mixture", datasets.two_dimensional_mixture(), X),
        ("slanted", GaussianMixture([0.5, 0.5], [[0, 0], [2, 2]], [slanted, 4 * slanted]), X[:9]),
        ("wide and narrow", GaussianMixture(
            [0.5, 0.5], [[0, 0], [1, 1]], [np.diag([1e-8, 1e8]), np.diag([1e12, 1e-4])]), X[:9]),
        ("1e6 away", GaussianMixture([0.3, 0.7], [[0, 0], [5, -2]], [np.eye(2), slanted]), far),
        ("weight 0", GaussianMixture([0, 1], [[0, 0], [1, 0]], [np.eye(2), 2 * np.eye(2)]), X[:5]),
        ("identical", GaussianMixture([0.5, 0.5], [[1, 1]] * 2, [np.eye(2)] * 2), X[:12]),
    ]  # fmt: skip
    rng = np.random.default_rng(SEED)
    for K in range(1, 5):
        shares = rng.integers(1, 20, size=K)
        roots = rng.uniform(-1.5, 1.5, size=(K, 2, 2)).round(2)
        covariances = roots @ roots.transpose(0, 2, 1) + 0.2 * np.eye(2)
        model = GaussianMixture(
            shares / shares.sum(), rng.uniform(-4, 4, size=(K, 2)).round(2), covariances.round(4)
        )
        named.append((f"random, K = {K}", model, rng.uniform(-6, 6, size=(30, 2)).round(2)))
    return named


def plain(model: GaussianMixture) -> dict[str, Any]:
    """Give a mixture in the plane as the JavaScript holds it."""
    return {
        "weights": model.weights,
        "means": model.means,
        "covariances": model.covariances,
    }
