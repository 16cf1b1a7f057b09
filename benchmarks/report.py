"""Measurements against their budgets and against the run before: a table and a file."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.budgets import BUDGETS, Budget

RESULTS = Path(__file__).parent / "results"
#: A change below this share is not told from chance.
NOTICED = 0.05


@dataclass(frozen=True)
class Measurement:
    """One quantity of one page (or of the library), in the unit of its budget."""

    what: str
    where: str
    value: float

    @property
    def budget(self) -> Budget:
        return BUDGETS[self.what]

    @property
    def kept(self) -> bool:
        """Whether the budget is kept; a value that is no number keeps none."""
        return self.budget.keeps(self.value)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    where: str
    budget: str
    measured: str
    verdict: str
    change: str


def number(value: float) -> str:
    """Write a value to three significant digits, whole numbers from 100 on."""
    return f"{value:.0f}" if value == 0 or abs(value) >= 100 else f"{value:.3g}"


def change(now: float, before: float | None) -> str:
    """Say how a value moved since the run before."""
    if before is None:
        return "new"
    if now == before:
        return "="
    if before == 0:
        return f"was {number(before)}"
    share = now / before - 1
    return "~" if abs(share) < NOTICED else f"{share:+.0%}"


def rows(measurements: Iterable[Measurement], before: dict[tuple[str, str], float]) -> list[Row]:
    """Give the table, in the order of the measurements."""
    return [
        Row(
            m.what,
            m.where,
            f"{number(m.budget.most)} {m.budget.unit}".strip(),
            f"{number(m.value)} {m.budget.unit}".strip(),
            "kept" if m.kept else "MISSED",
            change(m.value, before.get((m.what, m.where))) if before else "",
        )
        for m in measurements
    ]


def table(lines: list[Row], compared: bool) -> str:
    """Set the rows in columns, under their headings."""
    names = ["what", "page", "budget", "measured", "verdict"] + ["change"] * compared
    cells = [names, *([*asdict(line).values()][: len(names)] for line in lines)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(names))]
    right = {2, 3}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )


def load(path: Path) -> dict[tuple[str, str], float]:
    """Read an earlier run's values; none where there was no run."""
    if not path.exists():
        return {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {(m["what"], m["where"]): m["value"] for m in stored["measurements"]}


def save(measurements: list[Measurement], folder: Path, now: datetime) -> Path:
    """Write the run under its time, and as the latest one."""
    folder.mkdir(parents=True, exist_ok=True)
    content: dict[str, Any] = {
        "time": now.isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "processor": platform.processor() or platform.machine(),
            "python": platform.python_version(),
        },
        "measurements": [
            asdict(m) | {"unit": m.budget.unit, "budget": m.budget.most, "kept": m.kept}
            for m in measurements
        ],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path = folder / f"{now:%Y%m%dT%H%M%SZ}.json"
    for file in (path, folder / "latest.json"):
        file.write_text(text, encoding="utf-8")
    return path


def finish(measurements: list[Measurement], folder: Path = RESULTS) -> int:
    """Print the table, keep the run; give 1 if a budget is missed or nothing was measured."""
    before = load(folder / "latest.json")
    print("\n" + table(rows(measurements, before), bool(before)))
    path = save(measurements, folder, datetime.now(UTC))
    missed = sum(not m.kept for m in measurements)
    print(f"\n{len(measurements) - missed} kept, {missed} missed; written to {path}")
    return 1 if missed or not measurements else 0
