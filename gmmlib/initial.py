"""Where EM may start: mixtures made from the data, at random."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._groups import Points, mixture_of_groups
from gmmlib._lloyd import TooFewPointsError, lloyd, too_few_points
from gmmlib._seeding import distinct, plus_plus
from gmmlib._validation import Array
from gmmlib.mixture import GaussianMixture

__all__ = ["kmeans_plus_plus_start", "kmeans_start", "random_points_start"]

#: Updates of the centers that a start by K-means makes: EM does the rest.
KMEANS_ITERATIONS = 100


def kmeans_plus_plus_start(
    X: ArrayLike,
    n_components: int,
    rng: int | np.random.Generator | None = None,
    *,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    sample_weight: ArrayLike | None = None,
) -> GaussianMixture:
    r"""Start of EM, (11.53), from the points nearest to each of K seeds of k-means++.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    n_components : int
        K.
    rng : int or numpy.random.Generator, optional
        Seed or generator; the same seed gives the same start.
    covariance : {"full", "diagonal", "spherical", "tied"}
        Structure of the covariances.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.

    Returns
    -------
    GaussianMixture

    Raises
    ------
    ValueError
        If there are fewer distinct points than components, or the covariance of the data is
        singular.
    TypeError
        If an argument has the wrong type.

    Notes
    -----
    Every point is assigned to its nearest seed. Weights and means are those of the groups,
    as in an M-step with responsibilities 0 and 1. A group may have fewer points than
    dimensions, and then its own covariance is singular. Therefore

    .. math::

        \Sigma_k = \frac{S_k + \nu W}{N_k + \nu}, \quad
        W = \frac{\sum_k S_k + \nu B}{N + \nu}, \quad B = S / K^{2/D}, \quad \nu = D + 1,

    with the scatter :math:`S_k` of group k and the covariance S of the data: a group counts
    as if D + 1 points more were in it that scatter as all groups do on average. Groups with
    many points keep their own covariance. B, the covariance with which K components fill
    the data's volume, makes W positive definite even where every group is a single point.

    Distances are measured in the data's standard deviations along each axis, so that units
    do not matter; for spherical covariances, which know no axes, in the data's unit.

    References
    ----------
    Arthur and Vassilvitskii (2007), *SODA*, 1027–1035; Fraley and Raftery (2007), *Journal
    of Classification* 24, 155–181.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.initial import kmeans_plus_plus_start
    >>> X, _ = datasets.running_example()
    >>> print(kmeans_plus_plus_start(X, 3, rng=1))
    0.43 N(x | 0.33, 1.25) + 0.29 N(x | 4.50, 0.52) + 0.29 N(x | -2.75, 0.43)
    """
    points = Points.of(X, n_components, rng, covariance, sample_weight)
    return mixture_of_groups(points, lambda Z: _seeds(Z, points))


def kmeans_start(
    X: ArrayLike,
    n_components: int,
    rng: int | np.random.Generator | None = None,
    *,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    sample_weight: ArrayLike | None = None,
) -> GaussianMixture:
    """Start of EM, (11.53), from the clusters that K-means finds from seeds of k-means++.

    Parameters
    ----------
    X, n_components, rng, covariance, sample_weight
        As in :func:`kmeans_plus_plus_start`.

    Returns
    -------
    GaussianMixture
        Weights, means and covariances of the clusters, made as there.

    Raises
    ------
    ValueError, TypeError
        As :func:`kmeans_plus_plus_start`.

    Notes
    -----
    Closer to an optimum than the seeds, and less varied: many seeds lead to few clusterings.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.initial import kmeans_start
    >>> X, _ = datasets.running_example()
    >>> print(kmeans_start(X, 3, rng=0))
    0.29 N(x | 1.00, 0.86) + 0.43 N(x | -2.17, 0.72) + 0.29 N(x | 4.50, 0.49)
    """
    points = Points.of(X, n_components, rng, covariance, sample_weight)
    return mixture_of_groups(
        points, lambda Z: lloyd(Z, points.w, _seeds(Z, points), KMEANS_ITERATIONS).last.centers
    )


def random_points_start(
    X: ArrayLike,
    n_components: int,
    rng: int | np.random.Generator | None = None,
    *,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    sample_weight: ArrayLike | None = None,
) -> GaussianMixture:
    r"""Start of EM, (11.53), with K distinct points of the data as means.

    Parameters
    ----------
    X, n_components, rng, covariance, sample_weight
        As in :func:`kmeans_plus_plus_start`.

    Returns
    -------
    GaussianMixture
        Equal weights; every covariance is :math:`S / K^{2/D}`, S the covariance of the data:
        K components of that size fill the data's volume.

    Raises
    ------
    ValueError, TypeError
        As :func:`kmeans_plus_plus_start`.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.initial import random_points_start
    >>> X, _ = datasets.running_example()
    >>> print(random_points_start(X, 3, rng=0))
    0.33 N(x | 2.00, 0.93) + 0.33 N(x | -2.50, 0.93) + 0.33 N(x | -3.00, 0.93)
    """
    points = Points.of(X, n_components, rng, covariance, sample_weight)
    try:
        chosen = distinct(points.Y, points.w, points.K, points.rng)
    except TooFewPointsError as error:
        raise ValueError(too_few_points(error, f"n_components = {points.K}")) from None
    spread = np.repeat(points.volume[None], points.K, axis=0)
    return points.mixture(np.full(points.K, 1 / points.K), points.Y[:, chosen].T, spread)


def _seeds(Z: Array, points: Points) -> Array:
    seeds: Array = Z[:, plus_plus(Z, points.w, points.K, points.rng)].T
    return seeds
