"""A block of data as the engine reads it, and the step that both formulations share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from gmmlib._validation import Array

#: Below this, a responsibility is as good as 0; exponentials further down are denormal
#: numbers, a hundred times as slow.
LOWEST = -690.0


class FarAwayError(ArithmeticError):
    """A point's squared distance from every component exceeds the range of float64."""


@dataclass(frozen=True)
class Block:
    """Points as columns of the frame, with their weights or None."""

    Y: Array  #: (D, n)
    weights: Array | None = None  #: (n,)

    @cached_property
    def _spaces(self) -> dict[str, Array]:
        return {}

    def space(self, name: str, *shape: int) -> Array:
        """Give room for numbers on their way, under each name the same at every pass.

        Memory that the system gives anew takes as long to come as the numbers in it.
        """
        found = self._spaces.get(name)
        if found is None or found.shape != shape:
            found = self._spaces[name] = np.empty(shape)
        return found

    @cached_property
    def axis_features(self) -> Array:
        """Features of all points at once: for blocks that fit the cache."""
        return features(self.Y, on_axes=True)

    @cached_property
    def pair_features(self) -> Array:
        """Likewise, with the products of different axes."""
        return features(self.Y, on_axes=False)


def features(Y: Array, on_axes: bool, out: Array | None = None) -> Array:
    """Quadratic features of columns: 1, y, and y_i y_j for i <= j (or y_i squared alone)."""
    D, n = Y.shape
    if out is None:
        out = np.empty((n_features(D, on_axes), n))
    out[0] = 1
    out[1 : D + 1] = Y
    if on_axes:
        np.multiply(Y, Y, out=out[D + 1 :])
        return out
    row = D + 1
    for i in range(D):
        np.multiply(out[1 + i], out[1 + i : 1 + D], out=out[row : row + D - i])
        row += D - i
    return out


@lru_cache
def pairs(D: int) -> tuple[np.ndarray, np.ndarray]:
    """Axes (i, j), i <= j, of the quadratic features, in their order."""
    i, j = np.triu_indices(D)
    i.flags.writeable = j.flags.writeable = False
    return i, j


def n_features(D: int, on_axes: bool) -> int:
    """How many features a point of D dimensions has."""
    return 1 + 2 * D if on_axes else 1 + D + D * (D + 1) // 2


def normalize(log_joint: Array, weights: Array | None) -> float:
    """Turn log joints (K, n) into (weighted) responsibilities, in place; give the log-likelihood.

    The largest of each column is taken out first, (11.17) and (11.10) by log-sum-exp.
    """
    top = log_joint.max(axis=0)
    log_joint -= top
    np.maximum(log_joint, LOWEST, out=log_joint)
    np.exp(log_joint, out=log_joint)
    total = log_joint.sum(axis=0)
    if weights is None:
        log_joint /= total
        np.log(total, out=total)
        total += top
        log_likelihood = float(total.sum())
    else:
        log_joint *= weights / total
        log_likelihood = float(weights @ (np.log(total) + top))
    if not math.isfinite(log_likelihood):
        raise FarAwayError
    return log_likelihood
