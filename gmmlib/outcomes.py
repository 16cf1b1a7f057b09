"""What :func:`gmmlib.fit` gives: the best of several starts, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gmmlib import _tables
from gmmlib.mixture import GaussianMixture
from gmmlib.results import EMResult, FitInterrupted, Iterate

__all__ = ["FitResult", "StartOutcome", "StartsInterrupted"]

Kind = Literal["K-means", "k-means++", "random points", "given"]
Status = Literal["converged", "stopped", "dropped", "collapsed", "interrupted"]


@dataclass(frozen=True)
class StartOutcome:
    """What became of one start.

    Attributes
    ----------
    kind : {"K-means", "k-means++", "random points", "given"}
        How the start was made.
    start : GaussianMixture
        The start.
    status : {"converged", "stopped", "dropped", "collapsed", "interrupted"}
        Whether it reached the tolerance; was stopped by `max_iterations`; was dropped after
        its short run, since others were better; collapsed; or had no end when the user
        interrupted.
    last : Iterate
        The last iterate that it reached.
    n_iterations : int
        Number of iterations up to there.
    message : str
        Why it collapsed; empty otherwise.
    """

    kind: Kind
    start: GaussianMixture
    status: Status
    last: Iterate
    n_iterations: int
    message: str = ""

    @property
    def objective(self) -> float:
        """Objective of the last iterate."""
        return self.last.objective

    @property
    def model(self) -> GaussianMixture:
        """Parameters of the last iterate."""
        return self.last.model


@dataclass(frozen=True)
class FitResult:
    """What :func:`gmmlib.fit` gives.

    Attributes
    ----------
    result : EMResult
        The whole run of EM from the best start.
    outcomes : tuple of StartOutcome
        What became of each start, in the order of the starts.
    best : int
        Which of them is the best one, from 0.
    """

    result: EMResult
    outcomes: tuple[StartOutcome, ...]
    best: int

    @property
    def model(self) -> GaussianMixture:
        """The best mixture found."""
        return self.result.model

    @property
    def log_likelihood(self) -> float:
        """Its log-likelihood (11.10)."""
        return self.result.log_likelihood

    @property
    def objective(self) -> float:
        """Its objective: the log-likelihood, plus the log density of the prior if there is one."""
        return self.result.objective

    @property
    def converged(self) -> bool:
        """Whether the tolerance was reached."""
        return self.result.converged

    @property
    def n_iterations(self) -> int:
        """Number of iterations from the best start."""
        return self.result.n_iterations

    def __str__(self) -> str:
        """Write what became of each start as a table."""
        return _tables.plain(*_table(self.outcomes, self.best))

    def _repr_html_(self) -> str:
        return _tables.html(*_table(self.outcomes, self.best))


class StartsInterrupted(FitInterrupted):
    """A fit from several starts was interrupted; what it had reached is kept.

    In a notebook, ``sys.last_value.outcomes`` gives it.

    Attributes
    ----------
    outcomes : tuple of StartOutcome
        What had become of the starts that had begun.
    history : tuple of Iterate
        All iterates of the run that was interrupted.
    """

    def __init__(self, outcomes: tuple[StartOutcome, ...], history: tuple[Iterate, ...]) -> None:
        KeyboardInterrupt.__init__(
            self,
            f"fit was interrupted; what had become of {len(outcomes)} starts is the attribute "
            "outcomes of this exception (in a notebook, sys.last_value.outcomes).",
        )
        self.outcomes, self.history = outcomes, history

    def __reduce__(self) -> tuple[type[StartsInterrupted], tuple[object, ...]]:
        """Pickle with all arguments."""
        return StartsInterrupted, (self.outcomes, self.history)


def _table(
    outcomes: tuple[StartOutcome, ...], best: int
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]] = [
        (
            f"{i + 1} {outcome.kind}",
            f"{outcome.objective:.4f}",
            str(outcome.n_iterations),
            outcome.status + (", best" if i == best else ""),
        )
        for i, outcome in enumerate(outcomes)
    ]
    return ("start", "objective", "iterations", "outcome"), rows
