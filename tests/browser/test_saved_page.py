"""A saved explorable is one file, live where it lies, with nothing beside it."""

import pytest
from explorable import Explorable
from inspect_page import axe_violations, settle

from gmmlib import GaussianMixture, explorables
from gmmlib.explorables import EMLab, MixtureExplorer

CLASSES = [
    kind
    for kind in (getattr(explorables, name) for name in explorables.__all__)
    if isinstance(kind, type) and getattr(kind, "_kind", "")
]


def save(explorable, folder, **options):
    explorable.save(folder / "page.html", **options)
    assert [path.name for path in folder.iterdir()] == ["page.html"]
    return (folder / "page.html").as_uri()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_kind_lives_in_a_file(open_page, tmp_path, kind):
    page = open_page(save(kind(), tmp_path))
    page.wait_for_selector("figure.explorable[data-live=true]")
    assert page.locator(".explorable-live .xp").is_visible()
    assert page.locator(".explorable-static").is_hidden()
    assert page.title() == page.locator("h1").inner_text() == kind.__name__


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_for_everybody(open_page, tmp_path, theme):
    page = open_page(save(EMLab(), tmp_path), color_scheme=theme, width=320)
    settle(page)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_was_moved_is_saved(open_page, tmp_path):
    explorer = MixtureExplorer()
    explorer.model = GaussianMixture([0.5, 0.5], [-1, 2], [1, 0.25])
    figure = Explorable(open_page(save(explorer, tmp_path)), "#live-mixture-explorer")
    assert figure.check().state.means == (-1, 2)
    figure.slider("Mean of component 1").press("ArrowRight")
    assert figure.check().state.means[0] > -1
    figure.button("Reset").click()
    assert figure.check().state.means == (-2, 1, 4)


def test_a_title_is_text(open_page, tmp_path):
    title = "K < 3 & <script>document.title = 'taken'</script>"
    page = open_page(save(MixtureExplorer(), tmp_path, title=title))
    page.wait_for_selector("[data-live=true]")
    assert page.title() == page.locator("h1").inner_text() == title


def test_without_scripts_the_static_picture_is_there(open_page, tmp_path):
    page = open_page(save(EMLab(), tmp_path), java_script_enabled=False)
    assert page.locator(".explorable-static svg").is_visible()
