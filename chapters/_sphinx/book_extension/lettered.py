r"""Equations of several lettered lines: one block, a number and an anchor each line.

The author writes ::

    $$
    a &= b \tag{11.21a} \\
      &= c \tag{11.21b}
    $$ (eq-11-21)

The lines get the labels ``eq-11-21a`` and ``eq-11-21b``, beside the block's own.
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from .labels import LabelError, source_number
from .numbering import equation_anchor

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TAG = re.compile(r"\\tag\*?\{([^}]*)\}")
_ENVIRONMENT = re.compile(r"\\begin\{(align|gather)\*?\}")
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("doctree-read", label_lines)


def label_lines(app: Sphinx, doctree: nodes.document) -> None:
    """Give the lines of each lettered block their labels."""
    for block in list(doctree.findall(nodes.math_block)):
        tags = _TAG.findall(block.astext())
        if not tags:
            continue
        label = block.get("label") or ""
        if expected := _expected_tags(label, len(tags)):
            if tags == expected:
                _label_lines(app, block, label, len(tags))
                continue
            problem = f"the lines of {label} are tagged {', '.join(tags)}"
            problem += f"; expected {', '.join(expected)}"
        else:
            problem = f"\\tag{{{tags[0]}}} stands in a block without a label of the source"
            problem += "; numbers come from labels like eq-11-21"
        logger.warning("%s", problem, location=block, type="book", subtype="label")


def _expected_tags(label: str, count: int) -> list[str]:
    """Give the tags that belong to a block's label, none if it is not the source's."""
    try:
        number = source_number(label, "displaymath")
    except LabelError:
        return []
    if number is None or number[1][-1].isalpha():
        return []
    return [".".join(number) + letter for letter in ascii_lowercase[:count]]


def _label_lines(app: Sphinx, block: nodes.math_block, label: str, count: int) -> None:
    """Register the labels and set an anchor before the block for each line.

    The anchors work without JavaScript, too. With it, book.js goes on to the line itself,
    which is why each line gets an id of its own.
    """
    math = app.env.get_domain("math")
    names = iter(f"{label}{letter}" for letter in ascii_lowercase[:count])
    anchors = []

    def mark(tag: re.Match[str]) -> str:
        name = next(names)
        math.note_equation(app.env.docname, name, location=block)
        anchors.append(nodes.target("", "", ids=[equation_anchor(name)]))
        return rf"\cssId{{line-{equation_anchor(name)}}}{{}}{tag[0]}"

    text = _TAG.sub(mark, block.astext()).strip()
    if not _ENVIRONMENT.match(text):
        text = rf"\begin{{align}}{text}\end{{align}}"
    block.children = [nodes.Text(text)]
    block["nowrap"] = True
    block["classes"].append("lettered")
    parent = block.parent
    parent[parent.index(block) : parent.index(block)] = anchors
