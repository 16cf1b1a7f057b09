"""Sums over pairs of rows and columns in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gmmlib._validation import Array

Indices = NDArray[np.intp]
#: Pairs that are in memory at once.
PAIRS = 2**17
#: From so many columns on, a row is faster alone: its columns are a slice then.
WIDE = 2**12


def window_sums(
    low: Indices, high: Indices, function: Callable[[Any, Any], Array], n_rows: int
) -> Array:
    """Sum over columns low[i] to high[i] - 1 of each row i.

    Parameters
    ----------
    low, high : ndarray of int, shape (n_rows,)
        The columns of each row.
    function : callable
        Values at rows and columns, either arrays of equal shape, or one row and a slice.
    n_rows : int
        How many rows there are.

    Returns
    -------
    ndarray, shape (n_rows,)
    """
    counts = np.maximum(high - low, 0)
    sums = np.zeros(n_rows)
    for i in np.flatnonzero(counts > WIDE):
        for a in range(low[i], high[i], PAIRS):
            sums[i] += function(i, slice(a, min(a + PAIRS, int(high[i])))).sum()
    narrow = np.flatnonzero((counts > 0) & (counts <= WIDE))
    for block in _blocks(counts[narrow]):
        rows = narrow[block]
        n = counts[rows]
        first = np.cumsum(n) - n
        columns = np.arange(first[-1] + n[-1]) + np.repeat(low[rows] - first, n)
        sums[rows] = np.add.reduceat(function(np.repeat(rows, n), columns), first)
    return sums


def _blocks(counts: Indices) -> Iterator[slice]:
    """Cut rows into blocks of about PAIRS pairs."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + PAIRS, "right")))
        yield slice(start, stop)
        start = stop
