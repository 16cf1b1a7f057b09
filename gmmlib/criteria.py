"""Information criteria: the likelihood of a fit, charged for what the fit was free to choose."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import Array, as_count, as_data, as_instance, as_sample_weight
from gmmlib.mixture import GaussianMixture
from gmmlib.structure import as_structure, has_structure

__all__ = ["aic", "bic", "icl", "n_parameters"]


def n_parameters(
    n_components: int,
    n_dims: int,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
) -> int:
    r"""Number of free parameters of a mixture, (11.3) and (11.4).

    Parameters
    ----------
    n_components : int
        K.
    n_dims : int
        D.
    covariance : {"full", "diagonal", "spherical", "tied"}
        Structure of the covariances.

    Returns
    -------
    int
        K - 1 weights, since they sum to 1; K D means; and covariances.

    Raises
    ------
    ValueError, TypeError
        If a number is no positive whole number, or `covariance` no structure.

    Notes
    -----
    The covariances have :math:`K D (D + 1) / 2` free entries if they are full,
    :math:`K D` if diagonal, :math:`K` if spherical and :math:`D (D + 1) / 2` if tied.

    Examples
    --------
    >>> from gmmlib.criteria import n_parameters
    >>> n_parameters(3, 1)
    8
    >>> n_parameters(3, 2, "diagonal")
    14
    """
    K, D = as_count(n_components, "n_components"), as_count(n_dims, "n_dims")
    structure = as_structure(covariance)
    free = {
        "full": K * D * (D + 1) // 2,
        "diagonal": K * D,
        "spherical": K,
        "tied": D * (D + 1) // 2,
    }
    return K - 1 + K * D + free[structure]


def aic(
    model: GaussianMixture,
    X: ArrayLike,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    *,
    sample_weight: ArrayLike | None = None,
) -> float:
    r"""Akaike's information criterion of a fit, from the log-likelihood (11.10).

    Parameters
    ----------
    model : GaussianMixture
        The mixture that was fitted.
    X : array_like, shape (N, D) or (N,)
        The data that it was fitted to.
    covariance : {"full", "diagonal", "spherical", "tied"}
        Structure of the covariances among which the fit chose.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.

    Returns
    -------
    float
        Lower is better. Only values for the same data in the same unit can be compared.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, or if the model has not the structure.

    Notes
    -----
    :math:`2 p - 2 \mathcal{L}` with p free parameters, :func:`n_parameters`. It is meant for
    parameters of maximum likelihood.

    References
    ----------
    Akaike (1974), *IEEE Trans. Autom. Control* 19(6), 716–723.

    Examples
    --------
    >>> from gmmlib import GaussianMixture
    >>> from gmmlib.criteria import aic
    >>> round(aic(GaussianMixture([1], [0], [1]), [-1.0, 1.0]), 4)
    9.6758
    """
    p, rows, w = _checked(model, X, covariance, sample_weight)
    return 2 * p - 2 * float(w @ model.logpdf(rows))


def bic(
    model: GaussianMixture,
    X: ArrayLike,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    *,
    sample_weight: ArrayLike | None = None,
) -> float:
    r"""Bayesian information criterion of a fit, from the log-likelihood (11.10).

    Parameters
    ----------
    model : GaussianMixture
        The mixture that was fitted.
    X : array_like, shape (N, D) or (N,)
        The data that it was fitted to.
    covariance : {"full", "diagonal", "spherical", "tied"}
        Structure of the covariances among which the fit chose.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.

    Returns
    -------
    float
        Lower is better. Only values for the same data in the same unit can be compared.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, or if the model has not the structure.

    Notes
    -----
    :math:`p \log N - 2 \mathcal{L}`, with the sum of the weights for N where there are some.

    References
    ----------
    Schwarz (1978), *Annals of Statistics* 6(2), 461–464.

    Examples
    --------
    >>> from gmmlib import GaussianMixture
    >>> from gmmlib.criteria import bic
    >>> round(bic(GaussianMixture([1], [0], [1]), [-1.0, 1.0]), 4)
    7.062
    """
    p, rows, w = _checked(model, X, covariance, sample_weight)
    return p * math.log(w.sum()) - 2 * float(w @ model.logpdf(rows))


def icl(
    model: GaussianMixture,
    X: ArrayLike,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    *,
    sample_weight: ArrayLike | None = None,
) -> float:
    r"""Integrated completed likelihood: BIC and the entropy of the responsibilities (11.17).

    Parameters
    ----------
    model : GaussianMixture
        The mixture that was fitted.
    X : array_like, shape (N, D) or (N,)
        The data that it was fitted to.
    covariance : {"full", "diagonal", "spherical", "tied"}
        Structure of the covariances among which the fit chose.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.

    Returns
    -------
    float
        Lower is better, as for :func:`bic`, and never below it. Only values for the same
        data in the same unit can be compared.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, or if the model has not the structure.

    Notes
    -----
    :math:`\mathrm{BIC} - 2 \sum_n \sum_k r_{nk} \log r_{nk}`. It asks for components that
    overlap little, hence for clusters rather than for a close density. Biernacki, Celeux and
    Govaert assign each point to its most probable component and charge
    :math:`-2 \sum_n \log \max_k r_{nk}`; the entropy is the expectation over assignments, and
    at least as much (McLachlan and Peel, 2000).

    References
    ----------
    Biernacki, Celeux and Govaert (2000), *IEEE Trans. Pattern Anal. Mach. Intell.* 22(7),
    719–725; McLachlan and Peel (2000), *Finite Mixture Models*, chapter 6.

    Examples
    --------
    Two components that lie on each other tell nothing of the points, log 2 nats for each:

    >>> from gmmlib import GaussianMixture
    >>> from gmmlib.criteria import bic, icl
    >>> model, X = GaussianMixture([0.5, 0.5], [0, 0], [1, 1]), [-1.0, 1.0]
    >>> round((icl(model, X) - bic(model, X)) / 2, 4)
    1.3863
    """
    _, rows, w = _checked(model, X, covariance, sample_weight)
    r = model.responsibilities(rows)
    logs = np.log(r, out=np.zeros_like(r), where=r > 0)  # 0 log 0 is 0
    entropy = -float(w @ (r * logs).sum(axis=1))
    return bic(model, X, covariance, sample_weight=sample_weight) + 2 * entropy


def _checked(
    model: object, X: ArrayLike, covariance: object, sample_weight: ArrayLike | None
) -> tuple[int, Array, Array]:
    """Give the number of free parameters, the rows, and how much each counts."""
    fitted = as_instance(model, GaussianMixture, "model")
    structure = as_structure(covariance)
    if not has_structure(fitted.covariances, structure):
        raise ValueError(
            f"model must have {structure} covariances to be charged for "
            f'covariance="{structure}"; name the structure that it was fitted with.'
        )
    rows = as_data(X, fitted.n_dims)
    w = as_sample_weight(np.ones(len(rows)) if sample_weight is None else sample_weight, len(rows))
    p = n_parameters(fitted.n_components, fitted.n_dims, structure)
    # A row that does not count may lie where no density can be computed.
    return p, np.where(w[:, None] > 0, rows, fitted.means[0]), w
