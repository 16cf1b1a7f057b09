"""What the book and the library may cost: the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """At most so much of a quantity, in its unit."""

    what: str
    most: float
    unit: str


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
        Budget("import gmmlib beyond numpy", 100, "ms"),
    )
}
