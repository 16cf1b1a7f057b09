"""An iteration of EM with full covariances: gmmlib's two formulations against scikit-learn."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from benchmarks.budgets import BUDGETS, EM, WHITENING
from benchmarks.library import mixtures
from benchmarks.library.section import Check, Race, Say, Section, duration, power, small
from benchmarks.library.timing import Plan, per_iteration
from benchmarks.report import number

NEEDS = ("sklearn",)
TITLE = "An iteration of EM"
PEER, FAST, EXACT = "scikit-learn", "gmmlib", "whitening"
APART = "log-likelihoods apart, a point"

#: The fits of large data take longer, and vary less.
PLANS = {
    (7, 1, 3): Plan(1, 9, 101),
    (10**4, 2, 3): Plan(2, 22, 11),
    (10**5, 2, 3): Plan(2, 12, 7),
    (10**6, 2, 3): Plan(1, 7, 5),
    (10**5, 10, 10): Plan(1, 7, 5),
    (10**5, 32, 16): Plan(1, 5, 5),
}


@dataclass(frozen=True)
class Row:
    """Times of an iteration by each, and how far the results lie apart."""

    size: tuple[int, int, int]
    times: Mapping[str, float]
    apart: float

    @property
    def where(self) -> str:
        """N, D and K."""
        N, D, K = self.size
        return f"{power(N)}, {D}, {K}"

    def ratio(self, name: str) -> float:
        """How many times as fast as the peer."""
        return self.times[PEER] / self.times[name]


def measure(say: Say, plans: Mapping[tuple[int, int, int], Plan] = PLANS) -> list[Section]:
    """Measure all sizes, on one thread and, where there is another core, on two."""
    sections = []
    for threads in (1, 2) if (os.cpu_count() or 1) > 1 else (1,):
        with threadpool_limits(threads):
            rows = []
            for size, plan in plans.items():
                rows.append(row(size, plan))
                say(f"iteration of EM, {threads_of(threads)}: N, D, K = {rows[-1].where}")
        sections.append(section(rows, threads))
    return sections


def row(size: tuple[int, int, int], plan: Plan) -> Row:
    """Time one size; compare the results after the longer of both fits."""
    problem = mixtures.make(*size)
    fits = {
        PEER: mixtures.by_sklearn(problem),
        FAST: mixtures.by_gmmlib(problem),
        EXACT: mixtures.by_gmmlib(problem, "whitening"),
    }
    times = per_iteration(fits, plan)
    scores = {name: fit(plan.more).score() for name, fit in fits.items()}
    apart = max(abs(scores[name] - scores[PEER]) for name in (FAST, EXACT))
    return Row(size, times, apart)


def section(rows: list[Row], threads: int) -> Section:
    """Set the rows in a table; the targets are for one thread."""
    times = ("N, D, K", PEER, FAST, "times as fast")
    if threads > 1:
        return Section(
            f"{TITLE}, {threads_of(threads)}",
            "The same with two threads for the BLAS and OpenMP. No target depends on it.",
            (*times, EXACT, "times as fast", "apart"),
            tuple((*_fast(r), *_exact(r), small(r.apart)) for r in rows),
            tuple(_apart(r, threads) for r in rows),
        )
    cells, checks, races = [], [], []
    for r in rows:
        fast = Check.of(f"{TITLE}, {r.where}", r.ratio(FAST), EM[r.size])
        exact = Check.of(f"{TITLE}, {r.where}, {EXACT}", r.ratio(EXACT), WHITENING)
        apart = _apart(r, threads)
        cells.append((*_fast(r), fast.verdict, number(EM[r.size].aim or 0), *_exact(r),
                      exact.verdict, small(r.apart)))  # fmt: skip
        checks += [fast, exact, apart]
        what = f"an iteration of EM, N, D, K = {r.where}"
        races.append(Race(what, PEER, r.times[PEER], r.times[FAST], fast))
    return Section(
        f"{TITLE}, {threads_of(threads)}",
        "Full covariances. Both sides start from the same parameters and do the same number of "
        "iterations; scikit-learn with `tol=0` and `reg_covar=0`. A time is the difference of "
        "two fits that differ in their number of iterations alone, so nothing that is done once "
        "is in it. gmmlib chooses its formulation by itself; beside it stands `whitening`, the "
        "one that is exact however narrow a component is. *Apart* is the largest difference "
        "between the log-likelihoods a point that the results have by their own library; it "
        f"must be {BUDGETS[APART]}. pomegranate is not among the peers: it needs PyTorch, which "
        "is many times the size of all other packages here together.",
        (*times, "target", "aim", EXACT, "times as fast", "target", "apart"),
        tuple(cells),
        tuple(checks),
        tuple(races),
    )


def threads_of(n: int) -> str:
    """Name a number of threads."""
    return "one thread" if n == 1 else "two threads"


def _fast(r: Row) -> tuple[str, ...]:
    return r.where, duration(r.times[PEER]), duration(r.times[FAST]), number(r.ratio(FAST))


def _exact(r: Row) -> tuple[str, ...]:
    return duration(r.times[EXACT]), number(r.ratio(EXACT))


def _apart(r: Row, threads: int) -> Check:
    return Check.budget(APART, r.apart, f"{r.where}, {threads_of(threads)}")
