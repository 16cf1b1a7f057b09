"""Bins of equal width from an origin on, as the picture and Python make them alike."""

from __future__ import annotations

import math

import numpy as np

from gmmlib._validation import Array

#: Where a grid's edge is this near to the end of the data, in bins, the end is the edge.
_SLACK = 1e-9
#: Bins that a picture shows.
MOST_BINS = 2000
#: How far away an origin may be, in widths: its edges must still be right to many digits.
_FARTHEST = 1e6
#: A bin has at least this part of the data's size, or float64 could not tell its edges apart.
_FINEST = 1e-14


class GridError(ValueError):
    """A width or an origin that makes no bins to be shown."""


def least_width(low: float, high: float) -> float:
    """Width of the narrowest bins that data between two values may have."""
    return max((high - low) / MOST_BINS, _FINEST * max(abs(low), abs(high)))


def grid_edges(X: Array, origin: float, width: float) -> Array:
    """Edges origin + k width that cover data (N,); the outermost may be moved by rounding.

    Raises
    ------
    GridError
        A ValueError that says why width or origin cannot be.

    Examples
    --------
    >>> from gmmlib.explorables._grid import grid_edges
    >>> grid_edges(np.array([1.0, 4.0]), 0.5, 2)
    array([0.5, 2.5, 4.5])
    """
    low, high = float(X.min()), float(X.max())
    least = least_width(low, high)
    # By rounding the range may be a little more than its parts.
    if not width >= least * (1 - _SLACK) or not math.isfinite(width):
        raise GridError(
            f"width must be greater than 0 and make at most {MOST_BINS} bins of these data, so be "
            f"at least {least:.4g}, got {width:g}."
        )
    if abs(low - origin) > _FARTHEST * width:
        raise GridError(
            f"origin must lie within a million widths of the lowest value, {low:g}, got {origin:g}."
        )
    first = math.floor((low - origin) / width + _SLACK)
    last = max(first + 1, math.ceil((high - origin) / width - _SLACK))
    edges: Array = origin + width * np.arange(first, last + 1, dtype=np.float64)
    edges[0], edges[-1] = min(edges[0], low), max(edges[-1], high)
    return edges
