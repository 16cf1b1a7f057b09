"""An iteration of K-means from the same centers: gmmlib and scikit-learn's Lloyd."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from typing import Any

from threadpoolctl import threadpool_limits

from benchmarks.library import mixtures
from benchmarks.library.engine import threads_of
from benchmarks.library.section import Say, Section, duration, power, small
from benchmarks.library.timing import Fit, Fitted, Plan, per_iteration
from benchmarks.report import number
from gmmlib import ConvergenceWarning
from gmmlib.kmeans import kmeans

NEEDS = ("sklearn",)
TITLE = "An iteration of K-means"
PLANS = {
    (10**5, 2, 10): Plan(1, 9, 9),
    (10**5, 10, 10): Plan(1, 9, 9),
    (10**6, 2, 10): Plan(1, 5, 5),
}


def measure(say: Say, plans: Mapping[tuple[int, int, int], Plan] = PLANS) -> list[Section]:
    """Measure all sizes, on one thread and, where there is another core, on two."""
    cells = []
    for threads in (1, 2) if (os.cpu_count() or 1) > 1 else (1,):
        for size, plan in plans.items():
            problem = mixtures.make(*size)
            fits = {"scikit-learn": by_sklearn(problem), "gmmlib": by_gmmlib(problem)}
            with threadpool_limits(threads):
                times = per_iteration(fits, plan)
                scores = [fit(plan.more).score() for fit in fits.values()]
            N, D, K = size
            where = f"{power(N)}, {D}, {K}"
            say(f"K-means, {threads_of(threads)}: N, D, K = {where}")
            cells.append((
                f"{where}, {threads_of(threads)}", *map(duration, times.values()),
                number(times["scikit-learn"] / times["gmmlib"]),
                small(abs(scores[1] / scores[0] - 1)),
            ))  # fmt: skip
    return [
        Section(
            TITLE,
            'scikit-learn with `algorithm="lloyd"` and `tol=0`, from the same centers, the '
            "same number of iterations, timed as EM is. *Apart* is the relative difference of "
            "the sums of squared distances at the end. There is no target.",
            ("N, D, K", "scikit-learn", "gmmlib", "times as fast", "apart"),
            tuple(cells),
        )
    ]


def by_gmmlib(problem: mixtures.Problem) -> Fit:
    """Cluster with :func:`gmmlib.kmeans`; the score is the sum of squared distances."""

    def fit(n: int) -> Fitted:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            start = problem.start.means
            result = kmeans(problem.X, len(start), start=start, max_iterations=n)
        return Fitted(result.n_iterations, lambda: result.objective)

    return fit


def by_sklearn(problem: mixtures.Problem) -> Fit:
    """Cluster with scikit-learn from the same centers."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning as PeersWarning

    start: Any = problem.start.means

    def fit(n: int) -> Fitted:
        peer = KMeans(len(start), init=start, n_init=1, max_iter=n, tol=0, algorithm="lloyd")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PeersWarning)
            peer.fit(problem.X)
        return Fitted(peer.n_iter_, lambda: float(peer.inertia_))

    return fit
