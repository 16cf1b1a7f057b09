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
from gmmlib._statistics import Statistics
from gmmlib._validation import Array

#: Half squared distances from here on are treated apart.
_BEYOND = 1e250


def gather(block: Block, theta: Parameters, centers: Array) -> Statistics:
    """Give the statistics of a block under the parameters, gathered around `centers` (K, D).

    The centers are the means, or better guesses of the next ones: what is gathered cancels
    digits as far as the next means are from them.
    """
    D, n = block.Y.shape
    K = len(theta.weights)
    moved = (centers != theta.means).any(axis=1)
    offsets = np.where(moved[:, None], _whiten(theta, centers - theta.means), 0.0)
    second = np.zeros((K, D) if theta.on_axes else (K, D, D))
    first, totals = np.zeros((K, D)), np.zeros(K)
    log_likelihood = 0.0
    # Wide enough for matrix products of full speed, at least, and within the cache else.
    width = min(int(np.clip(300_000 // (K * D), 256, 8_192)), n)
    d_buffer, z_buffer = np.empty((K, D, width)), np.empty((K, D, width))
    joint_buffer = np.empty((K, width))
    for start in range(0, n, width):
        stop = min(start + width, n)
        block_of = slice(0, stop - start)
        d, z, r = d_buffer[:, :, block_of], z_buffer[:, :, block_of], joint_buffer[:, block_of]
        np.subtract(block.Y[:, start:stop], centers[:, :, None], out=d)
        if theta.on_axes:
            np.multiply(d, theta.inverse_factors[:, :, None], out=z)
        else:
            np.matmul(theta.inverse_factors, d, out=z)
        if moved.any():
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
        first += np.matmul(d, r[:, :, None])[:, :, 0]
        rd = np.multiply(d, r[:, None, :], out=z)
        if theta.on_axes:
            second += np.einsum("kdn,kdn->kd", rd, d)
        else:
            second += np.matmul(rd, d.transpose(0, 2, 1))
    return _statistics(centers, totals, first, second, log_likelihood)


def _whiten(theta: Parameters, differences: Array) -> Array:
    """Whiten one difference (D,) a component."""
    if theta.on_axes:
        return differences * theta.inverse_factors
    whitened: Array = np.matmul(theta.inverse_factors, differences[:, :, None])[:, :, 0]
    return whitened


def _statistics(
    centers: Array, totals: Array, first: Array, second: Array, log_likelihood: float
) -> Statistics:
    """From sums of deviations from the centers."""
    shifts = first / np.maximum(totals, np.finfo(float).tiny)[:, None]
    if second.ndim == 2:
        scatters = second - first * shifts
    else:
        scatters = second - first[:, :, None] * shifts[:, None, :]
        scatters = (scatters + scatters.transpose(0, 2, 1)) / 2
    return Statistics(totals, centers + shifts, scatters, log_likelihood)
