"""A block of data as the engine reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from gmmlib._validation import Array


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


@dataclass(frozen=True)
class Pairs:
    """Axes i <= j of the features y_i y_j, in their order, and where a matrix has them."""

    i: np.ndarray
    j: np.ndarray
    packed: np.ndarray  #: places of the pairs in a matrix, read row by row
    unpacked: np.ndarray  #: for each place of a symmetric matrix, its pair
    squares: np.ndarray  #: pairs with i = j
    factors: Array  #: of a pair in -1/2 y^T P y, times P_ij

    @staticmethod
    @lru_cache
    def of(D: int) -> Pairs:
        """Give the pairs of D axes."""
        i, j = np.triu_indices(D)
        places = np.empty((D, D), int)
        places[i, j] = places[j, i] = np.arange(len(i))
        factors = np.where(i == j, -0.5, -1.0)
        arrays = (i, j, i * D + j, places.ravel(), np.flatnonzero(i == j), factors)
        for array in arrays:
            array.flags.writeable = False
        return Pairs(*arrays)


def n_features(D: int, on_axes: bool) -> int:
    """How many features a point of D dimensions has."""
    return 1 + 2 * D if on_axes else 1 + D + D * (D + 1) // 2
