"""What a page loads: nothing from elsewhere, and nothing that it does not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from .assets import HERE

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: Live code on the page (it asks a CDN for its scripts); tabs and cards that we do not use.
UNUSED = ("thebe", "design-tabs.js", "sphinx-design", "require.js")
#: Ids that sphinx-proof and sphinx-exercise give to the content of each box.
REPEATED = ("proof-content", "exercise-content", "solution-content")


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("config-inited", add_templates)
    app.connect("doctree-resolved", drop_live_code, priority=950)
    app.connect("doctree-resolved", drop_repeated_ids, priority=950)
    app.connect("html-page-context", drop_unused, priority=950)
    app.connect("build-finished", forget_after_warnings)


def add_templates(app: Sphinx, config: Config) -> None:
    """Let our layout.html come before the theme's, which it extends."""
    config.templates_path = [str(HERE / "templates"), *config.templates_path]


def drop_live_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the settings of live code from a page: nothing reads them."""
    for raw in list(doctree.findall(nodes.raw)):
        if "text/x-thebe-config" in raw.astext() or "<script>kernelName" in raw.astext():
            raw.parent.remove(raw)


def drop_repeated_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the ids that all theorems, proofs, exercises or solutions of a page share."""
    for section in doctree.findall(nodes.section):
        section["ids"] = [name for name in section["ids"] if name not in REPEATED]
    # All proofs have the id that a heading "Proof" has.
    for box in doctree.findall(nodes.admonition):
        box["ids"] = [name for name in box["ids"] if name != "proof"]


def drop_unused(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Drop scripts and styles that other extensions put on every page."""
    for key in ("script_files", "css_files"):
        context[key] = [asset for asset in context.get(key, []) if not _is_unused(asset)]


def _is_unused(asset: object) -> bool:
    """Whether a page can do without a script or a style."""
    name = str(getattr(asset, "filename", asset) or "")
    body = str(getattr(asset, "attributes", {}).get("body") or "")
    return any(word in name for word in UNUSED) or "THEBE_JS_URL" in body


def forget_after_warnings(app: Sphinx, exception: Exception | None) -> None:
    """Have the next build read all pages again if this one had warnings.

    Otherwise it would pass in silence: Sphinx does not repeat the warnings of a page that
    has not changed.
    """
    if app._warncount:
        (app.doctreedir / "environment.pickle").unlink(missing_ok=True)
