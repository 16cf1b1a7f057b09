"""An iteration of EM where the data lie on Dask's workers."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.library import mixtures
from benchmarks.library.engine import APART
from benchmarks.library.section import Check, Say, Section, duration, power, small
from benchmarks.library.timing import Plan, per_iteration
from gmmlib import GaussianMixture, datasets

NEEDS = ("dask", "distributed")
TITLE = "An iteration of EM on Dask's workers"
SIZES = (10**5, 10**6)
WORKERS = (1, 2)
BLOCKS = 8
PLAN = Plan(2, 12, 5)
LOCAL = "in memory"


def measure(
    say: Say,
    sizes: Sequence[int] = SIZES,
    workers: Sequence[int] = WORKERS,
    plan: Plan = PLAN,
) -> list[Section]:
    """Measure each size in this process and on clusters of this machine."""
    times: dict[int, dict[str, float]] = {N: {} for N in sizes}
    scores: dict[int, list[float]] = {N: [] for N in sizes}
    with threadpool_limits(1):
        for N in sizes:
            rows = np.concatenate([draw(i, N // BLOCKS) for i in range(BLOCKS)])
            _time(rows, LOCAL, plan, times[N], scores[N])
            say(f"Dask: {power(N)} points in memory")
        for n in workers:
            name = f"{n} worker{'s' if n > 1 else ''}"
            with cluster(n):
                for N in sizes:
                    _time(spread(N), name, plan, times[N], scores[N])
                    say(f"Dask: {power(N)} points, {name}")
    apart = {N: max(abs(score - scores[N][0]) for score in scores[N]) for N in sizes}
    return [
        Section(
            TITLE,
            f"D = 2, K = 3; {BLOCKS} blocks, each drawn on the worker that keeps it; worker "
            "processes with one thread each, on this machine. Beside it, the same rows as one "
            "array in memory. What an iteration costs whatever the number of points is Dask's "
            "scheduling. *Apart* is the largest difference between the log-likelihoods a point. "
            "There is no target for the times.",
            ("N", *times[sizes[0]], "apart"),
            tuple((power(N), *map(duration, times[N].values()), small(apart[N])) for N in sizes),
            tuple(Check.budget(APART, apart[N], f"{power(N)}, Dask") for N in sizes),
        )
    ]


def _time(X: Any, name: str, plan: Plan, times: dict[str, float], scores: list[float]) -> None:
    """Add the time of an iteration and the score of the longer fit."""
    fit = mixtures.by_gmmlib(mixtures.Problem(X, start()))
    times[name] = per_iteration({name: fit}, plan)[name]
    scores.append(fit(plan.more).score())


def start() -> GaussianMixture:
    """Start beside the mixture that the data come from."""
    truth = datasets.two_dimensional_mixture()
    return GaussianMixture(np.full(3, 1 / 3), truth.means + 0.5, np.array([2 * np.eye(2)] * 3))


def draw(i: int, n: int) -> np.ndarray:
    """Draw the i-th block of rows, the same wherever it is drawn."""
    return datasets.two_dimensional_mixture().sample(n, i)[0]


def spread(N: int) -> Any:
    """Give the rows as a dask.array, drawn and kept on the workers."""
    import dask.array as da
    from dask import delayed
    from distributed import wait

    n = N // BLOCKS
    blocks = [
        da.from_delayed(delayed(draw)(i, n), shape=(n, 2), dtype=float) for i in range(BLOCKS)
    ]
    X = da.concatenate(blocks).persist()
    wait(X)
    return X


@contextmanager
def cluster(n: int) -> Iterator[None]:
    """Start n workers, the scheduler of all that is inside."""
    from distributed import Client, LocalCluster

    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=n, threads_per_worker=1, processes=True, host="127.0.0.1",
            dashboard_address=":0", silence_logs=logging.CRITICAL, local_directory=folder,
        ) as made,
        Client(made) as client,
    ):  # fmt: skip
        client.wait_for_workers(n, timeout=60)
        yield
