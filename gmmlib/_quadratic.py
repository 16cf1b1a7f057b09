"""Formulation A: the log joint is linear in quadratic features of a point.

Two matrix products a block: weights times features are all log joints, responsibilities
times features are all statistics. The fastest way there is in numpy. Its rounding grows with
the square of (distance of the point from the center) / (width of the component).
"""

from __future__ import annotations

import numpy as np

from gmmlib._block import Block, Pairs, features, n_features
from gmmlib._parameters import Parameters
from gmmlib._processor import eight_at_once
from gmmlib._responsibilities import normalize, normalize_odds
from gmmlib._statistics import TINY, Statistics
from gmmlib._validation import Array

#: Up to so many multiplications, OpenBLAS does without copying the matrices first, if it ever does.
SMALL = 1_000_000
#: From so many rows on, a matrix product is faster than all its dot products; if it does not
#: copy its factors, always.
FEW_ROWS = 4
#: Longer dot products would be split among threads, and round differently for each number of them.
ALONE = 8_000
#: From so many points on, it is worth looking for a component to measure the others against.
MANY = 1_000
#: Features of a block are kept between passes up to this many numbers: they stay in the cache.
KEPT = 100_000


def gather(block: Block, theta: Parameters) -> Statistics:
    """Give the statistics of a block under the parameters, in one pass."""
    D, n = block.Y.shape
    on_axes = theta.on_axes
    joint = _Joint(coefficients(theta))
    first = 0
    if n >= MANY:
        first = _widest(joint.W, D, on_axes)
        joint.against(first, float(theta.log_constants.max()))
    moments, log_likelihood = _moments(block, joint, on_axes)
    if first:
        moments[[0, first]] = moments[[first, 0]]
    return _statistics(moments, D, on_axes, log_likelihood)


class _Joint:
    """Coefficients of log joints, and of log odds against one component while they serve."""

    def __init__(self, W: Array) -> None:
        self.W = W
        self.odds: Array | None = None
        self.highest = 0.0

    def against(self, first: int, highest: float) -> None:
        """Measure against this component, which becomes the first; no log joint is higher."""
        self.W[[0, first]] = self.W[[first, 0]]
        self.odds = self.W.copy()
        self.odds[1:] -= self.W[0]
        self.highest = highest

    def responsibilities(self, phi: Array, weights: Array | None, side: int, out: Array) -> float:
        """(Weighted) responsibilities (K, n) of features; give the log-likelihood."""
        if self.odds is not None:
            _multiply(self.odds, phi, side, out)
            log_likelihood = normalize_odds(out, weights, self.highest)
            if log_likelihood is not None:
                return log_likelihood
            self.odds = None  # some points are far from that component; other points will be, too
        _multiply(self.W, phi, side, out)
        return normalize(out, weights)


def _moments(block: Block, joint: _Joint, on_axes: bool) -> tuple[Array, float]:
    """Sums over (weighted) responsibilities times features, (K, F), and the log-likelihood."""
    D, n = block.Y.shape
    K, F = joint.W.shape
    if n * F <= KEPT:
        phi = block.axis_features if on_axes else block.pair_features
        r = block.space("joint", K, n)
        log_likelihood = joint.responsibilities(phi, block.weights, n, out=r)
        return _sums(r, phi, n), log_likelihood

    moments, log_likelihood = np.zeros((K, F)), 0.0
    width = columns(D, K, on_axes)
    side = slice_of(width, K * F)
    phi_buffer, r_buffer = block.space("features", F, width), block.space("joint", K, width)
    for start in range(0, n, width):
        stop = min(start + width, n)
        phi, r = phi_buffer[:, : stop - start], r_buffer[:, : stop - start]
        features(block.Y[:, start:stop], on_axes, out=phi)
        weights = None if block.weights is None else block.weights[start:stop]
        log_likelihood += joint.responsibilities(phi, weights, side, out=r)
        moments += _sums(r, phi, side)
    return moments, log_likelihood


def _widest(W: Array, D: int, on_axes: bool) -> int:
    """Which component's log joint is highest at a deviation from the center on every axis."""
    squares = W[:, D + 1 :]
    if not on_axes:
        squares = squares.take(Pairs.of(D).squares, axis=1)
    return int((W[:, 0] + squares.sum(axis=1)).argmax())


def columns(D: int, K: int, on_axes: bool) -> int:
    """How many points at once: as many as keep features and joints in the cache."""
    # Products that copy their factors want larger ones.
    least, room = (760, 80_000) if eight_at_once() else (1_000, 350_000)
    # An odd number of whole lines of the cache, of 8 numbers each: rows a power of 2 apart would
    # compete for the same ones.
    lines = (room // (n_features(D, on_axes) + K) // 8 - 1) | 1
    return max(least, min(8 * lines, 16_000))


def slice_of(width: int, size: int) -> int:
    """How many columns make a product with `size` coefficients small; all, if those were few."""
    side = SMALL // size
    return side if eight_at_once() and 64 <= side < width else width


def _multiply(W: Array, phi: Array, side: int, out: Array) -> None:
    """W times features, a slice of the columns after the other."""
    whole = phi.shape[1] // side * side if phi.shape[1] > side else 0
    if whole:
        np.matmul(W, _slices(phi, side), out=_slices(out, side))
    np.matmul(W, phi[:, whole:], out=out[:, whole:])


def _sums(r: Array, phi: Array, side: int) -> Array:
    """Responsibilities times features, summed over the points: slices first, then those."""
    if phi.shape[1] <= side:
        if len(r) < FEW_ROWS and not eight_at_once():
            return _dot_products(r, phi)
        return r @ phi.T
    whole = phi.shape[1] // side * side
    # A small product wants neither factor transposed, so the lesser one is, beforehand.
    r_columns = np.ascontiguousarray(_slices(r, side).transpose(0, 2, 1))
    sums: Array = np.matmul(_slices(phi, side), r_columns).sum(axis=0).T
    return sums + r[:, whole:] @ phi[:, whole:].T


def _dot_products(r: Array, phi: Array) -> Array:
    """Products of all rows of responsibilities with all rows of features."""
    products: Array = np.zeros((len(r), len(phi)))
    for start in range(0, phi.shape[1], ALONE):
        part = slice(start, start + ALONE)
        products += np.vecdot(r[:, None, part], phi[:, part])
    return products


def _slices(matrix: Array, side: int) -> Array:
    """Columns in slices, (number of slices, rows, side), without what is left over."""
    count = matrix.shape[1] // side
    return matrix[:, : count * side].reshape(len(matrix), count, side).transpose(1, 0, 2)


def coefficients(theta: Parameters) -> Array:
    """Rows (K, F) whose products with the features are the log joints, (11.61)."""
    K, D = theta.means.shape
    W = np.empty((K, n_features(D, theta.on_axes)))
    if theta.on_axes:
        linear = theta.precisions * theta.means
        np.multiply(theta.precisions, -0.5, out=W[:, D + 1 :])
    else:
        linear = np.matmul(theta.precisions, theta.means[:, :, None])[:, :, 0]
        flat = theta.precisions.reshape(K, -1)
        pairs = Pairs.of(D)
        np.multiply(flat.take(pairs.packed, axis=1), pairs.factors, out=W[:, D + 1 :])
    W[:, 1 : D + 1] = linear
    np.subtract(theta.log_constants, 0.5 * np.vecdot(linear, theta.means), out=W[:, 0])
    return W


def _statistics(moments: Array, D: int, on_axes: bool, log_likelihood: float) -> Statistics:
    """From sums over (weighted) responsibilities times features."""
    totals, sums = moments[:, 0], moments[:, 1 : D + 1]
    means = sums / np.maximum(totals, TINY)[:, None]
    if on_axes:
        scatters = moments[:, D + 1 :] - sums * means
    else:
        pairs = Pairs.of(D)
        packed = moments[:, D + 1 :] - sums.take(pairs.i, axis=1) * means.take(pairs.j, axis=1)
        scatters = packed.take(pairs.unpacked, axis=1).reshape(-1, D, D)
    return Statistics(totals, means, scatters, log_likelihood)
