"""Choosing among densities by cross-validation, and scoring the choice itself, section 11.5."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _progress
from gmmlib._folds import Split, as_splits, n_folds
from gmmlib._validation import Array, as_rng, shown
from gmmlib.choices import RULES, NestedCrossValidation, Rule, Selection
from gmmlib.cross_validation import Estimate, as_estimate, as_points, score

__all__ = ["nested_cross_validate", "select"]

Name = TypeVar("Name", bound=Hashable)


def select(
    candidates: Mapping[Name, Estimate],
    X: ArrayLike,
    *,
    folds: int | str | Sequence[ArrayLike] = 5,
    repeats: int = 1,
    rng: int | np.random.Generator | None = None,
    progress: bool = False,
) -> Selection[Name]:
    r"""Score candidates by their log-likelihood (11.10) on data they were not fitted to.

    Parameters
    ----------
    candidates : mapping of a name to an estimate
        Simplest first, which counts for ``.one_standard_error``. An estimate is what
        :func:`gmmlib.cross_validate` takes.
    X : array_like, shape (N, D) or (N,)
        Data, taken as independent draws.
    folds : int, "leave-one-out", or sequence of arrays of row indices
        How to split the rows; all candidates are scored on the same splits.
    repeats : int
        How many times to split the rows anew.
    rng : int or numpy.random.Generator, optional
        Seed or generator of the splits.
    progress : bool
        Show a progress bar; needs the package tqdm.

    Returns
    -------
    Selection
        ``.best``, ``.one_standard_error``, ``.scores`` and ``.difference``; printed, a table.

    Raises
    ------
    ValueError, TypeError
        As by :func:`gmmlib.cross_validate`.

    Notes
    -----
    The score of the best is the highest of several that all have errors, so it is too high
    as a forecast; :func:`gmmlib.nested_cross_validate` scores what is chosen.

    References
    ----------
    Smyth (2000), *Statistics and Computing* 10(1), 63–72; Breiman, Friedman, Olshen and Stone
    (1984), *Classification and Regression Trees*, section 3.4.3 (one standard error).

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.estimates import gaussian_mixture
    >>> from gmmlib.selection import select
    >>> X = datasets.two_dimensional().X[:200]
    >>> candidates = {K: gaussian_mixture(K, starts=2) for K in (1, 3)}
    >>> select(candidates, X, rng=0).best
    3
    """
    points = as_points(X)
    splits = as_splits(folds, len(points), repeats, rng)
    estimates = _as_candidates(candidates)
    total = len(estimates) * len(splits)
    with _progress.bar(total, "selection", "fit", progress) as bar:
        return _select(estimates, points, splits, bar)


def nested_cross_validate(
    candidates: Mapping[Name, Estimate],
    X: ArrayLike,
    *,
    outer: int | str | Sequence[ArrayLike] = 5,
    inner: int | Literal["leave-one-out"] = 5,
    rule: Literal["best", "one-standard-error"] = "best",
    repeats: int = 1,
    rng: int | np.random.Generator | None = None,
    progress: bool = False,
) -> NestedCrossValidation[Name]:
    r"""Log-likelihood (11.10), on new data, of a density that is chosen by cross-validation.

    Parameters
    ----------
    candidates : mapping of a name to an estimate
        As for :func:`gmmlib.select`, simplest first.
    X : array_like, shape (N, D) or (N,)
        Data, taken as independent draws.
    outer : int, "leave-one-out", or sequence of arrays of row indices
        How to split the rows to score the choice.
    inner : int or "leave-one-out"
        How to split the rows that an outer fold trains on, to choose.
    rule : {"best", "one-standard-error"}
        What is chosen: the highest score, or the first candidate that is no more than one
        standard error below it.
    repeats : int
        How many times to make the outer split anew.
    rng : int or numpy.random.Generator, optional
        Seed or generator of all splits.
    progress : bool
        Show a progress bar; needs the package tqdm.

    Returns
    -------
    NestedCrossValidation
        ``.mean`` and ``.standard_error`` of the whole procedure, ``.chosen`` in each outer
        fold, ``.selections`` and ``.outer``; printed, a table.

    Raises
    ------
    ValueError, TypeError
        As by :func:`gmmlib.cross_validate`.

    Notes
    -----
    In each outer fold an inner cross-validation of the other rows alone chooses; what it
    chose is fitted to all of them, and scored on the fold. An outer fold has failed if its
    inner cross-validation gives no candidate a finite score, or if the fit of the chosen one
    fails.

    References
    ----------
    Stone (1974), *J. R. Stat. Soc. B* 36(2), 111–147; Cawley and Talbot (2010), *J. Mach.
    Learn. Res.* 11, 2079–2107; Deisenroth, Faisal and Ong (2020), *Mathematics for Machine
    Learning*, sections 8.6.1 and 11.5.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.estimates import gaussian_mixture
    >>> from gmmlib.selection import nested_cross_validate
    >>> X = datasets.two_dimensional().X[:200]
    >>> candidates = {K: gaussian_mixture(K, starts=2) for K in (1, 3)}
    >>> nested_cross_validate(candidates, X, outer=3, inner=3, rng=0).chosen
    (3, 3, 3)
    """
    points, generator = as_points(X), as_rng(rng)
    splits = as_splits(outer, len(points), repeats, generator, "outer")
    estimates = _as_candidates(candidates)
    choose_by = _as_rule(rule)
    # Each inner split has a seed of its own, drawn before any fit.
    seeds = generator.integers(2**63, size=len(splits)).tolist()
    inner_counts = [n_folds(inner, int(split.training.sum()), "inner") for split in splits]
    total = sum(len(estimates) * count + 1 for count in inner_counts)
    selections: list[Selection[Name]] = []

    def procedure(training: Array) -> object:
        """What is scored: an estimate that selects an estimate, on the rows that it is given."""
        inner_splits = as_splits(inner, len(training), 1, seeds[len(selections)], "inner")
        selections.append(_select(estimates, training, inner_splits, bar))
        return estimates[selections[-1].choice(choose_by)](training)

    with _progress.bar(total, "nested cross-validation", "fit", progress) as bar:
        scored = score(procedure, points, splits, bar, " of the outer cross-validation")
    return NestedCrossValidation(scored, tuple(selections), choose_by)


def _select(
    estimates: Mapping[Name, Estimate], points: Array, splits: Sequence[Split], bar: Any
) -> Selection[Name]:
    """Score all candidates on the same splits of checked points."""
    results = tuple(
        score(estimate, points, splits, bar, f" of candidate {name!r}")
        for name, estimate in estimates.items()
    )
    return Selection(tuple(estimates), results)


def _as_candidates(candidates: object) -> dict[Any, Estimate]:
    if not isinstance(candidates, Mapping):
        raise TypeError(
            "candidates must be a mapping of names to functions of rows, got "
            f"{type(candidates).__name__}."
        )
    if not candidates:
        raise ValueError("candidates is empty; at least one is needed.")
    return {
        name: as_estimate(estimate, f"candidates[{name!r}]")
        for name, estimate in candidates.items()
    }


def _as_rule(rule: object) -> Rule:
    for known in RULES:
        if isinstance(rule, str) and rule == known:
            return known
    raise ValueError(f"rule must be one of {', '.join(RULES)}; got {shown(rule)}.")
