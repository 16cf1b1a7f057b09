"""Without JavaScript, in print, from a file and with less motion."""

import pytest
from explorable import KINDS, Explorable
from in_page import script
from inspect_page import settle

from benchmarks import book


def with_explorables():
    texts = {page: (book.HTML / page).read_text(encoding="utf-8") for page in book.pages()
             if (book.HTML / page).exists()}  # fmt: skip
    return [page for page, text in texts.items() if 'class="explorable"' in text]


def test_some_pages_have_explorables():
    assert len(with_explorables()) >= 5


@pytest.mark.parametrize("address", with_explorables())
def test_without_javascript_the_static_picture_is_seen(open_page, address):
    page = open_page(address, java_script_enabled=False)
    for figure in page.locator("figure.explorable").all():
        picture = figure.locator(".explorable-static svg[role=img]")
        assert picture.count() == 1
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box["width"] > 300
        assert box["height"] > 100
        assert len(picture.get_attribute("aria-label")) > 60
        assert figure.locator("button, input, select").count() == 0


@pytest.mark.parametrize("address", with_explorables())
def test_print_shows_the_static_picture_and_the_solutions(open_page, address):
    page = open_page(address)
    settle(page)
    solutions = page.locator(".solution > *:not(.admonition-title)")
    bodies = [body for body in solutions.all() if body.text_content().strip()]
    assert len(bodies) >= (4 if "11-" in address else 0)
    # On the screen the reader opens them.
    assert not any(body.is_visible() for body in bodies)
    page.emulate_media(media="print")
    for figure in page.locator("figure.explorable").all():
        assert figure.locator(".explorable-static svg[role=img]").is_visible()
        assert not figure.locator(".explorable-live").is_visible()
    for body in bodies:
        state = body.evaluate(
            "(body) => [body.getBoundingClientRect().height, getComputedStyle(body).opacity,"
            " body.checkVisibility({visibilityProperty: true, opacityProperty: true})]"
        )
        assert state[0] > 10, body.text_content()[:60]
        assert state[1:] == ["1", True], body.text_content()[:60]
    for selector in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".prev-next-footer"):
        for part in page.locator(selector).all():
            assert not part.is_visible(), selector
    page.emulate_media(media="screen")


def test_print_in_the_dark_is_dark_on_white(open_page):
    page = open_page("chapters/11-2-1-responsibilities.html", theme="dark")
    settle(page)
    page.emulate_media(media="print")
    page.wait_for_function("() => document.documentElement.dataset.theme === 'light'")
    pale = page.evaluate(script("find_pale_text"))
    page.emulate_media(media="screen")
    assert not pale, "\n".join(pale)
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")


@pytest.mark.parametrize("kind", KINDS)
def test_it_works_from_a_file(open_page, address_of, kind):
    page = open_page((book.HTML / address_of(kind)).as_uri())
    figure = Explorable(page, f"#live-{kind}")
    assert figure.check().state.is_close(figure.start)
    figure.slider("Mean of component 1").press("ArrowRight")
    assert not figure.check().state.is_close(figure.start)
    settle(page)
    assert page.locator(".math").count() == page.locator(".math:has(mjx-container)").count()


def test_copy_link_without_a_clipboard_uses_the_address_bar(open_page, address_of):
    page = open_page(address_of("mixture-explorer"))
    figure = Explorable(page, "#live-mixture-explorer")
    figure.slider("Mean of component 1").press("ArrowRight")
    link = figure.read().link
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    figure.copy_button.click()
    page.wait_for_function("() => location.hash.length > 1")
    assert page.url == link
    assert "address bar" in figure.root.locator("[role=status]").inner_text()


@pytest.mark.parametrize("address", [book.pages()[0], book.pages()[-1]])
def test_nothing_moves_for_readers_who_want_less_motion(open_page, address):
    page = open_page(address, reduced_motion="reduce")
    settle(page)
    moving = page.evaluate(script("find_motion"))
    assert not moving, "\n".join(moving)
