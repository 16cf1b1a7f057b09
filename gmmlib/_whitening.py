"""Formulation B: deviations from each component, whitened by its Cholesky factor.

About half as fast as quadratic features, and exact: its rounding grows with (distance) /
(width), not with the square, and ill-conditioned covariances keep their digits.

Statistics are gathered from the deviations as they are. Gathered in whitened coordinates they
would carry the rounding of the old width: a component that becomes 1e8 times narrower would
have a width made of rounding.
"""

from __future__ import annotations

import numpy as np

from gmmlib._block import Block, normalize
from gmmlib._parameters import Parameters
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
    offsets = None if centers is theta.means else _offsets(theta, centers)
    totals = np.zeros(K)
    moments = np.zeros((K, 2, D) if theta.on_axes else (K, 1 + D, D))
    log_likelihood = 0.0
    # Wide enough for matrix products of full speed, at least, and within the cache else.
    width = min(max(256, min(300_000 // (K * D), 8_192)), n)
    d_buffer, z_buffer = np.empty((K, 1 + D, width)), np.empty((K, D, width))
    d_buffer[:, 0] = 1
    joint_buffer = np.empty((K, width))
    for start in range(0, n, width):
        stop = min(start + width, n)
        block_of = slice(0, stop - start)
        one_and_d, z, r = (buffer[..., block_of] for buffer in (d_buffer, z_buffer, joint_buffer))
        d = one_and_d[:, 1:]
        np.subtract(block.Y[:, start:stop], centers[:, :, None], out=d)
        if theta.on_axes:
            np.multiply(d, theta.inverse_factors[:, :, None], out=z)
        else:
            _multiply_lower(theta.inverse_factors, d, out=z)
        if offsets is not None:
            z += offsets[:, :, None]
        np.einsum("kdn,kdn->kn", z, z, out=r)
        r *= -0.5
        r += theta.log_constants[:, None]
        weights = None if block.weights is None else block.weights[start:stop]
        beyond = ~(r > -_BEYOND) if not r.min() > -_BEYOND else None
        if beyond is not None:
            r[np.isnan(r)] = -np.inf  # an infinite deviation, whitened
        log_likelihood += normalize(r, weights)
        if beyond is not None:
            # Their responsibility is 0, not the least one that `normalize` leaves: times
            # such a distance squared that would not be nothing.
            r[beyond] = 0
            d[np.broadcast_to(beyond[:, None, :], d.shape)] = 0
        totals += r.sum(axis=1)
        rd = np.multiply(d, r[:, None, :], out=z)
        if theta.on_axes:
            moments[:, 0] += rd.sum(axis=2)
            moments[:, 1] += np.vecdot(rd, d)
        else:
            _add_products(one_and_d, rd, moments)
    return _statistics(centers, totals, moments, theta.on_axes, log_likelihood)


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
    centers: Array, totals: Array, moments: Array, on_axes: bool, log_likelihood: float
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
