"""MixtureExplorer: components come and go, one to six."""

import pytest
from oracle import State

pytestmark = pytest.mark.parametrize("kind", ["mixture-explorer"])


def test_components_are_added_up_to_six_and_removed_down_to_one(figure):
    states = [figure.read().state]
    add = figure.button("Add a component")
    for K in range(len(states[0].means) + 1, 7):
        add.click()
        state = figure.check().state
        assert len(state.means) == K
        assert state.weights[-1] == pytest.approx(1 / K)
        states.append(state)
    assert add.get_attribute("aria-disabled") == "true"
    add.click(force=True)
    assert figure.check().state == states[-1]
    for K in range(6, 1, -1):
        before = figure.read().state
        k = K // 2
        figure.button(f"Remove component {k}").click()
        after = figure.check().state
        assert after.means == before.means[: k - 1] + before.means[k:]
        assert after.variances == before.variances[: k - 1] + before.variances[k:]
        assert sum(after.weights) == pytest.approx(1, abs=1e-11)
        # The keyboard is not left on an element that is gone.
        assert figure.root.evaluate("(root) => root.contains(document.activeElement)")
        states.append(after)
    assert not figure.button("Remove component 1").is_visible()
    assert figure.slider("Weight of component 1").is_disabled()
    assert figure.check().state.weights == (1,)
    for state in reversed(states[:-1]):
        figure.page.keyboard.press("Control+z")
        assert figure.check().state.is_close(state)


def test_a_component_without_weight_does_not_count(figure):
    figure.type("Weight of component 2", "0")
    reading = figure.check()
    assert reading.state.weights[1] == 0
    assert reading.values["modes"] == 2
    figure.type("Weight of component 1", "1")
    assert figure.check().state.weights == (1, 0, 0)
    # From nothing, the others share equally what is set free.
    figure.type("Weight of component 1", "0.5")
    assert figure.check().state.weights == (0.5, 0.25, 0.25)


def test_extreme_numbers_are_drawn_and_right(figure):
    for label, text in [
        ("Mean of component 1", "1e6"), ("Variance of component 1", "1e-6"), ("Cursor x", "-1e6"),
        ("Variance of component 2", "1e12"), ("Mean of component 3", "-1e-9"), ("Cursor x", "1e6"),
    ]:  # fmt: skip
        figure.type(label, text)
        picture = figure.check().picture
        assert not any("NaN" in mark or "Infinity" in mark for mark in picture)


def test_the_start_is_equation_11_5(figure):
    assert figure.start == State((0.5, 0.2, 0.3), (-2, 1, 4), (0.5, 2, 1), 0)
