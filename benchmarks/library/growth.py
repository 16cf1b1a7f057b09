"""What EM costs as the data grow: time against the number of points, and memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

from threadpoolctl import threadpool_limits

from benchmarks.library import mixtures
from benchmarks.library.section import Check, Say, Section, duration, power
from benchmarks.library.timing import Fit, Plan, per_iteration
from benchmarks.report import number

NEEDS = ("sklearn",)
TITLE = "Time and memory against the number of points"
TIME, MEMORY = "time of 10 times the points", "memory beyond the data"
SIZES = (10**5, 10**6)
PLAN = Plan(2, 12, 7)
ITERATIONS = 3
MIB = 2**20


def measure(say: Say, sizes: tuple[int, int] = SIZES, plan: Plan = PLAN) -> list[Section]:
    """Compare two sizes of data with D = 2, K = 3, on one thread."""
    small, large = (mixtures.make(N, 2, 3) for N in sizes)
    cells, checks = [], []
    makers: dict[str, Callable[[mixtures.Problem], Fit]] = {
        "gmmlib": mixtures.by_gmmlib,
        "gmmlib, whitening": lambda problem: mixtures.by_gmmlib(problem, "whitening"),
        "scikit-learn": mixtures.by_sklearn,
    }
    with threadpool_limits(1):
        for name, make in makers.items():
            ours = name.startswith("gmmlib")
            ratio = memory = None
            times = dict.fromkeys(("small", "large"), float("nan"))
            if ours:
                times = per_iteration({"small": make(small), "large": make(large)}, plan)
                ratio = Check.budget(TIME, times["large"] / times["small"], name)
                say(f"time against the number of points: {name}")
            bytes_ = extra_memory(make(large))
            say(f"memory: {name}")
            if ours:
                memory = Check.budget(MEMORY, bytes_ / MIB, name)
            checks += [check for check in (ratio, memory) if check]
            cells.append((
                name, *(duration(times[size]) if ours else "" for size in times),
                number(ratio.value) if ratio else "", ratio.verdict if ratio else "",
                f"{number(bytes_ / MIB)} MiB", memory.verdict if memory else "",
            ))  # fmt: skip
    few, many = (power(N) for N in sizes)
    return [
        Section(
            TITLE,
            "D = 2, K = 3, one thread. Times are of an iteration, measured as above, here both "
            f"sizes in turn. Memory is the most that numpy held during {ITERATIONS} iterations "
            f"of {many} points beyond what it held before, and so beyond the data themselves, "
            f"which take {number(large.X.nbytes / MIB)} MiB.",
            ("by", few, many, "ratio", "target", f"memory beyond the data, {many}", "target"),
            tuple(cells),
            tuple(checks),
        )
    ]


def extra_memory(fit: Fit) -> float:
    """Give the most bytes that a fit holds at once beyond what is held before it."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        fit(ITERATIONS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before
