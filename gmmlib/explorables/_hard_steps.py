"""What soft and hard assignments take their steps with."""

from __future__ import annotations

import warnings

import numpy as np

from gmmlib._validation import Array
from gmmlib.explorables._state import MAX_COMPONENTS, StateError
from gmmlib.kmeans import KMeansIterate, kmeans
from gmmlib.mixture import GaussianMixture
from gmmlib.results import ConvergenceWarning


def round_mixture(means: Array, variance: float) -> GaussianMixture:
    """Give equal weights, and one variance in all directions."""
    K = len(means)
    return GaussianMixture(np.full(K, 1 / K), means, [variance * np.eye(2)] * K)


def kmeans_after(X: Array, start: Array, iterations: int) -> KMeansIterate:
    """Give the iterate of K-means after so many iterations, or where it stopped before."""
    with warnings.catch_warnings():
        # It is to stop on its way.
        warnings.simplefilter("ignore", ConvergenceWarning)
        result = kmeans(X, len(start), start=start, max_iterations=max(1, iterations))
    return result.history[min(iterations, result.n_iterations)]


def squared_distances(X: Array, means: Array) -> Array:
    """Give those of all points from all means, (N, K)."""
    squared: Array = ((X[:, None] - means) ** 2).sum(axis=2)
    return squared


def common_variance(model: GaussianMixture) -> float:
    """Give the one variance of a model that this picture can show."""
    K, variance = model.n_components, float(model.covariances[0, 0, 0])
    if not np.allclose(model.weights, 1 / K, rtol=1e-9, atol=0):
        raise StateError(
            f"model must have equal weights of 1/{K} to be shown here, got {model.weights}."
        )
    if not np.allclose(model.covariances, variance * np.eye(2), rtol=1e-9, atol=1e-9 * variance):
        raise StateError(
            "model must have one covariance, a number times the identity, to be shown here."
        )
    return variance


def check_enough(X: Array, means: Array) -> None:
    """Refuse too many components, or fewer different points than components."""
    K = len(means)
    if K > MAX_COMPONENTS:
        raise StateError(f"means must hold 1 to {MAX_COMPONENTS} points, got {K}.")
    distinct = len(np.unique(X, axis=0))
    if distinct < K:
        raise StateError(
            f"X must hold at least {K} different points, one a component, got {distinct}."
        )
