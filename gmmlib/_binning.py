"""Bins of numbers, and how many points fall into each: quick and exact to the last edge.

A bin holds its left edge and not its right one, but for the last bin, which holds both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gmmlib._validation import Array

Indices = NDArray[np.int32]
Counts = NDArray[Any]  #: int64, or float64 where points have weights

#: Points at once: their buffers stay in the cache.
CHUNK = 32_768
#: Cells that a histogram may have: their counts take 128 MiB.
MOST_CELLS = 2**24
#: Where the straight line from values to bins misses the edges by more than this part of a
#: bin, it leads to a table instead.
LARGEST_MARGIN = 0.125
#: Cells of the table.
TABLE = 2**14


@dataclass(frozen=True)
class Bins:
    """Bins of one dimension, ascending.

    position = scale * x + shift, in floating point. Rounding is monotone: where the positions
    of two values differ, so do the values, in the same direction. The position of a value
    between two edges therefore lies between theirs.

    Bins of equal width have no table. A value lies in bin floor(position), or in the one before
    if the position is within `margin` above a whole number: there the value itself is compared
    with the edge. Other bins have a table: at floor(position) stands the bin of all values of
    that position, or -1 where an edge falls: there the value is searched among the edges.
    """

    edges: Array
    scale: float
    shift: float
    margin: float
    table: Indices | None

    @staticmethod
    def of(edges: Array) -> Bins:
        """Bins between ascending edges."""
        whole = np.arange(len(edges))
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            scale = len(whole[1:]) / (edges[-1] - edges[0])
            shift = -edges[0] * scale
            shift += 2 * np.abs(edges * scale + shift - whole).max()  # so that none is below
            above = edges * scale + shift - whole
            if above.min() >= 0 and above.max() <= LARGEST_MARGIN:  # false for NaN
                return Bins(edges, float(scale), float(shift), float(above.max()), None)
            scale *= TABLE / len(whole[1:])
            shift = -edges[0] * scale
        if not np.isfinite([scale, shift]).all():  # one place for all: all are searched
            scale = shift = 0.0
        places = np.clip((edges * scale + shift).astype(np.int32), 0, TABLE - 1)
        table = np.searchsorted(places, np.arange(TABLE)).astype(np.int32) - np.int32(1)
        table[places] = -1
        return Bins(edges, float(scale), float(shift), 0.0, table)

    def __len__(self) -> int:
        """How many bins."""
        return len(self.edges) - 1

    def locate(self, x: Array, room: Room) -> Indices:
        """Bin of each value, all of which must lie within the edges; valid until the next call."""
        n = len(x)
        position, spare, index = room[0][:n], room[1][:n], room[2][:n]
        np.multiply(x, self.scale, out=position)
        np.add(position, self.shift, out=position)
        if self.table is not None:
            places = spare.view(np.int32)[:n]
            np.copyto(places, position, casting="unsafe")
            np.take(self.table, places, mode="clip", out=index)
            if index.min() < 0:
                near = np.flatnonzero(index < 0)
                found = np.searchsorted(self.edges, x[near], side="right") - 1
                index[near] = np.minimum(found, len(self) - 1)
            return index
        np.floor(position, out=spare)
        np.copyto(index, spare, casting="unsafe")
        np.subtract(position, spare, out=position)
        if position.min() <= self.margin:
            near = np.flatnonzero(position <= self.margin)
            lower = index[near]
            lower -= x[near] < self.edges[lower]
            index[near] = np.minimum(lower, len(self) - 1)
        return index


#: Buffers that are used again and again: fresh ones would cost more than the arithmetic.
Room = tuple[Array, Array, Indices]


def located(X: Array, axes: Sequence[Bins]) -> Iterator[tuple[slice, Indices]]:
    """Cells of points (N, D) within the edges, as indices into the raveled counts.

    Gives slices of rows with their cells, which are valid until the next.
    """
    size = min(CHUNK, len(X))
    rooms = [(np.empty(size), np.empty(size), np.empty(size, np.int32)) for _ in axes[:2]]
    for start in range(0, len(X), CHUNK):
        rows = slice(start, min(start + CHUNK, len(X)))
        cells = axes[0].locate(X[rows, 0], rooms[0])
        for d, bins in enumerate(axes[1:], start=1):
            np.multiply(cells, len(bins), out=cells)
            np.add(cells, bins.locate(X[rows, d], rooms[1]), out=cells)
        yield rows, cells


def count(X: Array, axes: Sequence[Bins], weights: Array | None = None) -> Counts:
    """How many points (N, D), or what weight, each cell holds: shape (B1, ..., BD)."""
    shape = tuple(len(bins) for bins in axes)
    counts = np.zeros(math.prod(shape), np.int64 if weights is None else np.float64)
    for rows, cells in located(X, axes):
        w = None if weights is None else weights[rows]
        if len(counts) <= CHUNK:
            counts += np.bincount(cells, w, minlength=len(counts))
        else:  # a second array of all cells for every chunk would cost more than its points
            np.add.at(counts, cells, 1 if w is None else w)
    return counts.reshape(shape)


def sorted_counts(ordered: Array, cumulative: Array | None, edges: Array) -> Counts:
    """Count ascending values (N,), for one set of edges after another.

    `cumulative`, (N + 1,), are the sums of their weights.
    """
    before = np.searchsorted(ordered, edges, side="left")
    before[-1] = len(ordered)
    counts: Counts = np.diff(before if cumulative is None else cumulative[before])
    return counts


def per_volume(values: Array, widths: Sequence[Array]) -> Array:
    """Divide by the product of widths, which may itself be beyond the range of float64."""
    exponents = np.zeros((), dtype=np.int64)
    for w in widths:
        mantissas, e = np.frexp(w)
        values, exponents = values / mantissas, exponents + e
    with np.errstate(over="ignore", under="ignore"):
        quotients: Array = np.ldexp(values, -exponents)
    return quotients
