"""The page “Explorables” lists every one of them, where it is."""

import re
from pathlib import Path

import nbformat
import pytest

from gmmlib import explorables

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
KINDS = {
    name: kind._kind
    for name, kind in ((name, getattr(explorables, name)) for name in explorables.__all__)
    if isinstance(kind, type) and kind._kind
}


def notebook(name):
    return nbformat.read(CHAPTERS / f"{name}.ipynb", as_version=4)


def rows():
    """Class, figure, page and kind of each row."""
    text = "\n".join(cell.source for cell in notebook("explorables").cells)
    return re.findall(
        r"^\| `(\w+)` \| [^|]+ \| \{numref\}`([\w-]+)` \| \[[^]]+\]\(([\w-]+)\) \| `([\w-]+)` \|$",
        text,
        flags=re.M,
    )


def test_the_table_has_every_class_and_its_kind():
    assert {name: kind for name, _, _, kind in rows()} == KINDS
    assert len(rows()) == len(KINDS)


@pytest.mark.parametrize(("name", "figure", "page", "kind"), rows(), ids=lambda cell: cell)
def test_the_figure_is_on_the_page(name, figure, page, kind):
    [cell] = [
        cell
        for cell in notebook(page).cells
        if cell.metadata.get("mystnb", {}).get("figure", {}).get("name") == figure
    ]
    [output] = cell.outputs
    assert f'data-kind="{kind}"' in output.data["text/html"]
