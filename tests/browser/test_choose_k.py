"""ChooseK: every control by mouse, finger and keyboard; every score against gmmlib's fits."""

import json
import re

import numpy as np
import pytest
from explorable import READ
from oracle import DIGITS, differences, from_text

from gmmlib.explorables import ChooseK

PAGE = "chapters/11-5a-choosing-k.html"
NAME = "live-choose-k"
FITS = 48
DONE = f"document.querySelector('#{NAME} output[name=fits]').dataset.value === '{FITS}'"
#: Seconds for all fits, where many tests share a processor.
PATIENCE = 90


class Chooser:
    """The live figure on a page."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(f"#{NAME}")
        page.wait_for_selector(f"#{NAME}[data-live=true]")
        self.root.evaluate("(f) => f.scrollIntoView({block: 'start', behavior: 'instant'})")
        self.names = ChooseK().source_names

    def read(self):
        """Give the state as the Python class, and the numbers shown."""
        read = self.root.evaluate(READ)
        self.link, self.handles = read["link"], read["handles"]
        parts = {part[0]: part[1:] for part in self.link.partition("=")[2].split("~")[1:]}
        values = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        self.texts = {name: text for name, (_, text) in read["outputs"].items()}
        state = ChooseK(
            source=self.names[int(parts["d"])],
            points=int(parts["n"]),
            seed=int(parts["s"]),
            split=int(parts["f"]),
            components=int(parts["k"]),
            akaike=parts["a"] == "1",
        )
        return state, values

    def done(self):
        self.page.wait_for_function(DONE, timeout=1000 * PATIENCE)

    def check(self):
        """Wait for all fits, and compare every number with gmmlib's."""
        self.done()
        state, values = self.read()
        expected = {"points": len(state.data), "fits": FITS}
        expected["truth"] = None if state.truth is None else state.truth.n_components
        for score in state.table:
            for name, value in zip(
                ["training", "held-out", "standard-error", "aic", "bic"], score[1:], strict=True
            ):
                expected[f"{name}-{score.K}"] = value
        for name, K in state.best.items():
            called = {"held out": "best-held-out", "AIC": "best-aic", "BIC": "best-bic"}
            expected[called.get(name, "one-standard-error")] = K
        assert not differences(values, expected)
        for name, value in values.items():
            if value is not None:
                near = 0.5e-1 if name.startswith("standard-error") else 0.5e-3
                assert from_text(self.texts[name]) == pytest.approx(value, rel=near * (1 + DIGITS))
        assert self.handles["K, in the picture"] == state.components
        current = self.root.locator("tr[aria-current=true] th").inner_text()
        assert current == str(state.components)
        drawn = self.root.locator(".xp-plot .xp-component").count()
        assert drawn == state.components
        words = self.root.locator(".xp-choice-word").all_text_contents()
        assert words == ["best held out", "best BIC", "best AIC"][: 2 + state.akaike]
        return state

    @property
    def K(self):
        return self.read()[0].components

    def slider(self, name):
        return self.root.get_by_role("slider", name=name, exact=True)

    def type(self, label, text):
        field = self.root.get_by_role("textbox", name=f"{label}, typed", exact=True)
        field.fill(text)
        field.press("Enter")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def choose(self, name):
        self.root.get_by_role("combobox", name="Preset").select_option(label=name)

    @property
    def status(self):
        return self.root.locator("[role=status]").inner_text()

    @property
    def mark(self):
        return self.slider("K, in the picture")

    def place(self, K):
        """Where a number of components stands in the chart, on the screen."""
        box = self.root.locator(".xp-surface.xp-pressable").bounding_box()
        return box["x"] + box["width"] * (K - 0.5) / 8, box["y"] + box["height"] / 2


def key(state):
    return {name: getattr(state, name) for name in ("source", "points", "seed", "split")}


@pytest.fixture(scope="module")
def shared(new_page):
    return Chooser(new_page(PAGE))


@pytest.fixture
def chooser(shared):
    shared.page.bring_to_front()
    shared.page.mouse.up()
    shared.button("Reset").click()
    assert key(shared.read()[0]) == key(ChooseK())
    return shared


def test_the_start(chooser):
    state = chooser.check()
    assert (state.components, state.akaike) == (3, False)


@pytest.mark.parametrize("name", ["One Gaussian", "Few points", "Five groups, 60 points"])
def test_presets_in_one_dimension_and_two(chooser, name):
    chooser.choose(name)
    state = chooser.check()
    assert state.best["held out"] == {"One Gaussian": 1, "Few points": 2}.get(name, 3)
    assert chooser.status


def test_other_presets_say_what_is_so(chooser):
    expected = {
        "Many points": {"best-held-out": 3, "best-bic": 2, "truth": 3, "points": 600},
        "AIC takes many": {"best-held-out": 3, "best-bic": 3, "best-aic": 8, "points": 150},
        "Five groups, 600 points": {"best-held-out": 5, "best-bic": 5, "truth": 5},
        "Penguins": {"best-held-out": 3, "best-bic": 3, "best-aic": 8, "truth": None},
    }
    for name, numbers in expected.items():
        chooser.choose(name)
        chooser.done()
        _, values = chooser.read()
        assert {key: values[key] for key in numbers} == numbers


def test_points_seeds_and_data(chooser):
    chooser.type("Number of points", "40")
    chooser.slider("Number of points").press("ArrowRight")
    chooser.slider("Seed of the draw").press("ArrowRight")
    chooser.slider("Seed of the split").press("ArrowLeft")
    state = chooser.check()
    assert (state.points, state.seed, state.split) == (41, 2, 0)
    chooser.root.get_by_role("combobox", name="Data").select_option(label="Penguins")
    chooser.type("Seed of the draw", "4294967295")
    state = chooser.check()
    assert (state.source, state.seed) == ("Penguins", 2**32 - 1)
    chooser.type("Number of points", "600")
    assert chooser.read()[1]["points"] == 342


def test_fields_refuse_what_python_refuses(chooser):
    before = key(chooser.read()[0])
    for label, text, reason in [
        ("Number of points", "29", "from 30 to 600, got 29"),
        ("Number of components K", "9", "from 1 to 8, got 9"),
        ("Number of components K", "2.5", "from 1 to 8, got 2.5"),
        ("Seed of the draw", "-1", "from 0 to 4294967295, got -1"),
        ("Seed of the split", "<b>1</b>", "is not a number"),
    ]:
        chooser.type(label, text)
        assert reason in chooser.root.locator(".xp-error:not(:empty)").inner_text()
        chooser.page.keyboard.press("Escape")
    assert key(chooser.read()[0]) == before


def test_akaike(chooser):
    box = chooser.root.get_by_role("checkbox", name="Show AIC")
    line = chooser.root.locator(".xp-plot path.xp-choice-line.xp-choice-aic[d^=M]")
    named = chooser.root.locator(".xp-legend span:visible").get_by_text("−AIC / 2N")
    chooser.done()
    assert (line.count(), named.count()) == (0, 0)
    box.check()
    assert (line.count(), named.count()) == (1, 1)
    chooser.check()
    chooser.button("Undo").click()
    assert not box.is_checked()


def test_k_by_slider_and_keyboard(chooser):
    chooser.slider("Number of components K").press("ArrowRight")
    assert chooser.check().components == 4
    chooser.mark.press("ArrowLeft")
    chooser.mark.press("ArrowLeft")
    assert chooser.K == 2
    chooser.mark.press("End")
    assert chooser.check().components == 8
    chooser.mark.press("ArrowRight")
    assert chooser.K == 8
    chooser.mark.press("Home")
    assert chooser.K == 1
    assert re.match(r"K = 1: training −\d", chooser.mark.get_attribute("aria-valuetext"))
    for K in (8, 2, 3, 4, 3):
        chooser.page.keyboard.press("Control+z")
        assert chooser.K == K


def test_k_by_mouse(chooser):
    mouse = chooser.page.mouse
    chooser.mark.scroll_into_view_if_needed()
    mouse.click(*chooser.place(6))
    assert chooser.check().components == 6
    x, y = chooser.place(2)
    mouse.move(*chooser.place(5))
    mouse.down()
    mouse.move(x + 30, y)
    mouse.move(x, y)
    mouse.up()
    assert chooser.K == 2
    box = chooser.mark.locator(".xp-knob").bounding_box()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(*chooser.place(7))
    mouse.up()
    assert chooser.check().components == 7


def test_k_by_finger(open_page):
    page = open_page(PAGE, width=390, has_touch=True)
    chooser = Chooser(page)
    chooser.mark.evaluate("(m) => m.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = chooser.mark.locator(".xp-knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    unit = chooser.place(2)[0] - chooser.place(1)[0]
    for kind, step in [("touchStart", 0), ("touchMove", unit), ("touchMove", 2 * unit)]:
        points = [{"x": x + step, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert chooser.K == 5
    page.touchscreen.tap(*chooser.place(2))
    assert chooser.K == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_hand_is_free_while_it_fits(chooser):
    chooser.done()
    chooser.choose("Five groups, 600 points")
    chooser.type("Seed of the draw", "77")
    chooser.slider("Number of components K").press("ArrowLeft")
    state, values = chooser.read()
    assert state.components == 4
    assert values["fits"] < FITS
    early = {name for name, value in values.items() if value is None}
    assert "training-8" in early
    assert chooser.texts["training-8"] == "…"
    for _ in range(3):
        chooser.button("Undo").click()
    state, values = chooser.read()
    assert key(state) == key(ChooseK())
    assert values["fits"] == FITS  # what was fitted before is there at once


def test_no_slice_of_work_fills_a_frame(chooser):
    chooser.page.evaluate("""() => {
      window.slices = [];
      const timeout = window.setTimeout;
      window.setTimeout = (f, ...rest) => timeout(() => {
        const start = performance.now();
        f();
        window.slices.push(performance.now() - start);
      }, ...rest);
    }""")
    chooser.type("Number of points", "600")
    chooser.done()
    slices = np.array(chooser.page.evaluate("window.slices"))
    assert len(slices) > 20
    # Other processes take the processor now and then; most slices are undisturbed.
    assert np.median(slices) < 16


def test_a_link_shows_the_same_picture(chooser, open_page):
    chooser.choose("Few points")
    chooser.mark.press("ArrowRight")
    state = chooser.check()
    other = Chooser(open_page(chooser.link))
    assert other.status.startswith("This is the picture of the link")
    same = other.check()
    assert key(same) == key(state)
    assert same.components == state.components == 3
    other.button("Reset").click()
    assert key(other.read()[0]) == key(ChooseK())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it has version “”"),
        ("2~d0~n60~s1~f1~k3~a0", "it has version “2”"),
        ("1~d0~n60~s1~f1~k3", "the part “a” is missing"),
        ("1~d9~n60~s1~f1~k3~a0", "the part “d” must be a number from 0 to 5"),
        ("1~d0~n10~s1~f1~k3~a0", "a number of points must be a whole number from 30 to 600"),
        ("1~d0~n60~s1~f1~k0~a0", "K must be a whole number from 1 to 8, got 0"),
        ("1~d0~n60~s-1~f1~k3~a0", "“-1” is not a whole number"),
        ("1~d0~n60~s1~f<img src=x onerror=alert(1)>~k3~a0", "is not a whole number"),
    ],
)
def test_a_bad_link_is_ignored_and_says_so(open_page, text, reason):
    chooser = Chooser(open_page(f"{PAGE}#{NAME}={text}"))
    assert chooser.status.startswith("The link's picture cannot be shown, so nothing was changed: ")
    assert reason in chooser.status
    assert key(chooser.read()[0]) == key(ChooseK())
    assert chooser.root.locator("[role=status] *").count() == 0
