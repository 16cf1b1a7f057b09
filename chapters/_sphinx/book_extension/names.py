"""Accessible names where the theme and myst-nb give none, or one that hides the visible text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: Toggles of the table of contents are arrows only.
_ARROW = re.compile(r"<summary>(?=\s*<span[^>]*toctree-toggle)")
#: Toggles of cells say what they show; this label would be read in the place of it.
_LABELED_TOGGLE = re.compile(r'<summary aria-label="Toggle hidden content">')
#: An entry of the bibliography; the role is deprecated, and its list may not hold it.
_ENTRY = re.compile(r'(<div class="citation"[^>]* )role="doc-biblioentry"')


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("html-page-context", correct_names, priority=950)


def correct_names(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Correct the names and roles of toggles and of the bibliography's entries."""
    if "body" in context:
        body = _LABELED_TOGGLE.sub("<summary>", context["body"])
        context["body"] = _ENTRY.sub(r'\1role="listitem"', body)
    generate = context.get("generate_toctree_html")
    if generate:
        context["generate_toctree_html"] = lambda *args, **options: _ARROW.sub(
            '<summary aria-label="Pages below">',
            str(generate(*args, **options)),
        )
