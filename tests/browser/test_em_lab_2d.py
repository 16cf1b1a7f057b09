"""EMLab2D: marks, sliders, steps, links and own points, against gmmlib's EM."""

import json
import re

import numpy as np
import pytest
from explorable import READ
from oracle import DIGITS, from_text, trail

import gmmlib
from gmmlib import datasets

PAGE = "chapters/11-3-em-algorithm.html"


class Plane:
    """The live figure on a page."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator("#live-em-lab-2d")
        page.wait_for_selector("#live-em-lab-2d[data-live=true]")
        state = json.loads(self.root.get_attribute("data-state"))
        self.X = np.array(state["X"])
        self.start = mixture(state["weights"], state["means"], state["covariances"])

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def slider(self, name):
        return self.root.get_by_role("slider", name=name, exact=True)

    def mark(self, name):
        return self.root.locator(f'.xp-plot [role=slider][aria-label="{name}, in the picture"]')

    @property
    def presets(self):
        return self.root.get_by_role("combobox", name="Preset")

    @property
    def status(self):
        return self.root.locator(".xp-status").inner_text()

    def check(self, X=None):
        """Compare the numbers shown with gmmlib's; gives the mixture shown and the numbers."""
        X = self.X if X is None else X
        read = self.root.evaluate(READ)
        parts = {part[0]: part[1:] for part in read["link"].partition("=")[2].split("~")[1:]}
        numbers = {c: [float(x) for x in parts[c].split(",")] for c in "wmc"}
        shown = mixture(
            numbers["w"], np.reshape(numbers["m"], (-1, 2)), np.reshape(numbers["c"], (-1, 2, 2))
        )
        _, steps, at = trail(parts["t"])
        values = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        texts = {name: text for name, (_, text) in read["outputs"].items()}
        nll = -shown.log_likelihood(X)
        assert values["negative-log-likelihood"] == pytest.approx(nll, rel=DIGITS)
        assert from_text(texts["negative-log-likelihood"]) == pytest.approx(nll, rel=5e-4)
        if values["steps"]:
            assert (values["step"], values["steps"]) == (at, len(steps))
            assert values["iteration"] == len(re.findall("E+C?|C", steps[:at]))
        for k, mean in enumerate(shown.means, start=1):
            where = read["handles"][f"Mean of component {k}, in the picture"]
            assert where == pytest.approx(mean[0], rel=DIGITS)
        self.link, self.values = read["link"], values
        return shown

    def drag(self, mark, dx, dy):
        """Pull a mark by pixels; gives where its place was and is, in data units of x."""
        mark.evaluate("(m) => m.scrollIntoView({block: 'center', behavior: 'instant'})")
        box = mark.locator(".xp-knob").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + dx / 2, y + dy / 2)
        mouse.move(x + dx, y + dy)
        mouse.up()


def mixture(weights, means, covariances):
    return gmmlib.GaussianMixture(np.array(weights) / np.sum(weights), means, covariances)


def same(model, other, rtol=1e-8):
    for name in ("weights", "means", "covariances"):
        np.testing.assert_allclose(
            getattr(model, name), getattr(other, name), rtol=rtol, atol=1e-10
        )


@pytest.fixture(scope="module")
def shared(new_page):
    return Plane(new_page(PAGE))


@pytest.fixture
def plane(shared):
    shared.page.bring_to_front()
    if shared.button("Add points").get_attribute("aria-pressed") == "true":
        shared.button("Add points").click()
    shared.button("Reset").click()
    same(shared.check(), shared.start)
    return shared


def test_a_run_is_gmmlib_s_em(plane):
    fit = gmmlib.em(plane.X, plane.start)
    plane.button("Run EM").click()
    assert plane.status.startswith(f"Converged: iteration {fit.n_iterations} ")
    same(plane.check(), fit.model, 1e-6)
    slider = plane.slider("Step of the history")
    slider.press("Home")
    for i in range(1, 12):
        slider.press("ArrowRight")
        same(plane.check(), fit.history[i].model)
    plane.button("Back").click()
    same(plane.check(), fit.history[10].model)


def test_each_step_and_undo(plane):
    X, model = plane.X, plane.start
    r = gmmlib.e_step(X, model)
    means = gmmlib.update_means(X, r)
    covariances = gmmlib.update_covariances(X, r, means)
    after = [
        ("E-step", model),
        ("Means", gmmlib.GaussianMixture(model.weights, means, model.covariances)),
        ("Covariances", gmmlib.GaussianMixture(model.weights, means, covariances)),
        ("Weights", gmmlib.m_step(X, r)),
    ]
    for name, expected in after:
        plane.button(name).click()
        same(plane.check(), expected)
    assert plane.values["iteration"] == 1
    for _ in after:
        plane.button("Undo").click()
    same(plane.check(), plane.start)


def test_points_show_their_shares_by_color_and_shape(plane):
    count = """(root, selector) => [...root.querySelectorAll(selector)]
      .map((path) => (path.getAttribute("d")?.match(/M/g) ?? []).length)"""
    first, second = "g:not(.xp-seconds) > .xp-pts", ".xp-seconds > .xp-pts"
    assert plane.root.evaluate(count, ".xp-plot .xp-plain-pts") == [600]
    assert sum(plane.root.evaluate(count, first)) == 0
    plane.button("E-step").click()
    r = gmmlib.e_step(plane.X, plane.start)
    shared = r.max(axis=1) <= 0.8
    assert plane.root.evaluate(count, ".xp-plot .xp-plain-pts") == [0]
    assert plane.root.evaluate(count, first) == np.bincount(r.argmax(axis=1)).tolist()
    runner_up = np.argsort(r, axis=1)[:, -2][shared]
    assert plane.root.evaluate(count, second) == np.bincount(runner_up, minlength=3).tolist()
    shapes = plane.root.evaluate(
        """(root, selector) => [...root.querySelectorAll(selector)].map((path) =>
          path.getAttribute("d").split("M")[1].replace(/[\\d.,\\s-]+/g, ""))""",
        first,
    )
    assert len(set(shapes)) == 3


def test_marks_by_mouse(plane):
    for k in range(3):
        before = plane.check()
        plane.drag(plane.mark(f"Mean of component {k + 1}"), 30, -25)
        after = plane.check()
        assert (after.means[k] > before.means[k]).all()
        others = [j for j in range(3) if j != k]
        np.testing.assert_allclose(after.means[others], before.means[others])
        np.testing.assert_allclose(after.covariances, before.covariances)
        plane.button("Undo").click()
        same(plane.check(), before)
        plane.drag(plane.mark(f"Width and slant of component {k + 1}"), -20, -15)
        after = plane.check()
        assert after.covariances[k, 0, 0] < before.covariances[k, 0, 0]
        assert after.covariances[k, 0, 1] > before.covariances[k, 0, 1]
        np.testing.assert_allclose(after.means, before.means)
        plane.drag(plane.mark(f"Height of component {k + 1}"), 0, 20)
        narrower = plane.check()
        assert narrower.covariances[k, 1, 1] < after.covariances[k, 1, 1]
        assert narrower.covariances[k, 0, 0] == pytest.approx(after.covariances[k, 0, 0], rel=2e-3)
        plane.button("Reset").click()


def test_marks_by_keyboard(plane):
    mark = plane.mark("Mean of component 2")
    start = plane.check().means[1]
    for key, way in [("ArrowRight", (1, 0)), ("ArrowUp", (0, 1)), ("ArrowLeft", (-1, 0)),
                     ("ArrowDown", (0, -1)), ("Shift+ArrowUp", (0, 1))]:  # fmt: skip
        before = plane.check().means[1]
        mark.press(key)
        moved = plane.check().means[1] - before
        assert (np.sign(np.where(np.abs(moved) > 0.02, moved, 0)) == way).all()
    assert not np.allclose(plane.check().means[1], start)
    plane.button("Reset").click()
    before = plane.check().covariances[0]
    plane.mark("Width and slant of component 1").press("ArrowRight")
    assert plane.check().covariances[0, 0, 0] > before[0, 0]
    plane.mark("Height of component 1").press("ArrowUp")
    assert plane.check().covariances[0, 1, 1] > before[1, 1]


def test_marks_by_finger(open_page):
    plane = Plane(open_page(PAGE, width=390, has_touch=True))
    touch = plane.page.context.new_cdp_session(plane.page)
    mark = plane.mark("Mean of component 1")
    mark.evaluate("(m) => m.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = mark.locator(".xp-knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before, scrolled = plane.start.means[0], plane.page.evaluate("scrollY")
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in (8, 16, 24):
        place = [{"x": x + step, "y": y - step}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": place})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert (plane.check().means[0] > before).all()
    assert plane.page.evaluate("scrollY") == scrolled


def test_sliders_change_one_number(plane):
    def numbers(model):
        deviations = np.sqrt(np.diagonal(model.covariances, axis1=1, axis2=2))
        correlation = model.covariances[:, 0, 1] / deviations.prod(axis=1)
        return np.column_stack([model.weights, model.means, deviations, correlation])

    labels = ("Weight", "Mean", "Second mean", "Standard deviation",
              "Second standard deviation", "Correlation")  # fmt: skip
    for column, label in enumerate(labels):
        before = numbers(plane.check())
        plane.slider(f"{label} of component 2").press("ArrowRight")
        after = numbers(plane.check())
        changed = ~np.isclose(after, before, rtol=1e-9)
        expected = np.zeros_like(changed)
        expected[1, column] = True
        if label == "Weight":
            expected[:, 0] = True
        np.testing.assert_array_equal(changed, expected)
        assert after[1, column] > before[1, column]
    field = plane.root.get_by_role("textbox", name="Correlation of component 1, typed", exact=True)
    field.fill("1")
    field.press("Enter")
    assert "a correlation must lie between" in plane.root.inner_text().lower()
    field.press("Escape")


def test_presets(plane):
    names = plane.presets.locator("option").all_inner_texts()[1:]
    assert names == [
        "The start", "Penguins", "2 components", "5 components", "Identical components",
        "A collapsing component",
    ]  # fmt: skip
    plane.presets.select_option(label="Penguins")
    birds = datasets.penguins().X
    start = plane.check(birds)
    assert "bill length (mm)" in plane.root.locator(".xp-plot").first.text_content()
    plane.button("Run EM").click()
    same(plane.check(birds), gmmlib.em(birds, start).model, 1e-5)
    for name, K in [("2 components", 2), ("5 components", 5)]:
        plane.presets.select_option(label=name)
        start = plane.check()
        assert start.n_components == K
        plane.button("Whole cycle").click()
        same(plane.check(), gmmlib.m_step(plane.X, gmmlib.e_step(plane.X, start)))
    plane.presets.select_option(label="Identical components")
    plane.button("Run EM").click()
    means = plane.check().means
    np.testing.assert_allclose(means, means[[0, 0, 0]])
    plane.presets.select_option(label="A collapsing component")
    start = plane.check()
    with pytest.raises(gmmlib.CollapseError) as error:
        gmmlib.em(plane.X, start)
    plane.button("Run EM").click()
    assert f"Iteration {error.value.iteration}: component 1 " in plane.status
    assert "Nothing is lost" in plane.status or error.value.iteration == 1


def test_a_link_shows_the_same(plane, open_page):
    plane.button("E-step").click()
    plane.button("Run EM").click()
    plane.slider("Step of the history").press("ArrowLeft")
    model, values = plane.check(), plane.values
    other = Plane(open_page(plane.link))
    same(other.check(), model, 1e-10)
    assert other.values == pytest.approx(values, rel=1e-9)
    plane.presets.select_option(label="Penguins")
    birds = datasets.penguins().X
    model = plane.check(birds)
    same(Plane(open_page(plane.link)).check(birds), model)


GOOD = "1~w0.5,0.5~m0,1,2,3~c1,0,0,1,2,0.5,0.5,1~t~d"
BAD = [
    ("", "version"),
    (GOOD.replace("~c1,", "~c-1,"), "wider than 0"),
    (GOOD.replace("~c1,0,0,1", "~c1,1,1,1"), "wider than 0"),
    (GOOD.replace("~m0,", "~mNaN,"), "“NaN” is not a number"),
    (GOOD.replace("~m0,", "~m"), "as 1 to 2 to 4"),
    (GOOD.replace("~m0,", "~m1e60,"), "between -1e50 and 1e50"),
    (GOOD.replace("~w0.5", "~w0.7"), "sum to 1"),
    (GOOD.replace("~t", "~tC9"), "the part “t”"),
    (GOOD.replace("~d", "~d1,2,3"), "the part “d”"),
    (GOOD.replace("~d", ""), "the part “d” is missing"),
    (GOOD.replace("~w0.5", "~w<img src=x onerror=alert(1)>"), "is not a number"),
    ("9" * 5000, "version"),
]


def test_bad_links_are_ignored_and_say_so(plane):
    before = plane.check()
    for text, reason in BAD:
        plane.page.evaluate("(hash) => { location.hash = hash }", f"#live-em-lab-2d={text}")
        line = plane.root.locator(".xp-status")
        plane.page.wait_for_function(
            "(line) => line.textContent.startsWith('The link')", arg=line.element_handle()
        )
        assert reason in plane.status
        same(plane.check(), before)
        plane.slider("Mean of component 1").press("ArrowRight")
        plane.button("Reset").click()
    plane.page.evaluate("history.replaceState(null, '', location.pathname)")


def test_own_points_by_mouse_and_keyboard(plane):
    surface = plane.root.locator(".xp-surface").first
    surface.click(position={"x": 40, "y": 60}, force=True)
    plane.check()  # not yet asked for
    plane.button("Add points").click()
    surface.evaluate("(m) => m.scrollIntoView({block: 'center', behavior: 'instant'})")
    surface.click(position={"x": 40, "y": 60})
    cross = plane.root.get_by_role("slider", name="New point, in the picture")
    cross.press("ArrowRight")
    cross.press("ArrowUp")
    cross.press("Enter")
    plane.button("Add one at the cross").click()
    plane.root.evaluate(
        "(root) => { const d = root.querySelector('.xp-plain-pts').getAttribute('d');"
        " root.dataset.n = d.match(/M/g).length; }"
    )
    assert plane.root.get_attribute("data-n") == "603"
    for _ in range(3):
        plane.button("Undo").click()
    plane.check()


def paste(plane, text):
    details = plane.root.locator("details.xp-own")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.get_by_role("textbox").fill(text)
    plane.button("Use these data").click()
    return details.locator(".xp-report").inner_text()


def test_own_data_with_columns_to_choose(plane):
    rng = np.random.default_rng(5)
    table = rng.normal([0, 50, 7], [1, 9, 2], size=(40, 3)).round(3)
    text = "a,b,c\n" + "\n".join(",".join(map(str, row)) for row in table)
    assert paste(plane, text).startswith("40 points are in the picture")
    plane.check(table[:, :2])
    plane.root.get_by_role("combobox", name="Column for x₂").select_option(label="x₂: c")
    start = plane.check(table[:, [0, 2]])
    plane.button("Whole cycle").click()
    X = table[:, [0, 2]]
    same(plane.check(X), gmmlib.m_step(X, gmmlib.e_step(X, start)))
    for bad, sentence in {
        "1,2\n3": "Line 2: it has 1 value",
        "1\n2": "There is 1 column of numbers; this picture needs 2.",
        "1,2\n1,3": "Column 1 is 1 in every row",
        "1,2\n<b>x</b>,3": "Line 2: “<b>x</b>” is not a number",
    }.items():
        said = paste(plane, bad)
        assert said.startswith(sentence)
        assert said.endswith("Nothing was changed.")
        plane.check(X)
    assert plane.root.locator(".xp-report b").count() == 0
