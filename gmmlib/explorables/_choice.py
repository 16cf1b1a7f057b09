"""Mixtures of 1 to 8 components and their scores: the same fits here and in JavaScript.

Starts and folds come from the generator that both languages share; the rest is gmmlib's own.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from gmmlib._validation import Array
from gmmlib.choices import Selection
from gmmlib.em import em
from gmmlib.explorables._random import Random, seed_words, shuffled
from gmmlib.mixture import GaussianMixture
from gmmlib.results import CollapseError, ConvergenceWarning, EMResult
from gmmlib.scores import NoDensityError
from gmmlib.selection import select

#: As many components as are tried.
MOST = 8
FOLDS = 5
#: Of EM: least variance as a part of the data's, rise of the log-likelihood a point, iterations.
FLOOR, TOLERANCE, ITERATIONS = 1e-3, 1e-6, 500
#: Log-likelihoods a point that differ by no more are one: rounding must not choose between them.
SAME = 1e-9
#: Starts at random; one more splits a component of the mixture before.
RANDOM_STARTS = 2


@dataclass(frozen=True)
class Choice:
    """The mixtures fitted to all points, and what cross-validation says of them."""

    models: tuple[GaussianMixture, ...]  #: from K = 1 on; fewer than 8 if there are few points
    selection: Selection[int]


def choose(X: Array, split: int) -> Choice:
    """Fit and score mixtures; the same points and split give the same choice."""
    return _choose(X.tobytes(), X.shape, split)


@lru_cache(maxsize=8)
def _choose(points: bytes, shape: tuple[int, int], split: int) -> Choice:
    X = np.frombuffer(points).reshape(shape)
    candidates: dict[int, Callable[[Array], object]] = {
        K: partial(_estimate, K=K) for K in range(1, MOST + 1)
    }
    return Choice(fits(X), select(candidates, X, folds=folds(len(X), split)))


def folds(n: int, split: int) -> list[NDArray[np.intp]]:
    """Give the rows that are held out together, as even as can be."""
    return [np.sort(rows) for rows in np.array_split(shuffled(n, split), FOLDS)]


def fits(X: Array) -> tuple[GaussianMixture, ...]:
    """Fit 1 to 8 components, or as many as there are distinct points for."""
    return _fits(X.tobytes(), X.shape)


def _estimate(X: Array, K: int) -> GaussianMixture:
    models = fits(X)
    if len(models) < K:
        raise NoDensityError(f"{K} components cannot be fitted to {len(X)} such points.")
    return models[K - 1]


@lru_cache(maxsize=6 * 8)
def _fits(points: bytes, shape: tuple[int, int]) -> tuple[GaussianMixture, ...]:
    X = np.frombuffer(points).reshape(shape)
    models: list[GaussianMixture] = []
    if (X[0] == X).all(axis=0).any():
        return ()
    for K in range(1, min(MOST, len(np.unique(X, axis=0))) + 1):
        result = _best(X, starts(X, K, models[-1] if models else None))
        if result is None:
            break
        models.append(result.model)
    return tuple(models)


def _best(X: Array, given: list[GaussianMixture]) -> EMResult | None:
    """Run EM from each start, and give the best; of equals the first."""
    best: EMResult | None = None
    for start in given:
        with warnings.catch_warnings():
            # What a limit of iterations cost is no more than what other starts would give.
            warnings.simplefilter("ignore", ConvergenceWarning)
            try:
                result = em(X, start, floor=FLOOR, tolerance=TOLERANCE, max_iterations=ITERATIONS)
            except CollapseError:
                continue
        if best is None or result.log_likelihood > best.log_likelihood + SAME * len(X):
            best = result
    return best


def starts(X: Array, K: int, simpler: GaussianMixture | None) -> list[GaussianMixture]:
    """Give the starts: seeds of k-means++, and the mixture before with one component split."""
    if simpler is None:
        return [seeded_start(X, K, 0)]
    return [*(seeded_start(X, K, j) for j in range(RANDOM_STARTS)), split_start(simpler)]


def seeded_start(X: Array, K: int, j: int) -> GaussianMixture:
    """Equal components that fill the data's volume, at seeds of k-means++."""
    N, D = X.shape
    random = Random(seed_words(10 * K + j))
    Z = X / X.std(axis=0)
    chosen = [int(random.uniform() * N)]
    distances = np.full(N, np.inf)
    while len(chosen) < K:
        distances = np.minimum(distances, ((Z - Z[chosen[-1]]) ** 2).sum(axis=1))
        sums = np.cumsum(distances)
        n = int(np.searchsorted(sums, random.uniform() * sums[-1], side="right"))
        chosen.append(min(n, N - 1))
    spread = np.cov(X.T, bias=True).reshape(D, D) / K ** (2 / D)
    return GaussianMixture(np.full(K, 1 / K), X[chosen], np.repeat(spread[None], K, axis=0))


def split_start(model: GaussianMixture) -> GaussianMixture:
    """Halve the heaviest component across its longest axis; the two together keep its moments."""
    k = int(np.argmax(model.weights))
    covariance = model.covariances[k]
    offset = longest_axis(covariance) / 2
    narrower = covariance - np.outer(offset, offset)
    weights = np.append(model.weights, model.weights[k] / 2)
    means = np.vstack([model.means, model.means[k] + offset])
    covariances = np.concatenate([model.covariances, narrower[None]])
    weights[k], covariances[k] = weights[-1], narrower
    means[k] = model.means[k] - offset
    return GaussianMixture(weights, means, covariances)


def longest_axis(covariance: Array) -> Array:
    """Half the longest axis of the ellipse of one standard deviation, its first entry positive."""
    values, vectors = np.linalg.eigh(covariance)
    axis: Array = np.sqrt(values[-1]) * vectors[:, -1]
    return -axis if axis[0] < 0 else axis
