"""Runs the parts of the library's benchmark, and judges them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from benchmarks.library import (
    clusters,
    engine,
    growth,
    histogram,
    imports,
    kde,
    machine,
    workers,
)
from benchmarks.library.pages import MEASURED
from benchmarks.library.section import Check, Say, Section, markdown, save

#: By the names that the command line takes.
PARTS: dict[str, ModuleType] = {
    "engine": engine,
    "growth": growth,
    "kde": kde,
    "histogram": histogram,
    "kmeans": clusters,
    "imports": imports,
    "dask": workers,
}


def measure(
    names: Sequence[str],
    say: Say,
    parts: Mapping[str, ModuleType] = PARTS,
    measured: Path = MEASURED,
) -> int:
    """Measure and print parts; keep a run of all; give 1 if a target is missed."""
    begin = machine.Clocks.read()
    sections = [section for name in names for section in _part(parts[name], say)]
    about = machine.describe(machine.Clocks.read().others_since(begin))
    print("\n" + "\n".join(markdown(section) for section in sections))
    print(machine.sentence(about) + "\n")
    checks = [check for section in sections for check in section.checks]
    for check in checks:
        if not check.kept:
            print(missed(check))
    count = sum(not check.kept for check in checks)
    print(f"targets: {len(checks) - count} kept, {count} missed")
    if set(names) == set(parts):
        save(sections, about, measured)
        print(f"written to {measured}")
    return 1 if count else 0


def _part(module: ModuleType, say: Say) -> list[Section]:
    """Measure one part; say so where what it compares with is not installed."""
    missing = [name for name in module.NEEDS if find_spec(name) is None]
    if not missing:
        sections: list[Section] = module.measure(say)
        return sections
    say(f"{module.TITLE}: not measured")
    return [Section(module.TITLE, f"Not measured: {', '.join(missing)} is not installed.")]


def missed(check: Check) -> str:
    """Say what was missed and by what."""
    return f"MISSED  {check.what}: {check.value:.3g}, target {check.target}"
