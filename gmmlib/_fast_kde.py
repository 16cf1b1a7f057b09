r"""Sums of Gaussians over many points in one dimension, in time linear in their number.

Points are gathered into bins half a bandwidth wide. With d the distance of a point to its
bin's center and t that of the center to x, both in bandwidths,

.. math:: e^{-(t - d)^2/2} = e^{-t^2/2} \sum_k t^k \, \frac{d^k}{k!} e^{-d^2/2}:

a few moments of each bin, and the bins near x, give the sum to rounding. Up to the distance
:data:`REACH` of the nearest bin the error is small against the sum itself, not only against
the peak.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from gmmlib._pairs import window_sums
from gmmlib._validation import Array

#: Bins are so wide, in bandwidths.
WIDTH = 0.5
#: Moments of a bin: the next is below rounding for t up to REACH.
ORDER = 18
#: Bandwidths to the nearest bin's center up to which the moments serve.
REACH = 3.0
#: A bin's moments come from finer bins and their first power sums, which are quick to count.
FINE, POWERS = 256, 5
#: Fine bins pay from so many points on, in at most so many bins; else points are sorted.
DENSE_POINTS, DENSE_BINS = 2**15, 2**11
#: Points that are worked on at once: they fit into the cache.
CHUNK = 2**17


@dataclass(frozen=True, eq=False)
class Bins:
    """Moments of points in bins.

    Attributes
    ----------
    centers : ndarray, shape (B,)
        Centers of the bins that hold points, ascending.
    moments : ndarray, shape (ORDER, B)
    bandwidth : float
    """

    centers: Array
    moments: Array
    bandwidth: float

    def distance(self, at: Array) -> Array:
        """Distance to the nearest bin's center, in bandwidths."""
        centers = self.centers
        i = np.searchsorted(centers, at)
        above = np.abs(centers[np.minimum(i, len(centers) - 1)] - at)
        below = np.abs(at - centers[np.maximum(i - 1, 0)])
        nearest: Array = np.minimum(above, below) / self.bandwidth
        return nearest

    def log_sums(self, x: Array, r: Array, cutoff: float) -> Array:
        """Log of the sums of exp(-u²/2) at places no farther than REACH, r, from a center."""
        half = self.bandwidth * (np.sqrt(r * r + cutoff) + WIDTH)
        sums = window_sums(
            np.searchsorted(self.centers, x - half),
            np.searchsorted(self.centers, x + half, "right"),
            lambda rows, columns: self._terms(x[rows], r[rows], columns),
            len(x),
        )
        logs: Array = np.log(sums) - 0.5 * r * r
        return logs

    def _terms(self, x: Array, r: Array, columns: Array) -> Array:
        t = (x - self.centers[columns]) / self.bandwidth
        polynomial = self.moments[-1, columns]
        for k in range(ORDER - 2, -1, -1):
            polynomial = polynomial * t
            polynomial += self.moments[k, columns]
        terms: Array = polynomial * np.exp(-0.5 * (np.abs(t) - r) * (np.abs(t) + r))
        return terms


def gather(x: Array, weights: Array | None, bandwidth: float) -> Bins:
    """Gather points, shape (N,), into bins; without weights each counts 1."""
    low, high = float(x.min()), float(x.max())
    # Not more than the bins' number matters here, and that it stays below 2**53.
    n_bins = (high - low) / (WIDTH * bandwidth) + 1
    if len(x) >= DENSE_POINTS and n_bins <= DENSE_BINS:
        return _gather_dense(x, weights, bandwidth, low, int(n_bins) + 1)
    return _gather_sparse(x, weights, bandwidth, low)


def _gather_dense(x: Array, weights: Array | None, h: float, low: float, n_bins: int) -> Bins:
    w = WIDTH * h
    sums = np.zeros((POWERS, n_bins * FINE))
    for start in range(0, len(x), CHUNK):
        part = x[start : start + CHUNK]
        index = (part - low) * (1 / w)
        np.floor(index, out=index)
        # The same float for every point of a bin: no rounding of it reaches the result.
        d = part - (low + (index + 0.5) * w)
        d *= 1 / h
        fine = (d + WIDTH / 2) * (FINE / WIDTH)
        np.clip(np.floor(fine, out=fine), 0, FINE - 1, out=fine)
        index *= FINE
        index += fine
        fine += 0.5 - FINE / 2
        fine *= WIDTH / FINE
        d -= fine
        cells = index.astype(np.intp)
        power = None if weights is None else weights[start : start + CHUNK]
        for j in range(POWERS):
            sums[j] += np.bincount(cells, power, minlength=n_bins * FINE)
            power = d.copy() if power is None else power * d
    held = np.flatnonzero(sums[0].reshape(n_bins, FINE).any(axis=1))
    powers = sums.reshape(POWERS, n_bins, FINE)[:, held].transpose(1, 0, 2).reshape(len(held), -1)
    centers: Array = low + (held.astype(np.float64) + 0.5) * w
    return Bins(centers, np.ascontiguousarray((powers @ _translation()).T), h)


@cache
def _translation() -> Array:
    """Power sums about fine centers to moments about the coarse one, (POWERS * FINE, ORDER).

    The j-th Taylor coefficient at c of exp(-d²/2) d^k/k! is the product of two series.
    """
    c = (np.arange(FINE) + 0.5) * (WIDTH / FINE) - WIDTH / 2
    # exp(-(c + e)²/2) = exp(-c²/2) Σ_j He_j(c) (-e)^j / j!
    gauss = [
        np.exp(-0.5 * c * c) * np.polynomial.hermite_e.hermeval(c, np.eye(POWERS)[j])
        * (-1) ** j / math.factorial(j)
        for j in range(POWERS)
    ]  # fmt: skip
    table = np.zeros((POWERS, FINE, ORDER))
    for k in range(ORDER):
        for i in range(min(k, POWERS - 1) + 1):  # (c + e)^k / k! = Σ_i c^(k-i) e^i / ((k-i)! i!)
            power = c ** (k - i) / (math.factorial(k - i) * math.factorial(i))
            for j in range(POWERS - i):
                table[i + j, :, k] += power * gauss[j]
    return table.reshape(POWERS * FINE, ORDER)


def _gather_sparse(x: Array, weights: Array | None, h: float, low: float) -> Bins:
    w = WIDTH * h
    order = np.argsort(x)
    x = x[order]
    coarse = np.floor((x - low) / w)
    first = np.concatenate([[0], np.flatnonzero(np.diff(coarse)) + 1])
    d = (x - (low + (coarse + 0.5) * w)) / h
    moment = np.exp(-0.5 * d * d)
    if weights is not None:
        moment *= weights[order]
    moments = np.empty((ORDER, len(first)))
    for k in range(ORDER):
        moments[k] = np.add.reduceat(moment, first)
        moment *= d
        moment /= k + 1
    return Bins(low + (coarse[first] + 0.5) * w, moments, h)
