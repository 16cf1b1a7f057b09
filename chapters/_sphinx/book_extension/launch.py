"""Binder and Colab on every page that is a notebook, from the repository's one address."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from .assets import ROOT

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

BRANCH = "main"
PROVIDERS = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
BINDER = "https://mybinder.org"
COLAB = "https://colab.research.google.com"


def setup(app: Sphinx) -> None:
    """Connect what follows to Sphinx."""
    app.add_config_value("book_repository", "", "html", str)
    # Before the theme reads its options.
    app.connect("config-inited", add_launch_buttons, priority=400)


def add_launch_buttons(app: Sphinx, config: Config) -> None:
    """Tell the theme where the notebooks are and who runs them."""
    url = config.book_repository or _tool().repository_url(ROOT)
    config.html_theme_options = config.html_theme_options | launch_options(url)


def launch_options(url: str) -> dict:
    """Give the theme's options for a repository; Colab opens GitHub's only."""
    host = url.split("/")[2]
    # The theme knows three hosts; it must not stop at another one.
    provider = PROVIDERS.get(host, "gitlab" if "gitlab" in host else "github")
    buttons = {"notebook_interface": "jupyterlab", "binderhub_url": BINDER}
    if host == "github.com":
        buttons["colab_url"] = COLAB
    return {
        "repository_url": url,
        "repository_provider": provider,
        "repository_branch": BRANCH,
        "path_to_docs": "",
        "launch_buttons": buttons,
    }


def _tool():
    """Load tools/repository.py, which the notebooks' tool uses as well."""
    spec = importlib.util.spec_from_file_location("repository", ROOT / "tools" / "repository.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
