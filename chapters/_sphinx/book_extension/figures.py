"""Figures: explorables with a caption, and pictures that say what is to be seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_EXPLORABLE = re.compile(r'<figure\b[^>]*\bclass="[^"]*\bexplorable\b[^>]*')
_KIND = re.compile(r'\bdata-kind="([a-z0-9-]+)"')
#: myst-nb calls a picture without alt text by the hash of its content.
_HASH = re.compile(r"(.*/)?[0-9a-f]{32,}(\.\w+)?")
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.add_node(nodes.figure, override=True, html=(visit_figure, depart_figure))
    app.connect("doctree-read", check_alternatives)


def explorables(tree: nodes.Node) -> list[nodes.raw]:
    """Give the outputs in a tree that hold an explorable."""
    found = tree.findall(nodes.raw)
    return [raw for raw in found if raw["format"] == "html" and _EXPLORABLE.search(raw.astext())]


def kinds(tree: nodes.Node) -> list[str]:
    """Give the kinds of the explorables in a tree, each once, in the order of the page."""
    figures = [figure for raw in explorables(tree) for figure in _EXPLORABLE.findall(raw.astext())]
    found = [_KIND.search(figure) for figure in figures]
    return list(dict.fromkeys(match[1] for match in found if match))


def check_alternatives(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of pictures without a text for readers who do not see them."""
    for image in doctree.findall(nodes.image):
        image["alt"] = " ".join(image.get("alt", "").split())
        if not image["alt"] or _HASH.fullmatch(image["alt"]):
            logger.warning(
                "picture without alt text: say what is to be seen, in a cell's metadata as "
                "mystnb: {image: {alt: …}}", location=_with_line(image), type="book", subtype="alt",
            )  # fmt: skip


def _with_line(node: nodes.Node) -> nodes.Node:
    """Give the innermost node around one, or itself, that knows its line."""
    while not node.line and node.parent is not None:
        node = node.parent
    return node


def visit_figure(self: HTML5Translator, node: nodes.figure) -> None:
    """Open a figure."""
    node["book_start"] = len(self.body)
    type(self).visit_figure(self, node)  # what the theme does


def depart_figure(self: HTML5Translator, node: nodes.figure) -> None:
    """Close a figure; one around an explorable, which is a <figure> itself, becomes a group.

    Two nested figures would be announced twice, the inner one without a name.
    """
    type(self).depart_figure(self, node)
    if not explorables(node):
        return
    start = node["book_start"]
    html = "".join(self.body[start:])
    opening, rest = html.split(">", 1)
    caption = f"{node['ids'][0]}-caption" if node["ids"] and "<figcaption>" in rest else None
    name = f' role="group" aria-labelledby="{caption}"' if caption else ""
    opening = opening.replace("<figure", "<div", 1).replace('class="', 'class="figure ', 1)
    rest = rest.replace("<figcaption>", f'<div class="figcaption" id="{caption}">')
    rest = rest.replace("</figcaption>", "</div>").strip().removesuffix("</figure>")
    self.body[start:] = [f"{opening}{name}>{rest}</div>\n"]
