"""EMLab: each step, the history and the reader's own data, against gmmlib's EM."""

import numpy as np
import pytest
from explorable import Explorable
from oracle import DIGITS, trail

import gmmlib

pytestmark = pytest.mark.parametrize("kind", ["em-lab"])


def shows(reading, model):
    """Whether a mixture is the one shown."""
    for shown, expected in [
        (reading.state.weights, model.weights),
        (reading.state.means, model.means[:, 0]),
        (reading.state.variances, model.covariances[:, 0, 0]),
    ]:
        assert shown == pytest.approx(expected, rel=1e-8)


def status(figure):
    return figure.root.locator(".xp-status").inner_text()


def columns(figure):
    """The heights of the responsibilities' columns, one list a component."""
    return figure.root.evaluate(
        """(root) => [...root.querySelectorAll(".xp-column[d]")].map((path) =>
          [...path.getAttribute("d").matchAll(/,([\\d.]+)V([\\d.]+)/g)].map((m) => m[1] - m[2]))"""
    )


def history(figure):
    return figure.slider("Step of the history")


def test_each_step_is_gmmlib_s(figure):
    X, model = figure.X, figure.start.model
    assert not any(columns(figure))
    for name in ("Means", "Variances", "Weights"):
        assert figure.button(name).get_attribute("aria-disabled") == "true"
    figure.button("Means").click(force=True)
    assert "take an E-step first" in status(figure)
    shows(figure.check(), model)
    figure.button("E-step").click()
    r = gmmlib.e_step(X, model)
    shows(figure.check(), model)
    drawn = columns(figure)
    for k, heights in enumerate(drawn):
        # A column of one pixel is not drawn.
        assert len(heights) == (r[:, k] > 0.016).sum()
        full = max(max(parts) for parts in drawn)
        assert max(heights) / full == pytest.approx(r[:, k].max(), abs=0.03)
    means = gmmlib.update_means(X, r)
    covariances = gmmlib.update_covariances(X, r, means)
    figure.button("Means").click()
    shows(figure.check(), gmmlib.GaussianMixture(model.weights, means, model.covariances))
    figure.button("Variances").click()
    shows(figure.check(), gmmlib.GaussianMixture(model.weights, means, covariances))
    figure.button("Weights").click()
    reading = figure.check()
    shows(reading, gmmlib.m_step(X, r))
    assert reading.values["iteration"] == 1
    assert reading.values["step"] == reading.values["steps"] == 4
    # Each is a step to take back.
    for _ in range(4):
        figure.page.keyboard.press("Control+z")
    assert figure.check().state.is_close(figure.start)


def test_a_run_is_em_and_its_history_lies_under_the_slider(figure):
    fit = gmmlib.em(figure.X, figure.start.model)
    figure.button("Whole cycle").click()
    shows(figure.check(), fit.history[1].model)
    figure.button("Run EM").click()
    assert status(figure).startswith(f"Converged: iteration {fit.n_iterations} ")
    reading = figure.check()
    shows(reading, fit.model)
    assert reading.values["iteration"] == fit.n_iterations
    slider = history(figure)
    assert slider.get_attribute("max") == str(fit.n_iterations)
    slider.press("Home")
    shows(figure.check(), figure.start.model)
    for i in range(1, fit.n_iterations + 1):
        slider.press("ArrowRight")
        reading = figure.check()
        shows(reading, fit.history[i].model)
        shown = reading.values["negative-log-likelihood"]
        assert shown == pytest.approx(-fit.history[i].log_likelihood, rel=DIGITS)
        assert reading.values["step"] == i
    figure.button("Back").click()
    shows(figure.check(), fit.history[-2].model)
    # From here the way goes on anew; what came after is given up.
    figure.button("E-step").click()
    reading = figure.check()
    assert reading.values["steps"] == reading.values["step"] == fit.n_iterations
    assert trail(reading.state.more["trail"])[1] == "C" * (fit.n_iterations - 1) + "E"


def test_the_curve_marks_the_present_iteration(figure):
    figure.button("Run EM").click()
    n = figure.check().values["steps"]
    place = "(root) => Number(root.querySelector('.xp-now').getAttribute('cx'))"
    places = []
    for key in ["Home"] + ["ArrowRight"] * int(n):
        history(figure).press(key)
        places.append(figure.root.evaluate(place))
    steps = np.diff(places)
    assert (steps > 5).all()
    assert steps == pytest.approx(steps[0], abs=0.11)
    dots = figure.root.locator(".xp-history-dots").get_attribute("d").count("M")
    assert dots == n + 1


def test_who_moves_something_begins_anew(figure):
    figure.button("Run EM").click()
    figure.slider("Mean of component 1").press("ArrowLeft")
    reading = figure.read()
    assert (reading.values["iteration"], reading.values["steps"]) == (0, 0)
    start = reading.state.model
    assert not any(columns(figure))
    figure.button("Run EM").click()
    shows(figure.read(), gmmlib.em(figure.X, start).model)


def is_a_maximum(model, X):
    """Whether the log-likelihood is flat there, and falls in every direction."""

    def L(theta):
        logits, means, logs = np.split(theta, [K - 1, 2 * K - 1])
        weights = np.exp([*logits, 0])
        return gmmlib.GaussianMixture(weights / weights.sum(), means, np.exp(logs)).log_likelihood(
            X
        )

    K = model.n_components
    log_weights = np.log(model.weights)
    at = np.concatenate(
        [log_weights[:-1] - log_weights[-1], model.means[:, 0], np.log(model.covariances.ravel())]
    )
    step = 1e-3 * np.eye(len(at))
    slope = [(L(at + e) - L(at - e)) / 2e-3 for e in step]
    assert np.abs(slope).max() < 1e-3
    curvature = [
        [(L(at + e + f) - L(at + e - f) - L(at - e + f) + L(at - e - f)) / 4e-6 for f in step]
        for e in step
    ]
    return np.linalg.eigvalsh(curvature).max() < -0.01


def test_the_examples_do_what_they_say(figure):
    ends = {}
    names = ("The start of Example 11.1", "Another start, a higher maximum", "A bad start", "Twins")
    for name in names:
        figure.presets.select_option(label=name)
        start = figure.check().state.model
        figure.button("Run EM").click()
        assert status(figure).startswith("Converged")
        reading = figure.check()
        ends[name] = reading.values["negative-log-likelihood"]
        fit = gmmlib.em(figure.X, start)
        assert ends[name] == pytest.approx(-fit.log_likelihood, rel=1e-8)
        means = sorted(reading.state.means)
        assert (min(np.diff(means)) < 0.01) == (name == "Twins")
        assert is_a_maximum(fit.model, figure.X) == (name != "Twins")
    source, better, bad, twins = ends.values()
    assert better < source - 0.05
    assert min(bad, twins) > source + 1
    # The sentence of the bad start names a better one.
    figure.presets.select_option(label="A bad start")
    for word, values in {"Mean": (-3, 2), "Variance": (1, 4)}.items():
        for k, value in enumerate(values, start=1):
            figure.type(f"{word} of component {k}", str(value))
    figure.button("Run EM").click()
    assert figure.check().values["negative-log-likelihood"] < bad - 0.5
    figure.presets.select_option(label="Identical components")
    figure.button("Run EM").click()
    state = figure.check().state
    assert len(set(state.means)) == len(set(state.variances)) == 1


def test_a_collapse_is_told_and_nothing_is_lost(figure):
    figure.presets.select_option(label="A collapsing component")
    start = figure.check().state.model
    with pytest.raises(gmmlib.CollapseError) as error:
        gmmlib.em(figure.X, start)
    figure.button("Run EM").click()
    said = status(figure)
    assert said.startswith(f"Iteration {error.value.iteration}: component 1 has collapsed")
    assert "every step before is in the history" in said
    reading = figure.check()
    assert reading.values["steps"] == error.value.iteration - 1
    shows(reading, error.value.history[-1].model)
    history(figure).press("Home")
    shows(figure.check(), start)


def test_a_link_carries_the_way(figure, open_page):
    figure.button("E-step").click()
    figure.button("Means").click()
    figure.button("Run EM").click()
    history(figure).press("ArrowLeft")
    reading = figure.check()
    other = Explorable(open_page(reading.link), "#live-em-lab")
    again = other.check()
    assert again.state.is_close(reading.state, 1e-11)
    assert again.values == pytest.approx(reading.values, rel=1e-9)


def test_steps_by_finger_on_a_phone(kind, open_page, address_of):
    figure = Explorable(open_page(address_of(kind), width=390, has_touch=True), "#live-em-lab")
    for name in ("E-step", "Means", "Variances", "Weights", "Whole cycle"):
        figure.show(figure.button(name))
        figure.button(name).tap()
    figure.root.locator("output[name=iteration]:text('2')").wait_for()
    shows(
        figure.check(), gmmlib.em(figure.X, figure.start.model, max_iterations=9).history[2].model
    )


def own(figure):
    details = figure.root.locator("details.xp-own")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return details


def paste(figure, text):
    """Put text into the field and use it; gives what is said."""
    own(figure).get_by_role("textbox").fill(text)
    figure.button("Use these data").click()
    return own(figure).locator(".xp-report").inner_text()


def test_own_numbers_are_fitted(figure):
    X = [1.5, 1.7, 2.0, 5.0, 5.5, 9.0, 9.5, 9.25]
    said = paste(figure, "\n".join(map(str, X)))
    assert said.startswith("8 points are in the picture; they stay in this page.")
    page_data, figure.X = figure.X, X
    start = figure.check().state
    assert start.weights == pytest.approx([1 / 3] * 3)
    figure.button("Run EM").click()
    reading = figure.check()
    shows(reading, gmmlib.em(X, start.model).model)
    assert figure.root.locator(".xp-discs circle").count() == 8
    for _ in range(2):
        figure.button("Undo").click()
    figure.X = page_data
    assert figure.check().state.is_close(figure.start)


def test_a_link_carries_own_data(figure, open_page):
    paste(figure, "1, 2, 4, 4.5, 9")
    link = figure.read().link
    other = Explorable(open_page(link), "#live-em-lab")
    other.X = [1, 2, 4, 4.5, 9]
    other.check()
    other.button("Reset").click()
    assert other.root.locator(".xp-discs circle").count() == len(figure.X)


BAD = {
    "1\nabc\n3": "Line 2: “abc” is not a number; correct it or remove the line.",
    "1\nNaN\n3": "Line 2: a value is missing (“NaN”); fill it in or remove the line.",
    "a,b\n1,2\n3": "Line 3: it has 1 value where the first row has 2; give every row as many.",
    "1,5 2,5": "Line 1: “1,5” has a comma for the decimals; write 1.5.",
    "": "There is nothing to read; paste numbers, one point a line.",
    "7": "This is one point; a mixture needs at least two different ones.",
    "3\n3\n3": "Column 1 is 3 in every row, so it has no variance; choose other data.",
    "1\n<img src=x onerror=\"document.title='taken'\">": "Line 2: “",
    "1\njavascript:alert(1)": "Line 2: “javascript:alert(1)” is not a number",
}


def test_what_cannot_be_read_is_named_and_the_picture_stays(figure):
    before, title = figure.read(), figure.page.title()
    for text, sentence in BAD.items():
        said = paste(figure, text)
        assert said.startswith(sentence)
        assert said.endswith("Nothing was changed.")
        after = figure.check()
        assert (after.state, after.picture) == (before.state, before.picture)
        assert figure.root.locator(".xp-report img").count() == 0
    assert figure.page.title() == title


def test_a_file_with_columns_lets_one_choose(figure, tmp_path):
    path = tmp_path / "penguins.csv"
    rows = ["species,bill,mass", "Adelie,39.1,3750", "Adelie,39.5,3800", "Gentoo,50,5700"]
    path.write_text("\n".join(rows), encoding="utf-8")
    own(figure).locator("input[type=file]").set_input_files(path)
    choice = figure.root.get_by_role("combobox", name="Column for x")
    choice.wait_for()
    assert "Without numbers, so left out: species." in own(figure).inner_text()
    page_data, figure.X = figure.X, [39.1, 39.5, 50]
    figure.check()
    choice.select_option(label="x: mass")
    figure.X = [3750, 3800, 5700]
    figure.check()
    figure.X = page_data


def test_a_dropped_file_is_read(figure):
    own(figure).evaluate(
        """(details) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["1\\n2\\n4\\n"], "own.txt", { type: "text/plain" }));
          const how = { dataTransfer, bubbles: true, cancelable: true };
          details.dispatchEvent(new DragEvent("drop", how));
        }"""
    )
    figure.page.wait_for_function(
        "() => document.querySelectorAll('.xp-discs circle').length === 3"
    )
    page_data, figure.X = figure.X, [1, 2, 4]
    figure.check()
    figure.X = page_data


def test_more_than_20_000_rows_are_sampled(figure):
    rng = np.random.default_rng(3)
    own(figure).evaluate(
        "(details, text) => { details.querySelector('textarea').value = text; }",
        "\n".join(f"{x:.4f}" for x in rng.normal(100, 15, size=50_000)),
    )
    figure.button("Use these data").click()
    said = own(figure).locator(".xp-report").inner_text()
    assert "Of 50000 rows 20000 are used, drawn at random." in said
    assert figure.root.locator(".xp-discs circle").count() <= 600
    figure.copy_button.click()
    assert status(figure) == (
        "No link was copied: a link holds at most 300 points, and these are 20000."
    )
    figure.button("Undo").click()
    figure.check()
