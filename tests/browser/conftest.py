"""The built book in a headless Chromium; any complaint of a page fails its test."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from explorable import Explorable  # noqa: E402
from guard import Guard  # noqa: E402

from benchmarks import book  # noqa: E402

#: Of every open page.
GUARDS = {}


@pytest.fixture(scope="session")
def site():
    """Address of the served book."""
    try:
        folder = book.built()
    except book.MissingBookError as error:
        pytest.fail(str(error), pytrace=False)
    with book.serve(folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    with book.browser() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def contexts(browser, site):
    """Browser contexts, one for each theme, width and set of options."""
    made = {}

    def context(theme, width, **options):
        key = (theme, width, *sorted(options.items()))
        if key not in made:
            # As the theme's own switch stores the reader's choice.
            choice = [{"name": name, "value": theme} for name in ("mode", "theme")]
            made[key] = browser.new_context(
                viewport={"width": width, "height": 800},
                storage_state={
                    "cookies": [],
                    "origins": [{"origin": site, "localStorage": choice}],
                },
                **options,
            )
            # So that a missing element is told within seconds.
            made[key].set_default_timeout(5000)
            # How fast pages load is the benchmarks' question, and two workers share the machine.
            made[key].set_default_navigation_timeout(30000)
        return made[key]

    yield context
    for opened in made.values():
        opened.close()


@pytest.fixture(scope="session")
def new_page(contexts, site):
    """Give a function that opens an address in a new, guarded page."""

    def new(address="", theme="light", width=1280, **options):
        page = contexts(theme, width, **options).new_page()
        GUARDS[page] = Guard(page, site, options.get("java_script_enabled", True))
        if address:
            page.goto(address if ":" in address else f"{site}/{address}")
        return page

    return new


def close(page):
    """Close a page; what it did not finish to load is no complaint."""
    del GUARDS[page]
    page.close()


@pytest.fixture
def open_page(new_page):
    """Give a function that opens an address in a new page, closed after the test."""
    opened = []

    def open_(*address, **options):
        opened.append(new_page(*address, **options))
        return opened[-1]

    yield open_
    for page in opened:
        close(page)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail the test itself, not its teardown, for what its pages complained about."""
    result = yield
    complaints = [line for guard in GUARDS.values() for line in guard.take()]
    assert not complaints, "the page complained:\n" + "\n".join(complaints)
    return result


@pytest.fixture(scope="session")
def address_of():
    """Give a page of the book that shows one explorable of a kind, under the kind's name."""
    folder = book.built()

    def address(kind):
        for page in book.pages():
            text = (folder / page).read_text(encoding="utf-8")
            if f'id="live-{kind}"' in text and text.count(f'data-kind="{kind}"') == 1:
                return page
        raise LookupError(f"no page of the book shows one {kind}")

    return address


@pytest.fixture(scope="session")
def shared_figures(new_page, address_of):
    """Give a function for the figure of a kind, on a page that several tests use."""
    figures = {}

    def shared(kind):
        if kind not in figures:
            figures[kind] = Explorable(new_page(address_of(kind)), f"#live-{kind}")
        return figures[kind]

    return shared


@pytest.fixture
def figure(kind, shared_figures):
    """The figure of a kind, as it was at first; its steps can still be undone."""
    figure = shared_figures(kind)
    # A page behind another one draws once a second.
    figure.page.bring_to_front()
    figure.page.mouse.up()
    figure.button("Reset").click()
    assert figure.check().state.is_close(figure.start)
    return figure


@pytest.fixture
def fresh_figure(kind, open_page, address_of):
    """The figure of a kind on a page that nobody has touched."""
    return Explorable(open_page(address_of(kind)), f"#live-{kind}")
