"""Verdicts, comparison with the run before, and the table."""

import json
import math
from datetime import UTC, datetime

import pytest

from benchmarks.budgets import BUDGETS, EM, HISTOGRAM, KDE, WHITENING
from benchmarks.report import Measurement, change, finish, load, number, rows, save, table

IMPORT = "import gmmlib beyond numpy"
LOAD = "first load, gzip"


@pytest.mark.parametrize(
    ("value", "kept"),
    [(99.9, True), (100, True), (100.1, False), (0, True), (math.inf, False), (math.nan, False)],
)
def test_a_budget_is_kept_up_to_its_end(value, kept):
    assert Measurement(IMPORT, "gmmlib", value).kept is kept


def test_the_budgets_are_those_promised():
    promised = {
        "explorables' JavaScript, gzip": (60, "KB"),
        "first load, gzip": (900, "KB"),
        "requests to other hosts": (0, ""),
        "axe-core violations, light and dark": (0, ""),
        "navigation to live": (1.0, "s"),
        "navigation to live, 4x slower CPU, 10 Mbit/s": (3.0, "s"),
        "input event to drawing": (4.0, "ms"),
        "input event to drawing, 600 points in the plane": (16.0, "ms"),
        "EM to convergence, 600 points in the plane, K = 3": (50.0, "ms"),
        "import gmmlib beyond numpy": (100, "ms"),
        "log-likelihoods apart, a point": (1e-12, ""),
        "time of 10 times the points": (11, ""),
        "memory beyond the data": (40, "MiB"),
        "error, of the peak": (1e-14, ""),
        "counts that differ": (0, ""),
    }
    assert {name: (b.most, b.unit) for name, b in BUDGETS.items()} == promised


def test_the_speedups_are_those_promised():
    assert {size: (s.least, s.aim) for size, s in EM.items()} == {
        (7, 1, 3): (4, 6),
        (10_000, 2, 3): (7, 10),
        (100_000, 2, 3): (12, 17),
        (1_000_000, 2, 3): (15, 22),
        (100_000, 10, 10): (8, 13),
        (100_000, 32, 16): (4.5, 5.5),
    }
    assert (WHITENING.least, KDE.least, HISTOGRAM.least) == (3.5, 200, 2)


@pytest.mark.parametrize(
    ("ratio", "kept"), [(4, True), (3.999, False), (math.inf, True), (math.nan, False)]
)
def test_a_speedup_is_kept_from_its_least_on(ratio, kept):
    assert EM[7, 1, 3].keeps(ratio) is kept


def test_targets_say_their_direction():
    assert str(EM[100_000, 32, 16]) == "≥ 4.5"
    assert str(BUDGETS["memory beyond the data"]) == "≤ 40 MiB"
    assert str(BUDGETS["error, of the peak"]) == "≤ 1e-14"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (110, 100, "+10%"), (90, 100, "-10%"), (200, 100, "+100%"), (104, 100, "~"), (96, 100, "~"),
        (100, 100, "="), (0, 0, "="), (3, 0, "was 0"), (0, 4, "-100%"), (7, None, "new"),
    ],
)  # fmt: skip
def test_a_change_is_said_where_it_can_be_told_from_chance(now, before, said):
    assert change(now, before) == said


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.47163, "0.472"), (3.5, "3.5"), (35.84, "35.8"), (454.6, "455"), (1234.5, "1234")],
)
def test_numbers_have_three_digits(value, text):
    assert number(value) == text


def test_the_table_has_the_change_only_after_an_earlier_run():
    measurements = [Measurement(IMPORT, "gmmlib", 40.0), Measurement(LOAD, "a.html", 901.0)]
    assert table(rows(measurements, {}), compared=False) == (
        "what                        page    budget  measured  verdict\n"
        "import gmmlib beyond numpy  gmmlib  100 ms     40 ms  kept\n"
        "first load, gzip            a.html  900 KB    901 KB  MISSED"
    )
    before = {(IMPORT, "gmmlib"): 50.0}
    assert table(rows(measurements, before), compared=True) == (
        "what                        page    budget  measured  verdict  change\n"
        "import gmmlib beyond numpy  gmmlib  100 ms     40 ms  kept     -20%\n"
        "first load, gzip            a.html  900 KB    901 KB  MISSED   new"
    )


def test_a_run_is_kept_under_its_time_and_as_the_latest(tmp_path):
    first = [Measurement(LOAD, "a.html", 500.0)]
    path = save(first, tmp_path / "new", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert path.name == "20260102T030405Z.json"
    assert path.read_text() == (tmp_path / "new" / "latest.json").read_text()
    assert load(path) == {(LOAD, "a.html"): 500.0}
    stored = json.loads(path.read_text())
    assert stored["time"] == "2026-01-02T03:04:05+00:00"
    assert stored["measurements"] == [
        {"what": LOAD, "where": "a.html", "value": 500.0, "unit": "KB", "budget": 900, "kept": True}
    ]


def test_without_an_earlier_run_there_is_nothing_to_compare(tmp_path):
    assert load(tmp_path / "latest.json") == {}


def test_the_exit_code_says_whether_all_budgets_are_kept(tmp_path, capsys):
    good, bad = Measurement(LOAD, "a.html", 500.0), Measurement(IMPORT, "gmmlib", 200.0)
    assert finish([good], tmp_path) == 0
    assert "change" not in capsys.readouterr().out
    assert finish([good, bad], tmp_path) == 1
    said = capsys.readouterr().out
    assert "MISSED   new" in said
    assert "1 kept, 1 missed" in said
    assert finish([], tmp_path) == 1
