"""The points of a kernel density estimate: what they weigh, and their mirror images."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._pairs import Indices
from gmmlib._validation import Array, as_floats, as_number, shape_text, shown

#: A sum leaves out only what is less than this part of its largest term, logarithmically.
_NEGLIGIBLE = 40.0


@dataclass(frozen=True, eq=False)
class Points:
    """Points that count, and known bounds of one-dimensional ones.

    Attributes
    ----------
    X : ndarray, shape (N, D)
    weights : ndarray, shape (N,)
        All greater than 0.
    low, high : float
        Bounds; infinite where there are none.
    """

    X: Array
    weights: Array
    low: float = -math.inf
    high: float = math.inf

    @property
    def n_dims(self) -> int:
        """D."""
        return int(self.X.shape[1])

    @cached_property
    def total(self) -> float:
        """Sum of the weights."""
        return float(self.weights.sum())

    @cached_property
    def bounded(self) -> bool:
        """Whether there is any bound."""
        return math.isfinite(self.low) or math.isfinite(self.high)

    @cached_property
    def cutoff(self) -> float:
        """Squared distance, in squared bandwidths, behind the nearest point that matters.

        A Gaussian that much farther out is below rounding, even with all the weight on it
        and the least on the nearest.
        """
        return 2 * (_NEGLIGIBLE + math.log(self.total / float(self.weights.min())))

    @cached_property
    def order(self) -> Indices:
        """What sorts one-dimensional points, and weights where points are equal."""
        if (self.weights == self.weights[0]).all():
            return np.argsort(self.X[:, 0], kind="stable")
        return np.lexsort((self.weights, self.X[:, 0]))

    @cached_property
    def sorted(self) -> Array:
        """One-dimensional points in ascending order."""
        ascending: Array = self.X[self.order, 0]
        return ascending

    def nearest(self, at: Array) -> Array:
        """Distance of each place to the nearest point; images are never nearer."""
        x = self.sorted
        i = np.searchsorted(x, at)
        above = np.abs(x[np.minimum(i, len(x) - 1)] - at)
        below = np.abs(at - x[np.maximum(i - 1, 0)])
        return np.minimum(above, below)

    def nearest_other(self) -> Array:
        """Distance of each point to the nearest other, which may be another copy of it."""
        gaps = np.concatenate([[np.inf], np.diff(self.sorted), [np.inf]])
        distance = np.empty(len(self.X))
        distance[self.order] = np.minimum(gaps[:-1], gaps[1:])
        return np.where(self.weights > 1, 0.0, distance)

    def images(self, reach: float) -> tuple[Array, Indices]:
        """Points and their mirror images within reach of the bounds, and whose images they are.

        Between two mirrors the images repeat without end.
        """
        x = self.X[:, 0]
        source = np.arange(len(x))
        if not self.bounded:
            return x, source
        if math.isfinite(self.low) and math.isfinite(self.high):
            width = self.high - self.low
            n = math.ceil((reach + width) / (2 * width))
            shifts = [2 * j * width for j in range(-n, n + 1)]
            all_images = [x + s for s in shifts] + [2 * self.low - x + s for s in shifts]
        else:
            bound = self.low if math.isfinite(self.low) else self.high
            all_images = [x, 2 * bound - x]
        y, source = np.concatenate(all_images), np.tile(source, len(all_images))
        # The largest distances that occur are kept, whatever their last bit is.
        near = (y >= self.low - reach * (1 + 1e-12)) & (y <= self.high + reach * (1 + 1e-12))
        return y[near], source[near]

    def reflected(self, X: Array) -> Array:
        """One-dimensional points brought back within the bounds, mirrored at them."""
        low, high = self.low, self.high
        if not math.isfinite(high):
            return low + np.abs(X - low)
        if not math.isfinite(low):
            return high - np.abs(high - X)
        folded = np.mod(X - low, 2 * (high - low))
        # Rounding alone could leave the bounds.
        return np.clip(low + np.minimum(folded, 2 * (high - low) - folded), low, high)


def as_points(X: Array, sample_weight: Array | None, bounds: tuple[float, float]) -> Points:
    """Points that count, of checked arguments: those of weight 0 are left out."""
    if sample_weight is None:
        return Points(X, np.ones(len(X)), *bounds)
    counts = sample_weight > 0
    return Points(X[counts], sample_weight[counts], *bounds)


def as_bounds(bounds: object, X: Array) -> tuple[float, float]:
    """Give the bounds of one-dimensional data, infinite where there are none."""
    if bounds is None:
        return -math.inf, math.inf
    if X.shape[1] > 1:
        raise ValueError(f"bounds are for data in one dimension, got D = {X.shape[1]}.")
    if not isinstance(bounds, tuple | list) or len(bounds) != 2:
        raise TypeError(
            f"bounds must be a pair (low, high), either of which may be None, got {shown(bounds)}."
        )
    low, high = (
        open_end if _is_open(b, open_end) else as_number(b, f"bounds[{i}]")
        for i, (b, open_end) in enumerate(zip(bounds, (-math.inf, math.inf), strict=True))
    )
    if low >= high:
        raise ValueError(f"bounds must be ascending, got ({low:g}, {high:g}).")
    check_within(X, (low, high))
    return low, high


def _is_open(bound: object, infinity: float) -> bool:
    """Whether there is no bound: None, or what the attribute says then."""
    return bound is None or (isinstance(bound, float) and bound == infinity)


def check_within(X: Array, bounds: tuple[float, float]) -> None:
    """Refuse points outside the bounds."""
    outside = np.flatnonzero((X[:, 0] < bounds[0]) | (X[:, 0] > bounds[1]))
    if len(outside):
        n = int(outside[0])
        more = f" (and {len(outside) - 1} more)" if len(outside) > 1 else ""
        raise ValueError(
            f"X[{n}] = {X[n, 0]:g}{more} lies outside the bounds ({bounds[0]:g}, {bounds[1]:g}); "
            "remove it or widen them."
        )


def as_bandwidth(
    bandwidth: ArrayLike, n_dims: int, bounds: tuple[float, float], name: str = "bandwidth"
) -> Array:
    """Give bandwidths (D,), greater than 0; a number is the same in every dimension."""
    h = as_floats(bandwidth, name)
    if h.shape not in ((), (n_dims,)):
        raise ValueError(
            f"{name} must be a number or have shape ({n_dims},), one a dimension, got "
            f"{shape_text(h.shape)}."
        )
    h = np.full(n_dims, h) if h.ndim == 0 else h
    if (h <= 0).any():
        raise ValueError(f"{name} must be greater than 0, got {h.min():g}.")
    width = bounds[1] - bounds[0]
    if h[0] > width:
        raise ValueError(
            f"{name} must not exceed the width between the bounds, {width:g}, got {h[0]:g}."
        )
    return h
