r"""The Gaussian density, through Cholesky factors.

Densities have the unit 1/unit\ :sup:`D` when data have some unit; log densities are
natural logarithms of their numbers. A density may exceed 1, a probability may not.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import (
    Array,
    as_count,
    as_data,
    as_dims,
    as_floats,
    as_rng,
    shape_text,
    symmetric_and_factor,
)

__all__ = ["conditional", "logpdf", "marginal", "pdf", "sample"]

_LOG_2PI = math.log(2 * math.pi)


def logpdf(X: ArrayLike, mean: ArrayLike, covariance: ArrayLike) -> Array:
    r"""Log density of one Gaussian, (11.11).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Points; (N,) is N points in one dimension.
    mean : array_like, shape (D,) or scalar
        Mean, in the unit of the data.
    covariance : array_like, shape (D, D) or scalar
        Covariance; in one dimension the variance (not the standard deviation).

    Returns
    -------
    ndarray, shape (N,)
        :math:`\log \mathcal{N}(x_n \mid \mu, \Sigma)`; -inf where the squared distance
        exceeds the range of float64.

    Raises
    ------
    ValueError
        If shapes do not fit, a number is not finite, or the covariance is not symmetric
        positive definite.
    TypeError
        If an argument does not hold real numbers.

    Notes
    -----
    .. math::
        -\tfrac D2 \log 2\pi - \tfrac12 \log\det\Sigma
        - \tfrac12 (x-\mu)^\top \Sigma^{-1} (x-\mu)

    With :math:`\Sigma = L L^\top` the determinant is the product of the squared diagonal
    of L and the quadratic form is :math:`\lVert L^{-1}(x - \mu)\rVert^2`: nothing is
    inverted.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.2.

    Examples
    --------
    >>> from gmmlib import gaussian
    >>> gaussian.logpdf([0.0, 1.0], mean=0, covariance=1).round(4)
    array([-0.9189, -1.4189])
    """
    mu, _, L = _parameters(mean, covariance)
    return log_density(as_data(X, len(mu)), mu, L)


def pdf(X: ArrayLike, mean: ArrayLike, covariance: ArrayLike) -> Array:
    r"""Density of one Gaussian, the exponential of (11.11).

    Parameters
    ----------
    X, mean, covariance
        As in :func:`logpdf`.

    Returns
    -------
    ndarray, shape (N,)
        Density in 1/unit\ :sup:`D`; it may exceed 1.

    Raises
    ------
    ValueError, TypeError
        As :func:`logpdf`, and where the density exceeds the range of float64.

    Examples
    --------
    >>> from gmmlib import gaussian
    >>> gaussian.pdf([0.0], mean=0, covariance=0.01).round(4)
    array([3.9894])
    """
    return exponential(logpdf(X, mean, covariance))


def sample(
    mean: ArrayLike,
    covariance: ArrayLike,
    n: int,
    rng: int | np.random.Generator | None = None,
) -> Array:
    r"""Draw points from one Gaussian.

    Parameters
    ----------
    mean, covariance
        As in :func:`logpdf`.
    n : int
        How many.
    rng : int or numpy.random.Generator, optional
        Seed or generator; the same seed gives the same points.

    Returns
    -------
    ndarray, shape (n, D)
        :math:`\mu + L u` with standard normal u.

    Examples
    --------
    >>> from gmmlib import gaussian
    >>> gaussian.sample(mean=[0, 10], covariance=[[1, 0], [0, 4]], n=3, rng=1).shape
    (3, 2)
    """
    mu, _, L = _parameters(mean, covariance)
    u = as_rng(rng).standard_normal((as_count(n, "n"), len(mu)))
    return mu + u @ L.T


def marginal(mean: ArrayLike, covariance: ArrayLike, dims: ArrayLike) -> tuple[Array, Array]:
    """Mean and covariance of some dimensions of a Gaussian.

    Parameters
    ----------
    mean, covariance
        As in :func:`logpdf`.
    dims : int or list of int
        The dimensions to keep, from 0, in the order wanted.

    Returns
    -------
    mean : ndarray, shape (d,)
    covariance : ndarray, shape (d, d)

    Examples
    --------
    >>> from gmmlib import gaussian
    >>> gaussian.marginal([1, 2], [[3, 1], [1, 4]], dims=1)
    (array([2.]), array([[4.]]))
    """
    mu, Sigma, _ = _parameters(mean, covariance)
    keep = as_dims(dims, len(mu))
    return mu[keep], Sigma[np.ix_(keep, keep)]


def conditional(
    mean: ArrayLike, covariance: ArrayLike, dims: ArrayLike, values: ArrayLike
) -> tuple[Array, Array]:
    r"""Mean and covariance of the other dimensions once some are known.

    Parameters
    ----------
    mean, covariance
        As in :func:`logpdf`.
    dims : int or list of int
        The known dimensions, from 0.
    values : array_like, shape (d,) or scalar
        Their values, in the order of `dims`.

    Returns
    -------
    mean : ndarray, shape (D - d,)
    covariance : ndarray, shape (D - d, D - d)

    Notes
    -----
    :math:`\mu_a + \Sigma_{ab}\Sigma_{bb}^{-1}(x_b - \mu_b)` and
    :math:`\Sigma_{aa} - \Sigma_{ab}\Sigma_{bb}^{-1}\Sigma_{ba}`.

    Examples
    --------
    >>> from gmmlib import gaussian
    >>> gaussian.conditional([0, 0], [[2, 1], [1, 1]], dims=1, values=3)
    (array([3.]), array([[1.]]))
    """
    mu, Sigma, _ = _parameters(mean, covariance)
    b = as_dims(dims, len(mu))
    a = [d for d in range(len(mu)) if d not in b]
    if not a:
        raise ValueError(
            f"dims must leave at least one dimension unknown, got all {len(mu)}; name fewer."
        )
    x_b = np.atleast_1d(as_floats(values, "values"))
    if x_b.shape != (len(b),):
        raise ValueError(
            f"values must have shape ({len(b)},), one a dimension of dims, "
            f"got {shape_text(np.shape(values))}."
        )
    gain = np.linalg.solve(Sigma[np.ix_(b, b)], Sigma[np.ix_(b, a)]).T
    covariance_a = Sigma[np.ix_(a, a)] - gain @ Sigma[np.ix_(b, a)]
    return mu[a] + gain @ (x_b - mu[b]), (covariance_a + covariance_a.T) / 2


def log_density(X: Array, mu: Array, L: Array) -> Array:
    """Log density (11.11) of checked points (N, D) from the Cholesky factor of the covariance."""
    D = len(mu)
    with np.errstate(over="ignore", invalid="ignore"):
        z = whiten(X - mu, L)
        squared = (z * z).sum(axis=0)
    # A distance beyond float64 is infinite; solving for z can make NaN of the infinity.
    squared[np.isnan(squared)] = np.inf
    log_det_half = np.log(np.diag(L)).sum()
    log_densities: Array = -0.5 * D * _LOG_2PI - log_det_half - 0.5 * squared
    return log_densities


def exponential(log_densities: Array) -> Array:
    """Densities from their logarithms; one beyond the range of float64 is an error, not inf."""
    with np.errstate(over="ignore"):
        densities: Array = np.exp(log_densities)
    if np.isinf(densities).any():
        n = int(np.argmax(densities))
        raise ValueError(
            f"the density at X[{n}] is exp({log_densities[n]:.4g}), beyond the range of float64; "
            "use logpdf, or rescale the data."
        )
    return densities


def whiten(differences: Array, L: Array) -> Array:
    """Solve L z = x for rows x of (N, D); gives (D, N)."""
    if len(L) == 1:
        z: Array = differences.T / L
        return z
    # Imported here: `import gmmlib` loads numpy alone.
    from scipy.linalg import solve_triangular

    solved: Array = solve_triangular(L, differences.T, lower=True, check_finite=False)
    return solved


def _parameters(mean: ArrayLike, covariance: ArrayLike) -> tuple[Array, Array, Array]:
    mu = np.atleast_1d(as_floats(mean, "mean"))
    if mu.ndim != 1:
        raise ValueError(f"mean must be a scalar or have shape (D,), got {shape_text(mu.shape)}.")
    S = as_floats(covariance, "covariance")
    if S.shape not in [(len(mu), len(mu))] + ([()] if len(mu) == 1 else []):
        scalar = "be a scalar or " if len(mu) == 1 else ""
        raise ValueError(
            f"covariance must {scalar}have shape ({len(mu)}, {len(mu)}) to fit the mean, "
            f"got {shape_text(S.shape)}."
        )
    Sigma, L = symmetric_and_factor(S.reshape(len(mu), len(mu)), "covariance")
    return mu, Sigma, L
