"""The page "Every equation": each number of the source, where it stands, what computes it.

The directive ``every-equation`` names a file that lists the source's equations. Where they
stand is read off the labels, and what computes them off the first lines of docstrings, so
nothing is to be kept up by hand.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .code import Code, documented
from .labels import CHAPTER
from .linking import Place, places, reference

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_EQUATION = re.compile(rf"\({CHAPTER}\.(\d+)[a-z]?\)(?:(?: to |–)\({CHAPTER}\.(\d+)[a-z]?\))?")
#: Modules of pictures.
DRAWING = {"plotting", "explorables"}
logger = logging.getLogger(__name__)


class EveryEquation(nodes.General, nodes.Element):
    """Where the table will be; attribute ``listed`` holds the file's content."""


class Directive(SphinxDirective):
    """Put the table of all equations here."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Read the list; the table can be made only when all pages are read."""
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        listed = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        node = EveryEquation(listed=listed)
        self.set_source_info(node)
        return [node]


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    # Whether all pages are written: if so, an equation without a place is an error.
    app.add_config_value("book_complete", False, "env", bool)
    app.add_node(EveryEquation)
    app.add_directive("every-equation", Directive)
    app.connect("doctree-read", note_page)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_pages)
    app.connect("env-get-updated", renew)
    app.connect("doctree-resolved", fill, priority=900)


def _pages(env: BuildEnvironment) -> set[str]:
    if not hasattr(env, "book_equation_pages"):
        env.book_equation_pages = set()
    pages: set[str] = env.book_equation_pages
    return pages


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Note a page that has the table."""
    if any(doctree.findall(EveryEquation)):
        _pages(app.env).add(app.env.docname)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is read anew."""
    _pages(env).discard(docname)


def merge_pages(
    app: Sphinx, env: BuildEnvironment, names: set[str], other: BuildEnvironment
) -> None:
    """Take over what another process read."""
    _pages(env).update(_pages(other) & set(names))


def renew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the table written anew in every build: it depends on all pages."""
    return sorted(_pages(env))


def numbers_in(text: str) -> list[int]:
    """Give the numbers of the equations that a text names, ranges written out.

    >>> numbers_in("Fit a mixture, (11.53) to (11.56), see (11.3).")
    [53, 54, 55, 56, 3]
    """
    found: list[int] = []
    for first, last in _EQUATION.findall(text):
        found += range(int(first), int(last or first) + 1)
    return found


def computed_by(env: BuildEnvironment) -> dict[int, list[Code]]:
    """Give the documented code for each equation that the first line of a docstring names.

    What draws an equation does not compute it.
    """
    found: dict[int, list[Code]] = {}
    for code in documented(env):
        if DRAWING & set(code.full.split(".")):
            continue
        first, *_ = (inspect.getdoc(code.value) or "").split("\n\n")
        for number in numbers_in(" ".join(first.split())):
            found.setdefault(number, []).append(code)
    return found


def lines_of(equation: dict) -> list[str]:
    """Give the numbers of an equation's lines: itself, or 21a, 21b."""
    return [f"{equation['number']}{letter}" for letter in equation.get("letters", "")] or [
        str(equation["number"])
    ]


def missing(listed: dict, known: Iterable[tuple[str, str]]) -> list[str]:
    """Give what the source numbers and no page has, as it is printed."""
    have = set(known)
    wanted = [
        ("displaymath", line, f"({CHAPTER}.{line})")
        for equation in listed["equations"]
        for line in lines_of(equation)
    ]
    for kind in ("theorem", "example", "figure"):
        wanted += [
            (kind, str(n), f"{kind.title()} {CHAPTER}.{n}")
            for n in range(1, listed.get(f"{kind}s", 0) + 1)
        ]
    return [text for kind, number, text in wanted if (kind, number) not in have]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the table in; where the book is complete, warn of what has no place."""
    for node in list(doctree.findall(EveryEquation)):
        known, codes = places(app.env), computed_by(app.env)
        lost = missing(node["listed"], known)
        if lost and app.config.book_complete:
            message = "%s of the source without a place: no page has a label for it"
            place = {"location": node, "type": "book", "subtype": "equation"}
            for text in lost:
                logger.warning(message, text, **place)
        table = _Table(app, docname, known, codes)
        node.replace_self([_summary(node["listed"], lost), table.of(node["listed"]["equations"])])


def _summary(listed: dict, lost: list[str]) -> nodes.paragraph:
    """Say how many equations have a place, and what has none."""
    lines = [line for equation in listed["equations"] for line in lines_of(equation)]
    gone = [text for text in lost if text.startswith("(")]
    order = missing(listed, ())
    text = (
        f"The source numbers {len(listed['equations'])} equations, in {len(lines)} lines. "
        f"{len(lines) - len(gone)} of these lines stand in this book."
    )
    if lost:
        text += f" Not yet: {', '.join(_runs(lost, order))}."
    return nodes.paragraph("", text)


def _runs(chosen: list[str], order: list[str]) -> list[str]:
    """Write three or more that follow each other as one range."""
    runs: list[list[str]] = []
    for text in chosen:
        last = runs[-1][-1] if runs else ""
        follows = last and order.index(text) == order.index(last) + 1
        if follows and text.split("11.")[0] == last.split("11.")[0]:
            runs[-1].append(text)
        else:
            runs.append([text])
    return [
        part
        for run in runs
        for part in ([f"{run[0]} to {run[-1].split()[-1]}"] if len(run) > 2 else run)
    ]


class _Table:
    """Makes the table for a page."""

    heads = ("Equation", "What it says", "Page", "Computed by")
    widths = (15, 45, 15, 25)

    def __init__(
        self,
        app: Sphinx,
        docname: str,
        known: dict[tuple[str, str], Place],
        codes: dict[int, list[Code]],
    ) -> None:
        self.app, self.docname, self.known, self.codes = app, docname, known, codes

    def of(self, equations: list[dict]) -> nodes.table:
        """Make a table of the listed equations."""
        group = nodes.tgroup(cols=len(self.heads))
        group += [nodes.colspec(colwidth=width) for width in self.widths]
        group += nodes.thead("", _row([[nodes.Text(head)] for head in self.heads]))
        group += nodes.tbody("", *(_row(self.cells(equation)) for equation in equations))
        return nodes.table("", group, classes=["every-equation", "colwidths-auto"])

    def cells(self, equation: dict) -> list[list[nodes.Node]]:
        """Give the cells of a row."""
        found = [(line, self.known.get(("displaymath", line))) for line in lines_of(equation)]
        numbers = [
            self.link(place, f"({CHAPTER}.{line})") if place else nodes.Text(f"({CHAPTER}.{line})")
            for line, place in found
        ]
        pages = {place.page: place for _, place in found if place}
        titles = [self.link(Place(page, ""), self.short_title(page)) for page in pages]
        what: list[nodes.Node] = [nodes.Text(equation["what"])]
        if "same" in equation:
            what += [nodes.Text(f": ({CHAPTER}.{equation['same']}) again")]
        alike = equation.get("by", equation.get("same"))
        codes = self.codes.get(equation["number"]) or self.codes.get(alike, [])
        calls = [self.link(code.place, code.name, code=True) for code in codes]
        return [
            _joined(numbers, " "), what,
            _joined(titles, ", ") or [nodes.emphasis("", "not yet written")],
            _joined(calls, ", ") or [nodes.Text("–")],
        ]  # fmt: skip

    def short_title(self, page: str) -> str:
        """Give the number of a page's section, or its title if it has none."""
        title = self.app.env.titles[page].astext()
        number = title.split(" ", 1)[0]
        return number if number[0].isdigit() else title

    def link(self, place: Place, text: str, code: bool = False) -> nodes.reference:
        """Make a link, in the type of code if it is code."""
        made = reference(self.app, self.docname, place, text)
        if code:
            made.children = [nodes.literal("", text)]
        return made


def _row(cells: list[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _joined(parts: list[nodes.Node], by: str) -> list[nodes.Node]:
    """Put a text between nodes."""
    return [node for part in parts for node in (nodes.Text(by), part)][1:]
