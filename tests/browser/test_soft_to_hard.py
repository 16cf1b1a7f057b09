"""SoftToHard: every control by mouse, keyboard and finger, against gmmlib's EM and K-means."""

import json

import numpy as np
import pytest
from explorable import READ
from oracle import DIGITS, from_text

import gmmlib
from gmmlib.explorables import SoftToHard

PAGE = "chapters/11-5a-choosing-k.html"


class SoftHard:
    """The live figure on a page."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator("#live-soft-to-hard")
        page.wait_for_selector("#live-soft-to-hard[data-live=true]")
        self.data = json.loads(self.root.get_attribute("data-state"))

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def slider(self, name):
        return self.root.get_by_role("slider", name=name, exact=True)

    def mark(self, name):
        return self.root.locator(f'.xp-plot [role=slider][aria-label="{name}, in the picture"]')

    def choose(self, name):
        self.root.get_by_role("combobox", name="Preset").select_option(label=name)

    @property
    def status(self):
        return self.root.locator(".xp-status").inner_text()

    @property
    def note(self):
        return self.root.locator(".xp-note").inner_text()

    def read(self):
        """Give the state that the figure shows, as the Python class."""
        read = self.root.evaluate(READ)
        self.link, self.said = read["link"], read["status"]
        parts = {part[0]: part[1:] for part in self.link.partition("=")[2].split("~")[1:]}
        pairs = {c: np.array(parts[c].split(","), float).reshape(-1, 2) for c in "md" if parts[c]}
        self.values = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        self.texts = {name: text for name, (_, text) in read["outputs"].items()}
        self.handles = read["handles"]
        return SoftToHard(
            pairs.get("d", self.data["X"]), pairs["m"], float(parts["e"]), int(parts["s"])
        )

    def check(self):
        """Compare every number with gmmlib's."""
        shown = self.read()
        apart = np.hypot(*(shown.model.means - shown.centers).T).max()
        expected = {
            "iteration": shown.iteration,
            "undecided": shown.undecided,
            "soft-objective": shown.soft_objective,
            "scaled-log-likelihood": -2 * shown.variance * shown.model.log_likelihood(shown.data),
            "objective": shown.objective,
            "kmeans-objective": shown.kmeans_objective,
        }
        size = float(np.abs(shown.data).max())
        assert self.values.pop("apart") == pytest.approx(apart, rel=1e-7, abs=1e-9 * size)
        assert self.values == pytest.approx(expected, rel=1e-8, abs=1e-8 * size**2)
        assert self.texts["undecided"] == f"{shown.undecided} of {len(shown.data)}"
        for name in ("soft-objective", "scaled-log-likelihood", "objective", "kmeans-objective"):
            assert from_text(self.texts[name]) == pytest.approx(self.values[name], rel=5.01e-4)
        for k, mean in enumerate(shown.model.means, start=1):
            where = self.handles[f"Mean of component {k}, in the picture"]
            assert where == pytest.approx(mean[0], rel=DIGITS, abs=1e-9 * size)
        return shown

    def place(self, mark):
        mark.evaluate("(m) => m.scrollIntoView({block: 'center', behavior: 'instant'})")
        box = mark.locator(".xp-knob").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, mark, dx, dy):
        x, y = self.place(mark)
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + dx / 2, y + dy / 2)
        mouse.move(x + dx, y + dy)
        mouse.up()

    def pull(self, mark, dx, dy):
        """Move a mark with a finger."""
        touch = self.page.context.new_cdp_session(self.page)
        x, y = self.place(mark)
        send = "Input.dispatchTouchEvent"
        touch.send(send, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for share in (0.3, 0.7, 1):
            place = [{"x": x + share * dx, "y": y + share * dy}]
            touch.send(send, {"type": "touchMove", "touchPoints": place})
        touch.send(send, {"type": "touchEnd", "touchPoints": []})


def same(shown, other):
    assert (shown.steps, shown.variance) == (other.steps, pytest.approx(other.variance, rel=1e-9))
    np.testing.assert_allclose(shown.means, other.means, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(shown.X, other.X, rtol=1e-9)


@pytest.fixture(scope="module")
def shared(new_page):
    return SoftHard(new_page(PAGE))


@pytest.fixture
def figure(shared):
    shared.page.bring_to_front()
    shared.button("Reset").click()
    same(shared.check(), SoftToHard())
    return shared


def test_each_step_is_em_s_and_that_of_kmeans(figure):
    for i in range(1, 4):
        for name, steps in [("M-step", 2 * i - 1), ("E-step", 2 * i)]:
            assert figure.button(name).get_attribute("aria-disabled") == "false"
            figure.button(name).click()
            assert figure.check().steps == steps
            assert figure.button(name).get_attribute("aria-disabled") == "true"
            figure.button(name).click(force=True)
            assert "take a" in figure.status
            assert figure.check().steps == steps
    figure.button("Back").click()
    assert figure.check().steps == 5
    for steps in (6, 5, 4):
        figure.button("Undo").click()
        assert figure.check().steps == steps


@pytest.mark.parametrize("preset", ["Soft", "Nearly hard", "The limit: K-means"])
def test_a_run_ends_where_gmmlib_s_runs_end(figure, preset):
    figure.choose(preset)
    start = figure.check()
    figure.button("Run both").click()
    shown = figure.check()
    soft = gmmlib.em(shown.data, start.model, update=["means"])
    hard = gmmlib.kmeans(shown.data, 3, start=start.means)
    said = f"EM converged in iteration {soft.n_iterations}, K-means in iteration "
    assert figure.said == f"{said}{hard.n_iterations}."
    np.testing.assert_allclose(shown.model.means, soft.model.means, rtol=1e-6)
    np.testing.assert_allclose(shown.centers, hard.centers, rtol=1e-12)
    if preset == "The limit: K-means":
        assert shown.undecided == 0
        assert set(shown.responsibilities.ravel()) == {0, 1}
        np.testing.assert_allclose(shown.model.means, shown.centers, rtol=1e-12)


def test_two_examples_in_which_the_ends_differ(figure):
    figure.choose("Different ends")
    assert figure.check().model.n_components == 2
    figure.button("Run both").click()
    shown = figure.check()
    assert shown.kmeans_objective > 10 * shown.objective
    figure.choose("A tie")
    assert figure.check().undecided == 3
    figure.slider("Variance ε").press("Home")
    shown = figure.check()
    halves = shown.responsibilities[(shown.responsibilities != 0) & (shown.responsibilities != 1)]
    np.testing.assert_array_equal(halves, [0.5] * 6)
    figure.button("Run both").click()
    shown = figure.check()
    assert shown.undecided == 3
    assert np.abs(shown.model.means - shown.centers).max() > 0.5


def test_the_variance_by_slider_field_and_mark(figure):
    before = figure.check().variance
    figure.slider("Variance ε").press("ArrowRight")
    assert figure.check().variance == pytest.approx(before * 10**0.02, rel=0.05)
    figure.slider("Variance ε").press("Home")
    assert figure.check().variance < 1e-5
    field = figure.root.get_by_role("textbox", name="Variance ε, typed", exact=True)
    field.fill("1/3")
    field.press("Enter")
    assert figure.check().variance == pytest.approx(1 / 3, rel=1e-11)
    field.fill("0")
    field.press("Enter")
    assert "a variance must be greater than 0" in figure.root.inner_text().lower()
    assert figure.check().variance == pytest.approx(1 / 3, rel=1e-11)
    field.press("Escape")
    figure.button("M-step").click()
    figure.drag(figure.mark("Width of all components"), 25, 0)
    shown = figure.check()
    assert shown.variance > 1 / 3
    assert shown.steps == 1
    figure.mark("Width of all components").press("ArrowLeft")
    assert figure.check().variance < shown.variance
    figure.button("Undo").click()
    same(figure.check(), shown)


def test_the_curve_takes_presses(figure):
    surface = figure.root.locator(".xp-pressable")
    surface.evaluate("(m) => m.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = surface.bounding_box()
    slider = figure.slider("Variance ε")
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    for share in (0.25, 0.7):
        figure.page.mouse.click(box["x"] + share * box["width"], box["y"] + 40)
        place = np.log10(figure.check().variance)
        assert place == pytest.approx(low + share * (high - low), abs=0.05)
    figure.page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 40)
    figure.page.mouse.down()
    figure.page.mouse.move(box["x"] - 50, box["y"] + 40)
    figure.page.mouse.up()
    assert np.log10(figure.check().variance) == pytest.approx(low, abs=0.01)


def test_means_by_mouse_keyboard_and_slider_begin_anew(figure):
    for k in range(3):
        figure.button("Reset").click()
        figure.button("M-step").click()
        before = figure.check()
        figure.drag(figure.mark(f"Mean of component {k + 1}"), 30, -25)
        after = figure.check()
        assert after.steps == 0
        assert (np.array(after.means[k]) > before.model.means[k]).all()
        others = [j for j in range(3) if j != k]
        np.testing.assert_allclose(np.array(after.means)[others], before.model.means[others])
        figure.button("Undo").click()
        same(figure.check(), before)
    figure.button("Reset").click()
    for key, way in [("ArrowRight", (1, 0)), ("ArrowUp", (0, 1)), ("ArrowLeft", (-1, 0))]:
        before = np.array(figure.check().means[1])
        figure.mark("Mean of component 2").press(key)
        moved = np.array(figure.check().means[1]) - before
        assert (np.sign(np.where(np.abs(moved) > 0.01, moved, 0)) == way).all()
    for column, label in enumerate(("Mean", "Second mean")):
        before = np.array(figure.check().means)
        figure.slider(f"{label} of component 3").press("ArrowRight")
        changed = np.array(figure.check().means) - before
        assert changed[2, column] > 0
        assert np.count_nonzero(changed) == 1


def test_by_finger(open_page):
    figure = SoftHard(open_page(PAGE, width=390, has_touch=True))
    figure.place(figure.mark("Mean of component 1"))
    scrolled = figure.page.evaluate("scrollY")
    before = figure.check()
    figure.pull(figure.mark("Mean of component 1"), 24, -24)
    after = figure.check()
    assert (np.array(after.means[0]) > before.means[0]).all()
    figure.pull(figure.mark("Width of all components"), 20, 0)
    assert figure.check().variance > after.variance
    assert abs(figure.page.evaluate("scrollY") - scrolled) < 60
    figure.button("Run both").tap()
    assert figure.check().steps > 2


def test_points_show_their_shares(figure):
    count = """(root, selector) => [...root.querySelectorAll(selector)]
      .map((path) => (path.getAttribute("d")?.match(/M/g) ?? []).length)"""
    shown = figure.check()
    r = shown.responsibilities
    decided = r.max(axis=1) >= 0.99
    pure = figure.root.evaluate(count, ".xp-plot .xp-pts:not(.xp-undecided)")
    assert pure == np.bincount(r[decided].argmax(axis=1), minlength=3).tolist()
    mixed = figure.root.evaluate(
        """(root) => [...root.querySelectorAll(".xp-plot .xp-undecided")]
          .map((path) => getComputedStyle(path).fill)"""
    )
    assert len(mixed) == shown.undecided
    assert len(set(mixed)) > shown.undecided / 3
    figure.choose("The limit: K-means")
    assert figure.root.locator(".xp-plot .xp-undecided").count() == 0


def test_a_center_without_points_is_moved_and_said_so(figure):
    field = figure.root.get_by_role("textbox", name="Mean of component 3, typed", exact=True)
    field.fill("90")
    field.press("Enter")
    figure.slider("Variance ε").press("Home")
    figure.button("Run both").click()
    shown = figure.check()
    assert len(shown.history) == 1
    assert "K-means: in iteration 1 center 3 had no points" in figure.note
    assert "EM rests: component 3 is responsible for no point" in figure.note
    assert figure.said.startswith("EM has not converged and cannot go on, K-means in iteration")
    figure.button("Reset").click()
    assert figure.note == ""


def test_a_link_shows_the_same(figure, open_page):
    figure.choose("Different ends")
    figure.button("Run both").click()
    figure.button("Back").click()
    shown, values = figure.check(), figure.values
    other = SoftHard(open_page(figure.link))
    same(other.check(), shown)
    assert other.values == pytest.approx(values, rel=1e-9)


GOOD = "1~m0,1,2,3~e0.5~s3~d"
BAD = [
    ("", "version"),
    (GOOD.replace("~m0,", "~mNaN,"), "“NaN” is not a number"),
    (GOOD.replace("~m0,", "~m"), "the part “m” must be"),
    (GOOD.replace("~m0,1,2,3", "~m" + ",".join(["0"] * 14)), "1 to 6 points"),
    (GOOD.replace("~m0,", "~m1e60,"), "between -1e50 and 1e50"),
    (GOOD.replace("~e0.5", "~e0"), "greater than 0"),
    (GOOD.replace("~e0.5", ""), "the part “e” is missing"),
    (GOOD.replace("~s3", "~s401"), "from 0 to 400"),
    (GOOD.replace("~s3", "~s-1"), "is not a whole number"),
    (GOOD.replace("~d", "~d1,2,3"), "the part “d”"),
    (GOOD.replace("~d", "~d1,2,1,2"), "only 1 different points"),
    (GOOD.replace("~e0.5", "~e<img src=x onerror=alert(1)>"), "is not a number"),
    ("9" * 5000, "version"),
]


def test_bad_links_are_ignored_and_say_so(figure):
    before = figure.check()
    for text, reason in BAD:
        figure.page.evaluate("(hash) => { location.hash = hash }", f"#live-soft-to-hard={text}")
        line = figure.root.locator(".xp-status")
        figure.page.wait_for_function(
            "(line) => line.textContent.startsWith('The link')", arg=line.element_handle()
        )
        assert reason in figure.status
        same(figure.check(), before)
        figure.button("Reset").click()
    figure.page.evaluate("history.replaceState(null, '', location.pathname)")
