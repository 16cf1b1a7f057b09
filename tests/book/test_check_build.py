"""tools/check_build.py: finds missing and empty pages and what comes from elsewhere."""

import subprocess
import sys

import pytest
from book_project import ROOT
from check_build import foreign_in_css, pages_of, problems

TOC = """
format: jb-book
root: chapters/welcome
parts:
  - caption: One
    chapters:
      - file: chapters/a
        sections:
          - file: chapters/b.ipynb
      - url: https://example.org
"""
TEXT = "Words of the page. " * 20


def page(extra="", text=TEXT):
    return f"<html><head>{extra}</head><body><article><p>{text}</p></article></body></html>"


@pytest.fixture
def build(tmp_path):
    (tmp_path / "_toc.yml").write_text(TOC)
    html = tmp_path / "html"
    (html / "chapters").mkdir(parents=True)
    for name in ("welcome", "a", "b"):
        (html / "chapters" / f"{name}.html").write_text(page())
    return html


def found(build):
    return problems(build, build.parent / "_toc.yml")


def test_a_sound_build_has_no_problems(build):
    assert found(build) == (3, [])


def test_pages_are_found_at_every_level():
    toc = {"root": "r", "parts": [{"chapters": [{"file": "a", "sections": [{"file": "b"}]}]}]}
    assert pages_of(toc) == ["r", "a", "b"]


def test_a_missing_page_is_named(build):
    (build / "chapters" / "b.html").unlink()
    [problem] = found(build)[1]
    assert "b.html: missing" in problem


def test_a_chapter_that_the_contents_do_not_name_is_found(build):
    chapters = build.parent / "chapters"
    chapters.mkdir()
    for name in ("welcome.ipynb", "a.md", "b.ipynb", "forgotten.md", "list.toml"):
        (chapters / name).write_text("")
    (chapters / "_sphinx").mkdir()
    [problem] = found(build)[1]
    assert problem == f"{chapters / 'forgotten.md'}: _toc.yml does not name it"


@pytest.mark.parametrize("content", ["", page(text=""), page(text="<nav></nav>")])
def test_an_empty_page_is_named(build, content):
    (build / "chapters" / "a.html").write_text(content)
    [problem] = found(build)[1]
    assert "a.html: empty" in problem


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<script src="//cdn.example.org/x.js"></script>',
        '<SCRIPT SRC="HTTPS://cdn.example.org/x.js"></SCRIPT>',
        '<link rel="stylesheet" href="https://cdn.example.org/x.css">',
        '<link rel="preconnect" href="https://cdn.example.org">',
        '<img src="http://cdn.example.org/x.png">',
        '<iframe src="https://cdn.example.org/"></iframe>',
        "<style>@import 'https://cdn.example.org/x.css';</style>",
        '<p style="background: url(https://cdn.example.org/x.png)">x</p>',
    ],
)
def test_what_comes_from_another_host_is_named(build, element):
    (build / "search.html").write_text(page(element))
    [problem] = found(build)[1]
    assert "search.html: fetches" in problem
    assert "cdn.example.org" in problem.lower()


@pytest.mark.parametrize(
    "element",
    [
        '<a href="https://example.org">a link fetches nothing</a>',
        '<link rel="canonical" href="https://example.org/a.html">',
        '<script src="../_static/x.js?v=1"></script>',
        '<img src="data:image/png;base64,AAAA">',
        '<script>const text = "https://example.org/x.js"</script>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"></use></svg>',
    ],
)
def test_what_fetches_nothing_from_elsewhere_is_left_alone(build, element):
    (build / "search.html").write_text(page(element))
    assert found(build)[1] == []


def test_style_sheets_are_read(build):
    (build / "x.css").write_text("p { background: url('//cdn.example.org/x.png') }")
    [problem] = found(build)[1]
    assert problem.endswith("x.css: fetches //cdn.example.org/x.png")


def test_local_addresses_in_css():
    assert foreign_in_css("a{b:url(x.woff)} c{d:url(data:font/woff;base64,AA)}") == []


def test_the_command_line(build):
    script = ["-c", "import check_build, sys; from pathlib import Path; "
              "sys.exit(check_build.main(sys.argv[1], Path(sys.argv[2])))"]  # fmt: skip
    command = [sys.executable, *script, str(build), str(build.parent / "_toc.yml")]

    def run():
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT / "tools")

    assert run().stdout == "3 pages, all there; nothing comes from another host.\n"
    (build / "chapters" / "a.html").unlink()
    failed = run()
    assert failed.returncode == 1
    assert "a.html: missing" in failed.stderr
    (build.parent / "_toc.yml").write_text("format: jb-book\n")
    assert "names no pages" in run().stderr
