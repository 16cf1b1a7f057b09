"""Mixtures in one dimension with points: the chapter's, random ones and extremes."""

from typing import Any

import numpy as np

from gmmlib import GaussianMixture, datasets

SEED = 11


def problems() -> list[tuple[str, GaussianMixture, np.ndarray]]:
    """Give named mixtures, each with points."""
    X, start = datasets.running_example()
    X = X.ravel()
    around = np.linspace(-8, 10, 37)
    named = [
        ("running example", start, X),
        ("mixture (11.5)", GaussianMixture([0.5, 0.2, 0.3], [-2, 1, 4], [0.5, 2, 1]), around),
        ("1e6 away", start, np.array([1e6, -1e6, 1e8, -3e7])),
        ("1e6 away, equal", GaussianMixture([0.5, 0.5], [3, 3], [2, 2]), np.array([1e6, -1e6])),
        ("weight 0", GaussianMixture([0.25, 0, 0.75], [-1, 0, 2], [1, 1e-6, 1]), around),
        ("weight 0, 1e6 away", GaussianMixture([1, 0], [0, 5], [1, 1e6]), np.array([1e6, 5.0])),
        ("variance 1e-12", GaussianMixture([0.5, 0.5], [0, 1], [1e-12, 1e-12]),
         np.array([0, 1e-6, 1e-3, 0.25, 1, 1.000001])),
        ("variance 1e12", GaussianMixture([0.5, 0.5], [0, 1], [1e12, 1e12]),
         np.array([0.0, 1, -1e6, 5e5])),
        ("variances 1e-12 and 1e12", GaussianMixture([0.5, 0.5], [1, 2], [1e-12, 1e12]),
         np.array([1, 1.000001, 1.000005, 2, 1e7])),
        ("duplicates", GaussianMixture([0.3, 0.7], [0, 2], [1, 3]), np.array([1.0, 1, 1, 4, 4])),
        ("one point", GaussianMixture([0.3, 0.7], [0, 2], [1, 3]), np.array([0.7])),
        ("identical components", GaussianMixture([0.2, 0.2, 0.6], [1, 1, 1], [2, 2, 2]), X),
    ]  # fmt: skip
    rng = np.random.default_rng(SEED)
    for K in range(1, 7):
        for N in (1, 12, 40):
            shares = rng.integers(1, 20, size=K)
            model = GaussianMixture(
                shares / shares.sum(),
                rng.uniform(-5, 5, size=K).round(2),
                rng.uniform(0.1, 3, size=K).round(2),
            )
            named.append((f"random, K = {K}, N = {N}", model, rng.uniform(-7, 7, size=N).round(2)))
    return named


def plain(model: GaussianMixture) -> dict[str, Any]:
    """Give a one-dimensional mixture as the JavaScript holds it."""
    return {
        "weights": model.weights,
        "means": model.means.ravel(),
        "variances": model.covariances.ravel(),
    }
