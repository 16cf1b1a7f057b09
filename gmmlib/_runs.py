"""Runs of EM from several starts: short ones first, then the best of them to their end."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gmmlib.em import em
from gmmlib.mixture import GaussianMixture
from gmmlib.outcomes import Kind, StartOutcome, Status
from gmmlib.results import CollapseError, ConvergenceWarning, Iterate

#: Iterations of a short run, and how many of the best starts run on.
SHORT, KEPT = 20, 3


@dataclass(frozen=True)
class Run:
    """EM from one start, as far as it has come."""

    kind: Kind
    history: tuple[Iterate, ...]
    converged: bool
    error: CollapseError | None = None

    @property
    def objective(self) -> float:
        return self.history[-1].objective

    def ended(self, limit: int) -> bool:
        """Whether there is nothing more to do."""
        return self.converged or self.error is not None or len(self.history) > limit

    def outcome(self, limit: int, otherwise: Status = "dropped") -> StartOutcome:
        """What the user sees; the iterates between the first and the last are not kept."""
        status = otherwise
        if self.error is not None:
            status = "collapsed"
        elif self.converged:
            status = "converged"
        elif len(self.history) > limit:
            status = "stopped"
        return StartOutcome(
            self.kind, self.history[0].model, status, self.history[-1], len(self.history) - 1,
            "" if self.error is None else str(self.error),
        )  # fmt: skip


def run_all(
    X: Any,
    given: Sequence[tuple[Kind, GaussianMixture]],
    limit: int,
    options: dict[str, Any],
    runs: list[Run],
    bar: Any,
) -> None:
    """Fill the runs, one a start: short ones first, then the best of them to their end."""
    short = limit if len(given) <= KEPT else min(SHORT, limit)
    for kind, start in given:
        runs.append(_run(X, kind, start, short, options))
        _tell(bar, runs)
    kept = 0
    for i in sorted(range(len(runs)), key=lambda i: -runs[i].objective):
        if kept < KEPT and runs[i].error is None:
            if not runs[i].ended(limit):
                runs[i] = _continued(X, runs[i], limit, options)
            if runs[i].error is None:
                kept += 1
                _tell(bar, runs)


def _run(
    X: Any, kind: Kind, start: GaussianMixture, iterations: int, options: dict[str, Any]
) -> Run:
    """Run EM; a collapse is an outcome, and so is a start that needs more iterations."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            result = em(X, start, max_iterations=iterations, **options)
        except CollapseError as error:
            return Run(kind, error.history, False, error)
    return Run(kind, result.history, result.converged)


def _continued(X: Any, run: Run, limit: int, options: dict[str, Any]) -> Run:
    """Run on from the last iterate, up to the limit in all."""
    done = len(run.history) - 1
    more = _run(X, run.kind, run.history[-1].model, limit - done, options)
    history, error = (*run.history, *more.history[1:]), more.error
    if error is not None:  # iterations are counted from the start
        here, there = (f"in iteration {n}" for n in (error.iteration, error.iteration + done))
        text = str(error).replace(here, there, 1)
        error = CollapseError(text, error.component, error.iteration + done, history)
    return Run(run.kind, history, more.converged, error)


def _tell(bar: Any, runs: Sequence[Run]) -> None:
    if bar is not None:
        best = max((run.objective for run in runs if run.error is None), default=-np.inf)
        bar.set_postfix_str(f"objective {best:.6g}", refresh=False)
        bar.update()
