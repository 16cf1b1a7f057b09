"""Marks in the picture follow mouse, finger and keyboard; nothing else moves."""

import math

import pytest
from explorable import KINDS, Explorable, others, part
from oracle import DIGITS

pytestmark = pytest.mark.parametrize("kind", KINDS)


def marks(figure):
    """Label of each mark and what it sets; the one for a spread sets the variance."""
    named = {}
    for label, where in figure.labels.items():
        word, _, rest = label.partition(" ")
        if word != "Weight":
            named["Standard deviation " + rest if word == "Variance" else label] = where
    return named


def center(mark):
    box = mark.locator(".xp-knob").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def expect_moved_right(where, before, after):
    assert part(after, where) > part(before, where)
    assert others(after, where) == pytest.approx(others(before, where), rel=DIGITS)


def test_by_mouse(figure):
    mouse = figure.page.mouse
    for label, where in marks(figure).items():
        mark = figure.handle(label)
        figure.show(mark)
        before, unit = figure.read().state, figure.unit
        value = float(mark.get_attribute("aria-valuenow"))
        x, y = center(mark)
        mouse.move(x, y)
        mouse.down()
        for step in (8, 16, 30):
            mouse.move(x + step, y)
            moved = float(mark.get_attribute("aria-valuenow")) - value
            # The value goes as far as the hand; values are round to a two-thousandth.
            assert moved * unit == pytest.approx(step, abs=2)
            # The mark of a narrow spread keeps its distance from the mean; others follow.
            if not label.startswith("Standard"):
                assert center(mark)[0] == pytest.approx(x + step, abs=2)
        figure.check()
        mouse.up()
        after = figure.check().state
        expect_moved_right(where, before, after)
        mouse.move(x - 30, y)
        assert figure.read().state == after
        figure.page.keyboard.press("Control+z")
        assert figure.check().state.is_close(before)


def test_by_finger(kind, open_page, address_of):
    page = open_page(address_of(kind), width=390, has_touch=True)
    figure = Explorable(page, f"#live-{kind}")
    touch = page.context.new_cdp_session(page)

    def finger(type_, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        touch.send("Input.dispatchTouchEvent", {"type": type_, "touchPoints": points})

    for label, where in marks(figure).items():
        mark = figure.handle(label)
        figure.show(mark)
        before, scrolled = figure.read().state, page.evaluate("scrollY")
        value, unit = float(mark.get_attribute("aria-valuenow")), figure.unit
        x, y = center(mark)
        finger("touchStart", x, y)
        for step in (8, 16, 24):
            finger("touchMove", x + step, y + step)
        moved = float(mark.get_attribute("aria-valuenow")) - value
        finger("touchEnd")
        expect_moved_right(where, before, figure.check().state)
        # A finger on a mark moves the mark all the way, and not the page.
        assert moved * unit == pytest.approx(24, abs=2)
        assert page.evaluate("scrollY") == scrolled
        page.keyboard.press("Control+z")
        assert figure.check().state.is_close(before)
    for surface in figure.root.locator(".xp-pressable").all():
        figure.show(surface)
        box = surface.bounding_box()
        x, y = box["x"] + 0.6 * box["width"], box["y"] + 8
        finger("touchStart", x, y)
        for step in (8, 16, 24):
            finger("touchMove", x + step, y + 1)
        finger("touchEnd")
        figure.check()
        assert center(figure.handle("Cursor x"))[0] == pytest.approx(x + 24, abs=2)
    figure.slider("Mean of component 1").press("ArrowRight")
    mean = figure.root.locator(
        '[aria-label="Mean of component 1, in the picture"]'
        f'[aria-valuenow="{figure.start.means[0]:g}"]'
    )
    assert mean.count() == 0
    figure.show(figure.button("Reset"))
    figure.button("Reset").tap()
    mean.wait_for()  # a tap becomes a click a moment later
    assert figure.check().state.is_close(figure.start)


def press(figure, mark, label, key):
    """Give state and value after a key; the focus stays on the mark."""
    mark.press(key)
    state = figure.check().state
    assert figure.page.evaluate("document.activeElement.ariaLabel").startswith(label)
    low, now, high = (
        float(mark.get_attribute(f"aria-value{end}")) for end in ("min", "now", "max")
    )
    assert low <= now <= high
    return state, now


def test_by_keyboard(figure):
    for label, where in marks(figure).items():
        mark = figure.handle(label)
        before, start = figure.read().state, float(mark.get_attribute("aria-valuenow"))
        state, one = press(figure, mark, label, "ArrowRight")
        expect_moved_right(where, before, state)
        _, eleven = press(figure, mark, label, "Shift+ArrowRight")
        assert eleven - one == pytest.approx(10 * (one - start), rel=0.05)
        assert press(figure, mark, label, "PageDown")[1] == pytest.approx(
            one, abs=2e-3 * abs(eleven)
        )
        back = press(figure, mark, label, "ArrowDown")[1]
        assert back == pytest.approx(start, abs=2e-3 * (1 + abs(start)))
        least, most = (press(figure, mark, label, key)[1] for key in ("Home", "End"))
        assert least < start < most
        figure.button("Reset").click()


def test_each_mark_can_be_grasped(figure):
    """No mark hides another one at the start, and each is large enough for a finger."""
    for label in marks(figure):
        mark = figure.handle(label)
        figure.show(mark)
        on_top = mark.evaluate(
            """(mark) => {
              const box = mark.querySelector(".xp-knob").getBoundingClientRect();
              const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return mark.contains(hit);
            }"""
        )
        assert on_top, label
        grip = mark.locator(".xp-grip").bounding_box()
        assert min(grip["width"], grip["height"]) >= 24


def test_pressing_the_picture_moves_the_cursor(figure):
    if figure.start.cursor is None:
        assert figure.root.locator(".xp-pressable").count() == 0
        return
    for surface in figure.root.locator(".xp-pressable").all():
        figure.show(surface)
        box = surface.bounding_box()
        figure.page.mouse.click(box["x"] + 0.93 * box["width"], box["y"] + 8)
        state = figure.check().state
        assert state.cursor != figure.start.cursor
        assert state.is_close(figure.start.but(cursor=state.cursor))
        x, _ = center(figure.handle("Cursor x"))
        assert x == pytest.approx(box["x"] + 0.93 * box["width"], abs=2)
        figure.button("Reset").click()
        assert math.isclose(figure.check().state.cursor, figure.start.cursor)
