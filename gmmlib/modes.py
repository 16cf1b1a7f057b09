"""Modes of a one-dimensional mixture: the places where its density has a peak."""

from __future__ import annotations

import numpy as np

from gmmlib._validation import Array, as_instance
from gmmlib.mixture import GaussianMixture


def modes(model: GaussianMixture) -> Array:
    r"""All local maxima of a one-dimensional mixture's density, in ascending order.

    Parameters
    ----------
    model : GaussianMixture
        A mixture with D = 1.

    Returns
    -------
    ndarray, shape (M,)
        Places of the peaks, in the unit of the data. M is at most K in one dimension, and
        less where components share a peak.

    Raises
    ------
    ValueError
        If the mixture has more than one dimension.
    TypeError
        If it is no :class:`GaussianMixture`.

    Notes
    -----
    The slope of the log density is
    :math:`\sum_k r_k(x)\,(\mu_k - x)/\sigma_k^2` with the responsibilities (11.17). It is
    positive left of all means and negative right of them, so every peak lies between. We
    look for its changes of sign on a grid that is as fine as each component is narrow, and
    bisect.

    References
    ----------
    Carreira-Perpiñán (2000), *IEEE Trans. Pattern Anal. Mach. Intell.* 22(11), 1318–1323;
    Améndola, Engström and Haase (2020), *Information and Inference* 9(3), 587–600.

    Examples
    --------
    >>> from gmmlib import GaussianMixture, modes
    >>> modes(GaussianMixture([0.5, 0.5], [-2, 2], [1, 1])).round(3)
    array([-1.999,  1.999])
    >>> modes(GaussianMixture([0.8, 0.2], [-0.5, 0.5], [1, 1])).round(3)
    array([-0.35])
    """
    if as_instance(model, GaussianMixture, "model").n_dims != 1:
        raise ValueError(
            f"model must have D = 1, got D = {model.n_dims}; take a marginal of one dimension."
        )
    alive = model.weights > 0
    mu, sd = model.means[alive, 0], np.sqrt(model.covariances[alive, 0, 0])
    low, high = mu.min(), mu.max()
    if low == high:
        return np.array([low])
    grid = np.unique(np.clip(mu[:, None] + sd[:, None] * np.linspace(-4, 4, 161), low, high))
    slope = _slope(model, grid)
    # The slope is positive here and negative there, even where the pull of components far
    # away underflows to 0 and would hide a peak at the outermost mean.
    slope[0], slope[-1] = np.inf, -np.inf
    turns = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0))
    return _distinct(model, _bisect(model, grid[turns], grid[turns + 1]), grid)


def _slope(model: GaussianMixture, x: Array) -> Array:
    r = model.responsibilities(x)
    with np.errstate(over="ignore", invalid="ignore"):
        pulls = r * ((model.means[:, 0] - x[:, None]) / model.covariances[:, 0, 0])
    # A responsibility of 0 stays 0 beside a pull that overflows.
    slope: Array = np.where(r > 0, pulls, 0).sum(axis=1)
    return slope


def _bisect(model: GaussianMixture, left: Array, right: Array) -> Array:
    """Halve all intervals together, until no number lies between the ends of any."""
    while ((left < (middle := left / 2 + right / 2)) & (middle < right)).any():
        rises = _slope(model, middle) > 0
        left, right = np.where(rises, middle, left), np.where(rises, right, middle)
    flatter: Array = np.where(
        np.abs(_slope(model, right)) < np.abs(_slope(model, left)), right, left
    )
    return flatter


def _distinct(model: GaussianMixture, peaks: Array, grid: Array) -> Array:
    """Keep peaks that a dip parts from the one before: on flat tops rounding makes others."""
    heights, ground = model.logpdf(peaks), model.logpdf(grid)
    kept = [0]
    for i in range(1, len(peaks)):
        between = ground[(grid > peaks[kept[-1]]) & (grid < peaks[i])]
        low = min(heights[kept[-1]], heights[i])
        if len(between) and between.min() < low - 4 * np.spacing(abs(low)):
            kept.append(i)
    return peaks[kept]
