"""What the book and the library may cost: the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Target(Protocol):
    """A bound that a measured value keeps or misses; as text, it says which."""

    def keeps(self, value: float) -> bool: ...


@dataclass(frozen=True)
class Budget:
    """At most so much of a quantity, in its unit."""

    what: str
    most: float
    unit: str

    def keeps(self, value: float) -> bool:
        """Whether the budget is kept; a value that is no number keeps none."""
        return value <= self.most

    def __str__(self) -> str:
        return f"≤ {self.most:g} {self.unit}".strip()


@dataclass(frozen=True)
class Speedup:
    """At least so many times as fast as a peer, and what is aimed at beyond that."""

    least: float
    aim: float | None = None

    def keeps(self, ratio: float) -> bool:
        """Whether a ratio is enough; one that is no number is not."""
        return ratio >= self.least

    def __str__(self) -> str:
        return f"≥ {self.least:g}"


BUDGETS = {
    budget.what: budget
    for budget in (
        Budget("explorables' JavaScript, gzip", 60, "KB"),
        Budget("first load, gzip", 900, "KB"),
        Budget("requests to other hosts", 0, ""),
        Budget("axe-core violations, light and dark", 0, ""),
        Budget("navigation to live", 1.0, "s"),
        Budget("navigation to live, 4x slower CPU, 10 Mbit/s", 3.0, "s"),
        Budget("input event to drawing", 4.0, "ms"),
        Budget("input event to drawing, 600 points in the plane", 16.0, "ms"),
        Budget("EM to convergence, 600 points in the plane, K = 3", 50.0, "ms"),
        Budget("import gmmlib beyond numpy", 100, "ms"),
        Budget("log-likelihoods apart, a point", 1e-12, ""),
        Budget("time of 10 times the points", 11, ""),
        Budget("memory beyond the data", 40, "MiB"),
        Budget("error, of the peak", 1e-14, ""),
        Budget("counts that differ", 0, ""),
    )
}

#: An iteration of EM with full covariances against scikit-learn, one thread, by N, D, K.
EM = {
    (7, 1, 3): Speedup(4, 6),
    (10**4, 2, 3): Speedup(7, 10),
    (10**5, 2, 3): Speedup(12, 17),
    (10**6, 2, 3): Speedup(15, 22),
    (10**5, 10, 10): Speedup(8, 13),
    (10**5, 32, 16): Speedup(4.5, 5.5),
}
#: The same for the formulation that is exact whatever the widths.
WHITENING = Speedup(3.5)
#: A curve from many points against scipy.stats.gaussian_kde.
KDE = Speedup(200)
#: Counts in uniform bins against numpy.histogram.
HISTOGRAM = Speedup(2)
