"""Every page, light and dark, on a desk and on a phone: all is seen, named and accessible."""

from urllib.parse import urlsplit

import pytest
from conftest import close
from inspect_page import axe_violations, defects, settle
from repository import repository_url

from benchmarks import book
from benchmarks.book import pages

#: Both themes and both widths; the other two pairs follow without a visit of their own.
VARIANTS = [("light", 1280), ("dark", 390)]
OTHER = {"light": "dark", "dark": "light"}
#: Ends when no color is on its way any more.
IN_THEME = """async (theme) => {
  Object.assign(document.documentElement.dataset, { theme, mode: theme });
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""


@pytest.fixture(
    scope="module",
    params=[(address, *variant) for address in pages() for variant in VARIANTS],
    ids=lambda visit: "-".join(map(str, visit)),
)
def visit(request, new_page):
    """Address and theme of a page, and the page itself, for all tests of this visit."""
    address, theme, width = request.param
    page = new_page(address, theme, width)
    settle(page)
    yield address, theme, page
    close(page)


def test_a_page_is_whole_and_accessible(visit):
    _, theme, page = visit
    assert page.locator("html").get_attribute("data-theme") == theme
    problems = defects(page) + axe_violations(page)
    assert not problems, "\n".join(problems)


def test_it_is_whole_and_accessible_in_the_other_theme(visit):
    _, theme, page = visit
    page.evaluate(IN_THEME, OTHER[theme])
    problems = defects(page) + axe_violations(page)
    page.evaluate(IN_THEME, theme)
    assert not problems, "\n".join(problems)


def test_a_notebook_opens_in_binder_and_colab_and_other_pages_have_no_buttons(visit):
    address, _, page = visit
    links = page.locator("a[href*='mybinder.org'], a[href*='colab.research']")
    notebook = book.ROOT / address.replace(".html", ".ipynb")
    if not notebook.exists():
        assert links.count() == 0
        return
    slug = urlsplit(repository_url()).path.strip("/")
    path = notebook.relative_to(book.ROOT).as_posix()
    assert set(links.evaluate_all("(links) => links.map((link) => link.href)")) == {
        f"https://mybinder.org/v2/gh/{slug}/main?urlpath=lab/tree/{path}",
        f"https://colab.research.google.com/github/{slug}/blob/main/{path}",
    }
    page.get_by_role("button", name="Launch").first.click()
    for link in links.all():
        assert link.is_visible()
        assert link.inner_text().strip() in ("Binder", "Colab")


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
