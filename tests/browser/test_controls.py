"""Sliders, presets and buttons of each explorable do what they say, and its numbers follow."""

import math

import pytest
from explorable import KINDS, others, part
from oracle import DIGITS

pytestmark = pytest.mark.parametrize("kind", KINDS)


def position_as_value(label, position):
    # The slider of a variance stands on its logarithm, read to four digits.
    return float(f"{10**position:.4g}") if label.startswith("Variance") else position


def expect_only(where, before, after):
    """One number changed, and nothing else."""
    assert part(after, where) != part(before, where)
    assert others(after, where) == pytest.approx(others(before, where), rel=DIGITS)
    assert sum(after.weights) == pytest.approx(1, abs=1e-11)


def test_sliders_by_keyboard_and_mouse(figure):
    for label, where in figure.labels.items():
        slider = figure.slider(label)
        before = figure.read().state
        slider.press("ArrowRight")
        after = figure.check().state
        expect_only(where, before, after)
        assert part(after, where) > part(before, where)
        assert part(after, where) == pytest.approx(
            position_as_value(label, float(slider.input_value())), rel=1e-9
        )
        low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
        left = float(slider.input_value()) > (low + high) / 2
        box = slider.bounding_box()
        share = 0.3 if left else 0.7
        slider.click(position={"x": share * box["width"], "y": box["height"] / 2})
        clicked = figure.check().state
        expect_only(where, after, clicked)
        value = part(clicked, where)
        position = math.log10(value) if where[0] == "variances" else value
        assert (position - low) / (high - low) == pytest.approx(share, abs=0.05)


def test_sliders_by_dragging(figure):
    page = figure.page
    for label, where in figure.labels.items():
        slider = figure.slider(label)
        figure.show(slider)
        before = figure.read().state
        box = slider.bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.8 * box["width"], y)
        page.mouse.down()
        for share in (0.7, 0.6, 0.55):
            page.mouse.move(box["x"] + share * box["width"], y)
        page.mouse.up()
        expect_only(where, before, figure.check().state)
        # The whole drag is one step to take back.
        figure.button("Undo").click()
        assert figure.check().state.is_close(before)


def test_every_preset_reset_and_undo(fresh_figure):
    figure = fresh_figure
    assert figure.check().state.is_close(figure.start)
    names = figure.presets.locator("option").all_inner_texts()[1:]
    assert len(names) >= 4
    states = [figure.start]
    for name in names:
        figure.presets.select_option(label=name)
        assert figure.presets.locator("option:checked").inner_text() == name
        state = figure.check().state
        if not state.is_close(states[-1]):
            states.append(state)
    # The first example is the start; each other one shows something else.
    assert len(states) == len(names)
    figure.button("Reset").click()
    assert figure.check().state.is_close(figure.start)
    undo = figure.button("Undo")
    for state in reversed(states):
        assert undo.get_attribute("aria-disabled") == "false"
        undo.click()
        assert figure.check().state.is_close(state)
    assert undo.get_attribute("aria-disabled") == "true"
    undo.click(force=True)
    assert figure.check().state.is_close(figure.start)


def test_an_example_that_was_changed_loses_its_name(figure):
    figure.presets.select_option(index=2)
    figure.slider("Mean of component 1").press("ArrowLeft")
    figure.check()
    assert figure.presets.input_value() == ""


def test_undo_by_keyboard_takes_back_each_step(figure):
    states = [figure.read().state]
    for label in list(figure.labels)[:4]:
        figure.slider(label).press("ArrowRight")
        states.append(figure.check().state)
    for state in reversed(states[:-1]):
        figure.page.keyboard.press("Control+z")
        assert figure.check().state.is_close(state)


def test_undo_belongs_to_the_text_while_typing(figure):
    figure.slider("Mean of component 1").press("ArrowRight")
    moved = figure.read().state
    figure.field("Mean of component 2").focus()
    figure.page.keyboard.type("12")
    figure.page.keyboard.press("Control+z")
    assert figure.check().state.is_close(moved)
    figure.page.keyboard.press("Escape")


def one_of_each(labels):
    """The rows of component 1, and the cursor's."""
    return [label for label in labels if label.endswith(("component 1", "x"))]


def test_numbers_are_typed(figure):
    labels = list(figure.labels)
    texts = {"1/3": 1 / 3, "0.25": 0.25, "2.5e-1": 0.25, " 0.125 ": 0.125}
    for text, value in texts.items():
        for label in labels if text == "1/3" else one_of_each(labels):
            where = figure.labels[label]
            before = figure.read().state
            field = figure.type(label, text)
            after = figure.check().state
            assert part(after, where) == pytest.approx(value, rel=1e-11)
            assert others(after, where) == pytest.approx(others(before, where), rel=DIGITS)
            assert float(field.input_value()) == pytest.approx(value, rel=1e-3)
    figure.type("Mean of component 1", "−2.5")
    assert figure.check().state.means[0] == -2.5


#: What must not be taken, and a part of the sentence that says why.
REFUSED = {
    "abc": '"abc" is not a number', "": '"" is not a number', "1e999": "too large",
    "NaN": "is not a number", "1,5": "a point, not a comma: 1.5", "1/0": "divides by zero",
}  # fmt: skip
REFUSED_TOO = {
    "Variance": {"-5": "must be greater than 0", "0": "must be greater than 0"},
    "Weight": {"-5": "between 0 and 1", "1.5": "between 0 and 1"},
    "Mean": {"1e60": "between -1e50 and 1e50"},
    "Cursor": {"-1e60": "between -1e50 and 1e50"},
}

BESIDE = """(field) => {
  const error = document.getElementById(field.getAttribute("aria-describedby"));
  const [mark, box] = [error, field].map((element) => element.getBoundingClientRect());
  return {
    sentence: error.innerText, distance: mark.top - box.bottom,
    seen: error.checkVisibility({ visibilityProperty: true }) && mark.width > 20,
    text: field.value, invalid: field.getAttribute("aria-invalid"),
  };
}"""


def test_nonsense_is_refused_with_a_sentence_beside_the_field(figure):
    figure.slider("Mean of component 1").press("ArrowRight")
    kept = figure.check()
    for label in figure.labels:
        refused = {"abc": REFUSED["abc"]}
        if label in one_of_each([label]):
            refused = REFUSED | REFUSED_TOO[label.split()[0]]
        shown = figure.field(label).input_value()
        for text, reason in refused.items():
            beside = figure.type(label, text).evaluate(BESIDE)
            assert reason in beside["sentence"]
            assert beside["sentence"].endswith(".")
            assert "It is still" in beside["sentence"]
            assert beside["seen"]
            assert abs(beside["distance"]) < 60
            assert beside["invalid"] == "true"
            assert beside["text"] == text  # to be corrected
            reading = figure.read()
            assert (reading.state, reading.picture) == (kept.state, kept.picture)
            assert (reading.values, reading.texts) == (kept.values, kept.texts)
        figure.page.keyboard.press("Escape")
        beside = figure.field(label).evaluate(BESIDE)
        assert (beside["text"], beside["invalid"], beside["sentence"]) == (shown, None, "")
    figure.check()
