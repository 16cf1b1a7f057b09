"""Cross-validation of any density: what it says of points that it was not fitted to."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _progress
from gmmlib._folds import Split, as_splits
from gmmlib._validation import Array, as_data, shape_text
from gmmlib.results import CollapseError
from gmmlib.scores import CrossValidation, Fold, NoDensityError

__all__ = ["cross_validate"]


class Density(Protocol):
    """What can be scored: a mixture, a histogram, a kernel density estimate, or yours."""

    def logpdf(self, X: Any, /) -> Any:
        """Log density of points, (N,)."""
        ...


#: Rows, shape (n, D) or (n,) as the data came, to a density or to a result with its `.model`.
Estimate = Callable[[Array], object]


def cross_validate(
    estimate: Estimate,
    X: ArrayLike,
    *,
    folds: int | str | Sequence[ArrayLike] = 5,
    repeats: int = 1,
    rng: int | np.random.Generator | None = None,
    progress: bool = False,
) -> CrossValidation:
    r"""Log-likelihood (11.10) of a density on data that it was not fitted to.

    Parameters
    ----------
    estimate : callable
        Takes rows to train on, of shape (n, D), or (n,) if X has the shape (N,); gives a
        density, anything with a method ``logpdf``, or a result whose ``.model`` is one. A
        class that is made from data will do. One that draws at random should use a fixed
        seed of its own.
    X : array_like, shape (N, D) or (N,)
        Data, taken as independent draws.
    folds : int, "leave-one-out", or sequence of arrays of row indices
        Into how many parts to split the rows at random, as even as can be; or N parts of one
        row; or the parts themselves, which must hold each row once.
    repeats : int
        How many times to split the rows anew.
    rng : int or numpy.random.Generator, optional
        Seed or generator of the splits; the same seed gives the same splits.
    progress : bool
        Show a progress bar; needs the package tqdm.

    Returns
    -------
    CrossValidation
        ``.mean``, ``.standard_error``, ``.training_mean``, ``.log_densities`` and ``.folds``.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, or where the estimate's ``logpdf`` gives no log densities. What
        else an estimate raises is passed on, with a note that names the fold.

    Notes
    -----
    Each row is held out once a repeat. The mean runs over the N rows, so each counts the
    same. Its standard error takes their log densities as independent. They are not quite, since
    folds share rows to train on: the true error is somewhat larger. Repeats average out
    the luck of the split, not that of the data.

    A fold whose estimate raises :class:`gmmlib.CollapseError` or :class:`gmmlib.NoDensityError` has
    failed: its log densities are NaN, and so is the mean, which is no mean over all rows
    then. ``.failures`` has the reasons. A held-out row of density 0 makes the mean -inf,
    as one in an empty bin of a histogram does.

    References
    ----------
    Stone (1974), *J. R. Stat. Soc. B* 36(2), 111–147; Smyth (2000), *Statistics and
    Computing* 10(1), 63–72; Bates, Hastie and Tibshirani (2024), *J. Am. Stat. Assoc.*
    119(546), 1434–1445.

    Examples
    --------
    >>> from gmmlib import GaussianMixture
    >>> from gmmlib.cross_validation import cross_validate
    >>> def one_gaussian(X):
    ...     return GaussianMixture([1], [X.mean()], [X.var()])
    >>> cross_validate(one_gaussian, [-1.0, 0.0, 1.0, 2.0], folds="leave-one-out")
    CrossValidation(mean=-2.4995, standard_error=0.7025, training_mean=-1.4280, folds=4)
    """
    points = as_points(X)
    splits = as_splits(folds, len(points), repeats, rng)
    as_estimate(estimate, "estimate")
    with _progress.bar(len(splits), "cross-validation", "fit", progress) as bar:
        return score(estimate, points, splits, bar, "")


def as_points(X: ArrayLike) -> Array:
    """Give checked data in the shape that estimates take: (N, D), or (N,) if it came so."""
    data = as_data(X)
    return data[:, 0] if np.ndim(X) == 1 else data


def as_estimate(estimate: object, name: str) -> Estimate:
    """Give what can be called."""
    if not callable(estimate):
        raise TypeError(
            f"{name} must be a function of rows that gives a density, got "
            f"{type(estimate).__name__}."
        )
    return estimate


def score(
    estimate: Estimate, points: Array, splits: Sequence[Split], bar: Any, name: str
) -> CrossValidation:
    """Cross-validate on given splits of checked points; `name` is for notes on errors."""
    folds = []
    for i, split in enumerate(splits):
        try:
            folds.append(_score_fold(estimate, points, split))
        except Exception as error:
            error.add_note(f"This was in fold {i + 1} of {len(splits)}{name}.")
            raise
        if bar is not None:
            bar.update()
    return CrossValidation(tuple(folds))


def _score_fold(estimate: Estimate, points: Array, split: Split) -> Fold:
    training = points[split.training]
    try:
        density = _as_density(estimate(training.copy()))
    except (CollapseError, NoDensityError) as error:
        unknown = np.full(len(split.rows), math.nan)
        return Fold(split.repeat, _fixed(split.rows), _fixed(unknown), math.nan, str(error))
    held_out = _log_densities(density, points[split.rows])
    training_mean = float(_log_densities(density, training).mean())
    return Fold(split.repeat, _fixed(split.rows), _fixed(held_out), training_mean, None)


def _fixed(array: Any) -> Any:
    array.flags.writeable = False
    return array


def _as_density(estimated: object) -> Density:
    """Give the density that an estimate gave, or that its result holds."""
    density = estimated if hasattr(estimated, "logpdf") else getattr(estimated, "model", None)
    if not callable(getattr(density, "logpdf", None)):
        raise TypeError(
            "estimate must give a density with a method logpdf, or a result whose .model is one; "
            f"got {type(estimated).__name__}."
        )
    return cast(Density, density)


def _log_densities(density: Density, rows: Array) -> Array:
    """Give what the density says of rows, which must be log densities."""
    values = np.array(density.logpdf(rows), dtype=np.float64)
    if values.shape != (len(rows),):
        raise ValueError(
            f"logpdf of {type(density).__name__} must give shape ({len(rows)},) for {len(rows)} "
            f"rows, got {shape_text(values.shape)}."
        )
    bad = np.isnan(values) | np.isposinf(values)
    if bad.any():
        n = int(np.argmax(bad))
        raise ValueError(
            f"logpdf of {type(density).__name__} must give a number or -inf, got {values[n]} at "
            f"{rows[n].tolist()}."
        )
    return values
