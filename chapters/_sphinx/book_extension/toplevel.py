"""Names at the top of gmmlib, such as gmmlib.fit, lead to where they are defined."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PACKAGE = "gmmlib"


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.connect("missing-reference", resolve)


def defined_as(target: str) -> str | None:
    """Give the full name where the object behind a name at the package's top is defined."""
    package, _, path = target.partition(".")
    name, _, rest = path.partition(".")
    if package != PACKAGE or not name:
        return None
    value = getattr(importlib.import_module(PACKAGE), name, None)
    module = getattr(value, "__module__", None)
    if module is None:
        return None
    return ".".join(filter(None, (module, name, rest)))


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Node
) -> nodes.Node | None:
    """Give the link, or None where there is nothing of that name."""
    if node.get("refdomain") != "py":
        return None
    target = defined_as(node["reftarget"])
    if target is None or target == node["reftarget"]:
        return None
    # Of any kind: a field of a dataclass is referred to like a class by its name alone.
    return env.get_domain("py").resolve_xref(
        env, node["refdoc"], app.builder, "obj", target, node, contnode
    )
