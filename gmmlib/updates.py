"""The steps of EM as readable functions: responsibilities and the three updates.

They are the specification: each is one theorem of the chapter, and :func:`gmmlib.em` does
nothing that they do not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import (
    Array,
    as_data,
    as_instance,
    as_means,
    as_responsibilities,
    shape_text,
)
from gmmlib.mixture import GaussianMixture


def e_step(X: ArrayLike, model: GaussianMixture) -> Array:
    """E-step: the responsibilities under the current model, (11.17) and (11.53).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    model : GaussianMixture
        Current parameters.

    Returns
    -------
    ndarray, shape (N, K)
        Rows sum to 1.

    Raises
    ------
    TypeError
        If `model` is no :class:`GaussianMixture`, or `X` does not hold real numbers.
    ValueError
        If `X` has another D than the model, or entries that are not finite.

    References
    ----------
    Dempster, Laird and Rubin (1977), *J. R. Stat. Soc. B* 39(1), 1–38.

    Examples
    --------
    >>> from gmmlib import datasets, e_step
    >>> X, start = datasets.running_example()
    >>> e_step(X, start).round(3)[2]
    array([0.057, 0.943, 0.   ])
    """
    return as_instance(model, GaussianMixture, "model").responsibilities(X)


def update_means(X: ArrayLike, responsibilities: ArrayLike) -> Array:
    r"""Means that maximize the likelihood for given responsibilities, Theorem 11.1, (11.20).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    responsibilities : array_like, shape (N, K)
        :math:`r_{nk}`, rows summing to 1.

    Returns
    -------
    ndarray, shape (K, D)
        :math:`\mu_k = \frac{1}{N_k} \sum_n r_{nk} x_n`.

    Raises
    ------
    ValueError
        If a component has no responsibility for any point.

    Examples
    --------
    >>> from gmmlib import datasets, e_step, update_means
    >>> X, start = datasets.running_example()
    >>> update_means(X, e_step(X, start)).round(1).ravel()
    array([-2.7, -0.4,  3.7])
    """
    X = as_data(X)
    r = as_responsibilities(responsibilities, len(X))
    r, N_k = _scaled(r)
    means: Array = r.T @ X / N_k[:, None]
    return means


def update_covariances(X: ArrayLike, responsibilities: ArrayLike, means: ArrayLike) -> Array:
    r"""Covariances that maximize the likelihood around given means, Theorem 11.2, (11.30).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    responsibilities : array_like, shape (N, K)
        :math:`r_{nk}`, rows summing to 1.
    means : array_like, shape (K, D) or (K,)
        Means to measure deviations from; the new ones in :func:`m_step`.

    Returns
    -------
    ndarray, shape (K, D, D)
        :math:`\Sigma_k = \frac{1}{N_k} \sum_n r_{nk} (x_n - \mu_k)(x_n - \mu_k)^\top`.

    Raises
    ------
    ValueError
        If a component has no responsibility for any point, or its covariance exceeds the range
        of float64.

    Examples
    --------
    >>> from gmmlib import datasets, e_step, update_covariances, update_means
    >>> X, start = datasets.running_example()
    >>> r = e_step(X, start)
    >>> update_covariances(X, r, update_means(X, r)).round(2).ravel()
    array([0.14, 0.44, 1.53])
    """
    X = as_data(X)
    r = as_responsibilities(responsibilities, len(X))
    mu = as_means(means, r.shape[1])
    if mu.shape[1] != X.shape[1]:
        raise ValueError(
            f"means must have as many dimensions as X, {X.shape[1]}, got {shape_text(mu.shape)}."
        )
    r, N_k = _scaled(r)
    covariances = np.empty((len(mu), X.shape[1], X.shape[1]))
    for k in range(len(mu)):
        with np.errstate(over="ignore", invalid="ignore"):
            centered = X - mu[k]
            covariances[k] = (r[:, k, None] * centered).T @ centered / N_k[k]
        if not np.isfinite(covariances[k]).all():
            raise ValueError(
                f"X is so far from means[{k}] that the covariance of component {k + 1} exceeds "
                "the range of float64; rescale the data."
            )
    return covariances


def update_weights(responsibilities: ArrayLike) -> Array:
    r"""Weights that maximize the likelihood for given responsibilities, Theorem 11.3, (11.42).

    Parameters
    ----------
    responsibilities : array_like, shape (N, K)
        :math:`r_{nk}`, rows summing to 1.

    Returns
    -------
    ndarray, shape (K,)
        :math:`\pi_k = N_k / N`.

    Raises
    ------
    ValueError
        If a component has no responsibility for any point.

    Examples
    --------
    >>> from gmmlib import datasets, e_step, update_weights
    >>> X, start = datasets.running_example()
    >>> update_weights(e_step(X, start)).round(2)
    array([0.29, 0.29, 0.42])
    """
    r = as_responsibilities(responsibilities)
    return _totals(r) / len(r)


def m_step(X: ArrayLike, responsibilities: ArrayLike) -> GaussianMixture:
    """M-step: all three updates, (11.54) to (11.56), the covariances around the new means.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    responsibilities : array_like, shape (N, K)
        Rows summing to 1.

    Returns
    -------
    GaussianMixture

    Raises
    ------
    ValueError
        If a component is empty, or its new covariance is singular.

    Examples
    --------
    >>> from gmmlib import datasets, e_step, m_step
    >>> X, start = datasets.running_example()
    >>> print(m_step(X, e_step(X, start)))
    0.29 N(x | -2.70, 0.14) + 0.29 N(x | -0.40, 0.44) + 0.42 N(x | 3.70, 1.53)
    """
    means = update_means(X, responsibilities)
    covariances = update_covariances(X, responsibilities, means)
    weights = update_weights(responsibilities)
    return GaussianMixture(weights, means, covariances)


def _totals(r: Array) -> Array:
    """Total responsibilities N_k, (11.24); none may be 0."""
    N_k: Array = r.sum(axis=0)
    if (N_k == 0).any():
        k = int(np.argmax(N_k == 0))
        raise ValueError(
            f"responsibilities of component {k + 1} are 0 for every point, so nothing defines "
            "its update; start it nearer to the data or leave it out."
        )
    return N_k


def _scaled(r: Array) -> tuple[Array, Array]:
    """Responsibilities and totals N_k, times the power of 2 that brings N_k into [1/2, 1).

    That rounds nothing, and it keeps sums over tiny responsibilities or huge data within the
    range of float64.
    """
    mantissa, exponent = np.frexp(_totals(r))
    return np.ldexp(r, -exponent), mantissa
