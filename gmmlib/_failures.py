"""What went wrong in a fit, in words: which component or point, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmmlib._maximize import CollapsedError
from gmmlib._sources import Source
from gmmlib._validation import Array, shown
from gmmlib.mixture import GaussianMixture
from gmmlib.results import CollapseError, Iterate


def far_away(source: Source, model: GaussianMixture) -> ValueError:
    """Say which point is beyond the range of float64, or that the data span too much."""
    far = _far_point(source, model)
    what = (
        "X spans so much that its squared distances exceed"
        if far is None
        else f"X[{far}] is so far from every component that its squared distance exceeds"
    )
    return ValueError(f"{what} the range of float64; rescale the data.")


def _far_point(source: Source, model: GaussianMixture) -> int | None:
    """Give the first point whose squared distance from every component is beyond float64."""

    def first_far(X: Array, w: Array | None, first: int) -> _First:
        far = np.isneginf(model.log_joint(X)).all(axis=1)
        return _First(first + int(np.argmax(far)) if far.any() else None)

    return source.reduce(first_far).index


@dataclass(frozen=True)
class _First:
    """The first of the rows that are looked for."""

    index: int | None

    def __add__(self, other: _First) -> _First:
        return other if self.index is None else self


@dataclass(frozen=True)
class _Heaviest:
    """The point that a component is most responsible for."""

    share: float
    index: int
    point: Array

    def __add__(self, other: _Heaviest) -> _Heaviest:
        return other if other.share > self.share else self


def collapse(source: Source, error: CollapsedError, history: tuple[Iterate, ...]) -> CollapseError:
    """Say which component failed, where and what to do."""
    iteration, k, model = len(history), error.k, history[-1].model

    def heaviest(X: Array, w: Array | None, first: int) -> _Heaviest:
        r = model.responsibilities(X)[:, k]
        if w is not None:
            r = np.where(w > 0, r * w, -1.0)
        n = int(np.argmax(r))
        return _Heaviest(float(r[n]), first + n, X[n])

    if error.empty:
        what = f"component {k + 1} lost all its points in iteration {iteration}"
    else:
        on = source.reduce(heaviest)
        what = (
            f"component {k + 1} collapsed in iteration {iteration}: its covariance became "
            f"singular around X[{on.index}] = {shown(on.point.tolist())}, where the likelihood "
            "grows without bound"
        )
    remedies = (
        "start elsewhere, use fewer components, remove duplicate points, drop dimensions that "
        "are constant or linear in others, or give a floor or a prior."
    )
    return CollapseError(f"{what}; {remedies}", k, iteration, history)
