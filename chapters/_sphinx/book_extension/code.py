"""Documented code: how it is called, and links from its names in the text."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from .linking import Place, reference

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: A name as code, perhaps called: em, e_step(X, model), .pdf(x).
_CALL = re.compile(r"(\.?[A-Za-z_][\w.]*)(\(.*\))?", re.DOTALL)


class Code(NamedTuple):
    """A documented function, method or class."""

    full: str
    name: str
    value: object
    place: Place


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("doctree-resolved", link_code, priority=900)


def documented(env: BuildEnvironment) -> list[Code]:
    """Give all documented code, in the order of the pages."""
    found = []
    for full, entry in env.get_domain("py").objects.items():
        module, path = _split(full)
        if module is None or not path:
            continue
        value: object = module
        for part in path.split("."):
            value = getattr(value, part, None)
        place = Place(entry.docname, entry.node_id)
        found.append(Code(full, _as_called(full, path), value, place))
    return found


def _split(full: str) -> tuple[object, str]:
    """Split a dotted name into its module and the rest."""
    parts = full.split(".")
    for end in range(len(parts), 0, -1):
        try:
            return importlib.import_module(".".join(parts[:end])), ".".join(parts[end:])
        except ImportError:
            continue
    return None, full


def _as_called(full: str, path: str) -> str:
    """Write a name as it is called: em, gaussian.logpdf, .pdf of a mixture."""
    package = importlib.import_module(full.split(".", 1)[0])
    first, _, method = path.partition(".")
    if not hasattr(package, first):
        return full.split(".", 1)[1]
    return f".{method}" if method and first == "GaussianMixture" else path


def link_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link each documented name where a page first has it in its text."""
    if app.builder.format != "html":
        return
    known = {code.name: code.place for code in documented(app.env)}
    for literal in list(doctree.findall(nodes.literal)):
        match = _CALL.fullmatch(literal.astext())
        place = known.get(match[1]) if match else None
        if place is None or place.page == docname or _is_linked(literal):
            continue
        del known[match[1]]
        link = reference(app, docname, place, "")
        literal.parent.replace(literal, link)
        link.children = []
        link += literal


def _is_linked(node: nodes.Node) -> bool:
    """Whether a node stands in a link or a title."""
    above = node.parent
    while above is not None:
        if isinstance(above, (nodes.reference, nodes.title)):
            return True
        above = above.parent
    return False
