"""What a built page holds and loads: figures, launch buttons, scripts, names."""

import re

import pytest
from book_project import EXPLORABLE, FILLERS, ROOT, Project, figure, notebook


def test_a_picture_is_a_figure_with_number_caption_and_alt_text(book):
    found = book.page("pictures").find(id="fig-11-5")
    assert found.name == "figure"
    assert found.img["alt"] == "A line."
    assert found.figcaption.get_text().strip("#\n ") == "Figure 11.5 What it shows."


def test_an_explorable_is_one_figure_in_a_group_named_by_its_caption(book):
    group = book.page("pictures").find(id="fig-11-2")
    assert (group.name, group["role"]) == ("div", "group")
    caption = group.find(id=group["aria-labelledby"])
    assert caption.get_text().strip("#\n ") == "Figure 11.2 Drag it."
    assert caption.em.get_text() == "it"
    assert [inner["class"] for inner in group.find_all("figure")] == [["explorable"]]
    assert not group.find_all("figcaption")
    assert caption.find_previous("figure") == group.figure


def test_the_markup_around_an_explorable_is_well_formed(book):
    html = book.file("pictures").read_text()
    for tag in ("figure", "figcaption", "div"):
        assert len(re.findall(rf"<{tag}\b", html)) == html.count(f"</{tag}>"), tag


def scripts(book, page):
    return [tag["src"] for tag in book.page(page).find_all("script", src=True)]


def test_explorables_are_loaded_where_there_is_one(book):
    found = [src for src in scripts(book, "pictures") if "explorables" in src]
    names = [re.fullmatch(r"\.\./_static/explorables\.(.+)\.js\?v=[0-9a-f]+", src)[1]
             for src in found]  # fmt: skip
    # The core first; of the kinds those of the page, in its order, each once.
    assert names == ["page", "x", "two-words-2d"]
    for src in found:
        assert book.page("pictures").find("script", src=src).has_attr("defer")
    assert not [src for src in scripts(book, "one") if "explorables" in src]
    assert "explorables.css" not in book.file("one").read_text()


def test_mathjax_is_local_and_there(book):
    found = [src for src in scripts(book, "one") if "mathjax" in src]
    assert len(found) == 1
    file = book.file("one").parent / found[0].split("?")[0]
    assert file.exists()
    assert not [src for src in scripts(book, "filler-0") if "mathjax" in src]


@pytest.mark.parametrize(
    "heavy", ["fontawesome", "thebe", "THEBE", "require", "html-manager", "searchindex.js"]
)
def test_pages_do_without(book, heavy):
    loaded = " ".join(map(str, book.page("pictures").find_all(["script", "link"])))
    assert heavy not in loaded


def test_the_search_page_has_its_index(book):
    html = (book.folder / "_build/html/search.html").read_text()
    for script in ("searchindex.js", "searchtools.js", "language_data.js", "sphinx_highlight.js"):
        assert script in html


def test_notebooks_have_launch_buttons(book):
    links = [link["href"] for link in book.page("pictures").select(".dropdown-launch-buttons a")]
    assert links == [
        "https://mybinder.org/v2/gh/owner/name/main?urlpath=lab/tree/chapters/pictures.ipynb",
        "https://colab.research.google.com/github/owner/name/blob/main/chapters/pictures.ipynb",
    ]


def test_other_pages_have_none(book):
    assert not book.page("one").select(".dropdown-launch-buttons")


@pytest.mark.parametrize("page", ["one", "two", "pictures", "links"])
def test_ids_are_unique(book, page):
    ids = [tag["id"] for tag in book.page(page).find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_controls_have_a_name(book):
    page = book.page("pictures")
    for control in page.find_all(["button", "summary"]):
        name = control.get_text().strip() or control.get("aria-label") or control.get("title")
        assert name, control


def test_icons_are_the_ones_of_the_font(book):
    """Each icon on the page must be among those that tools/vendor_assets.py cuts out."""
    import vendor_assets

    known = {f"fa-{name}" for name in vendor_assets.ICONS} | {"fa-solid", "fa-lg", "fa-home"}
    used = {
        name
        for tag in book.page("pictures").select("i, span")
        for name in tag.get("class", [])
        if name.startswith("fa-")
    }
    assert {"fa-bars", "fa-rocket", "fa-magnifying-glass"} <= used
    assert used <= known


@pytest.mark.parametrize("missing", ["explorables.page.js", "explorables.x.js"])
def test_a_missing_bundle_says_what_to_do(tmp_path, missing):
    pages = FILLERS | {
        "live.ipynb": notebook(({"figure": figure("fig-x")}, {"text/html": EXPLORABLE}))
    }
    project = Project(tmp_path / "book", pages)
    (project.folder / "bundle" / missing).unlink()
    code, _, warnings = project.build()
    assert code != 0
    assert "chapters/live has an explorable, but" in warnings
    assert f"{missing} is missing. Run `make bundle`." in warnings


def test_the_committed_assets_have_version_and_license():
    assets = ROOT / "chapters/_sphinx/assets"
    for name, license_file in (("mathjax", "LICENSE"), ("icons", "LICENSE.txt")):
        assert re.search(r"\d+\.\d+\.\d+", (assets / name / "VERSION").read_text())
        assert len((assets / name / license_file).read_text()) > 1000
