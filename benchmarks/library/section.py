"""What one part of the benchmark found: a table, its verdicts, and how it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.budgets import BUDGETS, Target
from benchmarks.report import number

#: A step of a measurement, told while it runs.
Say = Callable[[str], None]

#: Characters of a cell that stays on one line.
UNBROKEN = 12


@dataclass(frozen=True)
class Check:
    """A measured value beside its target."""

    what: str
    value: float
    target: str
    kept: bool

    @staticmethod
    def of(what: str, value: float, target: Target) -> Check:
        return Check(what, float(value), str(target), target.keeps(float(value)))

    @staticmethod
    def budget(name: str, value: float, where: str) -> Check:
        return Check.of(f"{name}: {where}", value, BUDGETS[name])

    @property
    def verdict(self) -> str:
        return f"{self.target} {'kept' if self.kept else 'MISSED'}"


@dataclass(frozen=True)
class Race:
    """A line of the summary: the same work by a peer and by gmmlib, in seconds."""

    what: str
    peer: str
    peer_time: float
    time: float
    check: Check


@dataclass(frozen=True)
class Section:
    """A table with its title, what must be known to read it, and its verdicts."""

    title: str
    note: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    checks: tuple[Check, ...] = ()
    races: tuple[Race, ...] = ()


def power(n: int) -> str:
    """Write a number of points: powers of ten from a thousand on as such."""
    digits = str(n)
    if len(digits) > 3 and digits.strip("0") == "1":
        return "10" + str(len(digits) - 1).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return digits


def duration(seconds: float) -> str:
    """Write a time in the unit that fits it."""
    if abs(seconds) >= 1:
        return f"{number(seconds)} s"
    return f"{number(1e3 * seconds)} ms"


def small(value: float) -> str:
    """Write an error: two digits and its power of ten."""
    return f"{value:.1e}" if value else "0"


def lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Set a table in Markdown, in columns that line up; numbers stand to the right."""
    cells = [list(head), *([_unbroken(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    text = [
        "| " + " | ".join(_padded(i, cell, widths[i]) for i, cell in enumerate(row)) + " |"
        for row in cells
    ]
    rule = ["-" * (width + 1) + (":" if i else "-") for i, width in enumerate(widths)]
    return [text[0], "|" + "|".join(rule) + "|", *text[1:]]


def _unbroken(cell: str) -> str:
    """Keep a short cell, such as a number with its unit, on one line."""
    return cell.replace(" ", "\u00a0") if len(cell) <= UNBROKEN else cell


def _padded(column: int, cell: str, width: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)


def markdown(section: Section, level: int = 2) -> str:
    """Write a section: heading, table, note."""
    parts = [f"{'#' * level} {section.title}"]
    if section.rows:
        parts.append("\n".join(lines(section.head, section.rows)))
    return "\n\n".join([*parts, section.note]) + "\n"


def save(sections: Sequence[Section], machine: dict[str, Any], file: Path) -> None:
    """Keep a run, with what is known of its machine."""
    content = {"machine": machine, "sections": [asdict(section) for section in sections]}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(file: Path) -> tuple[list[Section], dict[str, Any]]:
    """Read a run that was kept."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return [_section(stored) for stored in content["sections"]], content["machine"]


def _section(stored: dict[str, Any]) -> Section:
    races = (race | {"check": Check(**race["check"])} for race in stored["races"])
    return Section(
        stored["title"],
        stored["note"],
        tuple(stored["head"]),
        tuple(tuple(row) for row in stored["rows"]),
        tuple(Check(**check) for check in stored["checks"]),
        tuple(Race(**race) for race in races),
    )
