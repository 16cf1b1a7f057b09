"""Lloyd's algorithm on columns of centered data: nearest centers, then means, in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gmmlib._validation import Array


class TooFewPointsError(ArithmeticError):
    """There are fewer distinct points than clusters."""

    def __init__(self, n_distinct: int) -> None:
        super().__init__(n_distinct)
        self.n_distinct = n_distinct


def too_few_points(error: TooFewPointsError, asked: str) -> str:
    """Say that there are fewer distinct points than what was asked for."""
    found = error.n_distinct
    points = "point" if found == 1 else "points"
    return f"X has only {found} distinct {points}, fewer than {asked}; ask for at most {found}."


class Relocation(NamedTuple):
    """A cluster that had lost all its points and was moved onto one.

    Attributes
    ----------
    iteration : int
        In which iteration, from 1.
    cluster : int
        Which cluster, from 0.
    point : int
        The point X[n] that it was moved to: the farthest from its center.
    """

    iteration: int
    cluster: int
    point: int


@dataclass(frozen=True)
class Assignment:
    """Every point at its nearest center, and the sums that the next centers need."""

    centers: Array  #: (K, D)
    labels: np.ndarray  #: (N,)
    totals: Array  #: weight of each cluster, (K,)
    shifts: Array  #: weighted sums of deviations from the centers, (K, D)
    objective: float  #: weighted sum of squared distances


@dataclass(frozen=True)
class Run:
    """Lloyd's algorithm from one start."""

    history: tuple[Assignment, ...]  #: labels are kept in the last alone
    converged: bool
    relocated: tuple[Relocation, ...]

    @property
    def last(self) -> Assignment:
        """Where it ended."""
        return self.history[-1]


def lloyd(Y: Array, w: Array | None, centers: Array, limit: int) -> Run:
    """Iterate until no point changes its cluster, at most `limit` times.

    The objective cannot rise. Where rounding lets it, nothing but rounding is left to gain:
    that iterate is left out.
    """
    state = assign(Y, w, centers)
    history: list[Assignment] = []
    relocated: list[Relocation] = []
    converged = False
    while not converged and len(history) < limit:
        centers, moved = _updated(Y, w, state, len(history) + 1)
        new = assign(Y, w, centers)
        if new.objective > state.objective:
            converged = True
            break
        relocated += moved
        converged = not moved and bool((new.labels == state.labels).all())
        history.append(_without_labels(state))
        state = new
    return Run((*history, state), converged, tuple(relocated))


def assign(Y: Array, w: Array | None, centers: Array) -> Assignment:
    """Assign columns (D, N) to the nearest of the centers (K, D), the first if equally near.

    Deviations are taken from the nearest center, so that neither the objective nor the means
    lose digits where a cluster is narrow and far from the others.
    """
    K, (D, N) = len(centers), Y.shape
    labels = np.empty(N, dtype=np.intp)
    totals, shifts, objective = np.zeros(K), np.zeros((K, D)), 0.0
    width = _width(K + 2 * D)
    for start in range(0, N, width):
        columns = slice(start, start + width)
        y = Y[:, columns]
        nearest = labels[columns]
        nearest[:] = _nearest(y, centers)
        d = y - centers.T.take(nearest, axis=1)
        squared = np.einsum("dn,dn->n", d, d)
        if w is not None:
            squared *= w[columns]
            d *= w[columns]
        objective += float(squared.sum())
        weights = None if w is None else w[columns]
        totals += np.bincount(nearest, weights, K)
        for i in range(D):
            shifts[:, i] += np.bincount(nearest, d[i], K)
    return Assignment(centers, labels, totals, shifts, objective)


def squared_distances(Y: Array, point: Array) -> Array:
    """Squared distances (N,) of columns from one point; exactly 0 at its duplicates."""
    squared = np.zeros(Y.shape[1])
    for row, value in zip(Y, point, strict=True):
        d = row - value
        d *= d
        squared += d
    return squared


def _width(rows: int) -> int:
    """How many columns to go through at once: their numbers stay in the cache."""
    return int(np.clip(128_000 // rows, 256, 16_384))


def _nearest(y: Array, centers: Array) -> np.ndarray:
    """Nearest center of each column.

    One matrix product finds it, unless two centers are equally near up to its rounding:
    those points are compared by their differences, which lose nothing.
    """
    K = len(centers)
    scores = centers @ y
    scores -= 0.5 * np.einsum("kd,kd->k", centers, centers)[:, None]
    near = (scores >= scores.max(axis=0) - _rounding(y, centers)).astype(np.float32)
    # How many are near, and the number of the one if it is one.
    count, label = np.stack([np.ones(K), np.arange(K)]).astype(np.float32) @ near
    labels: np.ndarray = label.astype(np.intp)
    doubtful = np.flatnonzero(count != 1)
    if len(doubtful):
        labels[doubtful] = _nearest_by_differences(y[:, doubtful], centers)
    return labels


def _rounding(y: Array, centers: Array) -> float:
    """Bound of the error of a difference of scores (Higham, 2002, section 3.1)."""
    far = np.abs(centers).max()
    # |c|^2 / 2 and c . y are sums of D products each, none larger than this.
    largest = far * max(far, float(np.abs(y).max()))
    return float(4 * len(y) * (len(y) + 2) * np.finfo(float).eps * largest)


def _nearest_by_differences(y: Array, centers: Array) -> np.ndarray:
    best = squared_distances(y, centers[0])
    labels = np.zeros(y.shape[1], dtype=np.intp)
    for k in range(1, len(centers)):
        squared = squared_distances(y, centers[k])
        labels[squared < best] = k
        np.minimum(best, squared, out=best)
    return labels


def _updated(
    Y: Array, w: Array | None, state: Assignment, iteration: int
) -> tuple[Array, list[Relocation]]:
    """Means of the clusters; an empty one moves onto the point farthest from its center."""
    totals, shifts = state.totals.copy(), state.shifts.copy()
    centers = state.centers.copy()
    empty = np.flatnonzero(totals == 0)
    moved = []
    if len(empty):
        labels = state.labels.copy()
        counting = np.arange(Y.shape[1]) if w is None else np.flatnonzero(w > 0)
        counts = np.bincount(labels[counting], minlength=len(centers))
        distance = np.zeros(Y.shape[1])
        for k in np.unique(labels):
            own = labels == k
            distance[own] = squared_distances(Y[:, own], centers[k])
        if w is not None:
            distance[w == 0] = 0
        for k in empty:
            # A point that is alone in its cluster would leave that one empty.
            n = int(np.argmax(np.where(counts[labels] > 1, distance, 0)))
            if counts[labels[n]] <= 1 or distance[n] == 0:
                raise TooFewPointsError(np.unique(Y[:, counting], axis=1).shape[1])
            weight, old = 1.0 if w is None else float(w[n]), labels[n]
            totals[old] -= weight
            shifts[old] -= weight * (Y[:, n] - centers[old])
            counts[old] -= 1
            counts[k], totals[k], labels[n] = 1, weight, k
            centers[k] = Y[:, n]
            distance = np.minimum(distance, squared_distances(Y, centers[k]))
            moved.append(Relocation(iteration, int(k), n))
    return centers + shifts / totals[:, None], moved


def _without_labels(state: Assignment) -> Assignment:
    none = np.empty(0, dtype=np.intp)
    return Assignment(state.centers, none, state.totals, state.shifts, state.objective)
