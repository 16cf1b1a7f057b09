"""Plain numbers in generated text, such as docstrings, become links to where they stand.

A docstring says "(11.20)" because it is read in a terminal, too. On the pages that the setting
``book_linked_pages`` names, such a number leads to the equation if a page has it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.addnodes import desc_signature, pending_xref

from .labels import CHAPTER
from .numbering import pages_in_order

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NUMBER = re.compile(
    rf"\({CHAPTER}\.(?P<displaymath>\d+[a-z]?)\)"
    rf"|Theorem {CHAPTER}\.(?P<theorem>\d+)"
    rf"|Example {CHAPTER}\.(?P<example>\d+)"
    rf"|Figure {CHAPTER}\.(?P<figure>\d+)"
    rf"|(?:[Ss]ection |\(){CHAPTER}\.(?P<section>\d(?:\.\d)?)\b\)?"
)
#: What is in here is no text, or is linked already.
_LEFT_ALONE = (
    nodes.reference, nodes.literal, nodes.FixedTextElement, nodes.math, nodes.math_block,
    nodes.title, nodes.raw, desc_signature, pending_xref,
)  # fmt: skip


class Place(NamedTuple):
    """Where something stands: a page, and an id on it or nothing."""

    page: str
    anchor: str


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.add_config_value("book_linked_pages", [], "html", list)
    app.connect("doctree-resolved", link_numbers, priority=900)


def places(env: BuildEnvironment) -> dict[tuple[str, str], Place]:
    """Give where all that the source numbers stands: (kind, number) → place."""
    found = {}
    for page, kinds in env.book_numbers.items():
        for kind, ids in kinds.items():
            for anchor, number in ids.items():
                if number and number[0] == str(CHAPTER):
                    found[kind, number[1]] = Place(page, anchor)
    return found


def page_of_section(env: BuildEnvironment, number: str) -> Place | None:
    """Give the first page of a section, or of the section that it is a part of.

    A letter behind the number tells the pages of one section apart: 11-5a-…, 11-5b-….
    """
    named = re.compile(rf"{CHAPTER}-{number.replace('.', '-')}[a-z]?-(?!\d)")
    for page in pages_in_order(env):
        if named.match(page.rsplit("/", 1)[-1]):
            return Place(page, "")
    return page_of_section(env, number[0]) if len(number) > 1 else None


def reference(app: Sphinx, docname: str, place: Place, text: str) -> nodes.reference:
    """Make a link from a page to a place."""
    address = app.builder.get_relative_uri(docname, place.page)
    if place.anchor:
        address += f"#{place.anchor}"
    return nodes.reference("", text, internal=True, refuri=address, classes=["book-number"])


def link_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the numbers in the text of a page."""
    if docname not in app.config.book_linked_pages or app.builder.format != "html":
        return
    known = places(app.env)
    for text in list(doctree.findall(nodes.Text)):
        if not _is_prose(text) or not _NUMBER.search(text):
            continue
        parts: list[nodes.Node] = []
        end = 0
        for match in _NUMBER.finditer(text):
            kind = str(match.lastgroup)
            if kind == "section":
                place = page_of_section(app.env, match[kind])
            else:
                place = known.get((kind, match[kind]))
            if place is None:
                continue
            parts += [nodes.Text(text[end : match.start()])]
            parts += [reference(app, docname, place, match[0])]
            end = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(text[end:])])


def _is_prose(text: nodes.Node) -> bool:
    """Whether a text stands in nothing that is to be left alone."""
    node = text.parent
    while node is not None:
        if isinstance(node, _LEFT_ALONE):
            return False
        node = node.parent
    return True
