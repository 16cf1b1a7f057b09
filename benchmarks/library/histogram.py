"""Counts of many values in uniform bins: gmmlib and numpy."""

from __future__ import annotations

import numpy as np

from benchmarks.budgets import HISTOGRAM
from benchmarks.library.section import Check, Race, Say, Section, duration, power
from benchmarks.library.timing import interleaved
from benchmarks.report import number
from gmmlib.histogram import Histogram

NEEDS = ()
TITLE = "A histogram"
DIFFER = "counts that differ"
N, BINS, ROUNDS = 10**7, 100, 5


def measure(say: Say, n: int = N, bins: int = BINS, rounds: int = ROUNDS) -> list[Section]:
    """Time both and compare the counts."""
    X = np.random.default_rng(11).standard_normal(n)
    differ = np.count_nonzero(Histogram(X, bins=bins).counts != np.histogram(X, bins)[0])
    times = interleaved(
        {"gmmlib": lambda: Histogram(X, bins=bins), "numpy": lambda: np.histogram(X, bins)},
        rounds,
    )
    say("histogram")
    fast = Check.of(f"{TITLE}, {power(n)} values", times["numpy"] / times["gmmlib"], HISTOGRAM)
    same = Check.budget(DIFFER, differ, TITLE)
    return [
        Section(
            TITLE,
            f"{power(n)} values in {bins} uniform bins, from the values to the counts; numpy is "
            "`numpy.histogram`, whose counts gmmlib must have exactly.",
            ("by", "time", "times as fast as numpy", "target", DIFFER, "target"),
            (
                ("gmmlib", duration(times["gmmlib"]), number(fast.value), fast.verdict,
                 str(differ), same.verdict),
                ("numpy", duration(times["numpy"]), "1", "", "", ""),
            ),
            (fast, same),
            (Race(f"a histogram of {power(n)} values, {bins} bins", "numpy", times["numpy"],
                  times["gmmlib"], fast),),
        )
    ]  # fmt: skip
