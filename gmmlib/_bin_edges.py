"""Bins that a user chooses: given edges, or given numbers of bins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._bin_data import BinData, check_cells
from gmmlib._validation import Array, as_count, as_floats, shape_text, shown


def as_numbers(bins: int | Sequence[int], n_dims: int) -> list[int]:
    """Give one number of bins a dimension."""
    if not isinstance(bins, list | tuple | np.ndarray):
        return [as_count(bins, "bins")] * n_dims
    if len(bins) != n_dims or any(np.iterable(n) for n in bins):
        raise ValueError(
            f"bins must be a whole number or {n_dims} of them, one a dimension, got {shown(bins)}."
        )
    return [as_count(n, f"bins[{d}]") for d, n in enumerate(bins)]


def as_edges(edges: ArrayLike | Sequence[ArrayLike], data: BinData) -> list[Array]:
    """Give ascending edges in each dimension that cover the data."""
    if data.n_dims == 1:
        axes = [_ascending(edges, "edges")]  # type: ignore[arg-type]
    else:
        if not isinstance(edges, list | tuple) or len(edges) != data.n_dims:
            got = len(edges) if isinstance(edges, list | tuple) else type(edges).__name__
            raise ValueError(
                f"edges must be a list or tuple of {data.n_dims} arrays, one a dimension of X, "
                f"got {got}."
            )
        axes = [_ascending(e, f"edges[{d}]") for d, e in enumerate(edges)]
    check_cells([len(e) - 1 for e in axes])
    for d, (x, e) in enumerate(zip(data.X.T, axes, strict=True)):
        if data.low[d] < e[0] or data.high[d] > e[-1]:
            outside = (x < e[0]) | (x > e[-1])
            n = int(np.argmax(outside))
            where = f" in dimension {d}" if data.n_dims > 1 else ""
            raise ValueError(
                f"edges must cover X, but {outside.sum()} of {len(x)} points lie outside "
                f"[{e[0]:g}, {e[-1]:g}]{where}, first {x[n]:g}; widen them, or leave the points "
                "out."
            )
    return axes


def _ascending(edges: ArrayLike, name: str) -> Array:
    array = as_floats(edges, name)
    if array.ndim != 1 or len(array) < 2:
        raise ValueError(f"{name} must have shape (B + 1,), B >= 1, got {shape_text(array.shape)}.")
    falls = np.flatnonzero(array[1:] <= array[:-1])
    if len(falls):
        k = int(falls[0])
        raise ValueError(
            f"{name} must ascend, got {name}[{k}] = {array[k]!s} before {array[k + 1]!s}; sort "
            "them and drop repeated ones."
        )
    with np.errstate(over="ignore"):
        span = array[-1] - array[0]
    if np.isinf(span):
        raise ValueError(f"{name} span more than the range of float64; rescale the data.")
    return array
