"""The address of this repository, from one place, for launch buttons and install cells.

usage: python tools/repository.py        prints it

A clone's `origin` remote comes first, so a fork's book opens the fork. Without one, or when
it is a folder, `[project.urls] Repository` in pyproject.toml counts.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

#: git's short form for ssh, for example git@github.com:owner/name.git; "C:/x" is a folder.
_SHORT_SSH = re.compile(r"(?:[^@/\s]+@)?(?P<host>[^:/\s]{2,}):(?!//)(?P<path>[^\s]+)")


def as_https(remote: str) -> str | None:
    """Give a remote's address as https without user, password and ``.git``.

    None where it has no such address: a folder, ``file://``, an empty text.
    """
    remote = remote.strip()
    if short := _SHORT_SSH.fullmatch(remote):
        host, path = short["host"], short["path"]
    else:
        parts = urlsplit(remote)
        if parts.scheme not in ("https", "http", "ssh", "git", "git+ssh") or not parts.hostname:
            return None
        # The port of ssh is not the port of the web pages.
        port = f":{parts.port}" if parts.scheme == "https" and parts.port else ""
        host, path = parts.hostname + port, parts.path
    path = path.strip("/").removesuffix(".git").rstrip("/")
    return f"https://{host}/{path}" if path else None


def repository_url(root: Path = ROOT) -> str:
    """Give the address of the repository at `root`, as https."""
    return as_https(_origin(root)) or stated_url(root)


def stated_url(root: Path = ROOT) -> str:
    """Give the address that pyproject.toml states, as https: the same in every clone."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    stated = settings.get("project", {}).get("urls", {}).get("Repository", "")
    if url := as_https(stated):
        return url
    raise ValueError(
        f"[project.urls] Repository in {root / 'pyproject.toml'} must be an address like "
        f"https://github.com/owner/name, got {stated!r}."
    )


def _origin(root: Path) -> str:
    """Give the address of the remote `origin`, empty where there is none."""
    if not (root / ".git").exists():  # a copy inside another repository has not its address
        return ""
    command = ["git", "-C", str(root), "remote", "get-url", "origin"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:  # no git
        return ""


if __name__ == "__main__":
    print(repository_url())
