"""What :func:`gmmlib.cross_validate` gives, and how an estimate says that it failed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmmlib import _tables
from gmmlib._folds import Rows
from gmmlib._validation import Array

#: Folds that a printed table shows.
FOLDS_SHOWN = 10


class NoDensityError(ValueError):
    """An estimate could make no density of the rows that it was given.

    An estimate of yours may raise it: its fold then counts as failed, as it does where
    :class:`gmmlib.CollapseError` is raised, and cross-validation goes on.
    """


@dataclass(frozen=True, eq=False)
class Fold:
    """What one fold gave.

    Attributes
    ----------
    repeat : int
        In which repeat, from 0.
    rows : ndarray of int, shape (n,)
        The rows that were held out, ascending; all others were trained on.
    log_densities : ndarray, shape (n,)
        Log density of each held-out row; -inf where the density is 0, NaN where the estimate
        failed.
    training_mean : float
        Mean log density of the rows trained on; NaN where the estimate failed.
    error : str or None
        Why the estimate failed, if it did.
    """

    repeat: int
    rows: Rows
    log_densities: Array
    training_mean: float
    error: str | None

    @property
    def mean(self) -> float:
        """Mean log density of the held-out rows."""
        return float(self.log_densities.mean())


@dataclass(frozen=True, eq=False, repr=False)
class CrossValidation:
    """What :func:`gmmlib.cross_validate` gives.

    Attributes
    ----------
    folds : tuple of Fold
        Every fold of every repeat.
    """

    folds: tuple[Fold, ...]

    @cached_property
    def log_densities(self) -> Array:
        """Held-out log density of each row, (N,), its mean over the repeats."""
        n_points = sum(len(fold.rows) for fold in self.folds if fold.repeat == 0)
        total = np.zeros(n_points)
        for fold in self.folds:
            total[fold.rows] += fold.log_densities
        total /= 1 + max(fold.repeat for fold in self.folds)
        total.flags.writeable = False
        return total

    @property
    def mean(self) -> float:
        """Held-out log-likelihood a point: higher is better.

        It is -inf if one held-out row has density 0, and NaN if a fold failed.
        """
        return float(self.log_densities.mean())

    @property
    def standard_error(self) -> float:
        r"""Standard error of the mean, :math:`s / \sqrt N`.

        Here s is the standard deviation of the N rows' held-out log densities. NaN where the
        mean is not finite.
        """
        return standard_error(self.log_densities)

    @property
    def training_mean(self) -> float:
        """Log-likelihood a point of the rows trained on; what overfits is much better here."""
        n_points = len(self.log_densities)
        counts = [n_points - len(fold.rows) for fold in self.folds]
        return float(np.average([fold.training_mean for fold in self.folds], weights=counts))

    @property
    def failures(self) -> tuple[Fold, ...]:
        """The folds in which the estimate failed."""
        return tuple(fold for fold in self.folds if fold.error is not None)

    @property
    def n_impossible(self) -> int:
        """How many rows had density 0, log density -inf, when they were held out."""
        return int(np.isneginf(self.log_densities).sum())

    @property
    def remarks(self) -> str:
        """What keeps the mean from being a number; empty where it is one."""
        parts = []
        if self.failures:
            parts.append(f"{len(self.failures)} of {len(self.folds)} folds failed")
        if self.n_impossible:
            parts.append(f"density 0 at {self.n_impossible} of {len(self.log_densities)} rows")
        return ", ".join(parts)

    def __repr__(self) -> str:
        """Give the outcome, not the arrays."""
        return (
            f"CrossValidation(mean={self.mean:.4f}, standard_error={self.standard_error:.4f}, "
            f"training_mean={self.training_mean:.4f}, folds={len(self.folds)})"
        )

    def __str__(self) -> str:
        """Read as a table of the folds, with the mean below."""
        return "\n".join([_tables.plain(*fold_table(self)), *fold_notes(self)])

    def _repr_html_(self) -> str:
        return _tables.html(*fold_table(self), fold_notes(self))


def fold_table(result: CrossValidation) -> _tables.Table:
    """Header and rows, one a fold; not all where there are many."""
    rows = [
        [
            str(i + 1),
            str(len(fold.rows)),
            _tables.number(fold.mean),
            _tables.number(fold.training_mean),
        ]
        for i, fold in enumerate(result.folds[:FOLDS_SHOWN])
    ]
    return ["fold", "rows", "held out", "training"], rows


def fold_notes(result: CrossValidation) -> list[str]:
    """Lines below the table: the mean, and which folds failed and why."""
    more = len(result.folds) - FOLDS_SHOWN
    notes = [f"and {more} more folds"] if more > 0 else []
    mean = _tables.uncertain(result.mean, result.standard_error)
    remarks = f" ({result.remarks})" if result.remarks else ""
    notes.append(f"held-out log-likelihood a point: {mean}{remarks}; higher is better")
    return notes + [
        f"fold {i + 1} failed: {fold.error}"
        for i, fold in enumerate(result.folds)
        if fold.error is not None
    ]


def standard_error(values: Array) -> float:
    """Standard error of the mean of independent values; NaN where they are not all finite."""
    if not np.isfinite(values).all():
        return math.nan
    return float(values.std(ddof=1) / math.sqrt(len(values)))
