"""Every control of every live figure, by keyboard, mouse and finger, in light and dark.

The controls are found, not listed: one that nobody can move here fails the test. After each
move every number of the figure is compared with gmmlib's for the state that is shown then.
"""

import re

import pytest
from inspect_page import axe_violations
from sweep import Sweep

from benchmarks import book

FIGURE = re.compile(r'<figure class="explorable" id="([^"]+)"')
#: Width of the window, and what moves the controls in which theme.
DEVICES = {1280: {"light": "mouse", "dark": "keyboard"}, 390: {"light": "touch", "dark": "touch"}}


def figures(address):
    """The live figures of a page of the book."""
    return FIGURE.findall((book.HTML / address).read_text(encoding="utf-8"))


def pages():
    """The pages that have live figures; none where the book is not built."""
    built = [address for address in book.pages() if (book.HTML / address).exists()]
    return [address for address in built if figures(address)]


@pytest.mark.parametrize("width", DEVICES)
@pytest.mark.parametrize("address", pages())
def test_every_control_moves_and_every_number_follows(open_page, site, address, width):
    page = open_page(width=width, has_touch=width < 800)
    page.goto(f"{site}/{address}", timeout=30_000)
    # The theme's own button floats over whatever is there until the page is scrolled down.
    page.add_style_tag(content="#pst-back-to-top { display: none !important; }")
    problems = []
    for theme, device in DEVICES[width].items():
        while page.locator("html").get_attribute("data-theme") != theme:
            page.locator("button.theme-switch-button:visible").first.click()
        for name in figures(address):
            page.locator(f"#{name}").get_by_role("button", name="Reset", exact=True).click()
            sweep = Sweep(page, name, device)
            problems += [f"{theme}: {problem}" for problem in sweep.run()]
            assert len(sweep.done) > 8
        page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
        problems += axe_violations(page, "figure.explorable")
    assert not problems, "\n".join(problems)
