"""How much a first visit to each page loads, as a web server with gzip sends it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response

from benchmarks.book import GZIP_LEVEL, is_compressible, pages
from benchmarks.report import Measurement

#: As the budgets mean it: 1 KB = 1000 bytes.
KB = 1000
#: The scripts that only pages with explorables have.
EXPLORABLES = "explorables.*.js"


@dataclass(frozen=True)
class Body:
    """What came for one request."""

    url: str
    kind: str
    content: bytes

    @property
    def name(self) -> str:
        """The file's name, without what follows the question mark."""
        return urlsplit(self.url).path.rsplit("/", 1)[-1]

    @property
    def sent(self) -> int:
        """Bytes on the wire: compressed where that helps, fonts and photos as they are."""
        if not is_compressible(self.kind):
            return len(self.content)
        return len(gzip.compress(self.content, GZIP_LEVEL, mtime=0))


def sent(bodies: list[Body], pattern: str = "*") -> int:
    """Bytes on the wire of the bodies whose files are called as the pattern says."""
    return sum(body.sent for body in bodies if fnmatchcase(body.name, pattern))


def measure(browser: Browser, site: str) -> Iterator[Measurement]:
    """Visit each page with an empty cache."""
    for address in pages():
        bodies, foreign = visit(browser, site, address)
        if scripts := sent(bodies, EXPLORABLES):
            yield Measurement("explorables' JavaScript, gzip", address, scripts / KB)
        yield Measurement("first load, gzip", address, sent(bodies) / KB)
        yield Measurement("requests to other hosts", address, foreign)


def visit(browser: Browser, site: str, address: str) -> tuple[list[Body], int]:
    """Give all that a page loads from us, and how often it asked another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    responses: list[Response] = []
    asked: list[str] = []
    page.on("response", lambda response: responses.append(response))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/{address}", wait_until="networkidle")
    scroll_through(page)
    host = urlsplit(site).netloc
    ours = {
        response.url: response for response in responses if urlsplit(response.url).netloc == host
    }
    bodies = [
        Body(url, response.headers.get("content-type", ""), response.body())
        for url, response in ours.items()
        if response.ok
    ]
    foreign = [url for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")]
    context.close()
    return bodies, sum(urlsplit(url).netloc != host for url in foreign)


def scroll_through(page: Page) -> None:
    """Go to the end of the page, so that what is loaded lazily counts as well."""
    page.evaluate(
        "async () => { for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {"
        " scrollTo({top: y, behavior: 'instant'});"
        " await new Promise((done) => setTimeout(done, 30)); } }"
    )
    page.wait_for_load_state("networkidle")
