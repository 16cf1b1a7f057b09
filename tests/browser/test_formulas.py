"""Lettered lines of the proofs: read from their left edge, whole on a desk, scrolled on a phone."""

import pytest
from inspect_page import settle

#: Theorem and lettered lines of each page.
PAGES = {
    "11-2-2-updating-the-means": ("Theorem 11.1", "21a 21b 22a 22b 22c"),
    "11-2-3-updating-the-covariances": ("Theorem 11.2", "32a 32b 32c 36a 36b 36c 36d 37a 37b"),
    "11-2-4-updating-the-mixture-weights": ("Theorem 11.3", "43a 43b 44a 44b"),
}
TAGS = """() => [...document.querySelectorAll(".lettered mlabeledtr")]
  .map((line) => line.firstElementChild.textContent.trim())"""
BLOCKS = """() => [...document.querySelectorAll(".lettered")].map((block) => {
  const formula = block.querySelector("mjx-container");
  const left = (element) => element.getBoundingClientRect().left;
  const right = (element) => element.getBoundingClientRect().right;
  const before = left(block.querySelector("mjx-table")) - left(block);
  formula.scrollLeft = 1e6;
  return {
    name: block.id,
    before,
    after: right(block) - right(block.querySelector("mjx-labels mjx-itable")),
    hidden: formula.scrollWidth - formula.clientWidth,
    gap: left(block.querySelector("mjx-labels mjx-itable"))
      - right(block.querySelector("mjx-table mjx-itable")),
  };
})"""


@pytest.mark.parametrize("name", PAGES)
def test_theorems_and_lines_have_the_source_s_numbers(open_page, name):
    page = open_page(f"chapters/{name}.html")
    settle(page)
    theorem, lines = PAGES[name]
    assert page.locator(".theorem .caption-number").all_text_contents() == [theorem + " "]
    assert page.evaluate(TAGS) == [f"(11.{line})" for line in lines.split()]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_lettered_lines_can_be_read_from_left_to_right(open_page, name, width):
    page = open_page(f"chapters/{name}.html", width=width)
    settle(page)
    blocks = page.evaluate(BLOCKS)
    assert blocks
    for block in blocks:
        assert block["before"] >= -1, block  # nothing is out of reach at the left
        assert block["after"] >= -1, block  # and the numbers are reached at the right
        assert block["gap"] >= 0, block  # no number stands on a formula
        if width == 1280:
            assert block["hidden"] <= 1, block


def test_they_fit_again_when_the_room_changes(open_page):
    page = open_page("chapters/11-2-4-updating-the-mixture-weights.html", width=1280)
    settle(page)
    before = page.evaluate(BLOCKS)
    article = page.locator("article.bd-article")
    article.evaluate("(article) => { article.style.width = '420px'; }")
    page.wait_for_function("document.querySelector('.lettered .book-wide')")
    article.evaluate("(article) => { article.style.width = ''; }")
    page.wait_for_function("!document.querySelector('.lettered .book-wide')")
    assert page.evaluate(BLOCKS) == before
