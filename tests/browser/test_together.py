"""Several explorables on one page, two of a kind among them, and where their scripts come from."""

import re
import shutil

import pytest
from conftest import GUARDS
from explorable import READ, Explorable
from sweep import Sweep

from benchmarks import book
from gmmlib import explorables
from gmmlib.explorables import LikelihoodLab, MixtureExplorer, Responsibilities

BUNDLE = book.ROOT / "gmmlib" / "explorables" / "bundle"
IDS = [
    "live-mixture-explorer",
    "live-mixture-explorer-2",
    "live-likelihood-lab",
    "live-responsibilities",
]
KINDS = ["mixture-explorer", "likelihood-lab", "responsibilities"]
SCRIPT = '<script defer src="explorables.{}.js"></script>'


@pytest.fixture
def write_page(tmp_path):
    """Give a function that writes a page with four figures and gives its address."""

    def write(scripts, change=str, figures=None):
        shutil.copytree(BUNDLE, tmp_path, dirs_exist_ok=True)
        figures = figures or [
            MixtureExplorer(),
            MixtureExplorer([1], [0], [2]),
            LikelihoodLab(),
            Responsibilities(),
        ]
        body = "\n".join(figure.to_html() for figure in figures)
        (tmp_path / "page.html").write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Together</title>'
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="explorables.css">'
            f"{scripts}</head><body><main><h1>Together</h1>{change(body)}</main></body></html>",
            encoding="utf-8",
        )
        return (tmp_path / "page.html").as_uri()

    return write


@pytest.fixture
def address(write_page):
    """A page with four figures, as the book's pages have one."""
    return write_page("".join(map(SCRIPT.format, ["page", *KINDS])))


def scripts_of(page):
    """Give the kinds whose scripts a page has, each as often as it has it."""
    found = page.evaluate("[...document.scripts].map((script) => script.src)")
    return sorted(re.search(r"explorables\.(.+)\.js", src)[1] for src in found)


def test_scripts_on_the_page_are_not_loaded_again(open_page, address):
    page = open_page(address)
    for name in IDS:
        Explorable(page, f"#{name}").check()
    page.wait_for_load_state("networkidle")
    assert scripts_of(page) == sorted(["page", *KINDS])


@pytest.mark.parametrize("how", ["defer", "", "async"])
def test_one_script_is_enough(open_page, write_page, how):
    page = open_page(write_page(SCRIPT.format("page").replace("defer", how)))
    for name in IDS:
        Explorable(page, f"#{name}").check()
    assert scripts_of(page) == sorted(["page", *KINDS])


def test_a_script_that_comes_late_is_enough(open_page, write_page):
    page = open_page(write_page(""))
    page.wait_for_load_state("load")
    assert page.locator("[data-live]").count() == 0
    page.add_script_tag(url="explorables.page.js")
    for name in IDS:
        Explorable(page, f"#{name}").check()


def test_all_kinds_live_together(open_page, write_page):
    kinds = [getattr(explorables, name) for name in explorables.__all__]
    shown = [kind() for kind in kinds if getattr(kind, "_kind", "")]
    assert len(shown) == len(list((BUNDLE).glob("explorables.*.js"))) - 1
    page = open_page(write_page(SCRIPT.format("page"), figures=shown))
    names = [f"live-{figure.name}" for figure in shown]
    sweeps = {name: Sweep(page, name, "keyboard") for name in names}
    seen = {name: sweep.figure.evaluate(READ) for name, sweep in sweeps.items()}
    for name, sweep in sweeps.items():
        assert sweep.problems == []
        page.locator(f"#{name} input[type=range]:enabled").first.press("ArrowRight")
        sweep.compare("after its first slider")
        assert sweep.problems == []
        assert sweep.figure.evaluate(READ)["link"] != seen[name]["link"]
        page.keyboard.press("Control+z")
        now = {other: one.figure.evaluate(READ) for other, one in sweeps.items()}
        assert {other: read["link"] for other, read in now.items()} == {
            other: read["link"] for other, read in seen.items()
        }
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(set(ids)) == len(ids)


def test_a_second_core_changes_nothing(open_page, write_page):
    page = open_page(write_page(SCRIPT.format("page") * 2 + SCRIPT.format(KINDS[0])))
    for name in IDS:
        Explorable(page, f"#{name}").check()
    assert scripts_of(page) == sorted(["page", "page", *KINDS])
    assert page.locator(".explorable-live").count() == len(IDS)


MISSING = "The script that makes this picture live could not be loaded."


def assert_one_stands_still(page, name):
    """The figure shows its static picture and says so; the others are alive."""
    for other in set(IDS) - {name}:
        Explorable(page, f"#{other}").check()
    figure = page.locator(f"#{name}")
    figure.get_by_role("status").filter(has_text=MISSING).wait_for()
    assert figure.locator(".explorable-static svg").is_visible()
    assert page.get_by_text(MISSING).count() == 1
    page.emulate_media(media="print")
    assert not page.get_by_text(MISSING).is_visible()


def test_a_script_that_is_missing_leaves_the_static_picture(open_page, write_page, tmp_path):
    address = write_page(SCRIPT.format("page"))
    (tmp_path / "explorables.likelihood-lab.js").unlink()
    page = open_page(address)
    assert_one_stands_still(page, "live-likelihood-lab")
    complaints = GUARDS[page].take()
    assert complaints
    assert all("explorables.likelihood-lab.js" in line for line in complaints)


def test_an_unknown_kind_leaves_the_static_picture_and_asks_for_nothing(open_page, write_page):
    known = 'data-kind="likelihood-lab"'
    address = write_page(
        SCRIPT.format("page"), lambda body: body.replace(known, 'data-kind="constructor"')
    )
    page = open_page(address)
    assert_one_stands_still(page, "live-likelihood-lab")
    assert scripts_of(page) == ["mixture-explorer", "page", "responsibilities"]


def test_a_change_of_one_leaves_the_others_alone(open_page, address):
    page = open_page(address)
    figures = [Explorable(page, f"#{name}") for name in IDS]
    before = [figure.check() for figure in figures]
    for i, figure in enumerate(figures):
        figure.slider("Mean of component 1").press("ArrowRight")
        figure.presets.select_option(index=2)
        figure.type("Mean of component 1", "nonsense")
        assert figure.check().state != before[i].state
        for j, other in enumerate(figures):
            if j != i:
                reading = other.check()
                assert (reading.state, reading.picture) == (before[j].state, before[j].picture)
        figure.page.keyboard.press("Escape")
        # Undo by keyboard reaches the figure that has the focus, and no other.
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
        assert figure.check().state == before[i].state
    assert page.locator("#live-mixture-explorer").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('.explorable-live [id]')].map((e) => e.id)")
    assert len(set(ids)) == len(ids) > 20


def test_a_link_reaches_its_own_figure(open_page, address):
    page = open_page(f"{address}#live-mixture-explorer-2=1~w0.5,0.5~m-2,1~v1,2~x0.25")
    figures = [Explorable(page, f"#{name}") for name in IDS]
    said = [figure.root.locator("[role=status]").inner_text() for figure in figures]
    assert [bool(line) for line in said] == [False, True, False, False]
    states = [figure.check().state for figure in figures]
    assert states[1].means == (-2, 1)
    assert states[1].cursor == 0.25
    for figure, state in zip(figures, states, strict=True):
        if figure is not figures[1]:
            assert state.is_close(figure.start)
