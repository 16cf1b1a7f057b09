"""Several explorables on one page, two of a kind among them, do not disturb each other."""

import shutil

import pytest
from explorable import Explorable

from benchmarks import book
from gmmlib.explorables import LikelihoodLab, MixtureExplorer, Responsibilities

BUNDLE = book.ROOT / "gmmlib" / "explorables" / "bundle"
IDS = [
    "live-mixture-explorer",
    "live-mixture-explorer-2",
    "live-likelihood-lab",
    "live-responsibilities",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with four figures, as the book's pages have one."""
    folder = tmp_path_factory.mktemp("together")
    for name in ("explorables.page.js", "explorables.css"):
        shutil.copy(BUNDLE / name, folder)
    figures = [
        MixtureExplorer(),
        MixtureExplorer([1], [0], [2]),
        LikelihoodLab(),
        Responsibilities(),
    ]
    body = "\n".join(figure.to_html() for figure in figures)
    (folder / "page.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Together</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="explorables.css">'
        '<script defer src="explorables.page.js"></script></head>'
        f"<body><main><h1>Together</h1>{body}</main></body></html>",
        encoding="utf-8",
    )
    return (folder / "page.html").as_uri()


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
