"""LowerBound: every control, each number against gmmlib's, and the way of EM."""

import json
import math
import re
from itertools import pairwise

import numpy as np
import pytest
from explorable import Explorable
from oracle import differences, from_link, from_text

from gmmlib import lower_bound
from gmmlib.explorables import LowerBound

KIND = "lower-bound"
WORDS = {"mean": "Mean", "variance": "Variance", "weight": "Weight"}
pytestmark = pytest.mark.parametrize("kind", [KIND])


class Figure(Explorable):
    """The numbers of this kind follow from mixture, free parameter and path."""

    def check(self):
        reading = self.read()
        state = reading.state
        free, path = state.more["free"], state.more["path"]
        shown = LowerBound(
            self.X, state.model.weights, state.means, state.variances, free=free, path=path
        )
        expected = {
            "log-likelihood": shown.log_likelihood,
            "bound": shown.bound,
            "gap": shown.gap,
            "touch": path[-1],
            "top": shown.top,
            "cycles": len(path) - 1,
        }
        problems = differences(reading.values, expected, 1 + abs(shown.bound))
        assert not problems, f"at {state}:\n" + "\n".join(problems)
        for name, text in reading.texts.items():
            value = reading.values[name]
            assert abs(from_text(text) - value) <= 0.5001e-3 * abs(value)
        coordinate = math.log(shown.value) if free == "variance" else shown.value
        now = reading.handles["Free parameter, in the picture"]
        assert now == pytest.approx(coordinate, rel=1e-9, abs=1e-9)
        assert self.free.input_value() == free
        return reading, shown

    @property
    def free(self):
        return self.root.get_by_role("combobox", name="Free parameter")

    def label(self):
        free = self.free.input_value()
        return f"{WORDS[free]} of component {len(self.start.means)}"

    def knob(self):
        return self.root.locator(".xp-handle .xp-knob").first

    def preset(self, name):
        self.presets.select_option(label=name)


@pytest.fixture
def figure(kind, open_page, address_of):
    return Figure(open_page(address_of(kind)), f"#live-{kind}")


def test_it_starts_where_the_bound_touches(figure):
    reading, shown = figure.check()
    assert shown.value == 8
    assert reading.values["gap"] == 0
    assert figure.button("E-step").get_attribute("aria-disabled") == "true"
    assert figure.button("M-step").get_attribute("aria-disabled") == "false"


@pytest.mark.parametrize("preset", ["The start", "From the other side", "The weight is free"])
def test_the_steps_are_those_of_em(figure, preset):
    figure.preset(preset)
    _, shown = figure.check()
    before = shown.log_likelihood
    for n in range(1, 7):
        shown.m_step()
        figure.button("M-step").click()
        reading, _ = figure.check()
        assert reading.state.model.means[-1, 0] == pytest.approx(shown.model.means[-1, 0], rel=1e-9)
        assert reading.values["gap"] > 0
        assert before <= reading.values["bound"] <= reading.values["log-likelihood"]
        figure.button("M-step").click(force=True)
        assert figure.read().state == reading.state
        shown.e_step()
        figure.button("E-step").click()
        reading, _ = figure.check()
        assert reading.state.more["path"] == pytest.approx(shown.path, rel=1e-9)
        assert reading.values["gap"] == 0
        assert reading.values["cycles"] == n
        before = reading.values["log-likelihood"]
    for _ in range(12):
        figure.button("Undo").click()
    assert figure.check()[0].values["cycles"] == 0


def test_every_preset_reset_and_undo(figure):
    names = figure.presets.locator("option").all_inner_texts()[1:]
    assert len(names) == 5
    seen = [figure.read().state]
    for name in names:
        figure.preset(name)
        reading, _ = figure.check()
        assert reading.values["gap"] == 0
        if name != names[0]:
            seen.append(reading.state)
    assert len({str(state) for state in seen}) == len(names)
    figure.button("Reset").click()
    assert figure.check()[0].state.is_close(seen[0])
    for state in reversed(seen):
        figure.page.keyboard.press("Control+z")
        assert figure.check()[0].state.is_close(state)


@pytest.mark.parametrize("free", ["mean", "variance", "weight"])
def test_slider_field_and_mark_move_the_free_parameter_alone(figure, free):
    figure.free.select_option(free)
    start, shown = figure.check()
    assert shown.free == free
    assert len(shown.path) == 1
    values = [shown.value]
    label = figure.label()
    slider = figure.slider(label)
    slider.press("ArrowLeft")
    values.append(figure.check()[1].value)
    box = slider.bounding_box()
    slider.click(position={"x": 0.3 * box["width"], "y": box["height"] / 2})
    values.append(figure.check()[1].value)
    figure.type(label, "1/3")
    values.append(figure.check()[1].value)
    assert values[-1] == pytest.approx(1 / 3, rel=1e-11)
    handle = figure.handle("Free parameter")
    for key in ("ArrowRight", "Shift+ArrowRight", "PageDown", "Home", "End"):
        handle.press(key)
        values.append(figure.check()[1].value)
    figure.type(label, "0.5")
    figure.show(figure.knob())
    mark = figure.knob().bounding_box()
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step in (10, 20, 40):
        mouse.move(x + step, y)
    mouse.up()
    moved, shown = figure.check()
    values.append(shown.value)
    new = figure.knob().bounding_box()
    assert new["x"] - mark["x"] == pytest.approx(40, abs=2)
    assert all(a != b for a, b in pairwise(values))
    # Nothing else has moved, and the bound has stayed: only an E-step hangs it up anew.
    assert moved.state.more["path"] == start.state.more["path"]
    for part in {"mean": "means", "variance": "variances"}.items():
        before, after = getattr(start.state, part[1]), getattr(moved.state, part[1])
        assert before[:-1] == after[:-1]
        assert (before[-1] != after[-1]) == (free == part[0])


def test_by_finger(kind, open_page, address_of):
    page = open_page(address_of(kind), width=390, has_touch=True)
    figure = Figure(page, f"#live-{kind}")
    figure.show(figure.knob())
    mark = figure.knob().bounding_box()
    touch, scrolled = page.context.new_cdp_session(page), page.evaluate("scrollY")
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2

    def finger(type_, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        touch.send("Input.dispatchTouchEvent", {"type": type_, "touchPoints": points})

    finger("touchStart", x, y)
    for step in (8, 20, 60):
        finger("touchMove", x - step, y + step)
    finger("touchEnd")
    _, shown = figure.check()
    assert shown.value < 7.5
    assert page.evaluate("scrollY") == scrolled
    assert mark["x"] - figure.knob().bounding_box()["x"] == pytest.approx(60, abs=2)


def test_nonsense_is_refused(figure):
    for free, bad in [("mean", "1e60"), ("variance", "0"), ("weight", "1"), ("weight", "abc")]:
        figure.free.select_option(free)
        before = figure.read().state
        figure.type(figure.label(), bad)
        assert figure.check()[0].state == before
        assert figure.root.get_by_role("alert").inner_text().endswith(".")
        figure.page.keyboard.press("Escape")


def test_a_link_shows_the_same_staircase(figure, open_page, kind):
    for name in ("M-step", "E-step", "M-step"):
        figure.button(name).click()
    reading, _ = figure.check()
    other = Figure(open_page(reading.link), f"#live-{kind}")
    again, _ = other.check()
    assert again.state.is_close(reading.state)
    assert again.link == reading.link
    # The staircase goes on, although a link has twelve digits only.
    other.button("E-step").click()
    assert other.check()[0].values["cycles"] == 2


def test_bad_links_are_ignored(figure):
    good = figure.read().link.partition("=")[2]
    assert from_link(f"#live-{KIND}={good}")[1].more["free"] == "mean"
    bad = {
        good.replace("~f0", "~f7"): "must be a number from 0 to 2",
        good.replace("~f0", ""): "the part “f” is missing",
        good.replace("~p8", "~p"): "“” is not a number",
        good.replace("~p8", "~p8,x"): "“x” is not a number",
        good.replace("~f0", "~f2"): "a free weight must lie between 0 and 1",
        good.replace("~f0", "~f1").replace("~p8", "~p-8"): "a variance must be greater than 0",
        "1~w1~m0~v1~f0~p0": "it has 1 components; this picture takes 2",
        good.replace("~f0", "~f<b>0"): "must be a number from 0 to 2",
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


def test_the_curves_are_log_likelihood_and_bound(figure):
    figure.button("M-step").click()
    _, shown = figure.check()
    read = figure.root.evaluate(
        """(figure) => {
          const points = (name) => figure.querySelector(`.xp-plot ${name}`).getAttribute("d")
            .match(/-?[\\d.]+,-?[\\d.]+/g).map((pair) => pair.split(",").map(Number));
          const axis = (i) => [...figure.querySelectorAll(".xp-axis")[i].querySelectorAll(".tick")]
            .map((tick) => [tick.textContent, tick.getAttribute("transform")]);
          return { curve: points(".xp-mixture"), bound: points(".xp-component"),
            y: axis(0), x: axis(1) };
        }"""
    )

    def scale(ticks, i):
        # d3 puts the lines of an axis on the middle of a pixel, half a pixel off.
        places = [float(re.findall(r"-?[\d.]+", place)[i]) - 0.5 for _, place in ticks]
        values = [from_text(text) for text, _ in ticks]
        return np.poly1d(np.polyfit(places, values, 1))

    to_x, to_y = scale(read["x"], 0), scale(read["y"], 1)
    r, count, lowest = shown.responsibilities, 0, from_text(read["y"][0][0])
    for name in ("curve", "bound"):
        for px, py in read[name][5:-5:9]:
            height = to_y(py)
            # What leaves the picture is drawn at its edge.
            if height < lowest:
                continue
            model = shown.model_at(to_x(px))
            L = model.log_likelihood(shown.data)
            wanted = L if name == "curve" else lower_bound(shown.data, r, model)
            assert height == pytest.approx(wanted, abs=0.01)
            count += 1
    assert count > 30


def test_the_state_of_the_page_is_the_python_object_s(figure):
    state = json.loads(figure.root.get_attribute("data-state"))
    assert (state["free"], state["path"]) == ("mean", [8])


def test_far_and_collapsing_components_are_shown_and_lose_nothing(figure):
    figure.type(figure.label(), "1e6")
    figure.button("E-step").click()
    reading, _ = figure.check()
    assert reading.values["top"] == 1e6
    assert figure.button("M-step").get_attribute("aria-disabled") == "true"
    # On a data point, and so narrow that no other point has a share.
    figure.type(figure.label(), "5")
    figure.free.select_option("variance")
    figure.type(figure.label(), "1e-6")
    figure.button("E-step").click()
    before = figure.read()
    assert before.values["top"] == 0
    figure.button("M-step").click()
    assert "the component collapses" in figure.root.locator("[role=status]").inner_text()
    assert figure.read().state == before.state
    assert not any("NaN" in mark or "Infinity" in mark for mark in before.picture)
