"""What only the three updates have: going on, the end of an update, and the simplex."""

import numpy as np
import pytest
from explorable import Explorable

import gmmlib

UPDATES = ["mean-update", "covariance-update", "weight-update"]
every_update = pytest.mark.parametrize("kind", UPDATES)


def after(kind, model, X):
    """The mixture after the updates of a cycle, up to that of the kind."""
    r = gmmlib.e_step(X, model)
    means = gmmlib.update_means(X, r)
    if kind == "mean-update":
        return gmmlib.GaussianMixture(model.weights, means, model.covariances)
    if kind == "covariance-update":
        covariances = gmmlib.update_covariances(X, r, means)
        return gmmlib.GaussianMixture(model.weights, means, covariances)
    return gmmlib.m_step(X, r)


@every_update
def test_going_on_starts_from_the_new_values(kind, figure):
    before = figure.check().state
    model = before.model
    for _ in range(3):
        figure.button("Go on from the new values").click()
        model = after(kind, model, figure.X)
        state = figure.check().state
        assert state.means == pytest.approx(model.means.ravel(), rel=1e-9)
        assert state.variances == pytest.approx(model.covariances.ravel(), rel=1e-9)
        assert state.weights == pytest.approx(model.weights, rel=1e-9)
    for _ in range(3):
        figure.page.keyboard.press("Control+z")
    assert figure.check().state.is_close(before)


@every_update
def test_where_a_component_keeps_one_point_the_update_ends_and_says_so(kind, figure):
    figure.type("Variance of component 2", "1e-4")
    reading = figure.check()
    verdict = figure.root.locator(".xp-verdict")
    further = figure.button("Go on from the new values")
    if kind == "mean-update":
        assert reading.values["log-likelihood-after"] is not None
        assert not verdict.is_visible()
        return
    assert reading.values["log-likelihood-after"] is None
    assert reading.texts["log-likelihood-after"] == "none"
    assert "component 2 has collapsed onto a single point" in verdict.inner_text()
    assert further.get_attribute("aria-disabled") == "true"
    further.click(force=True)
    assert figure.check().state == reading.state


@pytest.mark.parametrize("kind", ["weight-update"])
def test_an_update_that_lowers_the_likelihood_is_explained(figure):
    figure.presets.select_option(label="A component far from all points")
    values = figure.check().values
    assert values["log-likelihood-after"] < values["log-likelihood-before"]
    assert "alone lowers the log-likelihood" in figure.root.locator(".xp-verdict").inner_text()


@every_update
def test_strong_pulls_are_drawn_and_weak_ones_are_not(kind, figure):
    r = gmmlib.e_step(figure.X, figure.start.model)
    drawn = figure.root.locator(".xp-plot .xp-pull[d]").count()
    assert drawn == (r.size if kind == "weight-update" else (r >= 0.003).sum())


@pytest.mark.parametrize("kind", ["weight-update"])
def test_the_simplex_follows_mouse_and_finger(kind, figure, open_page, address_of):
    corners = figure.root.locator(".xp-triangle").evaluate(
        "(triangle) => triangle.getAttribute('points')"
    )
    corners = np.array([float(x) for x in corners.replace(",", " ").split()]).reshape(3, 2)

    def to_screen(figure, weights):
        box = figure.root.locator(".xp-simplex").bounding_box()
        return (box["x"], box["y"]) + weights @ corners * box["width"] / 380

    triangle = figure.root.locator(".xp-triangle")
    figure.show(triangle)
    mouse = figure.page.mouse
    for weights in np.array([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]):
        mouse.move(*to_screen(figure, weights))
        mouse.down()
        assert figure.check().state.weights == pytest.approx(weights, abs=0.01)
    # Beyond the edge the weights stay on it.
    mouse.move(*to_screen(figure, np.array([0.5, 0.7, -0.2])))
    state = figure.check().state
    assert state.weights[2] == 0
    mouse.up()
    figure.page.keyboard.press("Escape")
    page = open_page(address_of(kind), width=390, has_touch=True)
    touched = Explorable(page)
    touched.show(touched.root.locator(".xp-triangle"))
    touch = page.context.new_cdp_session(page)
    scrolled = page.evaluate("scrollY")
    for type_, weights in [("touchStart", [0.4, 0.3, 0.3]), ("touchMove", [0.2, 0.2, 0.6])]:
        x, y = to_screen(touched, np.array(weights))
        touch.send("Input.dispatchTouchEvent", {"type": type_, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert touched.check().state.weights == pytest.approx([0.2, 0.2, 0.6], abs=0.01)
    assert page.evaluate("scrollY") == scrolled


@pytest.mark.parametrize("kind", ["weight-update"])
def test_the_marks_of_the_simplex_stand_at_old_and_new_weights(figure):
    corners = np.array([[40, 282], [340, 282], [190, 22]])
    values = figure.check().values
    for name, mark in zip(
        ("old", "new"), figure.root.locator(".xp-simplex circle").all(), strict=True
    ):
        weights = np.array([values[f"{name}-{k}"] for k in (1, 2, 3)])
        place = [float(mark.get_attribute(c)) for c in ("cx", "cy")]
        assert place == pytest.approx(weights @ corners, abs=0.1)
    assert figure.root.locator(".xp-contour[d]").count() == 5
