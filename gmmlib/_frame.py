"""The coordinates that a fit computes in: centered near the data's mean, scaled by powers of 2.

In them nothing cancels that an offset brings in, and nothing overflows. Scaling by powers of
2 rounds nothing; the center is subtracted once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmmlib._validation import Array


@dataclass(frozen=True)
class Moments:
    """What the frame is made from; moments of disjoint data add up."""

    n_points: int
    weight: float
    largest: Array  #: max |x|, (D,)
    mean: Array  #: (D,)
    covariance: Array  #: (D, D)

    @staticmethod
    def of(X: Array, w: Array | None = None) -> Moments:
        """Moments of rows (n, D), weighted or not."""
        total = float(len(X)) if w is None else float(w.sum())
        if total == 0:  # a block of rows that do not count
            D = X.shape[1]
            return Moments(0, 0.0, np.zeros(D), np.zeros(D), np.zeros((D, D)))
        share = np.full(len(X), 1 / len(X)) if w is None else w / total
        if w is not None:
            X, share = X[w > 0], share[w > 0]
        with np.errstate(over="ignore", invalid="ignore"):
            mean = share @ X
            covariance = np.zeros((X.shape[1], X.shape[1]))
            for start in range(0, len(X), 4096):  # a second copy of the data is not needed
                rows = slice(start, start + 4096)
                d = X[rows] - mean
                covariance += (d.T * share[rows]) @ d
        largest = np.maximum(np.abs(X.max(axis=0)), np.abs(X.min(axis=0)))
        return Moments(len(X), total, largest, mean, covariance)

    def __add__(self, other: Moments) -> Moments:
        """Moments of both (Chan, Golub and LeVeque, 1979)."""
        total = self.weight + other.weight
        if total == 0:
            return self
        a, b = self.weight / total, other.weight / total
        with np.errstate(over="ignore", invalid="ignore"):
            d = other.mean - self.mean
            covariance = a * self.covariance + b * other.covariance + a * b * np.outer(d, d)
            mean = self.mean + b * d
        return Moments(
            self.n_points + other.n_points,
            total,
            np.maximum(self.largest, other.largest),
            mean,
            covariance,
        )


@dataclass(frozen=True)
class Frame:
    """Coordinates y = (x - center) / scale."""

    center: Array  #: (D,)
    exponent: np.ndarray  #: (D,), the scale is 2 to this power

    @staticmethod
    def of(moments: Moments, same_scale: bool) -> Frame:
        """Frame in which the data have standard deviations between 1/2 and 1, and lie around 0.

        Their mean is 0 there, up to one standard deviation: data that lie around 0 already are
        not moved, so that nothing rounds. Numbers near 0 would otherwise lose the digits that
        they have beyond those of the center, for one outlier all of them.

        `same_scale` keeps circles circles.
        """
        width = np.sqrt(np.diag(moments.covariance))
        center = np.where(np.abs(moments.mean) <= width, 0.0, moments.mean)
        width = np.where(width > 0, width, moments.largest)
        width = np.where(width > 0, width, 1.0)
        exponent = np.frexp(width)[1]
        if same_scale:
            exponent = np.full_like(exponent, exponent.max())
        return Frame(center, exponent)

    @cached_property
    def log_volume(self) -> float:
        """What a log density in the frame exceeds that in the data's units by."""
        return math.log(2) * float(self.exponent.sum())

    def points_in(self, X: Array) -> Array:
        """Rows (n, D) as columns (D, n) of the frame, contiguous."""
        Y = np.empty((X.shape[1], len(X)))
        # Times a power of 2 is exact, and ten times as fast as ldexp, while there is one.
        ordinary = (np.abs(self.exponent) < 1000).all()
        scale = np.ldexp(1.0, -self.exponent)[:, None] if ordinary else None
        for start in range(0, len(X), 4096):
            columns = slice(start, start + 4096)
            np.subtract(X[columns].T, self.center[:, None], out=Y[:, columns])
            if scale is None:
                Y[:, columns] = np.ldexp(Y[:, columns], -self.exponent[:, None])
            else:
                Y[:, columns] *= scale
        return Y

    def means_in(self, means: Array) -> Array:
        """Means (K, D) in the frame."""
        inside: Array = np.ldexp(means - self.center, -self.exponent)
        return inside

    def means_out(self, means: Array) -> Array:
        """Means (K, D) in the data's units."""
        outside: Array = self.center + np.ldexp(means, self.exponent)
        return outside

    def covariances_in(self, covariances: Array) -> Array:
        """Covariances (K, D, D) in the frame."""
        inside: Array = np.ldexp(covariances, -self._exponents)
        return inside

    def covariances_out(self, covariances: Array) -> Array:
        """Covariances (K, D, D) in the data's units."""
        outside: Array = np.ldexp(covariances, self._exponents)
        return outside

    @property
    def _exponents(self) -> np.ndarray:
        exponents: np.ndarray = self.exponent[:, None] + self.exponent
        return exponents
