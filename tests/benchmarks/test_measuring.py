"""What counts as sent, and what a page's runs must have in common."""

import gzip
import os
import urllib.error
import urllib.request

import pytest

from benchmarks import book
from benchmarks.page_size import EXPLORABLES, Body, sent
from benchmarks.page_speed import times

TEXT = b"the same words, over and over; " * 400
NOISE = os.urandom(5000)


def test_text_counts_compressed_and_fonts_count_as_they_are():
    page = Body("http://x/a.html", "text/html; charset=utf-8", TEXT)
    font = Body("http://x/f.woff", "font/woff", TEXT)
    assert page.sent == len(gzip.compress(TEXT, 6, mtime=0)) < len(TEXT) / 20
    assert font.sent == len(TEXT)
    assert sent([page, font]) == page.sent + font.sent


@pytest.mark.parametrize(
    ("kind", "compressible"),
    [
        ("text/html", True), ("text/css; charset=utf-8", True), ("text/javascript", True),
        ("application/javascript", True), ("application/json", True), ("image/svg+xml", True),
        ("image/png", False), ("font/woff2", False), ("application/zip", False), ("", False),
    ],
)  # fmt: skip
def test_what_servers_compress(kind, compressible):
    assert book.is_compressible(kind) is compressible


def test_the_share_of_the_explorables_is_found_by_the_names_of_their_scripts():
    bodies = [
        Body("http://x/_static/explorables.page.js?v=1f", "text/javascript", TEXT),
        Body("http://x/_static/explorables.em-lab-2d.js", "text/javascript", NOISE),
        Body("http://x/a.html?explorables.page.js", "text/html", NOISE),
        Body("http://x/_static/explorables.css?v=1f", "text/css", TEXT),
        Body("http://x/_static/book.js?v=1f", "text/javascript", TEXT),
    ]
    assert sent(bodies, EXPLORABLES) == bodies[0].sent + bodies[1].sent
    assert sent(bodies) == sum(body.sent for body in bodies)


def test_a_page_must_come_alive_every_time_or_never():
    assert times([0.5, 0.25]) == [0.5, 0.25]
    with pytest.raises(RuntimeError, match="came alive in one run and not in another"):
        times([0.5, None])


def test_the_table_of_contents_gives_all_pages_in_order(tmp_path):
    toc = tmp_path / "_toc.yml"
    toc.write_text(
        "format: jb-book\nroot: chapters/a\nparts:\n- chapters:\n  - file: chapters/b.ipynb\n"
        "    sections:\n    - file: chapters/c.md\n  - file: chapters/d\n"
    )
    assert book.pages(toc) == [f"chapters/{name}.html" for name in "abcd"]


def test_without_a_book_it_says_how_to_build_one(tmp_path):
    with pytest.raises(book.MissingBookError) as error:
        book.built(tmp_path)
    assert str(error.value) == f"There is no built book in {tmp_path}. Build it first: make html"


def test_it_is_served_as_the_web_serves_it(tmp_path):
    (tmp_path / "a.html").write_bytes(TEXT)
    (tmp_path / "f.woff").write_bytes(NOISE)

    def get(path, **headers):
        with urllib.request.urlopen(
            urllib.request.Request(f"{site}{path}", headers=headers)
        ) as answer:
            return answer.headers, answer.read()

    with book.serve(tmp_path) as site:
        headers, body = get("/a.html", **{"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body) == TEXT
        headers, body = get("/a.html")
        assert headers["Content-Encoding"] is None
        assert body == TEXT
        assert headers["Cache-Control"] == "max-age=600"
        headers, body = get("/f.woff", **{"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] is None
        assert body == NOISE
        with pytest.raises(urllib.error.HTTPError) as error:
            get("/missing.html")
        assert error.value.code == 404
        error.value.close()
    with pytest.raises(urllib.error.URLError):
        get("/a.html")
