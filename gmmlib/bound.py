r"""The lower bound of the log-likelihood that EM climbs: Q, the entropy, and their sum, (11.73).

For any responsibilities the bound lies nowhere above the log-likelihood. The E-step makes the
two equal at the present parameters; the M-step raises the bound, and the log-likelihood with it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import as_data, as_instance, as_responsibilities
from gmmlib.mixture import GaussianMixture

__all__ = ["entropy", "expected_log_joint", "lower_bound"]


def expected_log_joint(X: ArrayLike, responsibilities: ArrayLike, model: GaussianMixture) -> float:
    r"""Expected log density of data and latent variables, Q of (11.73).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    responsibilities : array_like, shape (N, K)
        :math:`r_{nk}`, rows summing to 1: in EM the posterior under the old parameters,
        :math:`\theta^{(t)}`, but any will do.
    model : GaussianMixture
        The parameters :math:`\theta` to judge.

    Returns
    -------
    float
        :math:`Q(\theta \mid \theta^{(t)})`; ``-inf`` if a component of weight 0 has a share in
        a point.

    Raises
    ------
    TypeError
        If `model` is no :class:`GaussianMixture`, or an argument does not hold real numbers.
    ValueError
        If the shapes do not fit together, a responsibility is negative, or a row does not sum
        to 1.

    Notes
    -----
    .. math::

        Q(\theta \mid \theta^{(t)}) = \sum_n \sum_k r_{nk}
        \big( \log \pi_k + \log \mathcal{N}(x_n \mid \mu_k, \Sigma_k) \big).

    The maximum over :math:`\theta` is :func:`gmmlib.m_step`.

    References
    ----------
    Dempster, Laird and Rubin (1977), *J. R. Stat. Soc. B* 39(1), 1–38.

    Examples
    --------
    >>> from gmmlib import datasets, e_step, m_step
    >>> from gmmlib.bound import expected_log_joint
    >>> X, start = datasets.running_example()
    >>> r = e_step(X, start)
    >>> round(expected_log_joint(X, r, start), 2)
    -28.79
    >>> round(expected_log_joint(X, r, m_step(X, r)), 2)
    -15.31
    """
    data = as_data(X, as_instance(model, GaussianMixture, "model").n_dims)
    r = as_responsibilities(responsibilities, len(data))
    if r.shape[1] != model.n_components:
        raise ValueError(
            f"responsibilities must have one column for each of the {model.n_components} "
            f"components of model, got {r.shape[1]}."
        )
    terms = np.zeros(r.shape)  # where nothing is shared, nothing counts: 0 · log 0 = 0
    np.multiply(r, model.log_joint(data), out=terms, where=r > 0)
    return float(terms.sum())


def entropy(responsibilities: ArrayLike) -> float:
    r"""Entropy of the assignment of all points: what (11.73) lacks to be a lower bound.

    Parameters
    ----------
    responsibilities : array_like, shape (N, K)
        :math:`r_{nk}`, rows summing to 1.

    Returns
    -------
    float
        :math:`H(r) = -\sum_n \sum_k r_{nk} \log r_{nk}`, in nats: 0 if each point belongs to
        one component, :math:`N \log K` if each belongs to all alike.

    Raises
    ------
    TypeError
        If the argument does not hold real numbers.
    ValueError
        If a responsibility is negative, or a row does not sum to 1.

    References
    ----------
    Neal and Hinton (1999), "A View of the EM Algorithm that Justifies Incremental, Sparse, and
    Other Variants", in *Learning in Graphical Models*, 355–368.

    Examples
    --------
    >>> from gmmlib.bound import entropy
    >>> round(entropy([[0.5, 0.5], [1, 0]]), 4)
    0.6931
    """
    r = as_responsibilities(responsibilities)
    shared = r[(r > 0) & (r < 1)]
    return float(-(shared * np.log(shared)).sum()) + 0.0


def lower_bound(X: ArrayLike, responsibilities: ArrayLike, model: GaussianMixture) -> float:
    r"""Lower bound of the log-likelihood (11.10) for any responsibilities: (11.73) plus entropy.

    Also known as evidence lower bound, or free energy with the opposite sign.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    responsibilities : array_like, shape (N, K)
        :math:`r_{nk}`, rows summing to 1; any will do.
    model : GaussianMixture
        The parameters :math:`\theta`.

    Returns
    -------
    float
        At most ``model.log_likelihood(X)``, and equal to it if the responsibilities are those
        of the model, (11.17).

    Raises
    ------
    TypeError
        If `model` is no :class:`GaussianMixture`, or an argument does not hold real numbers.
    ValueError
        If the shapes do not fit together, a responsibility is negative, or a row does not sum
        to 1.

    Notes
    -----
    .. math::

        F(r, \theta) = Q + H(r) = \sum_n \sum_k r_{nk}
        \log \frac{\pi_k \mathcal{N}(x_n \mid \mu_k, \Sigma_k)}{r_{nk}}
        = \log p(X \mid \theta)
        - \sum_n \mathrm{KL}\big(r_n \,\|\, p(z_n \mid x_n, \theta)\big).

    References
    ----------
    Neal and Hinton (1999), "A View of the EM Algorithm that Justifies Incremental, Sparse, and
    Other Variants", in *Learning in Graphical Models*, 355–368.

    Examples
    --------
    >>> from gmmlib import datasets, e_step, m_step
    >>> from gmmlib.bound import lower_bound
    >>> X, start = datasets.running_example()
    >>> r = e_step(X, start)
    >>> model = m_step(X, r)
    >>> round(lower_bound(X, r, start), 2), round(start.log_likelihood(X), 2)
    (-28.33, -28.33)
    >>> round(lower_bound(X, r, model), 2), round(model.log_likelihood(X), 2)
    (-14.85, -14.41)
    """
    return expected_log_joint(X, responsibilities, model) + entropy(responsibilities)
