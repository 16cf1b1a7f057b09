"""What :func:`gmmlib.select` and :func:`gmmlib.nested_cross_validate` give."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

from gmmlib import _tables
from gmmlib.scores import (
    CrossValidation,
    NoDensityError,
    fold_notes,
    fold_table,
    standard_error,
)

Name = TypeVar("Name", bound=Hashable)
Rule = Literal["best", "one-standard-error"]
RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, eq=False, repr=False)
class Selection(Generic[Name]):
    """Candidates and their cross-validations on the same splits.

    Attributes
    ----------
    names : tuple
        What the candidates are called, simplest first.
    results : tuple of CrossValidation
        One a candidate, in the same order.
    """

    names: tuple[Name, ...]
    results: tuple[CrossValidation, ...]

    @property
    def scores(self) -> dict[Name, CrossValidation]:
        """Candidates' cross-validations by name."""
        return dict(zip(self.names, self.results, strict=True))

    @property
    def best(self) -> Name:
        """The candidate with the highest held-out log-likelihood; the first of equals.

        One with failed folds, or with density 0 at a held-out row, is never chosen.
        """
        finite = [i for i, result in enumerate(self.results) if math.isfinite(result.mean)]
        if not finite:
            reasons = "; ".join(
                f"{name!r}: {result.remarks}"
                for name, result in zip(self.names, self.results, strict=True)
            )
            raise NoDensityError(
                f"no candidate has a finite held-out log-likelihood ({reasons}); give smoother "
                "ones, for instance with fewer components or a floor."
            )
        return self.names[max(finite, key=lambda i: (self.results[i].mean, -i))]

    @property
    def one_standard_error(self) -> Name:
        """The first candidate no more than one standard error of the best below the best."""
        best = self.scores[self.best]
        least = best.mean - best.standard_error
        return next(name for name, result in self.scores.items() if result.mean >= least)

    def choice(self, rule: Rule) -> Name:
        """What a rule chooses.

        Parameters
        ----------
        rule : {"best", "one-standard-error"}
            The highest score, or the first within one standard error of it.

        Returns
        -------
        hashable
            The candidate's name.

        Examples
        --------
        >>> from gmmlib import GaussianMixture, select
        >>> narrow, wide = (lambda X, v=v: GaussianMixture([1], [0], [v]) for v in (0.1, 1))
        >>> chosen = select({"narrow": narrow, "wide": wide}, [-2.0, -1, 0, 1, 2], rng=0)
        >>> chosen.choice("best")
        'wide'
        """
        return self.best if rule == "best" else self.one_standard_error

    def difference(self, name: Name) -> tuple[float, float]:
        """Held-out log-likelihood a point less that of the best, and its standard error.

        Parameters
        ----------
        name : hashable
            A candidate.

        Returns
        -------
        difference : float
            At most 0.
        standard_error : float
            From the differences row by row: usually far less than the error of either score,
            since both are of the same rows.

        Examples
        --------
        >>> from gmmlib import GaussianMixture, select
        >>> one, two = (lambda X, v=v: GaussianMixture([1], [0], [v]) for v in (1, 2))
        >>> result = select({1: one, 2: two}, [-2.0, -1, 0, 1, 2], rng=0)
        >>> [round(value, 3) for value in result.difference(1)]
        [-0.153, 0.209]
        """
        mine, best = self.scores[name].log_densities, self.scores[self.best].log_densities
        differences = mine - best
        return float(differences.mean()), standard_error(differences)

    def __repr__(self) -> str:
        """Give the scores."""
        scores = ", ".join(f"{name!r}: {result.mean:.4f}" for name, result in self.scores.items())
        return f"Selection({{{scores}}})"

    def __str__(self) -> str:
        """Read as a table of the candidates."""
        return "\n".join([_tables.plain(*self._table(), left=(0, 4)), *self._notes()])

    def _repr_html_(self) -> str:
        return _tables.html(*self._table(), self._notes())

    def _table(self) -> _tables.Table:
        remarks = {name: [result.remarks] for name, result in self.scores.items()}
        differences = dict.fromkeys(self.names, "")
        with suppress(NoDensityError):  # then none is best
            remarks[self.best].append("best")
            remarks[self.one_standard_error].append("one standard error")
            for name in self.names:
                if name != self.best:
                    differences[name] = _tables.uncertain(*self.difference(name))
        rows = [
            [
                str(name),
                _tables.uncertain(result.mean, result.standard_error),
                differences[name],
                _tables.number(result.training_mean),
                ", ".join(filter(None, remarks[name])),
            ]
            for name, result in self.scores.items()
        ]
        return ["candidate", "held out", "less the best", "training", ""], rows

    def _notes(self) -> list[str]:
        notes = ["log-likelihood a point ± standard error; higher is better"]
        return notes + [
            f"{name} failed first: {result.failures[0].error}"
            for name, result in self.scores.items()
            if result.failures
        ]


@dataclass(frozen=True, eq=False, repr=False)
class NestedCrossValidation(Generic[Name]):
    """What :func:`gmmlib.nested_cross_validate` gives.

    Attributes
    ----------
    outer : CrossValidation
        Scores of the whole procedure, selection included.
    selections : tuple of Selection
        The inner cross-validation of each outer fold.
    rule : {"best", "one-standard-error"}
        How they chose.
    """

    outer: CrossValidation
    selections: tuple[Selection[Name], ...]
    rule: Rule

    @property
    def chosen(self) -> tuple[Name | None, ...]:
        """What each outer fold chose; None where no candidate had a finite score."""
        names: list[Name | None] = []
        for selection in self.selections:
            try:
                names.append(selection.choice(self.rule))
            except NoDensityError:
                names.append(None)
        return tuple(names)

    @property
    def mean(self) -> float:
        """Held-out log-likelihood a point of the whole procedure; higher is better."""
        return self.outer.mean

    @property
    def standard_error(self) -> float:
        """Standard error of the mean, from the rows as in :class:`gmmlib.CrossValidation`."""
        return self.outer.standard_error

    def __repr__(self) -> str:
        """Give the outcome, not the arrays."""
        return (
            f"NestedCrossValidation(mean={self.mean:.4f}, "
            f"standard_error={self.standard_error:.4f}, chosen={self.chosen!r})"
        )

    def __str__(self) -> str:
        """Read as a table of the outer folds, with the mean below."""
        return "\n".join([_tables.plain(*self._table()), *self._notes()])

    def _repr_html_(self) -> str:
        return _tables.html(*self._table(), self._notes())

    def _table(self) -> _tables.Table:
        header, rows = fold_table(self.outer)
        chosen = ["–" if name is None else str(name) for name in self.chosen]
        return [header[0], "chosen", *header[1:]], [
            [row[0], name, *row[1:]] for row, name in zip(rows, chosen, strict=False)
        ]

    def _notes(self) -> list[str]:
        times = Counter(name for name in self.chosen if name is not None)
        tally = ", ".join(f"{name} in {count}" for name, count in times.most_common())
        return [*fold_notes(self.outer), f"chosen by outer folds: {tally or 'none'}"]
