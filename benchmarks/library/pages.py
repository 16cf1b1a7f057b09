"""The measured tables as Markdown, put between the markers of a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.library.machine import sentence
from benchmarks.library.section import Race, Section, duration, lines, markdown
from benchmarks.report import number

ROOT = Path(__file__).resolve().parents[2]
#: The run behind the tables; only a whole run is kept.
MEASURED = ROOT / "benchmarks" / "measured.json"
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
#: Of a line of the README.
WIDTH = 95
HEAD = ("the same work by", "the peer", "its time", "gmmlib's", "times as fast", "target")


def summary(sections: Sequence[Section], machine: dict[str, Any]) -> str:
    """Write one line for each race against a peer, and where it was run."""
    races = [race for section in sections for race in section.races]
    rows = [_line(race) for race in races]
    return "\n".join(lines(HEAD, rows)) + f"\n\n{textwrap.fill(sentence(machine), WIDTH)}\n"


def _line(race: Race) -> tuple[str, ...]:
    times = duration(race.peer_time), duration(race.time)
    return (race.what, race.peer, *times, number(race.check.value), race.check.verdict)


def whole(sections: Sequence[Section], machine: dict[str, Any]) -> str:
    """Write every section."""
    return "\n".join([f"{sentence(machine)}\n", *map(markdown, sections)])


def filled(text: str, content: str, name: str) -> str:
    """Give a page's text with the content between its markers."""
    between = re.compile(f"(?<={re.escape(BEGIN)}\n).*(?={re.escape(END)})", flags=re.S)
    if len(between.findall(text)) != 1 or text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(
            f"{name} must have one line {BEGIN} and after it one line {END}; what stands between "
            "them is replaced."
        )
    return between.sub(lambda _: f"\n{content}\n", text)
