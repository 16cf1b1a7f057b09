"""The book's own scripts and styles, on the pages that need them, and MathJax from here."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import ExtensionError

from .figures import explorables, kinds

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent.parent
ASSETS = HERE / "assets"
SCRIPT, STYLE = "explorables.{}.js", "explorables.css"
#: The script that all kinds of explorables need.
CORE = "page"


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.add_config_value("book_bundle", str(ROOT / "gmmlib/explorables/bundle"), "html", str)
    app.add_config_value("book_assets_digest", "", "html", str)
    app.connect("config-inited", add_assets)
    # After the theme's, so that ours has the last word.
    app.add_css_file("book.css", priority=900)
    app.add_js_file("book.js", loading_method="defer")
    app.connect("html-page-context", add_explorables)


def add_assets(app: Sphinx, config: Config) -> None:
    """Have Sphinx copy the assets and the bundle of the explorables into the book."""
    bundle = Path(config.book_bundle)
    files = sorted([*bundle.glob(SCRIPT.format("*")), *bundle.glob(STYLE)])
    config.html_static_path = [
        *config.html_static_path, str(ASSETS), *(str(path) for path in files)
    ]  # fmt: skip
    # Where no page changed Sphinx copies nothing; a changed setting has the pages written anew.
    config.book_assets_digest = digest([*ASSETS.rglob("*"), *files])


def digest(paths: list[Path]) -> str:
    """Give a text that changes with the name or the content of any of the files."""
    hashes = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        hashes.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return hashes.hexdigest()


def add_explorables(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Put the style on a page with explorables, the core and the scripts of their kinds.

    The core would load the scripts of the kinds by itself, but only after it has come.
    """
    if doctree is None or not explorables(doctree):
        return
    scripts = [SCRIPT.format(name) for name in (CORE, *kinds(doctree))]
    for name in (*scripts, STYLE):
        if not (Path(app.config.book_bundle) / name).exists():
            raise ExtensionError(
                f"{pagename} has an explorable, but {app.config.book_bundle}/{name} is "
                "missing. Run `make bundle`."
            )
    for name in scripts:
        app.add_js_file(name, loading_method="defer")
    app.add_css_file(STYLE)
