"""Collapse: every control, each number against gmmlib's, and the way to the maximum."""

import json
import math
import re
from itertools import pairwise

import numpy as np
import pytest
from explorable import Explorable
from oracle import differences, from_link, from_text

from gmmlib.explorables import Collapse

KIND = "collapse"
OWN = {
    "with_floor": lambda text: text == "1",
    "floor": float,
    "with_prior": lambda text: text == "1",
}
LETTERS = {"with_floor": "l", "floor": "e", "with_prior": "q"}
DEVIATION, MEAN, FLOOR = "Standard deviation of component 1", "Mean of component 1", "Floor"
pytestmark = pytest.mark.parametrize("kind", [KIND])


class Figure(Explorable):
    """The numbers of this kind follow from mixture, floor and prior."""

    def check(self):
        reading = self.read()
        state = reading.state
        parts = {part[0]: part[1:] for part in reading.link.split("~")[1:]}
        own = {name: read(parts[LETTERS[name]]) for name, read in OWN.items()}
        shown = Collapse(self.X, state.model.weights, state.means, state.variances, **own)
        goal = shown.maximum
        expected = {
            "log-likelihood": shown.log_likelihood,
            "objective": shown.objective if shown.is_allowed else None,
            "slope": shown.slope,
            "variance": shown.variances[0],
            "least-variance": shown.least_variance if shown.with_floor else None,
            "N-1": shown.model.responsibilities(shown.data)[:, 0].sum(),
            "maximum": goal,
            "highest": None if goal is None else shown.objective_at(goal),
        }
        for n, value in enumerate(shown.model.logpdf(shown.data), start=1):
            expected[f"contribution-{n}"] = value
        # At a maximum the slope is nothing but rounding.
        scale = 1e3 + 1e3 * abs(shown.objective) if goal == shown.deviation else 1e3
        problems = differences(reading.values, expected, scale)
        for name, text in reading.texts.items():
            value = reading.values[name]
            if value is None:
                problems += [] if text in ("none", "not allowed") else [f"{name}: {text}"]
            elif abs(from_text(text) - value) > 0.5001e-3 * abs(value):
                problems.append(f"{name}: the text {text} is not {value}")
        marks = {
            f"{DEVIATION}, on the curve": math.log10(shown.deviation),
            f"{DEVIATION}, in the picture": shown.deviation,
            f"{MEAN}, in the picture": shown.means[0],
        }
        problems += differences(reading.handles, marks)
        assert not problems, f"at {shown}:\n" + "\n".join(problems)
        box = {name: self.box(name).is_checked() for name in ("Floor", "Prior")}
        assert box == {"Floor": shown.with_floor, "Prior": shown.with_prior}
        chosen = self.point.input_value()
        assert chosen == (f"{shown.means[0]:g}" if shown.means[0] in shown.X else "")
        return reading, shown

    @property
    def point(self):
        return self.root.get_by_role("combobox", name="Data point")

    @property
    def status(self):
        return self.root.locator("[role=status]").inner_text()

    def box(self, name):
        return self.root.get_by_role("checkbox", name=name, exact=True)

    def mark(self, label, where):
        return self.root.locator(f'[role=slider][aria-label="{label}, {where}"]')

    def preset(self, name):
        self.presets.select_option(label=name)


@pytest.fixture
def figure(kind, open_page, address_of):
    return Figure(open_page(address_of(kind)), f"#live-{kind}")


def test_it_starts_on_a_point_without_a_maximum(figure):
    reading, shown = figure.check()
    assert (shown.means[0], shown.deviation) == (-3, 1)
    assert reading.values["maximum"] is None
    assert (shown.with_floor, shown.with_prior) == (False, False)


def test_every_preset_reset_and_undo(figure):
    names = figure.presets.locator("option").all_inner_texts()[1:]
    assert names == [
        "The start", "On a point", "Between points", "With a floor", "A floor that is too low",
        "With a prior", "A lone Gaussian",
    ]  # fmt: skip
    seen = [figure.read().state]
    links = [figure.read().link]
    for name in names:
        figure.preset(name)
        reading, shown = figure.check()
        assert (shown.maximum is None) == (name in ("The start", "On a point"))
        if name != names[0]:
            seen.append(reading.state)
            links.append(reading.link)
    assert len(set(links)) == len(names)
    figure.button("Reset").click()
    assert figure.check()[0].link == links[0]
    for link in reversed(links):
        figure.page.keyboard.press("Control+z")
        assert figure.check()[0].link == link


@pytest.mark.parametrize("preset", ["With a floor", "With a prior"])
def test_jump_and_steps_lead_to_the_maximum(figure, preset):
    figure.preset(preset)
    _, shown = figure.check()
    values = []
    for n in range(4):
        shown.em_step()
        figure.button("EM step").click()
        reading, there = figure.check()
        assert there.deviation == pytest.approx(shown.deviation, rel=1e-9)
        values.append(reading.values["objective"])
        assert n > 0 or there.is_allowed
    assert values == sorted(values)
    figure.button("Jump to the maximum").click()
    reading, there = figure.check()
    assert there.deviation == pytest.approx(reading.values["maximum"], rel=1e-11)
    assert reading.values["objective"] >= values[-1]
    assert figure.button("Jump to the maximum").get_attribute("aria-disabled") == "true"
    for _ in range(5):
        figure.button("Undo").click()
    assert not figure.check()[1].is_allowed or preset == "With a prior"


def test_without_a_maximum_both_buttons_say_so(figure):
    figure.preset("On a point")
    before = figure.check()[0]
    figure.button("Jump to the maximum").click()
    assert "There is no maximum" in figure.status
    figure.button("EM step").click()
    assert "component 1 collapses" in figure.status
    assert figure.check()[0].link == before.link


def test_floor_and_prior_by_mouse_and_keyboard(figure):
    figure.box("Floor").click()
    assert figure.check()[1].with_floor
    for text in ("0.2", "1e-9"):
        figure.type(FLOOR, text)
        assert figure.check()[1].floor == float(text)
    figure.slider(FLOOR).press("ArrowRight")
    assert 1e-9 < figure.check()[1].floor < 2e-9
    figure.box("Prior").press("Space")
    assert figure.check()[1].with_prior
    figure.box("Floor").press("Space")
    assert not figure.check()[1].with_floor
    assert figure.field(FLOOR).is_disabled()


def test_sliders_fields_and_marks_by_mouse_and_keyboard(figure):
    for label, keys in ((DEVIATION, ("ArrowLeft", "PageDown")), (MEAN, ("ArrowRight", "PageUp"))):
        slider = figure.slider(label)
        links = [figure.read().link]
        for key in keys:
            slider.press(key)
            links.append(figure.check()[0].link)
        box = slider.bounding_box()
        slider.click(position={"x": 0.3 * box["width"], "y": box["height"] / 2})
        links.append(figure.check()[0].link)
        figure.type(label, "1/3")
        _, shown = figure.check()
        number = shown.deviation if label == DEVIATION else shown.means[0]
        assert number == pytest.approx(1 / 3, rel=1e-11)
        where = ["in the picture", "on the curve"] if label == DEVIATION else ["in the picture"]
        for place in where:
            mark = figure.mark(label, place)
            for key in ("ArrowRight", "Shift+ArrowLeft", "PageUp", "Home", "End"):
                mark.press(key)
                links.append(figure.check()[0].link)
        assert all(a != b for a, b in pairwise(links))
        assert figure.check()[0].state.means[1:] == figure.start.means[1:]
        assert figure.check()[0].state.variances[1:] == figure.start.variances[1:]


def test_a_drag_on_the_curve_shrinks_the_component(figure):
    mark = figure.mark(DEVIATION, "on the curve")
    figure.show(mark)
    box = mark.locator(".xp-knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step in (20, 80, 200):
        mouse.move(x - step, y)
    mouse.up()
    reading, shown = figure.check()
    assert shown.deviation < 0.05
    assert reading.values["log-likelihood"] > figure.start_value
    new = mark.locator(".xp-knob").bounding_box()
    assert box["x"] - new["x"] == pytest.approx(200, abs=2)
    figure.button("Undo").click()
    assert figure.check()[1].deviation == 1


Figure.start_value = property(
    lambda self: (
        Collapse(self.X, self.start.weights, self.start.means, self.start.variances).log_likelihood
    )
)


def test_the_point_is_chosen_by_menu_and_by_pressing_near_it(figure):
    for n, value in enumerate(figure.X):
        figure.point.select_option(index=n + 1)
        assert figure.check()[1].means[0] == value
    assert figure.point.locator("option").count() == len(set(figure.X)) + 1
    surface = figure.root.locator(".xp-pressable")
    figure.show(surface)
    box = surface.bounding_box()
    for share in (0.3, 0.72):
        figure.page.mouse.click(box["x"] + share * box["width"], box["y"] + 0.2 * box["height"])
        _, shown = figure.check()
        assert shown.means[0] in figure.X
    assert shown.means[0] > 0
    figure.type(MEAN, "-2.75")
    assert figure.check()[1].maximum is not None


def test_by_finger(kind, open_page, address_of):
    page = open_page(address_of(kind), width=390, has_touch=True)
    figure = Figure(page, f"#live-{kind}")
    mark = figure.mark(DEVIATION, "on the curve")
    figure.show(mark)
    box = mark.locator(".xp-knob").bounding_box()
    touch, scrolled = page.context.new_cdp_session(page), page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def finger(type_, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        touch.send("Input.dispatchTouchEvent", {"type": type_, "touchPoints": points})

    finger("touchStart", x, y)
    for step in (8, 20, 60):
        finger("touchMove", x - step, y + step)
    finger("touchEnd")
    assert figure.check()[1].deviation < 0.5
    assert page.evaluate("scrollY") == scrolled
    new = mark.locator(".xp-knob").bounding_box()
    assert box["x"] - new["x"] == pytest.approx(60, abs=2)


def test_nonsense_is_refused(figure):
    figure.box("Floor").check()
    before = figure.check()[0]
    bad = [(DEVIATION, "0"), (DEVIATION, "1e30"), (MEAN, "1e60"), (FLOOR, "1"), (FLOOR, "abc")]
    for label, text in bad:
        field = figure.type(label, text)
        assert field.get_attribute("aria-invalid") == "true"
        assert figure.read().link == before.link
        figure.page.keyboard.press("Escape")
    figure.check()


def test_links_carry_the_whole_state(figure, open_page, kind):
    figure.preset("With a floor")
    figure.box("Prior").click()
    figure.type(MEAN, "1/3")
    figure.type(FLOOR, "1/7")
    reading, shown = figure.check()
    other = Figure(open_page(reading.link), f"#live-{kind}")
    again, there = other.check()
    assert again.link == reading.link
    assert (there.with_floor, there.with_prior) == (True, True)
    assert there.floor == pytest.approx(shown.floor, rel=1e-15)


def test_bad_links_are_ignored(figure):
    good = figure.read().link.partition("=")[2]
    assert from_link(f"#live-{KIND}={good}")[1].means[0] == -3
    bad = {
        good.replace("~l0", "~l2"): "must be a number from 0 to 1",
        good.replace("~l0", ""): "the part “l” is missing",
        good.replace("~e0.01", "~e2"): "a floor must lie between 1e-12 and 0.9",
        good.replace("~e0.01", "~e<b>"): "is not a number",
        good.replace("~v1,", "~v0,"): "a variance must be greater than 0",
        "1~w1~m0~v1~l0~e0.01~q0": "it has 1 components; this picture takes 3",
    }
    before = figure.read()
    status = figure.root.locator("[role=status]")
    for text, reason in bad.items():
        figure.page.evaluate("(hash) => { location.hash = hash }", f"#live-{KIND}={text}")
        figure.page.wait_for_function(
            "([line, reason]) => line.textContent.includes(reason)",
            arg=[status.element_handle(), reason],
        )
        assert status.inner_text().startswith("The link's picture cannot be shown")
        assert figure.check()[0].state == before.state


@pytest.mark.parametrize("preset", ["The start", "With a prior", "A floor that is too low"])
def test_curve_marks_and_floor_are_where_the_axes_say(figure, preset):
    figure.preset(preset)
    _, shown = figure.check()
    read = figure.root.evaluate(
        """(figure) => {
          const plot = figure.querySelector(".xp-plot");
          const path = (name) => plot.querySelector(name).getAttribute("d");
          const axis = (i) => [...plot.querySelectorAll(".xp-axis")[i].querySelectorAll(".tick")]
            .map((tick) => [tick.textContent, tick.getAttribute("transform")]);
          const box = plot.querySelector(".xp-forbidden");
          return { curve: path(".xp-mixture"), objective: path(".xp-component"),
            summit: plot.querySelector(".xp-summit").getAttribute("transform"),
            floor: box.getAttribute("display") ? null
              : Number(box.getAttribute("x")) + Number(box.getAttribute("width")),
            y: axis(0), x: axis(1) };
        }"""
    )

    def scale(ticks, i, change=lambda value: value):
        # d3 puts the lines of an axis on the middle of a pixel, half a pixel off.
        places = [float(re.findall(r"-?[\d.]+", place)[i]) - 0.5 for _, place in ticks]
        values = [change(from_text(text)) for text, _ in ticks]
        return np.poly1d(np.polyfit(places, values, 1))

    to_t, to_y = scale(read["x"], 0, math.log10), scale(read["y"], 1)
    lowest, count = from_text(read["y"][0][0]), 0
    for name in ("curve", "objective"):
        pairs = re.findall(r"(-?[\d.]+),(-?[\d.]+)", read[name])
        assert bool(pairs) == (name == "curve" or shown.with_prior)
        for px, py in pairs[3:-3:8]:
            height, deviation = to_y(float(py)), 10 ** to_t(float(px))
            if height < lowest:
                continue
            wanted = shown.model_at(deviation).log_likelihood(shown.data)
            if name == "objective":
                wanted = shown.objective_at(deviation)
            # A tenth of a pixel of the axis may be a steep piece of the curve.
            near = abs(wanted - shown.model_at(deviation * 1.01).log_likelihood(shown.data))
            assert height == pytest.approx(wanted, abs=0.15 + near)
            count += 1
    assert count > 15
    if shown.maximum is None:
        assert read["summit"] is None
    else:
        px, py = map(float, re.findall(r"-?[\d.]+", read["summit"]))
        assert to_t(px) == pytest.approx(math.log10(shown.maximum), abs=0.02)
        assert to_y(py) == pytest.approx(shown.objective_at(shown.maximum), abs=0.1)
    if shown.with_floor:
        edge = math.log10(math.sqrt(shown.least_variance))
        assert to_t(read["floor"]) == pytest.approx(edge, abs=0.02)
    else:
        assert read["floor"] is None


def test_the_state_of_the_page_is_the_python_object_s(figure):
    state = json.loads(figure.root.get_attribute("data-state"))
    assert (state["with_floor"], state["floor"], state["with_prior"]) == (False, 0.01, False)


def test_extremes_are_shown_and_lose_nothing(figure):
    for deviation, mean in (("1e-25", "-3"), ("1e25", "0"), ("1", "1e50"), ("1e-6", "-2.999999")):
        figure.type(DEVIATION, deviation)
        figure.type(MEAN, mean)
        reading, _ = figure.check()
        assert not any("NaN" in mark or "Infinity" in mark for mark in reading.picture)
    figure.button("Reset").click()
    figure.check()
