"""Take the README's picture from the built book: the live mixture of the first page.

usage: python tools/cover.py     (after `make html`)
"""

from __future__ import annotations

from pathlib import Path

from browser import find_or_install
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "_build" / "html" / "chapters" / "welcome.html"
PICTURE = ROOT / "chapters" / "images" / "cover.png"


def main() -> None:
    """Open the page, wait until the picture is alive, take it."""
    path = find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, color_scheme="light")
        page.goto(PAGE.as_uri())
        picture = page.locator("figure.explorable[data-live=true] svg.xp-plot").first
        PICTURE.parent.mkdir(exist_ok=True)
        picture.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
