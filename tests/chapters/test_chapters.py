"""Every chapter keeps the shape that readers and tests count on."""

import re
from pathlib import Path

import nbformat
import notebooks
import pytest

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
PATHS = sorted(CHAPTERS.glob("*.ipynb"))
SECTIONS = [path for path in PATHS if path.name[0].isdigit()]
HIDDEN = {"hide-input", "remove-cell", "remove-input"}


def cells(path, kind):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


def prose(path):
    return "\n\n".join(cell.source for cell in cells(path, "markdown"))


def by_name(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def test_the_pages_of_all_sections_are_there():
    assert {path.stem for path in PATHS} == {
        "welcome",
        "11-0-density-estimation",
        "11-1-gaussian-mixture-model",
        "11-2-maximum-likelihood",
        "11-2-1-responsibilities",
        "11-2-2-updating-the-means",
        "11-2-3-updating-the-covariances",
        "11-2-4-updating-the-mixture-weights",
        "11-3-em-algorithm",
        "11-4-latent-variable-perspective",
        "11-4-5-em-algorithm-revisited",
        "11-5a-choosing-k",
        "11-5b-histograms-and-kde",
        "every-number",
        "explorables",
        "notes-on-the-source",
    }


@by_name(PATHS)
def test_it_is_valid_and_stripped(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not notebooks.transform(path, notebooks.strip, write=False)


@by_name(PATHS)
def test_it_installs_the_library_where_only_the_notebook_is(path):
    first = cells(path, "code")[0]
    assert notebooks.INSTALL_TAG in first.metadata.tags
    assert first.source == notebooks.install_source()


@by_name(PATHS)
def test_visible_cells_are_short_and_end_without_semicolon(path):
    for cell in cells(path, "code"):
        if not HIDDEN & set(cell.metadata.get("tags", [])):
            assert len([line for line in cell.source.splitlines() if line.strip()]) <= 10
        assert not cell.source.rstrip().endswith(";")


@by_name(PATHS)
def test_every_figure_has_words_for_those_who_do_not_see_it(path):
    for cell in cells(path, "code"):
        kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
        about = cell.metadata.get("mystnb", {})
        if "image/svg+xml" in kinds:
            assert len(about["image"]["alt"].strip()) > 40
        if "text/html" in kinds:
            html = "".join(o.data["text/html"] for o in cell.outputs if "data" in o)
            assert re.search(r'role="img" aria-label="[^"]{40,}"', html)
            assert about["figure"]["caption"].strip()
        assert "image/png" not in kinds


@by_name(PATHS)
def test_no_output_is_an_error_or_a_warning(path):
    for cell in cells(path, "code"):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"


@by_name(SECTIONS)
def test_it_ends_with_what_to_take_along_and_exercises(path):
    text = prose(path)
    along = re.search(r"## To take along\n\n((?:- .*\n?)+)", text)
    assert along is not None
    assert along[1].count("- ") == 3
    asked = re.findall(r"\{exercise(?:-start)?\}\n:label: (\S+)", text)
    solved = re.findall(r"\{solution(?:-start)?\} (\S+)\n:class: dropdown", text)
    assert len(asked) >= 4
    assert asked == solved
    assert "{exercise-start}" in text  # at least one that is to be coded


@by_name(SECTIONS)
def test_every_figure_is_referred_to_or_introduced(path):
    """A named figure of the source is referred to by its number on its page."""
    names = [
        c.metadata.get("mystnb", {}).get("figure", {}).get("name", "") for c in cells(path, "code")
    ]
    for name in names:
        if re.fullmatch(r"fig-11-\d+", name):
            assert f"{{numref}}`{name}`" in prose(path)


def test_labels_are_unique():
    labels = [
        label
        for path in PATHS
        for label in re.findall(r"^:label: (\S+)|\$\$ \((\S+)\)$", prose(path), flags=re.M)
    ]
    flat = [a or b for a, b in labels]
    assert sorted(flat) == sorted(set(flat))
