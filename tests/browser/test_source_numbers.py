"""The reader sees the source's numbers, and every reference leads somewhere."""

import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from inspect_page import settle

from benchmarks import book

#: What the source has on each page.
ON_PAGE = {
    "11-0-density-estimation": {"equations": range(1, 3), "figures": [1], "examples": []},
    "11-1-gaussian-mixture-model": {"equations": range(3, 6), "figures": [2], "examples": []},
    "11-2-maximum-likelihood": {"equations": range(6, 17), "figures": [3], "examples": [1]},
    "11-2-1-responsibilities": {"equations": range(17, 20), "figures": [], "examples": [2]},
    # In the order of the page; lettered lines are in test_formulas.py.
    "11-2-2-updating-the-means": {
        "equations": [20, 27, 28, 29, 23, 24, 25, 26],
        "figures": [4, 5],
        "examples": [3],
    },
    "11-2-3-updating-the-covariances": {
        "equations": [30, 39, 40, 41, 31, 33, 34, 35, 38],
        "figures": [6],
        "examples": [4],
    },
    "11-2-4-updating-the-mixture-weights": {
        "equations": [42, 50, 51, 52, 45, 46, 47, 48, 49],
        "figures": [7],
        "examples": [5],
    },
}

SHOWN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 0)
  .map((element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.data).join("").trim())"""


@pytest.mark.parametrize("name", ON_PAGE)
def test_the_source_s_numbers_are_seen(open_page, name):
    page = open_page(f"chapters/{name}.html", width=390)
    settle(page)
    expected = ON_PAGE[name]

    def of_the_source(selector, pattern):
        texts = page.evaluate(SHOWN, selector)
        return [text for text in texts if re.fullmatch(pattern, text)]

    assert of_the_source(".eqno", r"\(11\..*\)") == [f"(11.{n})" for n in expected["equations"]]
    figures = of_the_source(".caption-number", r"Figure 11\..*")
    assert figures == [f"Figure 11.{n}" for n in expected["figures"]]
    examples = of_the_source(".caption-number", r"Example 11\..*")
    assert examples == [f"Example 11.{n}" for n in expected["examples"]]
    # Beside each number stands its formula, and what is ours has numbers of its own.
    for number in page.locator(".eqno").all():
        assert number.locator("xpath=..").locator("mjx-container").count() == 1
    numbers = page.evaluate(SHOWN, ".eqno") + page.evaluate(SHOWN, ".caption-number")
    assert [text for text in numbers if not re.search(r"\b(11|A)\.\d", text)] == []


@pytest.fixture(scope="module")
def parsed():
    folder = book.built()
    return {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in folder.rglob("*.html")
        if "_static" not in path.parts
    }


def test_every_inner_link_leads_somewhere(parsed):
    ids = {
        name: {tag["id"] for tag in page.select("[id]")}
        | {tag["name"] for tag in page.select("a[name]")}
        for name, page in parsed.items()
    }
    files = {
        path.relative_to(book.HTML).as_posix() for path in book.HTML.rglob("*") if path.is_file()
    }
    checked, broken = 0, []
    for name, page in parsed.items():
        for link in page.select("a[href]"):
            parts = urlsplit(urljoin(f"http://book/{name}", link["href"]))
            if parts.netloc != "book":
                continue
            target, fragment = unquote(parts.path).lstrip("/"), unquote(parts.fragment)
            target = target or "index.html"
            if fragment.startswith("live-"):
                fragment = fragment.split("=")[0]  # behind it stands the state of that picture
            checked += 1
            if target not in files:
                broken.append(f"{name}: {link['href']} is no file of the book")
            elif fragment and target in ids and fragment not in ids[target]:
                broken.append(f"{name}: {link['href']} has no such place")
    assert checked > 100
    assert not broken, "\n".join(sorted(set(broken)))


def test_no_id_occurs_twice_on_a_page(parsed):
    twice = []
    for name, page in parsed.items():
        seen = [tag["id"] for tag in page.select("[id]")]
        twice += [f"{name}: {id_}" for id_ in sorted(set(seen)) if seen.count(id_) > 1]
    assert not twice, "\n".join(twice)


def test_references_in_the_text_carry_the_source_s_numbers(parsed):
    for name, page in parsed.items():
        for link in page.select("article a.reference.internal[href*='#equation-eq-11-']"):
            number = re.search(r"eq-11-(\d+[a-z]?)$", link["href"])[1]
            assert link.get_text() == f"(11.{number})", name
        for link in page.select("article a.reference.internal[href*='#fig-11-']"):
            number = re.search(r"fig-11-(\d+)$", link["href"])[1]
            assert link.get_text() == f"Figure 11.{number}", name
