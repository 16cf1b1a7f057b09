"""The source's numbers on what the source has, numbers A.1, A.2, … on what is ours.

Sphinx counts equations, figures, theorems, examples and exercises and keeps the counts in
``env.toc_fignumbers``, from which every title and every reference is printed. We let it
count, then put our numbers in the place of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from .labels import LabelError, source_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

OWN = "A"
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("doctree-read", check_labels)
    # Sphinx's own count comes between the two.
    app.connect("env-get-updated", restore_counts, priority=400)
    app.connect("env-get-updated", number, priority=900)
    app.connect("env-purge-doc", purge_labels)
    app.connect("env-merge-info", merge_labels)


def check_labels(app: Sphinx, doctree: nodes.document) -> None:
    """Note a page's labels; warn of those that look like the source's and are none."""
    for kind, label, node in labeled(app.env, doctree):
        _labels_of(app.env).setdefault(app.env.docname, []).append(label)
        try:
            source_number(label, kind)
        except LabelError as error:
            logger.warning("%s", error, location=node, type="book", subtype="label")


def labeled(
    env: BuildEnvironment, doctree: nodes.document
) -> Iterator[tuple[str, str, nodes.Element]]:
    """Give kind, label and node of all that is numbered on a page."""
    for node in doctree.findall(nodes.Element):
        kinds = (domain.get_enumerable_node_type(node) for domain in env.domains.values())
        kind = next((kind for kind in kinds if kind), None)
        if kind is None:
            continue
        labels = [node["label"]] if node.get("label") else node["names"]
        for label in labels:
            yield kind, label, node


def restore_counts(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give Sphinx back its last counts, so that it finds what changed since."""
    env.toc_fignumbers = getattr(env, "book_counts", env.toc_fignumbers)
    return []


def number(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put the numbers in the place of Sphinx's counts; give the pages to write anew.

    Any page may refer to any number: if one changes, all pages are written.
    """
    env.book_counts = env.toc_fignumbers
    before = getattr(env, "book_numbers", None)
    env.book_numbers = numbers(env)
    # A copy: Sphinx drops a page from it that it reads anew.
    env.toc_fignumbers = dict(env.book_numbers)
    return [] if before in (None, env.book_numbers) else sorted(env.all_docs)


def numbers(env: BuildEnvironment) -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    """Number everything: page → kind → id → number."""
    own: dict[str, int] = {}
    result: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    for page in pages_in_order(env):
        for kind, counts in env.book_counts.get(page, {}).items():
            ids = result.setdefault(page, {}).setdefault(kind, {})
            for anchor in counts:
                ids[anchor] = _source_number(anchor, kind)
                if not ids[anchor]:
                    own[kind] = own.get(kind, 0) + 1
                    ids[anchor] = (OWN, str(own[kind]))
    # Lines of lettered equations have a label each and stand in one block.
    for label, (page, _) in env.get_domain("math").data["objects"].items():
        anchor = equation_anchor(label)
        if line := _source_number(anchor, "displaymath"):
            kinds = result.setdefault(page, {})
            kinds.setdefault("displaymath", {}).setdefault(anchor, line)
    return result


def equation_anchor(label: str) -> str:
    """Give the id that Sphinx gives to an equation."""
    return str(nodes.make_id(f"equation-{label}"))


def _source_number(anchor: str, kind: str) -> tuple[str, ...]:
    """Give the source's number of an id, empty for our own."""
    label = anchor.removeprefix("equation-") if kind == "displaymath" else anchor
    try:
        return source_number(label, kind) or ()
    except LabelError:  # warned of where the page was read
        return ()


def pages_in_order(env: BuildEnvironment) -> list[str]:
    """Give all pages as the table of contents has them, then those outside it."""
    order: dict[str, None] = {}

    def walk(page: str) -> None:
        if page not in order:
            order[page] = None
            for below in env.toctree_includes.get(page, []):
                walk(below)

    walk(env.config.root_doc)
    return [*order, *sorted(env.all_docs.keys() - order.keys())]


def purge_labels(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the labels of a page that is read anew."""
    _labels_of(env).pop(docname, None)


def merge_labels(
    app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment
) -> None:
    """Warn of labels that two processes met; within one, Sphinx warns itself."""
    known = {label: page for page, labels in _labels_of(env).items() for label in labels}
    for page in sorted(pages):
        _labels_of(env)[page] = labels = _labels_of(other).get(page, [])
        for label in labels:
            if known.get(label, page) != page:
                message = "duplicate label %s, other instance in %s"
                place = {"location": page, "type": "book", "subtype": "label"}
                logger.warning(message, label, known[label], **place)


def _labels_of(env: BuildEnvironment) -> dict[str, list[str]]:
    """Give the labels of each page."""
    if not hasattr(env, "book_labels"):
        env.book_labels = {}
    labels: dict[str, list[str]] = env.book_labels
    return labels
