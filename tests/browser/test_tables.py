"""Tables of live pictures on a phone: no cell's text runs into the next."""

import pytest
from inspect_page import settle

SPILLED = """() => [...document.querySelectorAll(".xp-table :is(th, td)")]
  .filter((cell) => cell.checkVisibility() && cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.textContent)"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("kind", ["responsibilities", "mean-update", "choose-k"])
def test_no_cell_spills_over(open_page, address_of, kind, width):
    page = open_page(address_of(kind), width=width)
    settle(page)
    assert page.locator(".xp-table th").count() > 3
    assert page.evaluate(SPILLED) == []
