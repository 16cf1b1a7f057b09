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
AT_ONCE = 48_000
#: Points with less than the square of this part of the largest responsibility add less than
#: rounding to the component's statistics.
NEGLIGIBLE = 1e-12
#: Rows of the inverse factors that are multiplied at once, without most of the zeros.
SIDE = 16


def gather(block: Block, theta: Parameters) -> Statistics:
    """Give the statistics of a block under parameters with covariance matrices."""
    D, n = block.Y.shape
    K = len(theta.weights)
    bands = homogeneous(theta)
    width = min(max(256, AT_ONCE // D), n)
    one_and_y = block.space("1, y", 1 + D, width)
    # Products of an odd number of rows take longer than those of one more, a row of zeros.
    rows = 1 + D + (1 + D) % 2
    scaled_space = block.space("scaled", rows, width)
    scaled_space[1 + D :] = 0
    z_spaces = [block.space(f"z {i}", len(band), width) for i, band in enumerate(bands)]
    moments = np.zeros((K, rows, rows))
    log_likelihood = 0.0
    for start in range(0, n, width):
        piece = slice(0, min(width, n - start))
        scaled = scaled_space[:, piece]
        one_and_y[0] = 1
        one_and_y[1:, piece] = block.Y[:, start : start + width]
        for band, space in zip(bands, z_spaces, strict=True):
            np.matmul(band, one_and_y[: band.shape[1], piece], out=space[:, piece])
        z = [space.reshape(K, -1, width)[..., piece] for space in z_spaces]
        r = np.einsum("kdn,kdn->kn", z[0], z[0])
        for band in z[1:]:
            r += np.einsum("kdn,kdn->kn", band, band)
        r *= -0.5
        r += theta.log_constants[:, None]
        weights = None if block.weights is None else block.weights[start : start + width]
        log_likelihood += posterior(r, weights, *z)
        roots = np.sqrt(r, out=r)
        # Points of little weight may lie so far out that they count all the same.
        least = NEGLIGIBLE if weights is None else 0.0
        near = roots > least * roots.max(axis=1, keepdims=True)
        for k in range(K):
            # A matrix times its own transpose takes half the multiplications.
            part = _scaled(z, k, roots[k], near[k], scaled)
            moments[k] += part @ part.T
    return _statistics(theta, moments, log_likelihood)


def _scaled(z: list[Array], k: int, roots: Array, near: np.ndarray, out: Array) -> Array:
    """Give [1, z] of a component times the roots of the responsibilities, of points near it."""
    count = np.count_nonzero(near)
    few = 2 * count <= near.size
    if few:
        places, out = np.flatnonzero(near), out[:, :count]
        roots = roots.take(places)
    out[0] = roots
    for i, rows in enumerate(z):
        part = out[1 + SIDE * i :][: rows.shape[1]]
        if few:
            rows[k].take(places, axis=1, out=part, mode="clip")
            part *= roots
        else:
            np.multiply(rows[k], roots, out=part)
    return out


def homogeneous(theta: Parameters) -> list[Array]:
    """Bands of rows (K SIDE, 1 + j) whose products with [1, x] are the whitened deviations.

    Those of a band are the next SIDE of every component; they need the first j dimensions.
    """
    K, D = theta.means.shape
    rows = np.empty((K, D, 1 + D))
    rows[:, :, 1:] = theta.inverse_factors
    rows[:, :, 0] = -np.matmul(theta.inverse_factors, theta.means[:, :, None])[:, :, 0]
    ends = [(i, min(i + SIDE, D)) for i in range(0, D, SIDE)]
    return [rows[:, i:j, : 1 + j].reshape(-1, 1 + j) for i, j in ends]


def _statistics(theta: Parameters, moments: Array, log_likelihood: float) -> Statistics:
    """Back from whitened coordinates, where the old means are 0."""
    D = theta.means.shape[1]
    totals, first = moments[:, 0, 0], moments[:, 1 : 1 + D, 0]
    shifts = first / np.maximum(totals, TINY)[:, None]
    whitened = moments[:, 1 : 1 + D, 1 : 1 + D] - first[:, :, None] * shifts[:, None, :]
    L = theta.factors
    scatters = L @ whitened @ L.transpose(0, 2, 1)
    scatters = (scatters + scatters.transpose(0, 2, 1)) / 2
    means = theta.means + np.matmul(L, shifts[:, :, None])[:, :, 0]
    return Statistics(totals, means, scatters, log_likelihood)
