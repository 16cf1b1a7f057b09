"""Let Sphinx read pages in several processes where other extensions only forgot to say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx_proof.domain import ProofDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class MergingProofDomain(ProofDomain):
    """The domain of theorems and examples, safe to merge."""

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict) -> None:
        """Merge nothing: theorems are kept in the environment, and merged there."""


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.add_domain(MergingProofDomain, override=True)
    app.connect("config-inited", declare_safe)


def declare_safe(app: Sphinx, config: Config) -> None:
    """Declare for an extension of Jupyter Book that it keeps nothing while reading.

    It numbers the table of contents, when all pages are read.
    """
    if extension := app.extensions.get("sphinx_multitoc_numbering"):
        extension.parallel_read_safe = True
