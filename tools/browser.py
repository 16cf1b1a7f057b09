"""Find a Chromium for the browser tests, or install one.

In this order: the one named by $CHROMIUM, one on the PATH, Playwright's own if it is there,
Debian's package `chromium` where we are root, Playwright's download. Else an error that
says what to install: browser tests are never skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class NoBrowserError(RuntimeError):
    """There is no Chromium and none could be installed."""


def find() -> str | None:
    """Path of a Chromium that is there, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).exists():
            raise NoBrowserError(f"$CHROMIUM names {named}, which does not exist.")
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return str(ON_MAC) if ON_MAC.exists() else _playwrights_own()


def find_or_install() -> str:
    """Path of a Chromium; installs one if there is none."""
    path = find() or (_from_debian() if _is_root_on_debian() else None) or _from_playwright()
    if path is None:
        raise NoBrowserError(
            "The browser tests need Chromium or Chrome, and none was found.\n"
            "Install one (on Debian or Ubuntu: sudo apt install chromium), or name one that\n"
            "you have: CHROMIUM=/path/to/chrome make test"
        )
    return path


def _is_root_on_debian() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _from_debian() -> str | None:
    print("Installing Debian's package chromium (once) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "chromium"]):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
            print(f"{' '.join(command)} failed.", flush=True)
            return None
    return shutil.which("chromium")


def _from_playwright() -> str | None:
    print("Asking Playwright for its own Chromium (once) …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command).returncode:
        return None
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    try:
        print(find_or_install())
    except NoBrowserError as error:
        sys.exit(str(error))
