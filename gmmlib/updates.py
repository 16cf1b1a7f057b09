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
    as_floats,
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
    return model.responsibilities(X)


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
    return r.T @ X / _totals(r)[:, None]


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
    N_k = _totals(r)
    covariances = np.empty((len(N_k), X.shape[1], X.shape[1]))
    for k in range(len(N_k)):
        centered = X - mu[k]
        covariances[k] = (r[:, k, None] * centered).T @ centered / N_k[k]
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

    Examples
    --------
    >>> from gmmlib import datasets, e_step, update_weights
    >>> X, start = datasets.running_example()
    >>> update_weights(e_step(X, start)).round(2)
    array([0.29, 0.29, 0.42])
    """
    r = as_floats(responsibilities, "responsibilities")
    r = as_responsibilities(r, len(r) if r.ndim else 0)
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
            f"component {k + 1} has no responsibility for any point, so no mean is defined "
            "for it; start it nearer to the data or leave it out."
        )
    return N_k
