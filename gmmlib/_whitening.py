"""Formulation B: deviations from each component, whitened by its Cholesky factor.

About half as fast as quadratic features, and exact: its rounding grows with (distance) /
(width), not with the square, and ill-conditioned covariances keep their digits.

Statistics are gathered from the deviations as they are. Gathered in whitened coordinates they
would carry the rounding of the old width: a component that becomes 1e8 times narrower would
have a width made of rounding.
"""

from __future__ import annotations

import numpy as np

from gmmlib._block import Block
from gmmlib._parameters import Parameters
from gmmlib._responsibilities import normalize
from gmmlib._statistics import TINY, Statistics
from gmmlib._validation import Array

#: Rows of a triangular product that are multiplied at once.
SIDE = 8
#: Half squared distances from here on are treated apart.
_BEYOND = 1e250


def gather(block: Block, theta: Parameters, centers: Array) -> Statistics:
    """Give the statistics of a block under the parameters, gathered around `centers` (K, D).

    The centers are the means, or better guesses of the next ones: what is gathered cancels
    digits as far as the next means are from them.
    """
    D, n = block.Y.shape
    K = len(theta.weights)
    sums = _sums_on_axes if theta.on_axes else _sums
    offsets = None if centers is theta.means else _offsets(theta, centers)
    # Wide enough for matrix products of full speed, at least, and within the cache else.
    width = min(max(256, min(300_000 // (K * D), 8_192)), n)
    spaces = (
        block.space("one and d", K, 1 + D, width),
        block.space("z", K, D, width),
        block.space("joint", K, width),
    )
    if n == width:
        parts = sums(block.Y, block.weights, theta, centers, offsets, *spaces)
        return _statistics(centers, *parts, theta.on_axes)

    totals, moments, log_likelihood = np.zeros(K), np.zeros((K, 1, 1)), 0.0
    for start in range(0, n, width):
        piece = slice(start, start + width)
        Y, weights = block.Y[:, piece], None if block.weights is None else block.weights[piece]
        room = (space[..., : Y.shape[1]] for space in spaces)
        part = sums(Y, weights, theta, centers, offsets, *room)
        totals, moments = totals + part[0], moments + part[1]
        log_likelihood += part[2]
    return _statistics(centers, totals, moments, log_likelihood, theta.on_axes)


def _sums(
    Y: Array, weights: Array | None, theta: Parameters, centers: Array, offsets: Array | None,
    one_and_d: Array, z: Array, r: Array,
) -> tuple[Array, Array, float]:  # fmt: skip
    """Totals (K,), moments (K, 1 + D, D) and log-likelihood of columns; the last three are room."""
    one_and_d[:, 0] = 1
    d = np.subtract(Y, centers[:, :, None], out=one_and_d[:, 1:])
    _multiply_lower(theta.inverse_factors, d, out=z)
    log_likelihood = _responsibilities(z, d, weights, theta, offsets, out=r)
    moments = np.zeros((len(centers), 1 + len(Y), len(Y)))
    _add_products(one_and_d, np.multiply(d, r[:, None, :], out=z), moments)
    return r.sum(axis=1), moments, log_likelihood


def _sums_on_axes(
    Y: Array, weights: Array | None, theta: Parameters, centers: Array, offsets: Array | None,
    one_and_d: Array, z: Array, r: Array,
) -> tuple[Array, Array, float]:  # fmt: skip
    """Likewise, but only the axes' own moments, (K, 2, D)."""
    d = np.subtract(Y, centers[:, :, None], out=one_and_d[:, 1:])
    np.multiply(d, theta.inverse_factors[:, :, None], out=z)
    log_likelihood = _responsibilities(z, d, weights, theta, offsets, out=r)
    rd = np.multiply(d, r[:, None, :], out=z)
    moments = np.empty((len(centers), 2, len(Y)))
    rd.sum(axis=2, out=moments[:, 0])
    np.vecdot(rd, d, out=moments[:, 1])
    return r.sum(axis=1), moments, log_likelihood


def _responsibilities(
    z: Array, d: Array, weights: Array | None, theta: Parameters, offsets: Array | None, out: Array
) -> float:
    """(Weighted) responsibilities (K, n) from whitened deviations; give the log-likelihood."""
    if offsets is not None:
        z += offsets[:, :, None]
    np.einsum("kdn,kdn->kn", z, z, out=out)
    out *= -0.5
    out += theta.log_constants[:, None]
    return posterior(out, weights, d)


def posterior(log_joint: Array, weights: Array | None, *vectors: Array) -> float:
    """Turn log joints (K, n) into (weighted) responsibilities, in place; give the log-likelihood.

    Of points too far from a component for float64 the vectors (K, D, n) become 0, too.
    """
    lowest = float(log_joint.min())
    if lowest > -_BEYOND:
        return normalize(log_joint, weights, lowest)
    beyond = ~(log_joint > -_BEYOND)
    log_joint[np.isnan(log_joint)] = -np.inf  # an infinite deviation, whitened
    log_likelihood = normalize(log_joint, weights)
    # Their responsibility is 0, not the least one that `normalize` leaves: times such a
    # distance squared that would not be nothing.
    log_joint[beyond] = 0
    for some in vectors:
        some[np.broadcast_to(beyond[:, None, :], some.shape)] = 0
    return log_likelihood


def _multiply_lower(L: Array, d: Array, out: Array) -> None:
    """Lower-triangular matrices (K, D, D) times columns, without most of the zeros."""
    D = L.shape[1]
    for i in range(0, D, SIDE):
        j = min(i + SIDE, D)
        np.matmul(L[:, i:j, :j], d[:, :j], out=out[:, i:j])


def _add_products(one_and_d: Array, rd: Array, out: Array) -> None:
    """Add first and second moments, (K, 1 + D, D); the second are symmetric.

    Of those, what is below the diagonal need not be complete.
    """
    D = rd.shape[1]
    for i in range(0, D, SIDE):
        j = min(i + SIDE, D)
        out[:, : 1 + j, i:j] += np.matmul(one_and_d[:, : 1 + j], rd[:, i:j].transpose(0, 2, 1))


def _offsets(theta: Parameters, centers: Array) -> Array:
    """Whitened way from each mean to its center, (K, D)."""
    shifts = centers - theta.means
    if theta.on_axes:
        whitened = shifts * theta.inverse_factors
    else:
        whitened = np.matmul(theta.inverse_factors, shifts[:, :, None])[:, :, 0]
    # The factor of a component without width is infinite.
    return np.where((shifts != 0).any(axis=1)[:, None], whitened, 0.0)


def _statistics(
    centers: Array, totals: Array, moments: Array, log_likelihood: float, on_axes: bool
) -> Statistics:
    """From sums of deviations from the centers."""
    first = moments[:, 0]
    shifts = first / np.maximum(totals, TINY)[:, None]
    if on_axes:
        scatters = moments[:, 1] - first * shifts
    else:
        scatters = moments[:, 1:] - first[:, :, None] * shifts[:, None, :]
        scatters = np.triu(scatters) + np.triu(scatters, 1).transpose(0, 2, 1)
    return Statistics(totals, centers + shifts, scatters, log_likelihood)
