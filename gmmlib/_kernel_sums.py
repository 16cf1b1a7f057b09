"""Sums of kernels over points: at any places, and at the points without themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gmmlib import _fast_kde
from gmmlib._kde_points import Points
from gmmlib._kernels import Profile
from gmmlib._pairs import PAIRS, Indices, window_sums
from gmmlib._validation import Array

_LOG_SQRT_2PI = 0.5 * math.log(2 * math.pi)
#: From so many points and pairs on, Gaussians are summed in bins, if these hold so many each.
MANY_POINTS, MANY_PAIRS, CROWD = 256, 2**16, 4
#: Where the other points give less than this part of the kernel's peak, a difference from
#: the whole sum would lose digits.
_ALONE = 0.05
#: So many intervals of points are picked one by one; for more, all points are sorted.
_INTERVALS = 8


@dataclass(frozen=True, eq=False)
class KernelSums:
    r"""Sums :math:`\sum_n w_n \prod_d k((x_d - x_{nd}) / h_d)`, images included.

    Attributes
    ----------
    points : Points
    profile : Profile
        The kernel, or its convolution with itself. One with infinite support is the
        standard Gaussian.
    bandwidth : ndarray, shape (D,)
    """

    points: Points
    profile: Profile
    bandwidth: Array

    def log_at(self, at: Array) -> Array:
        """Logarithms of the sums at places (M, D); -inf where no kernel reaches."""
        return self._log_sums(at, own=None)

    def log_without_itself(self) -> Array:
        """Logarithms at the points, one copy of each left out; of weights below 1, all of it."""
        points, own = self.points, np.arange(len(self.points.X))
        quick = self._is_gaussian and points.n_dims == 1 and self._are_many(len(own))
        if not (quick and self._are_crowded):
            return self._log_sums(points.X, own)
        logs = self._log_sums(points.X, own=None)
        removed = np.minimum(points.weights, 1) * self._own_images()
        rest = np.exp(logs + _LOG_SQRT_2PI) - removed
        alone = rest < _ALONE * removed
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(rest) - _LOG_SQRT_2PI
        logs[alone] = self._log_sums(points.X[alone], own[alone])
        return logs

    @property
    def _is_gaussian(self) -> bool:
        return math.isinf(self.profile.support)

    def _are_many(self, n_places: int) -> bool:
        n = len(self.points.X)
        return n >= MANY_POINTS and n * n_places >= MANY_PAIRS

    def _log_sums(self, at: Array, own: Indices | None) -> Array:
        if self._is_gaussian:
            return self._gaussians_in_line(at, own) if at.shape[1] == 1 else self._blocks(at, own)
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(self._compact(at, own), 0))

    def _weights(self, own: Indices | None, rows: Any, columns: Any, source: Any) -> Array:
        """Weights of points, those of a row's own point reduced by one copy."""
        w: Array = self.points.weights[source[columns]]
        if own is None:
            return w
        return np.where(source[columns] == own[rows], w - np.minimum(w, 1), w)

    def _compact(self, at: Array, own: Indices | None) -> Array:
        """Compact kernels: only points within reach along one dimension are looked at."""
        points, support = self.points, self.profile.support
        # The dimension in which the points spread over most bandwidths sorts best.
        d = int(np.argmax(np.ptp(points.X / self.bandwidth, axis=0)))
        reach = support * self.bandwidth[d]
        if points.n_dims == 1:
            y, source = points.images(reach)
            Y = y[:, None]
        else:
            Y, source = points.X, np.arange(len(points.X))
        order = np.argsort(Y[:, d], kind="stable")
        Y, source = Y[order], source[order]
        low = np.searchsorted(Y[:, d], np.nextafter(at[:, d] - reach, -np.inf))
        high = np.searchsorted(Y[:, d], np.nextafter(at[:, d] + reach, np.inf), "right")

        def terms(rows: Any, columns: Any) -> Array:
            product = self._weights(own, rows, columns, source)
            for j, h in enumerate(self.bandwidth):
                product = product * self.profile.density((at[rows, j] - Y[columns, j]) / h)
            return product

        return window_sums(low, high, terms, len(at))

    def _own_images(self) -> Array:
        """Sum of exp(-u²/2) from each point to itself and to its images."""
        points, h = self.points, float(self.bandwidth[0])
        y, source = points.images(self._reach)
        terms = np.exp(-0.5 * ((points.X[source, 0] - y) / h) ** 2)
        sums: Array = np.bincount(source, terms, minlength=len(points.X)).astype(np.float64)
        return sums

    @property
    def _reach(self) -> float:
        """How far beyond the bounds a Gaussian's images matter.

        An image matters beside its own point, which is at most the bounds' width away.
        """
        points, h = self.points, float(self.bandwidth[0])
        if not (math.isfinite(points.low) and math.isfinite(points.high)):
            return math.inf
        return math.hypot(points.high - points.low, h * math.sqrt(points.cutoff))

    @cached_property
    def _bins(self) -> _fast_kde.Bins:
        points = self.points
        y, source = points.images(self._reach)
        plain = bool((points.weights == 1).all())
        return _fast_kde.gather(
            y, None if plain else points.weights[source], float(self.bandwidth[0])
        )

    @property
    def _are_crowded(self) -> bool:
        return len(self.points.X) >= CROWD * len(self._bins.centers)

    @cached_property
    def _sorted_images(self) -> tuple[Array, Indices]:
        if not self.points.bounded:
            return self.points.sorted, self.points.order
        y, source = self.points.images(self._reach)
        order = np.argsort(y, kind="stable")
        return y[order], source[order]

    def _gaussians_in_line(self, at: Array, own: Indices | None) -> Array:
        """Gaussians in one dimension: in bins where there are many pairs."""
        x = at[:, 0]
        if own is not None or not (self._are_many(len(x)) and self._are_crowded):
            return self._windows(x, own) - _LOG_SQRT_2PI
        with np.errstate(over="ignore"):
            r = self._bins.distance(x)
        near = r <= _fast_kde.REACH
        logs = np.empty(len(x))
        logs[near] = self._bins.log_sums(x[near], r[near], self.points.cutoff)
        if not near.all():
            logs[~near] = self._far(x[~near], r[~near])
        return logs - _LOG_SQRT_2PI

    def _far(self, x: Array, r: Array) -> Array:
        """Gaussians where no point is near, from the few points that matter: only they sort."""
        points, h = self.points, float(self.bandwidth[0])
        with np.errstate(over="ignore"):
            half = h * np.sqrt((r + _fast_kde.WIDTH) ** 2 + points.cutoff) + h * _fast_kde.WIDTH
        order = np.argsort(x - half)
        low, high = (x - half)[order], np.maximum.accumulate((x + half)[order])
        starts = np.append(True, low[1:] > high[:-1])  # of intervals without overlap
        if starts.sum() > _INTERVALS:
            return self._windows(x, None)
        y, source = points.images(self._reach)
        matters = np.zeros(len(y), dtype=bool)
        for a, b in zip(low[starts], high[np.append(starts[1:], True)], strict=True):
            matters |= (y >= a) & (y <= b)
        few = Points(y[matters, None], points.weights[source[matters]])
        return KernelSums(few, self.profile, self.bandwidth)._windows(x, None)

    def _windows(self, x: Array, own: Indices | None) -> Array:
        """Gaussians of the points that matter beside the nearest."""
        points, h = self.points, float(self.bandwidth[0])
        distance = points.nearest(x) if own is None else points.nearest_other()[own]
        with np.errstate(over="ignore"):
            r = distance / h
            squared = r * r
        logs = np.full(len(x), -np.inf)
        within = np.flatnonzero(np.isfinite(squared))  # else beyond the range of float64
        x, r, distance = x[within], r[within], distance[within]
        own = None if own is None else own[within]
        y, source = self._sorted_images
        # Beyond the nearest by rounding, so that it is itself among them.
        half = np.maximum(h * np.sqrt(squared[within] + points.cutoff), distance) * (1 + 1e-15)
        low = np.searchsorted(y, np.nextafter(x - half, -np.inf))
        high = np.searchsorted(y, np.nextafter(x + half, np.inf), "right")

        def terms(rows: Any, columns: Any) -> Array:
            u = np.abs(x[rows] - y[columns]) / h
            # Only a point that is left out itself is nearer than the nearest.
            values: Array = np.exp(-0.5 * np.maximum(u - r[rows], 0) * (u + r[rows]))
            values *= self._weights(own, rows, columns, source)
            return values

        with np.errstate(divide="ignore"):
            logs[within] = np.log(window_sums(low, high, terms, len(x))) - 0.5 * r * r
        return logs

    def _blocks(self, at: Array, own: Indices | None) -> Array:
        """Gaussians in D dimensions: all points for some places at once, by log-sum-exp."""
        X, w = self.points.X, self.points.weights
        N, D = X.shape
        logs = np.empty(len(at))
        step = max(1, PAIRS // N)
        for start in range(0, len(at), step):
            part = at[start : start + step]
            with np.errstate(over="ignore"):
                exponents = np.zeros((len(part), N))
                for d, h in enumerate(self.bandwidth):
                    u = (part[:, d, None] - X[:, d]) / h
                    exponents -= 0.5 * u * u
            exponents += np.log(w)
            if own is not None:
                itself = own[start : start + step]
                with np.errstate(divide="ignore"):  # nothing of a weight up to 1 remains
                    left = np.log(w[itself] - np.minimum(w[itself], 1))
                exponents[np.arange(len(part)), itself] = left
            top = exponents.max(axis=1)
            shift = np.where(np.isfinite(top), top, 0.0)
            exponents -= shift[:, None]
            # exp is slow where it gives denormal numbers; these do not matter beside 1.
            np.maximum(exponents, -690.0, out=exponents)
            np.exp(exponents, out=exponents)
            sums = np.log(exponents.sum(axis=1)) + shift
            logs[start : start + step] = np.where(np.isneginf(top), -np.inf, sums)
        logs -= D * _LOG_SQRT_2PI
        return logs
