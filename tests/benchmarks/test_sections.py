"""Tables: how numbers stand in them, what is kept of a run, and where it is written."""

import math

import pytest
import write_benchmarks
from markdown_it import MarkdownIt

from benchmarks.budgets import BUDGETS, KDE, Speedup
from benchmarks.library import pages, section
from benchmarks.library.machine import sentence
from benchmarks.library.section import Check, Race, Section, duration, power, small

MACHINE = {
    "date": "2026-01-02", "processor": "Some CPU", "cores": 2, "system": "Linux", "others": 0.0,
    "blas": "openblas 0.3", "versions": {"Python": "3.12.1", "numpy": "2.4.0"},
}  # fmt: skip
FAST = Check.of("a curve", 250.0, KDE)
SLOW = Check.of("a curve", 150.0, KDE)
RACE = Race("a curve", "scipy", 5.0, 0.02, FAST)
CURVES = Section(
    "Curves", "How.", ("by", "time"), (("gmmlib", "20 ms"), ("scipy", "5 s")), (FAST,), (RACE,)
)


def cells(text):
    """The cells of all tables of a text, as a reader's program finds them."""
    found, row = [], []
    tokens = MarkdownIt().enable("table").parse(text)
    for token, after in zip(tokens, tokens[1:] + tokens[:1], strict=True):
        if token.type == "tr_open":
            row = []
        elif token.type in ("th_open", "td_open"):
            row.append(after.content.replace("\u00a0", " "))
        elif token.type == "tr_close":
            found.append(tuple(row))
    return found


@pytest.mark.parametrize(
    ("n", "text"),
    [(7, "7"), (100, "100"), (1000, "10³"), (10**4, "10⁴"), (10**12, "10¹²"), (1024, "1024"),
     (2000, "2000"), (10010, "10010")],
)  # fmt: skip
def test_powers_of_ten_are_written_as_such(n, text):
    assert power(n) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0000617, "0.0617 ms"), (0.0333, "33.3 ms"), (0.999, "999 ms"), (1, "1 s"),
     (14.62, "14.6 s"), (321.4, "321 s")],
)  # fmt: skip
def test_times_have_the_unit_that_fits(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1.26e-16, "1.3e-16"), (3.3e-5, "3.3e-05")])
def test_errors_show_their_power_of_ten(value, text):
    assert small(value) == text


@pytest.mark.parametrize(
    ("check", "verdict"),
    [(FAST, "≥ 200 kept"), (SLOW, "≥ 200 MISSED"), (Check.of("", math.nan, KDE), "≥ 200 MISSED"),
     (Check.budget("memory beyond the data", 40, ""), "≤ 40 MiB kept"),
     (Check.budget("memory beyond the data", 40.1, ""), "≤ 40 MiB MISSED")],
)  # fmt: skip
def test_verdicts_name_the_target(check, verdict):
    assert check.verdict == verdict


def test_a_section_is_heading_table_and_note():
    text = section.markdown(CURVES)
    assert text == (
        "## Curves\n\n"
        "| by     |  time |\n"
        "|--------|------:|\n"
        "| gmmlib | 20\u00a0ms |\n"
        "| scipy  |   5\u00a0s |\n\n"
        "How.\n"
    )
    assert cells(text) == [CURVES.head, *CURVES.rows]


def test_short_cells_stay_on_one_line_and_long_ones_may_break():
    [*_, last] = section.lines(("a", "b"), [("≥ 4.5 MISSED", "10⁵, 2, 10, one thread")])
    assert last == "| ≥\u00a04.5\u00a0MISSED | 10⁵, 2, 10, one thread |"


def test_a_section_without_a_table_is_heading_and_note():
    assert section.markdown(Section("Curves", "Not measured.")) == "## Curves\n\nNot measured.\n"


def test_what_is_kept_of_a_run_is_what_was_found(tmp_path):
    sections = [CURVES, Section("Nothing", "Not measured."), Section("X", "", checks=(SLOW,))]
    section.save(sections, MACHINE, tmp_path / "run.json")
    assert section.load(tmp_path / "run.json") == (sections, MACHINE)


def test_the_summary_has_a_line_for_each_race():
    slow = Section("Slow", "", races=(Race("b", "numpy", 1.0, 1.0, Check.of("b", 1, Speedup(2))),))
    text = pages.summary([CURVES, slow], MACHINE)
    assert cells(text)[1:] == [
        ("a curve", "scipy", "5 s", "20 ms", "250", "≥ 200 kept"),
        ("b", "numpy", "1 s", "1 s", "1", "≥ 2 MISSED"),
    ]
    assert " ".join(text.split()).endswith(sentence(MACHINE))


def test_the_page_has_every_section_and_the_machine():
    text = pages.whole([CURVES, Section("More", "None.")], MACHINE)
    assert text.startswith(sentence(MACHINE))
    assert section.markdown(CURVES) in text
    assert "## More\n\nNone.\n" in text


def test_a_machine_is_named_with_its_versions():
    assert sentence(MACHINE) == (
        "Measured on 2026-01-02 on Some CPU, 2 cores, Linux, with Python 3.12.1, numpy 2.4.0; "
        "BLAS: openblas 0.3."
    )


def test_a_machine_tells_what_an_exponential_takes():
    text = sentence(MACHINE | {"exponential": 6.51e-10})
    assert text.endswith("BLAS: openblas 0.3. An exponential takes 0.65 ns.")


def test_figures_of_a_busy_machine_say_so():
    assert sentence(MACHINE | {"cores": 1, "others": 0.84}) == (
        "Measured on 2026-01-02 on Some CPU, one core, Linux, with Python 3.12.1, numpy 2.4.0; "
        "BLAS: openblas 0.3. Other programs kept 0.8 cores busy meanwhile, so these figures are "
        "rough."
    )


PAGE = f"before\n\n{pages.BEGIN}\nold\n{pages.END}\n\nafter\n"


def test_only_what_is_between_the_markers_is_replaced():
    once = pages.filled(PAGE, r"new \1", "page.md")
    assert once == f"before\n\n{pages.BEGIN}\n\nnew \\1\n{pages.END}\n\nafter\n"
    assert pages.filled(once, r"new \1", "page.md") == once
    empty = PAGE.replace("old\n", "")
    assert pages.filled(empty, r"new \1", "page.md") == once


@pytest.mark.parametrize(
    "text",
    ["nothing", PAGE + PAGE, PAGE.replace(pages.END, ""), PAGE.replace(pages.BEGIN, ""),
     f"{pages.END}\n{pages.BEGIN}\n"],
)  # fmt: skip
def test_a_page_must_have_its_markers_once(text):
    with pytest.raises(ValueError, match="replaced") as error:
        pages.filled(text, "new", "page.md")
    assert str(error.value) == (
        "page.md must have one line <!-- benchmarks --> and after it one line "
        "<!-- /benchmarks -->; what stands between them is replaced."
    )


KEPT = section.load(pages.MEASURED) if pages.MEASURED.exists() else None


@pytest.mark.parametrize("page", write_benchmarks.WRITERS, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_run_that_is_kept(page):
    text = page.read_text(encoding="utf-8")
    if KEPT is None:  # then there are none
        assert f"{pages.BEGIN}\n{pages.END}\n" in text
    else:
        assert pages.filled(text, write_benchmarks.WRITERS[page](*KEPT), page.name) == text


@pytest.mark.skipif(KEPT is None, reason="no whole run of make bench is kept")
def test_the_kept_run_has_every_promised_target():
    sections, _ = KEPT
    found = {check.what.partition(":")[0] for s in sections for check in s.checks}
    for name in BUDGETS.keys() & {
        "log-likelihoods apart, a point", "time of 10 times the points", "memory beyond the data",
        "error, of the peak", "counts that differ", "import gmmlib beyond numpy",
    }:  # fmt: skip
        assert name in found
    assert len([race for s in sections for race in s.races]) == 8


def test_without_a_run_it_says_how_to_make_one(tmp_path, capsys):
    assert write_benchmarks.main(tmp_path / "none.json") == 1
    assert capsys.readouterr().err == (
        f"There is no run in {tmp_path / 'none.json'}. Measure first: make bench\n"
    )


def test_a_run_is_written_to_all_pages(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(write_benchmarks, "ROOT", tmp_path)
    written = {tmp_path / "a.md": pages.summary, tmp_path / "b.md": pages.whole}
    monkeypatch.setattr(write_benchmarks, "WRITERS", written)
    for page in written:
        page.write_text(PAGE)
    section.save([CURVES], MACHINE, tmp_path / "run.json")
    assert write_benchmarks.main(tmp_path / "run.json") == 0
    assert capsys.readouterr().out == "a.md: written\nb.md: written\n"
    for page, write in written.items():
        assert page.read_text() == pages.filled(PAGE, write([CURVES], MACHINE), page.name)
