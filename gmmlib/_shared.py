"""Formulation B in homogeneous coordinates: one product whitens a point for all components.

A point [1, x] times [-A m, A], A the inverse factor and m the mean of a component, is its
whitened deviation; the rows of all components make one large matrix product. Gathering its
squares gives the statistics in whitened coordinates. Of all that is done for many dimensions,
this reads and writes the least. Its rounding grows with the distance of the center from the
component, over that component's width: :mod:`gmmlib._engine` takes it only where that is
little, and does without where the new width is much less than the old.
"""

from __future__ import annotations

import numpy as np

from gmmlib._block import Block
from gmmlib._parameters import Parameters
from gmmlib._statistics import TINY, Statistics
from gmmlib._validation import Array
from gmmlib._whitening import posterior

#: Numbers of one component at once: products of full speed, and they stay in the cache.
AT_ONCE = 32_000


def gather(block: Block, theta: Parameters) -> Statistics:
    """Give the statistics of a block under parameters with covariance matrices."""
    D, n = block.Y.shape
    K = len(theta.weights)
    rows = homogeneous(theta)
    width = min(max(256, AT_ONCE // D), n)
    one_and_y = np.ones((1 + D, width))
    z_buffer, joint_buffer = np.empty((K * D, width)), np.empty((K, width))
    scaled_buffer = np.empty((1 + D, width))
    moments = np.zeros((K, 1 + D, 1 + D))
    log_likelihood = 0.0
    for start in range(0, n, width):
        block_of = slice(0, min(width, n - start))
        r, scaled = joint_buffer[:, block_of], scaled_buffer[:, block_of]
        one_and_y[1:, block_of] = block.Y[:, start : start + width]
        np.matmul(rows, one_and_y[:, block_of], out=z_buffer[:, block_of])
        z = z_buffer.reshape(K, D, width)[..., block_of]
        np.einsum("kdn,kdn->kn", z, z, out=r)
        r *= -0.5
        r += theta.log_constants[:, None]
        weights = None if block.weights is None else block.weights[start : start + width]
        log_likelihood += posterior(r, weights, z)
        # A matrix times its own transpose takes half the multiplications.
        roots = np.sqrt(r)
        for k in range(K):
            scaled[0] = roots[k]
            np.multiply(z[k], roots[k], out=scaled[1:])
            moments[k] += scaled @ scaled.T
    return _statistics(theta, moments, log_likelihood)


def homogeneous(theta: Parameters) -> Array:
    """Rows (K D, 1 + D) whose products with [1, x] are the whitened deviations."""
    K, D = theta.means.shape
    rows = np.empty((K, D, 1 + D))
    rows[:, :, 1:] = theta.inverse_factors
    np.negative(
        np.matmul(theta.inverse_factors, theta.means[:, :, None])[:, :, 0], out=rows[:, :, 0]
    )
    return rows.reshape(K * D, 1 + D)


def _statistics(theta: Parameters, moments: Array, log_likelihood: float) -> Statistics:
    """Back from whitened coordinates, where the old means are 0."""
    totals, first = moments[:, 0, 0], moments[:, 1:, 0]
    shifts = first / np.maximum(totals, TINY)[:, None]
    whitened = moments[:, 1:, 1:] - first[:, :, None] * shifts[:, None, :]
    L = theta.factors
    scatters = L @ whitened @ L.transpose(0, 2, 1)
    scatters = (scatters + scatters.transpose(0, 2, 1)) / 2
    means = theta.means + np.matmul(L, shifts[:, :, None])[:, :, 0]
    return Statistics(totals, means, scatters, log_likelihood)
