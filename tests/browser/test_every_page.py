"""Every page, light and dark, on a desk and on a phone: all is seen, named and accessible."""

import pytest
from inspect_page import axe_violations, defects, settle

from benchmarks.book import pages

VARIANTS = [(theme, width) for theme in ("light", "dark") for width in (1280, 390)]


@pytest.mark.parametrize(("theme", "width"), VARIANTS, ids=lambda value: str(value))
@pytest.mark.parametrize("address", pages())
def test_a_page_is_whole_and_accessible(open_page, address, theme, width):
    page = open_page(address, theme, width)
    settle(page)
    assert page.locator("html").get_attribute("data-theme") == theme
    problems = defects(page) + axe_violations(page)
    assert not problems, "\n".join(problems)


def test_the_inspection_sees_what_is_wrong(open_page):
    page = open_page(pages()[0])
    settle(page)
    page.evaluate("""() => {
      const main = document.querySelector("main");
      const add = (html) => main.insertAdjacentHTML("afterbegin", html);
      add('<div class="x-wide" style="width: 3000px; position: relative; height: 2em">wide</div>');
      add('<div class="x-cut" style="width: 90px; overflow: hidden; white-space: nowrap">'
        + 'a sentence that is much longer than its box</div>');
      add('<img class="x-img" src="data:," alt="">');
      add('<figure class="explorable x-dead"></figure>');
      add('<p class="x-raw">$$ raw $$</p>');
      add('<button class="x-button"></button>');
    }""")
    problems = "\n".join(defects(page) + axe_violations(page))
    for mark in ("x-wide", "x-cut", "x-img", "x-dead", "$$ raw $$", "axe button-name: .x-button"):
        assert mark in problems


@pytest.mark.parametrize("width", [1280, 390])
def test_the_theme_switch_changes_page_and_picture(open_page, width):
    # A context of its own, as the choice is kept.
    own = {"color_scheme": "light"}
    page = open_page(pages()[0], "light", width, **own)
    settle(page)
    look = """() => [document.documentElement.dataset.theme,
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector(".explorable-live .xp")).backgroundColor]"""
    seen = {}
    for _ in range(3):  # light, dark, as the system has it
        theme, *colors = page.evaluate(look)
        seen[theme] = colors
        page.locator("button.theme-switch-button:visible").first.click()
    assert set(seen) == {"light", "dark"}
    assert all(light != dark for light, dark in zip(seen["light"], seen["dark"], strict=True))
    while page.evaluate(look)[0] != "dark":
        page.locator("button.theme-switch-button:visible").first.click()
    assert page.evaluate(look) == ["dark", *seen["dark"]]
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
