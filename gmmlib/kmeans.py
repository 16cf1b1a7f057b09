"""K-means: hard assignments in place of responsibilities."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._frame import Frame, Moments
from gmmlib._lloyd import Assignment, Relocation, Run, TooFewPointsError, lloyd, too_few_points
from gmmlib._seeding import plus_plus
from gmmlib._validation import Array, as_count, as_data, as_means, as_rng, as_sample_weight
from gmmlib.results import ConvergenceWarning

__all__ = ["KMeansIterate", "KMeansResult", "Relocation", "kmeans"]

#: Standard deviations of the data from which on sums of squares may overflow.
_FARTHEST = 1e150


@dataclass(frozen=True, eq=False)
class KMeansIterate:
    """One state of the iteration.

    Attributes
    ----------
    centers : ndarray, shape (K, D)
        Centers of the clusters.
    objective : float
        Sum of the squared distances of all points from their nearest of *these* centers.
    """

    centers: Array
    objective: float


@dataclass(frozen=True, eq=False)
class KMeansResult:
    """What :func:`kmeans` gives.

    Attributes
    ----------
    history : tuple of KMeansIterate
        Every iterate; ``history[0]`` is the start. The objective never rises.
    labels : ndarray of int, shape (N,)
        The cluster whose center is nearest to each point, from 0.
    converged : bool
        Whether no point changes its cluster any more.
    relocated : tuple of Relocation
        Clusters that lost all their points, and where they were moved to: each a
        ``(iteration, cluster, point)``.
    """

    history: tuple[KMeansIterate, ...]
    labels: np.ndarray
    converged: bool
    relocated: tuple[Relocation, ...]

    @property
    def centers(self) -> Array:
        """Centers of the clusters, (K, D)."""
        return self.history[-1].centers

    @property
    def objective(self) -> float:
        """Sum of the squared distances of all points from their centers, in squared units."""
        return self.history[-1].objective

    @property
    def n_iterations(self) -> int:
        """Number of updates of the centers."""
        return len(self.history) - 1

    def __str__(self) -> str:
        """Say how it ended."""
        end = "converged" if self.converged else "stopped"
        text = (
            f"{len(self.centers)} clusters of {len(self.labels)} points, objective "
            f"{self.objective:.6g}, {end} after {self.n_iterations} iterations"
        )
        for iteration, cluster, point in self.relocated:
            text += f"\niteration {iteration}: cluster {cluster + 1} was empty, moved to X[{point}]"
        return text

    __repr__ = __str__


def kmeans(
    X: ArrayLike,
    n_clusters: int,
    *,
    start: ArrayLike | None = None,
    starts: int | None = None,
    rng: int | np.random.Generator | None = None,
    sample_weight: ArrayLike | None = None,
    max_iterations: int = 1000,
) -> KMeansResult:
    r"""Cluster by K-means, the limit of EM in which responsibilities (11.17) are 0 or 1.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    n_clusters : int
        K.
    start : array_like, shape (K, D) or (K,), optional
        Centers to start from. Without them k-means++ chooses among the points.
    starts : int, optional
        From how many starts of k-means++ to take the best result; 10 unless told.
    rng : int or numpy.random.Generator, optional
        Seed or generator of the starts; the same seed gives the same result.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.
    max_iterations : int
        At most so many iterations a start; ending there gives a
        :class:`gmmlib.ConvergenceWarning`.

    Returns
    -------
    KMeansResult
        ``.centers``, ``.labels``, ``.objective``, ``.converged``, ``.history`` and
        ``.relocated``.

    Raises
    ------
    ValueError
        If there are fewer distinct points than clusters, shapes do not fit, or squared
        distances exceed the range of float64.
    TypeError
        If an argument has the wrong type.

    Warns
    -----
    ConvergenceWarning
        If `max_iterations` are done while points still change their cluster.

    Notes
    -----
    Lloyd's algorithm lowers

    .. math:: \sum_{n=1}^N \min_k \lVert x_n - c_k \rVert^2

    in turn over the assignment to the nearest center (the first of equally near ones) and
    over the centers, the means of their points. It is EM for spherical covariances
    :math:`\varepsilon I` and equal weights as :math:`\varepsilon \to 0`. A cluster that
    loses all its points is moved onto the point that is farthest from its center, which
    also lowers the sum.

    k-means++ draws every next center in proportion to the squared distance from those
    chosen; greedily: the best of :math:`2 + \lfloor\log K\rfloor` draws is taken.

    References
    ----------
    Lloyd (1982), *IEEE Transactions on Information Theory* 28(2), 129–137; Arthur and
    Vassilvitskii (2007), *SODA*, 1027–1035.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.kmeans import kmeans
    >>> X, _ = datasets.running_example()
    >>> result = kmeans(X, 3, start=[-4, 0, 8])
    >>> result.labels
    array([0, 0, 0, 1, 1, 2, 2])
    >>> result.centers.ravel().round(2)
    array([-2.17,  1.  ,  4.5 ])
    """
    data = as_data(X)
    K = as_count(n_clusters, "n_clusters")
    w = None if sample_weight is None else as_sample_weight(sample_weight, len(data))
    limit = as_count(max_iterations, "max_iterations")
    given = None if start is None else _as_start(start, K, data.shape[1])
    if given is not None and starts is not None:
        raise ValueError(
            "start and starts exclude each other: give centers to start from, or how many "
            "starts to make."
        )
    n_starts = 10 if starts is None else as_count(starts, "starts")
    generator = as_rng(rng)
    frame = _frame(data, w)
    with np.errstate(over="ignore"):  # refused by the next lines
        Y = frame.points_in(data)
        first = None if given is None else frame.means_in(given)
    _check_near(Y.T, "X", "rescale the data, or leave that row out")
    try:
        if first is not None:
            _check_near(first, "start", "start among the data")
            run = lloyd(Y, w, first, limit)
        else:
            runs = (
                lloyd(Y, w, Y[:, plus_plus(Y, w, K, generator)].T.copy(), limit)
                for _ in range(n_starts)
            )
            run = min(runs, key=lambda run: run.last.objective)
    except TooFewPointsError as error:
        raise ValueError(too_few_points(error, f"n_clusters = {K}")) from None
    if not run.converged:
        warnings.warn(
            f"kmeans stopped after {limit} iterations, while points still changed their "
            "cluster; raise max_iterations.",
            ConvergenceWarning,
            stacklevel=2,
        )
    return _result(run, frame)


def _frame(X: Array, w: Array | None) -> Frame:
    """Coordinates in which distances are the same up to one factor, and cancel nothing."""
    moments = Moments.of(X, w)
    if not np.isfinite(moments.covariance).all():
        raise ValueError(
            "X spans so much that its squared distances exceed the range of float64; rescale "
            "the data."
        )
    exponent = Frame.of(moments, same_scale=True).exponent
    # A center of few digits: subtracting it rounds hardly any point, and ties stay ties.
    return Frame(np.ldexp(np.rint(np.ldexp(moments.mean, -exponent)), exponent), exponent)


def _check_near(Y: Array, name: str, remedy: str) -> None:
    """Refuse rows in the frame whose squares overflow: one of weight 0, a center of the start."""
    far = (np.abs(Y) > _FARTHEST).any(axis=1)
    if far.any():
        raise ValueError(
            f"{name}[{int(np.argmax(far))}] is so far from the points that count that its squared "
            f"distance exceeds the range of float64; {remedy}."
        )


def _as_start(start: ArrayLike, K: int, D: int) -> Array:
    centers = as_means(start, K, "start")
    if centers.shape[1] != D:
        raise ValueError(f"start must have as many dimensions as X, {D}, got {centers.shape[1]}.")
    return centers


def _result(run: Run, frame: Frame) -> KMeansResult:
    """Give the run in the data's units."""
    run.last.labels.flags.writeable = False
    return KMeansResult(
        tuple(_iterate(state, frame) for state in run.history),
        run.last.labels,
        run.converged,
        run.relocated,
    )


def _iterate(state: Assignment, frame: Frame) -> KMeansIterate:
    centers = frame.means_out(state.centers)
    centers.flags.writeable = False
    with np.errstate(over="ignore"):
        objective = float(np.ldexp(state.objective, 2 * int(frame.exponent[0])))
    if not np.isfinite(objective):
        raise ValueError(
            "the sum of squared distances exceeds the range of float64; rescale the data, or "
            "divide the weights."
        )
    return KMeansIterate(centers, objective)
