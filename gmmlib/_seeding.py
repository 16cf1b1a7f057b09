"""Seeds of a clustering: k-means++, and distinct points drawn at random."""

from __future__ import annotations

import math

import numpy as np

from gmmlib._lloyd import TooFewPointsError, squared_distances
from gmmlib._validation import Array


def plus_plus(Y: Array, w: Array | None, K: int, rng: np.random.Generator) -> np.ndarray:
    """Indices of K columns of (D, N) by greedy k-means++ (Arthur and Vassilvitskii, 2007).

    Each next one is the best of 2 + log K candidates, drawn in proportion to their squared
    distance from those chosen.
    """
    trials = 2 + int(math.log(K))
    mass = np.ones(Y.shape[1]) if w is None else w
    chosen = [int(draw(mass, 1, rng)[0])]
    squared = squared_distances(Y, Y[:, chosen[0]])
    for _ in range(1, K):
        potential = squared if w is None else w * squared
        if not potential.any():
            raise TooFewPointsError(len(chosen))
        best, least = -1, squared
        lowest = math.inf
        for n in draw(potential, trials, rng):
            remaining = np.minimum(squared, squared_distances(Y, Y[:, n]))
            total = float((remaining if w is None else w * remaining).sum())
            if total < lowest:
                best, least, lowest = int(n), remaining, total
        chosen.append(best)
        squared = least
    return np.array(chosen)


def distinct(Y: Array, w: Array | None, K: int, rng: np.random.Generator) -> np.ndarray:
    """Indices of K columns that differ, drawn in proportion to their weights."""
    mass = np.ones(Y.shape[1]) if w is None else w.copy()
    chosen: list[int] = []
    for _ in range(K):
        if not mass.any():
            raise TooFewPointsError(len(chosen))
        chosen.append(int(draw(mass, 1, rng)[0]))
        mass[squared_distances(Y, Y[:, chosen[-1]]) == 0] = 0
    return np.array(chosen)


def draw(mass: Array, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw n indices in proportion to their masses; never one without mass."""
    cumulative = np.cumsum(mass)
    total = cumulative[-1]
    indices = np.searchsorted(cumulative, rng.random(n) * total, side="right")
    # A product that was rounded up to the total belongs to the last that has mass.
    drawn: np.ndarray = np.minimum(indices, np.searchsorted(cumulative, total, side="left"))
    return drawn
