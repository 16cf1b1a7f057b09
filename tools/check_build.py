"""Check a built book: every chapter is there, and nothing on it comes from another host.

usage: python tools/check_build.py HTML_DIR
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
#: Attributes by which an element fetches something when the page is opened.
FETCHES = {
    "audio": ("src",), "embed": ("src",), "iframe": ("src",), "image": ("href", "xlink:href"),
    "img": ("src", "srcset"), "input": ("src",), "object": ("data",), "script": ("src",),
    "source": ("src", "srcset"), "track": ("src",), "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}  # fmt: skip
#: <link> fetches for these; canonical, next and the like only name an address.
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect",
                  "dns-prefetch", "manifest", "apple-touch-icon", "shortcut"}  # fmt: skip
_OTHER_HOST = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
#: A page with less text than this between its tags in <article> has lost its content.
LEAST_TEXT = 100


class Page(HTMLParser):
    """What a page fetches from other hosts, and how much text its article has."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.text = 0
        self._article = 0
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element fetches."""
        values = {name: value or "" for name, value in attrs}
        self._article += tag == "article"
        self._style = tag == "style"
        names: tuple[str, ...] = FETCHES.get(tag, ())
        if tag == "link" and FETCHING_LINKS & set(values.get("rel", "").lower().split()):
            names = ("href",)
        found = [values[name] for name in names if name in values]
        self.foreign += [value for value in found if _OTHER_HOST.match(value)]
        self.foreign += foreign_in_css(values.get("style", ""))

    def handle_endtag(self, tag: str) -> None:
        """Note where the article ends."""
        self._article -= tag == "article"
        self._style = False

    def handle_data(self, data: str) -> None:
        """Count the article's text; look into styles."""
        if self._style:
            self.foreign += foreign_in_css(data)
        elif self._article:
            self.text += len(data.strip())


def foreign_in_css(css: str) -> list[str]:
    """Give the addresses on other hosts that a style sheet fetches."""
    found = (match[1] or match[2] for match in _CSS_ADDRESS.finditer(css))
    return [address for address in found if _OTHER_HOST.match(address)]


def pages_of(toc: Any) -> list[str]:
    """Give all pages that a table of contents names, in order."""
    if isinstance(toc, list):
        return [page for entry in toc for page in pages_of(entry)]
    if not isinstance(toc, dict):
        return []
    own = [toc[key] for key in ("root", "file") if key in toc]
    return own + [page for value in toc.values() for page in pages_of(value)]


def problems(folder: Path, toc: Path) -> tuple[int, list[str]]:
    """Give the number of pages in the table of contents and what is wrong in the build."""
    pages = pages_of(yaml.safe_load(toc.read_text(encoding="utf-8")))
    found = []
    for name in pages:
        file = folder / f"{re.sub(r'[.](md|ipynb|rst)$', '', name)}.html"
        if not file.exists():
            found.append(f"{file}: missing, though {toc.name} names {name}")
        elif read(file).text < LEAST_TEXT:
            found.append(f"{file}: empty; its article has hardly any text")
    found += [f"{file}: {toc.name} does not name it" for file in unlisted(pages, toc.parent)]
    for file in sorted(folder.rglob("*.html")):
        found += [f"{file}: fetches {address}" for address in dict.fromkeys(read(file).foreign)]
    for file in sorted(folder.rglob("*.css")):
        css = file.read_text(encoding="utf-8")
        found += [f"{file}: fetches {address}" for address in dict.fromkeys(foreign_in_css(css))]
    return len(pages), found


def unlisted(pages: list[str], root: Path) -> list[Path]:
    """Give the chapters that no table of contents names: nobody would miss them in the book."""
    listed = {re.sub(r"[.](md|ipynb|rst)$", "", name) for name in pages}
    files = sorted((root / "chapters").glob("*"))
    return [
        file for file in files
        if file.suffix in {".md", ".ipynb", ".rst"} and f"chapters/{file.stem}" not in listed
    ]  # fmt: skip


def read(file: Path) -> Page:
    """Parse a page."""
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    return page


def main(folder: str, toc: Path = ROOT / "_toc.yml") -> int:
    """Print one line if all is well, else a line for each problem."""
    count, found = problems(Path(folder), toc)
    for problem in found:
        print(problem, file=sys.stderr)
    if not count:
        found = [f"{toc} names no pages"]
        print(found[0], file=sys.stderr)
    if not found:
        print(f"{count} pages, all there; nothing comes from another host.")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
