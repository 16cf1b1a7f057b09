"""OneGaussian: K and a place in the plane, by mouse, finger, keyboard, text and link."""

import json
import re

import numpy as np
import pytest
from in_page import script
from oracle import DIGITS, differences, from_text

import gmmlib

NAME = "live-one-gaussian"
NUMBER = re.compile(r"-?[\d.]+")


class Picture:
    """The live figure on a page of its own kind."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(f"#{NAME}")
        page.wait_for_selector(f"#{NAME}[data-live=true]")
        values = json.loads(self.root.get_attribute("data-state"))
        self.X = np.array(values["X"])
        self.fits = [
            gmmlib.GaussianMixture(
                np.array(fit["weights"]) / sum(fit["weights"]), fit["means"], fit["covariances"]
            )
            for fit in values["fits"]
        ]
        self.start = (values["components"], tuple(values["place"]))

    def check(self):
        """Compare every number with gmmlib's; gives K and place, and the whole reading."""
        read = self.root.evaluate(script("read_figure"))
        found = re.search(rf"#{NAME}=1~k(\d)~p([^,]+),(.+)$", read["link"])
        K, place = int(found[1]), (float(found[2]), float(found[3]))
        one, several = self.fits[0], self.fits[K - 1]
        expected = {
            "score-1": one.log_likelihood(self.X) / len(self.X),
            "score-K": several.log_likelihood(self.X) / len(self.X),
            "density-1": one.pdf([place])[0],
            "density-K": several.pdf([place])[0],
        }
        shown = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        assert not differences(shown, expected)
        for name, (_, text) in read["outputs"].items():
            assert from_text(text) == pytest.approx(shown[name], rel=0.5e-3 * (1 + DIGITS))
        assert read["handles"] == {"Place, in the picture": pytest.approx(place[0])}
        # The mixture has an ellipse and a number for each component.
        assert self.root.locator(".xp-on-cloud").count() == K
        assert self.root.locator(".xp-plot .xp-component").count() == K
        return (K, place), read

    @property
    def state(self):
        return self.check()[0]

    @property
    def mark(self):
        return self.root.locator('[role=slider][aria-label="Place, in the picture"]')

    def slider(self, label):
        return self.root.get_by_role("slider", name=label, exact=True)

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def status(self):
        return self.root.locator("[role=status]").inner_text()

    def type(self, label, text):
        field = self.root.get_by_role("textbox", name=f"{label}, typed", exact=True)
        field.fill(text)
        field.press("Enter")

    def center(self):
        self.mark.evaluate("(mark) => mark.scrollIntoView({block: 'center', behavior: 'instant'})")
        box = self.mark.locator(".xp-knob").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def pixel(self):
        """Where the mark stands in the picture, whose unit is a pixel."""
        return np.array([float(x) for x in NUMBER.findall(self.mark.get_attribute("transform"))])

    def units(self):
        """Pixels for a step of 1 along each axis, as two places of the mark tell."""
        first, (_, (a, b)) = self.pixel(), self.state
        self.type("Place x₁", str(a + 1))
        self.type("Place x₂", str(b + 1))
        units = self.pixel() - first
        self.type("Place x₁", str(a))
        self.type("Place x₂", str(b))
        return units


@pytest.fixture
def picture(open_page, address_of):
    return Picture(open_page(address_of("one-gaussian")))


def test_presets_reset_and_undo(picture):
    assert picture.state == picture.start
    select = picture.root.get_by_role("combobox", name="Preset")
    names = select.locator("option").all_inner_texts()[1:]
    assert len(names) >= 4
    states = [picture.start]
    for name in names:
        select.select_option(label=name)
        if picture.state != states[-1]:
            states.append(picture.state)
        assert picture.status()
    assert {K for K, _ in states} == {1, 2, 3, 6}
    picture.button("Reset").click()
    assert picture.state == picture.start
    for state in reversed(states):
        picture.button("Undo").click()
        assert picture.state == state


def test_sliders_and_fields(picture):
    slider = picture.slider("Number of components K")
    slider.press("ArrowRight")
    assert picture.state == (4, picture.start[1])
    box = slider.bounding_box()
    slider.click(position={"x": 2, "y": box["height"] / 2})
    assert picture.state == (1, picture.start[1])
    picture.page.keyboard.press("Control+z")
    assert picture.state == (4, picture.start[1])
    picture.slider("Place x₁").press("ArrowRight")
    (_, place), _ = picture.check()
    assert place[0] > picture.start[1][0]
    assert place[1] == picture.start[1][1]
    picture.slider("Place x₂").press("ArrowLeft")
    assert picture.state[1][1] < picture.start[1][1]
    picture.type("Place x₁", "1/3")
    assert picture.state[1][0] == pytest.approx(1 / 3, rel=1e-11)
    kept = picture.check()
    for label, text, reason in [
        ("Number of components K", "2.5", "whole number from 1 to 6"),
        ("Number of components K", "7", "whole number from 1 to 6"),
        ("Place x₁", "<b>1</b>", "is not a number"),
        ("Place x₂", "1e60", "between -1e50 and 1e50"),
    ]:
        picture.type(label, text)
        assert reason in picture.root.locator(".xp-error:not(:empty)").inner_text()
        assert picture.check() == kept
        picture.page.keyboard.press("Escape")


def test_far_places_are_right_too(picture):
    picture.type("Place x₁", "-1e6")
    assert picture.state[1][0] == -1e6
    picture.type("Place x₁", "40")
    (_, place), _ = picture.check()
    assert place[0] == 40


def test_the_mark_follows_the_mouse(picture):
    units = picture.units()
    x, y = picture.center()
    _, start = picture.state
    mouse = picture.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step in (10, 25, 40):
        mouse.move(x + step, y + step)
    mouse.up()
    (_, place), _ = picture.check()
    moved = [(place[i] - start[i]) * units[i] for i in range(2)]
    assert moved == pytest.approx([40, 40], abs=2)
    picture.page.keyboard.press("Control+z")
    assert picture.state[1] == start


def test_the_mark_follows_the_keyboard(picture):
    _, (a, b) = picture.state
    picture.mark.press("ArrowRight")
    _, (a1, b1) = picture.state
    picture.mark.press("ArrowDown")
    _, (a2, b2) = picture.state
    assert a1 > a
    assert b1 == b
    assert a2 == a1
    assert b2 < b1
    picture.mark.press("Shift+ArrowLeft")
    assert a2 - picture.state[1][0] == pytest.approx(10 * (a1 - a), rel=0.05)


def test_the_mark_follows_a_finger(open_page, address_of):
    page = open_page(address_of("one-gaussian"), width=390, has_touch=True)
    picture = Picture(page)
    units = picture.units()
    x, y = picture.center()
    _, start = picture.state
    touch = page.context.new_cdp_session(page)
    scrolled = page.evaluate("scrollY")
    for kind, step in [("touchStart", 0), ("touchMove", 10), ("touchMove", 24)]:
        points = [{"x": x + step, "y": y + step}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    (_, place), _ = picture.check()
    moved = [(place[i] - start[i]) * units[i] for i in range(2)]
    assert moved == pytest.approx([24, 24], abs=2)
    assert page.evaluate("scrollY") == scrolled


def test_a_link_shows_the_same_picture(picture, open_page):
    picture.type("Number of components K", "5")
    picture.type("Place x₁", "0.125")
    state, read = picture.check()
    other = Picture(open_page(read["link"]))
    assert other.status().startswith("This is the picture of the link")
    assert other.check()[0] == state
    other.button("Reset").click()
    assert other.state == other.start


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a number of components"),
        ("1~k3", "is not a number of components"),
        ("2~k3~p0,0", "is not a number of components"),
        ("1~k7~p0,0", "whole number from 1 to 6, got 7"),
        ("1~k0~p0,0", "whole number from 1 to 6, got 0"),
        ("1~k2.5~p0,0", "whole number from 1 to 6, got 2.5"),
        ("1~k3~p0,NaN", "“NaN” is not a number"),
        ("1~k3~p1e60,0", "between -1e50 and 1e50"),
        ("1~k3~p<img src=x onerror=alert(1)>,0", "is not a number"),
    ],
)
def test_a_bad_link_is_ignored_and_says_so(open_page, address_of, text, reason):
    picture = Picture(open_page(f"{address_of('one-gaussian')}#{NAME}={text}"))
    sentence = picture.status()
    assert sentence.startswith("The link's picture cannot be shown, so nothing was changed: ")
    assert reason in sentence
    assert picture.state == picture.start
    assert picture.root.locator("[role=status] *").count() == 0
