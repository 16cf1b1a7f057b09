"""An iteration of EM with full covariances: gmmlib's two formulations against scikit-learn."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    """Times of an iteration by each, and how far gmmlib's results lie from the peer's."""

    size: tuple[int, int, int]
    times: Mapping[str, float]
    apart: Mapping[str, float]

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
    rows: dict[int, list[Row]] = {}
    for threads in (1, 2) if (os.cpu_count() or 1) > 1 else (1,):
        with threadpool_limits(threads):
            rows[threads] = []
            for size, plan in plans.items():
                r = row(size, plan if threads == 1 else shorter(plan))
                rows[threads].append(r)
                say(
                    f"iteration of EM, {threads_of(threads)}: N, D, K = {r.where}; "
                    f"{number(r.ratio(FAST))} times as fast, {number(r.ratio(EXACT))} by whitening"
                )
    judged = [fast(rows[1]), exact(rows[1])]
    return [*judged, on_two(rows[2])] if 2 in rows else judged


def shorter(plan: Plan) -> Plan:
    """Give a plan for what has no target: half of the rounds, but enough for a median."""
    return replace(plan, rounds=max(3, plan.rounds // 2))


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
    return Row(size, times, {name: abs(scores[name] - scores[PEER]) for name in (FAST, EXACT)})


def fast(rows: Sequence[Row]) -> Section:
    """Judge what a user gets who asks for nothing."""
    cells, checks, races = [], [], []
    for r in rows:
        target = EM[r.size]
        check = Check.of(f"{TITLE}, {r.where}", r.ratio(FAST), target)
        cells.append((*_times(r, FAST), check.verdict, number(target.aim or 0), _apart(r, FAST)))
        checks += [check, Check.budget(APART, r.apart[FAST], r.where)]
        what = f"an iteration of EM, N, D, K = {r.where}"
        races.append(Race(what, PEER, r.times[PEER], r.times[FAST], check))
    return Section(
        f"{TITLE}, {threads_of(1)}",
        "Full covariances. Both sides start from the same parameters and do the same number of "
        "iterations; scikit-learn with `tol=0` and `reg_covar=0`. A time is the difference of "
        "two fits that differ in their number of iterations alone, so nothing that is done once "
        "is in it. *Apart* is the difference between the log-likelihoods a point that the "
        f"results have by their own library; it must be {BUDGETS[APART]}. pomegranate is not "
        "among the peers: it needs PyTorch, which is many times the size of all other packages "
        "here together.",
        ("N, D, K", PEER, FAST, "times as fast", "target", "aim", "apart"),
        tuple(cells),
        tuple(checks),
        tuple(races),
    )


def exact(rows: Sequence[Row]) -> Section:
    """Judge the formulation that keeps all digits."""
    cells, checks = [], []
    for r in rows:
        check = Check.of(f"{TITLE}, {r.where}, {EXACT}", r.ratio(EXACT), WHITENING)
        cells.append((*_times(r, EXACT), check.verdict, _apart(r, EXACT)))
        checks += [check, Check.budget(APART, r.apart[EXACT], f"{r.where}, {EXACT}")]
    return Section(
        f"{TITLE} by whitening, {threads_of(1)}",
        'The same with `formulation="whitening"`, which keeps its digits however narrow a '
        "component is. gmmlib takes it by itself where quadratic features of the points would "
        "lose some, which is not so here.",
        ("N, D, K", PEER, EXACT, "times as fast", "target", "apart"),
        tuple(cells),
        tuple(checks),
    )


def on_two(rows: Sequence[Row]) -> Section:
    """Show both with two threads; the targets are for one."""
    checks = [
        Check.budget(APART, apart, f"{r.where}, {name}, {threads_of(2)}")
        for r in rows
        for name, apart in r.apart.items()
    ]
    return Section(
        f"{TITLE}, {threads_of(2)}",
        "The same with two threads for the BLAS and OpenMP. The targets are for one.",
        ("N, D, K", PEER, FAST, "times as fast", EXACT, "times as fast"),
        tuple((*_times(r, FAST), *_times(r, EXACT)[2:]) for r in rows),
        tuple(checks),
    )


def threads_of(n: int) -> str:
    """Name a number of threads."""
    return "one thread" if n == 1 else "two threads"


def _times(r: Row, name: str) -> tuple[str, ...]:
    return r.where, duration(r.times[PEER]), duration(r.times[name]), number(r.ratio(name))


def _apart(r: Row, name: str) -> str:
    return small(r.apart[name])
