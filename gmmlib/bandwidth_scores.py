"""Leave-one-out scores of bandwidths: the curves whose optimum cross-validation takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _kde_scores
from gmmlib._kde_points import Points, as_bandwidth, as_bounds, as_points
from gmmlib._kernels import Kernel, as_kernel
from gmmlib._validation import Array, as_data, as_floats, as_sample_weight, shape_text


def loo_log_likelihood(
    X: ArrayLike,
    bandwidths: ArrayLike,
    kernel: str = "gaussian",
    *,
    sample_weight: ArrayLike | None = None,
    bounds: Sequence[float | None] | None = None,
) -> Array:
    r"""Leave-one-out log-likelihood of kernel density estimates (11.74), one a bandwidth.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    bandwidths : array_like, shape (M,) or (M, D)
        Bandwidths to score, in the unit of the data.
    kernel, sample_weight, bounds
        As in :class:`gmmlib.KernelDensity`.

    Returns
    -------
    ndarray, shape (M,)
        :math:`\sum_n w_n \log p_{-n}(x_n)`; high is good. -inf where a point is out of reach of
        all others.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, or a single point.

    Notes
    -----
    One point far out makes it prefer large bandwidths: its log density counts in full.

    References
    ----------
    Habbema, Hermans and van den Broek (1974), *Compstat 1974*, 101–110; Duin (1976), *IEEE
    Trans. Computers* C-25(11), 1175–1179.

    Examples
    --------
    >>> from gmmlib import datasets, loo_log_likelihood
    >>> X, _ = datasets.running_example()
    >>> loo_log_likelihood(X, [0.5, 1.5, 4.5]).round(1)
    array([-30.3, -19.4, -19.7])
    """
    return _curve(_kde_scores.loo_log_likelihood, X, bandwidths, kernel, sample_weight, bounds)


def least_squares_score(
    X: ArrayLike,
    bandwidths: ArrayLike,
    kernel: str = "gaussian",
    *,
    sample_weight: ArrayLike | None = None,
    bounds: Sequence[float | None] | None = None,
) -> Array:
    r"""Least-squares score of kernel density estimates (11.74), one a bandwidth.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    bandwidths : array_like, shape (M,) or (M, D)
        Bandwidths to score, in the unit of the data.
    kernel, sample_weight, bounds
        As in :class:`gmmlib.KernelDensity`.

    Returns
    -------
    ndarray, shape (M,)
        In 1/unit\ :sup:`D`; low is good.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, a single point, or a score beyond the range of float64.

    Notes
    -----
    :math:`\int p(x)^2\,dx - \frac2N \sum_n p_{-n}(x_n)` is, but for a constant, an unbiased
    estimate of the expected integrated squared error. The integral is
    :math:`\frac{1}{N^2 h^D} \sum_{nm} (k * k)((x_n - x_m)/h)`, in closed form.

    References
    ----------
    Rudemo (1982), *Scand. J. Statist.* 9(2), 65–78; Bowman (1984), *Biometrika* 71(2),
    353–360.

    Examples
    --------
    >>> from gmmlib import datasets, least_squares_score
    >>> X, _ = datasets.running_example()
    >>> least_squares_score(X, [0.5, 1.5, 4.5]).round(3)
    array([ 0.052, -0.044, -0.068])
    """
    scores = _curve(_kde_scores.least_squares, X, bandwidths, kernel, sample_weight, bounds)
    beyond = np.flatnonzero(np.isinf(scores))
    if len(beyond):
        raise ValueError(
            f"the score of bandwidths[{beyond[0]}] exceeds the range of float64; rescale the data."
        )
    return scores


def _curve(
    score: Callable[[Points, Kernel, Array], float],
    X: ArrayLike,
    bandwidths: ArrayLike,
    kernel: str,
    sample_weight: ArrayLike | None,
    bounds: Sequence[float | None] | None,
) -> Array:
    data = as_data(X)
    k, ends = as_kernel(kernel), as_bounds(bounds, data)
    w = None if sample_weight is None else as_sample_weight(sample_weight, len(data))
    h = as_floats(bandwidths, "bandwidths")
    D = data.shape[1]
    if h.ndim not in (1, 2) or (h.ndim == 2 and h.shape[1] != D):
        raise ValueError(f"bandwidths must have shape (M,) or (M, {D}), got {shape_text(h.shape)}.")
    points = as_points(data, w, ends)
    checked = [as_bandwidth(row, D, ends, f"bandwidths[{i}]") for i, row in enumerate(h)]
    return np.array([score(points, k, row) for row in checked])
