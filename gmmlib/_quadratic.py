"""Formulation A: the log joint is linear in quadratic features of a point.

Two matrix products a block: weights times features are all log joints, responsibilities
times features are all statistics. The fastest way there is in numpy. Its rounding grows with
the square of (distance of the point from the center) / (width of the component).
"""

from __future__ import annotations

import numpy as np

from gmmlib._block import Block, features, n_features, normalize, pairs
from gmmlib._parameters import Parameters
from gmmlib._statistics import TINY, Statistics
from gmmlib._validation import Array

#: Up to so many multiplications, OpenBLAS does without copying the matrices first.
SMALL = 1_000_000
#: Features of a block are kept between passes up to this many numbers: they stay in the cache.
KEPT = 100_000


def gather(block: Block, theta: Parameters) -> Statistics:
    """Give the statistics of a block under the parameters, in one pass."""
    D, n = block.Y.shape
    K = len(theta.weights)
    on_axes = theta.on_axes
    W = coefficients(theta)
    width = columns(D, K, on_axes)
    if n * W.shape[1] <= KEPT:
        phi = block.axis_features if on_axes else block.pair_features
        log_joint = np.matmul(W, phi, out=block.space("joint", K, n))
        log_likelihood = normalize(log_joint, block.weights)
        return _statistics(log_joint @ phi.T, D, on_axes, log_likelihood)

    moments = np.zeros_like(W)
    log_likelihood = 0.0
    side = slice_of(width, W.size)
    phi_buffer = block.space("features", W.shape[1], width)
    joint_buffer = block.space("joint", K, width)
    for start in range(0, n, width):
        stop = min(start + width, n)
        phi, log_joint = phi_buffer[:, : stop - start], joint_buffer[:, : stop - start]
        features(block.Y[:, start:stop], on_axes, out=phi)
        _multiply(W, phi, side, out=log_joint)
        weights = None if block.weights is None else block.weights[start:stop]
        log_likelihood += normalize(log_joint, weights)
        moments += _sums(log_joint, phi, side)
    return _statistics(moments, D, on_axes, log_likelihood)


def columns(D: int, K: int, on_axes: bool) -> int:
    """How many points at once: as many as keep features and joints in the cache."""
    # Not a power of 2: rows that far apart would compete for the same lines of the cache.
    return max(760, min(80_000 // (n_features(D, on_axes) + K), 16_000))


def slice_of(width: int, size: int) -> int:
    """How many columns make a product with `size` coefficients small; all, if those were few."""
    side = SMALL // size
    return side if 64 <= side < width else width


def _multiply(W: Array, phi: Array, side: int, out: Array) -> None:
    """W times features, a slice of the columns after the other."""
    whole = phi.shape[1] // side * side if phi.shape[1] > side else 0
    if whole:
        np.matmul(W, _slices(phi, side), out=_slices(out, side))
    np.matmul(W, phi[:, whole:], out=out[:, whole:])


def _sums(r: Array, phi: Array, side: int) -> Array:
    """Responsibilities times features, summed over the points: slices first, then those."""
    if phi.shape[1] <= side:
        return r @ phi.T
    whole = phi.shape[1] // side * side
    # A small product wants neither factor transposed, so the lesser one is, beforehand.
    r_columns = np.ascontiguousarray(_slices(r, side).transpose(0, 2, 1))
    sums: Array = np.matmul(_slices(phi, side), r_columns).sum(axis=0).T
    return sums + r[:, whole:] @ phi[:, whole:].T


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
        i, j = pairs(D)
        W[:, D + 1 :] = theta.precisions[:, i, j] * np.where(i == j, -0.5, -1.0)
    W[:, 1 : D + 1] = linear
    W[:, 0] = theta.log_constants - 0.5 * np.vecdot(linear, theta.means)
    return W


def _statistics(moments: Array, D: int, on_axes: bool, log_likelihood: float) -> Statistics:
    """From sums over (weighted) responsibilities times features."""
    totals, sums = moments[:, 0], moments[:, 1 : D + 1]
    means = sums / np.maximum(totals, TINY)[:, None]
    if on_axes:
        scatters = moments[:, D + 1 :] - sums * means
    else:
        i, j = pairs(D)
        scatters = np.empty((len(moments), D, D))
        scatters[:, i, j] = scatters[:, j, i] = (
            moments[:, D + 1 :] - moments[:, 1 + i] * means[:, j]
        )
    return Statistics(totals, means, scatters, log_likelihood)
