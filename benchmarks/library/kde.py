"""A curve of a kernel density estimate of many points: gmmlib, KDEpy and scipy."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.budgets import KDE
from benchmarks.library.section import Check, Race, Say, Section, duration, power, small
from benchmarks.library.timing import interleaved
from benchmarks.report import number
from gmmlib import datasets
from gmmlib.kde import KernelDensity

NEEDS = ("scipy",)
TITLE = "A kernel density estimate"
ERROR = "error, of the peak"
N, GRID, BANDWIDTH, ROUNDS = 10**6, 1024, 0.1, 5
#: scipy's time grows linearly with the grid points: these two numbers give the line.
FEW, MORE = 8, 40
#: Grid points at which the density is summed up term by term, in extended precision.
CHECKED = 16


def measure(say: Say, n: int = N, grid: int = GRID, rounds: int = ROUNDS) -> list[Section]:
    """Time the curves and compare each with a direct sum, on one thread."""
    X = datasets.figure_11_2().sample(n, 11)[0].ravel()
    x, density = gmmlibs(X, grid)
    at = some(grid, CHECKED)
    exact = direct(X, x[at])
    say("kernel density: the direct sum")
    calls: dict[str, Callable[[], Any]] = {"gmmlib": lambda: gmmlibs(X, grid)}
    curves = {"gmmlib": density[at]}
    if find_spec("KDEpy"):
        calls["KDEpy"] = lambda: kdepys(X, x)
        curves["KDEpy"] = kdepys(X, x)[at]
    parts = {m: x[some(grid, m)] for m in (FEW, MORE)}
    for m, points in parts.items():
        calls[f"scipy {m}"] = lambda points=points: scipys(X, points)
    curves["scipy"] = scipys(X, x[at])
    with threadpool_limits(1):
        times = interleaved(calls, rounds)
    say("kernel density: times")
    few, more = (times.pop(f"scipy {m}") for m in parts)
    times["scipy"] = line(FEW, few, MORE, more, grid)
    return [section(times, errors(curves, exact, density.max()), n, grid)]


def section(times: dict[str, float], off: dict[str, float], n: int, grid: int) -> Section:
    """Set times and errors in a table."""
    fast = Check.of(f"{TITLE}, {power(n)} points", times["scipy"] / times["gmmlib"], KDE)
    exact = Check.budget(ERROR, off["gmmlib"], TITLE)
    verdicts = {"gmmlib": (fast.verdict, exact.verdict)}
    cells = []
    for name in times:
        speed, precision = verdicts.get(name, ("", ""))
        ratio = number(times["scipy"] / times[name])
        cells.append((name, duration(times[name]), ratio, speed, small(off[name]), precision))
    what = f"a kernel density estimate, {power(n)} points, {grid} grid points"
    return Section(
        TITLE,
        f"{power(n)} points in one dimension, a Gaussian kernel of bandwidth {BANDWIDTH}, a "
        f"curve of {grid} grid points, one thread; from the points to the curve. scipy is "
        f"`gaussian_kde`: its time is that of the whole grid on the line through its times "
        f"for {FEW} and {MORE} grid points, in which it is linear. KDEpy is its `FFTKDE`, "
        f"which shares each point between two grid points. Errors are against direct sums in "
        f"extended precision at {min(CHECKED, grid)} grid points, as parts of the highest "
        "density.",
        ("by", "time", "times as fast as scipy", "target", ERROR, "target"),
        tuple(cells),
        (fast, exact),
        (Race(what, "scipy", times["scipy"], times["gmmlib"], fast),),
    )


def gmmlibs(X: np.ndarray, grid: int) -> tuple[np.ndarray, np.ndarray]:
    """Give gmmlib's grid and curve."""
    return KernelDensity(X, bandwidth=BANDWIDTH).evaluate_grid(n=grid)


def kdepys(X: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Give KDEpy's curve."""
    from KDEpy import FFTKDE

    return np.asarray(FFTKDE(kernel="gaussian", bw=BANDWIDTH).fit(X).evaluate(x))


def scipys(X: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Give scipy's densities; it takes the bandwidth as a part of the standard deviation."""
    from scipy.stats import gaussian_kde

    return np.asarray(gaussian_kde(X, bw_method=BANDWIDTH / X.std(ddof=1))(x))


def direct(X: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Sum (11.74) up as it stands, in the longest floats of the machine."""
    points, h = X.astype(np.longdouble), np.longdouble(BANDWIDTH)
    sums = [np.exp(-(((a - points) / h) ** 2) / 2).sum() for a in x.astype(np.longdouble)]
    return np.array(sums) / (len(X) * h * np.sqrt(2 * np.longdouble(np.pi)))


def errors(curves: dict[str, np.ndarray], exact: np.ndarray, peak: float) -> dict[str, float]:
    """Give the largest error of each curve, as a part of the peak."""
    return {name: float(np.abs(curve - exact).max() / peak) for name, curve in curves.items()}


def some(grid: int, n: int) -> np.ndarray:
    """Give n indices spread evenly over the grid, or all."""
    return np.linspace(0, grid - 1, min(n, grid)).round().astype(int)


def line(a: float, at_a: float, b: float, at_b: float, x: float) -> float:
    """Give the value at x of the line through two points."""
    return at_a + (at_b - at_a) * (x - a) / (b - a)
