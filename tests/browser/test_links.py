"""A copied link shows exactly the picture; a bad link is ignored, and says so."""

import pytest
from explorable import KINDS, Explorable

pytestmark = pytest.mark.parametrize("kind", KINDS)


def change(figure):
    figure.type("Mean of component 1", "-2.75")
    figure.type("Weight of component 2", "1/7")
    figure.type("Variance of component 3", "0.0325")
    if figure.start.cursor is not None:
        figure.type("Cursor x", "1/3")
    return figure.check().state


def test_a_copied_link_opens_the_same_picture(kind, open_page, address_of):
    rights = {"permissions": ("clipboard-read", "clipboard-write")}
    figure = Explorable(open_page(address_of(kind), **rights), f"#live-{kind}")
    state = change(figure)
    figure.page.evaluate("navigator.clipboard.writeText('')")
    figure.copy_button.click()
    figure.button("Copied").wait_for()
    figure.page.wait_for_function("async () => await navigator.clipboard.readText() !== ''")
    link = figure.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(figure.page.url)
    assert "exactly this picture" in figure.root.locator("[role=status]").inner_text()
    other = Explorable(open_page(link), f"#live-{kind}")
    assert (
        other.root.locator("[role=status]")
        .inner_text()
        .startswith("This is the picture of the link")
    )
    reading = other.check()
    assert reading.state.is_close(state, 1e-11)
    assert reading.link == link
    # The link's picture is a step from the page's own, which Reset and Undo give back.
    other.button("Undo").click()
    assert other.check().state.is_close(other.start)
    other.button("Undo").click(force=True)
    other.slider("Mean of component 1").press("ArrowRight")
    other.button("Reset").click()
    assert other.check().state.is_close(other.start)


GOOD = {
    "em-lab": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1~t~d",
    "mean-update": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1",
    "covariance-update": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1",
    "weight-update": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1",
    "mixture-explorer": "1~w0.5,0.5~m-2,1~v1,2~x0",
    "likelihood-lab": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1",
    "responsibilities": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1~x0",
    "posterior": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1~x0",
    "ancestral-sampling": "1~w0.5,0.25,0.25~m-2,1,4~v1,2,1~n50~s7~z0~h1",
}


def bad_fragments(good):
    """Pairs of a fragment and a part of what is said about it."""
    return [
        ("", "version"),
        ("garbage", "version “garbage”"),
        ("0" + good[1:], "version “0”"),
        ("2" + good[1:], "version “2”"),
        (good.replace("~v1,", "~vNaN,"), "“NaN” is not a number"),
        (good.replace("~v1,", "~vInfinity,"), "is not a number"),
        (good.replace("~v1,", "~v1e999,"), "is not a number"),
        (good.replace("~v1,", "~v-1,"), "variance must be greater than 0"),
        (good.replace("~v1,", "~v0,"), "variance must be greater than 0"),
        (good.replace("~v1,", "~v"), "equally many"),
        (good.replace("~m-2,", "~m-2,,"), "“” is not a number"),
        (good.replace("~m-2,", "~m1e60,"), "between -1e50 and 1e50"),
        (good.replace("~w0.5,", "~w0.7,"), "sum to 1"),
        (good.replace("~w0.5,", "~w-0.5,"), "sum to 1"),
        (good.replace("~m", "~q"), "the part “m” is missing"),
        ("1~w1~m0~v1~x0" if good.count(",") > 3 else "1~w~m~v~x0", ""),
        ("1~w" + ",".join(["0.125"] * 8) + "~m" + ",".join("12345678") + "~v" + ",".join("11111111")
         + "~x0", "8 components"),
        ("1~w<img src=x onerror=alert(1)>", "is not a number"),
        ("%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'taken'%22%3E", "version"),
        ("1~w%3Cscript%3Ealert(1)%3C/script%3E~m0~v1~x0", "is not a number"),
        ("%E0%A4%A", ""),
        ("1~__proto__0.5~constructor1", ""),
        ("9" * 5000, "version"),
    ]  # fmt: skip


def test_a_bad_link_is_ignored_and_says_so(kind, figure):
    page = figure.page
    start, title = figure.read().state, page.title()
    status = figure.root.locator("[role=status]")
    for text, reason in bad_fragments(GOOD[kind]):
        before = figure.read()
        assert before.state == start
        # As when the reader pastes it into the address bar of the open page.
        page.evaluate("(hash) => { location.hash = hash }", f"#{before.figure}={text}")
        page.wait_for_function(
            "(line) => line.textContent.startsWith('The link')", arg=status.element_handle()
        )
        sentence = status.inner_text()
        assert sentence.startswith("The link's picture cannot be shown, so nothing was changed: ")
        assert reason in sentence
        assert len(sentence) < 300
        after = figure.check()
        assert (after.state, after.picture, after.values) == (
            before.state,
            before.picture,
            before.values,
        )
        assert page.title() == title
        assert figure.root.locator("[role=status] *").count() == 0
        # The line changes, so that the next one is seen to come.
        figure.slider("Mean of component 1").press("ArrowRight")
        figure.button("Reset").click()
        assert status.inner_text() == ""
    page.evaluate("history.replaceState(null, '', location.pathname)")


def test_a_page_opened_with_a_bad_link_shows_its_own_picture(kind, open_page, address_of):
    page = open_page(f"{address_of(kind)}#live-{kind}=1~w<img src=x onerror=alert(1)>")
    figure = Explorable(page, f"#live-{kind}")
    sentence = figure.root.locator("[role=status]").inner_text()
    assert sentence.startswith("The link's picture cannot be shown")
    assert figure.check().state.is_close(figure.start)


def test_a_link_to_another_figure_leaves_this_one_alone(kind, open_page, address_of):
    page = open_page(f"{address_of(kind)}#live-somebody-else={GOOD[kind]}")
    figure = Explorable(page, f"#live-{kind}")
    assert "not on this page" in page.locator("[role=status]").first.inner_text()
    assert figure.check().state.is_close(figure.start)
