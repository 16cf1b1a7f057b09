"""The built book, served to a headless Chromium: for the benchmarks and the browser tests."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))

import browser as chromium  # noqa: E402 (tools/browser.py)
import check_build  # noqa: E402

#: The book to look at; $BOOK_HTML names another build.
HTML = Path(os.environ.get("BOOK_HTML", ROOT / "_build" / "html"))

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host has an address, so a request to one fails at once and is reported.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
#: What web servers use where nobody chose: GitHub Pages among them.
GZIP_LEVEL = 6


class MissingBookError(RuntimeError):
    """The book was not built."""


def built(folder: Path = HTML) -> Path:
    """Give the folder of the built book, or say how to build it."""
    if not (folder / "index.html").exists():
        raise MissingBookError(f"There is no built book in {folder}. Build it first: make html")
    return folder


def pages(toc: Path = ROOT / "_toc.yml") -> list[str]:
    """Give the address of every page of the table of contents, as `chapters/welcome.html`."""
    names = check_build.pages_of(yaml.safe_load(toc.read_text(encoding="utf-8")))
    return [f"{re.sub(r'[.](md|ipynb)$', '', name)}.html" for name in names]


def is_compressible(content_type: str) -> bool:
    """Whether web servers compress this kind of body; fonts and photos are compressed already."""
    return content_type.startswith(COMPRESSIBLE)


@lru_cache(maxsize=512)
def _compressed(path: str, _changed: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), GZIP_LEVEL, mtime=0)


class _Handler(SimpleHTTPRequestHandler):
    """Serves as GitHub Pages does: text compressed, ten minutes in the browser's cache."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        kind = self.guess_type(str(path))
        wanted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (wanted and path.is_file() and is_compressible(kind)):
            return super().send_head()
        body = _compressed(str(path), path.stat().st_mtime)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A browser that closes a page in the middle of an answer is no error of ours."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; gives its address without a slash at the end."""
    server = _Server(("127.0.0.1", 0), lambda *given: _Handler(*given, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Open the Chromium that tools/browser.py finds."""
    # First, because looking for Playwright's own starts Playwright, and it does not start twice.
    path = chromium.find_or_install()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()
