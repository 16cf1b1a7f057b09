"""Where EM may start: mixtures made from the data, at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._frame import Frame, Moments
from gmmlib._lloyd import TooFewPointsError, assign, lloyd, too_few_points
from gmmlib._seeding import distinct, plus_plus
from gmmlib._validation import (
    Array,
    as_count,
    as_data,
    as_rng,
    as_sample_weight,
    symmetric_and_factor,
)
from gmmlib.mixture import GaussianMixture
from gmmlib.structure import Structure, as_structure, constrained

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
    points = _Points.of(X, n_components, rng, covariance, sample_weight)
    return _of_groups(points, lambda Z: _seeds(Z, points))


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
    points = _Points.of(X, n_components, rng, covariance, sample_weight)
    return _of_groups(
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
    points = _Points.of(X, n_components, rng, covariance, sample_weight)
    try:
        chosen = distinct(points.Y, points.w, points.K, points.rng)
    except TooFewPointsError as error:
        raise ValueError(too_few_points(error, f"n_components = {points.K}")) from None
    spread = np.repeat(points.volume[None], points.K, axis=0)
    return points.mixture(np.full(points.K, 1 / points.K), points.Y[:, chosen].T, spread)


@dataclass(frozen=True)
class _Points:
    """Data in their frame, with what the starts have in common."""

    Y: Array  #: (D, N)
    w: Array | None
    K: int
    frame: Frame
    volume: Array  #: B, the covariance with which K components fill the data's volume
    structure: Structure
    rng: np.random.Generator

    @staticmethod
    def of(
        X: ArrayLike,
        n_components: int,
        rng: object,
        covariance: str,
        sample_weight: ArrayLike | None,
    ) -> _Points:
        """Check the arguments of a start."""
        data, structure = as_data(X), as_structure(covariance)
        K = as_count(n_components, "n_components")
        w = None if sample_weight is None else as_sample_weight(sample_weight, len(data))
        moments = Moments.of(data, w)
        frame = Frame.of(moments, same_scale=structure == "spherical")
        S = _spread(moments, frame, structure)
        volume = S / K ** (2 / len(S))
        return _Points(frame.points_in(data), w, K, frame, volume, structure, as_rng(rng))

    def standardized(self) -> Array:
        """Columns whose distances do not depend on units, where the structure does not."""
        if self.structure == "spherical":
            return self.Y
        deviations = np.sqrt(np.diag(self.volume))[:, None]
        standardized: Array = self.Y / deviations
        return standardized

    def mixture(self, weights: Array, means: Array, spread: Array) -> GaussianMixture:
        """Give the mixture in the data's units."""
        inside = constrained(GaussianMixture(weights, means, spread), self.structure)
        return GaussianMixture(
            weights, self.frame.means_out(means), self.frame.covariances_out(inside.covariances)
        )


def _spread(moments: Moments, frame: Frame, structure: Structure) -> Array:
    """Covariance of the data in the frame, of the structure; it must not be singular."""
    if not np.isfinite(moments.covariance).all():
        raise ValueError(
            "X spans so much that its squared distances exceed the range of float64; rescale "
            "the data."
        )
    S = frame.covariances_in(moments.covariance[None])[0]
    if structure == "spherical":
        S = np.diag(S).mean() * np.eye(len(S))
    elif structure == "diagonal":
        S = np.diag(np.diag(S))
    eps = np.finfo(float).eps
    rounding = np.ldexp(8 * np.sqrt(moments.n_points) * eps * moments.largest, -frame.exponent)
    flat = np.flatnonzero(np.diag(S) <= rounding**2)
    if len(flat):
        raise ValueError(
            f"X is constant in dimension {flat[0]}, up to rounding, and no start can be made "
            "from it; drop that dimension, or give a start of your own."
        )
    return symmetric_and_factor(S, "the covariance of X")[0]


def _of_groups(points: _Points, centers: Callable[[Array], Array]) -> GaussianMixture:
    """M-step with hard responsibilities, covariances drawn towards their mean."""
    Z = points.standardized()
    try:
        labels = assign(Z, points.w, centers(Z)).labels
    except TooFewPointsError as error:
        raise ValueError(too_few_points(error, f"n_components = {points.K}")) from None
    groups = [
        Moments.of(points.Y[:, own].T, None if points.w is None else points.w[own])
        for own in (labels == k for k in range(points.K))
    ]
    N_k = np.array([group.weight for group in groups])
    scatters = np.array([group.weight * group.covariance for group in groups])
    nu = len(Z) + 1
    within = (scatters.sum(axis=0) + nu * points.volume) / (N_k.sum() + nu)
    spread = (scatters + nu * within) / (N_k + nu)[:, None, None]
    means = np.array([group.mean for group in groups])
    return points.mixture(N_k / N_k.sum(), means, spread)


def _seeds(Z: Array, points: _Points) -> Array:
    seeds: Array = Z[:, plus_plus(Z, points.w, points.K, points.rng)].T
    return seeds
