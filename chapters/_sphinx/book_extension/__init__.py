"""The book's Sphinx extension: source numbers, figures, assets, launch buttons, lean pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    assets,
    code,
    equations,
    figures,
    launch,
    lettered,
    linking,
    names,
    numbering,
    page,
    parallel,
    toplevel,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict:
    """Connect all parts to Sphinx."""
    # Their nodes are what is numbered.
    for extension in ("sphinx_proof", "sphinx_exercise"):
        app.setup_extension(extension)
    parts = (parallel, lettered, numbering, linking, code, equations, figures, assets, launch)
    for part in (*parts, page, names, toplevel):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
