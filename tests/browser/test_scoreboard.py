"""LikelihoodLab: the best so far, and EM to beat, against gmmlib's EM."""

import pytest
from oracle import DIGITS, from_text

import gmmlib

pytestmark = pytest.mark.parametrize("kind", ["likelihood-lab"])


def close(value):
    return pytest.approx(value, rel=DIGITS)


def verdict(figure):
    return figure.root.locator(".xp-verdict").inner_text()


def test_the_examples_are_what_gmmlib_computes(figure):
    X, start = figure.X, figure.start.model
    one_cycle = gmmlib.m_step(X, gmmlib.e_step(X, start))
    result = gmmlib.em(X, start)
    for name, model in [("After one EM cycle", one_cycle), ("EM's result", result.model)]:
        figure.presets.select_option(label=name)
        state = figure.check().state
        for shown, expected in [
            (state.weights, model.weights),
            (state.means, model.means[:, 0]),
            (state.variances, model.covariances[:, 0, 0]),
        ]:
            assert shown == pytest.approx(expected, rel=1e-8)
    assert verdict(figure) == "You are level with EM."
    values = figure.read().values
    assert values["em"] == close(result.log_likelihood)
    assert values["em-iterations"] == result.n_iterations


def test_the_best_so_far_is_kept_and_can_be_returned_to(fresh_figure):
    figure = fresh_figure
    reading = figure.check()
    best = reading.values["log-likelihood"]
    assert reading.values["best"] == close(best)
    states = {best: reading.state}
    for k, key, times in [(3, "ArrowLeft", 12), (1, "ArrowRight", 8), (2, "ArrowLeft", 9)]:
        label = f"Mean of component {k}"
        for _ in range(times):
            figure.slider(label).press(key)
            reading = figure.check()
            now = reading.values["log-likelihood"]
            states[now] = reading.state
            best = max(best, now)
            assert reading.values["best"] == close(best)
    assert len(states) > 20
    # What an example shows is not the reader's own best.
    figure.presets.select_option(label="EM's result")
    assert figure.check().values["best"] == close(best)
    figure.button("Return to best").click()
    reading = figure.check()
    assert reading.values["log-likelihood"] == close(best)
    assert reading.state.is_close(states[max(states)])
    assert figure.button("Return to best").get_attribute("aria-disabled") == "true"


def test_em_runs_from_the_reader_s_parameters(figure):
    for word, texts in {"Mean": ["-3", "2", "4"], "Variance": ["1", "1", "1"]}.items():
        for k, text in enumerate(texts, start=1):
            figure.type(f"{word} of component {k}", text)
    here = figure.check().state
    figure.button("Run EM from here").click()
    reading = figure.check()
    assert reading.state.is_close(here)  # the reader's parameters stay
    result = gmmlib.em(figure.X, here.model)
    assert result.log_likelihood > gmmlib.em(figure.X, figure.start.model).log_likelihood
    assert reading.values["em"] == close(result.log_likelihood)
    assert reading.values["em-iterations"] == pytest.approx(result.n_iterations, abs=1)
    ahead = result.log_likelihood - reading.values["log-likelihood"]
    sentence = verdict(figure)
    assert sentence.startswith("EM is ")
    assert from_text(sentence.split()[2]) == pytest.approx(ahead, rel=1e-3)
    figure.button("From the start").click()
    values = figure.check().values
    result = gmmlib.em(figure.X, figure.start.model)
    assert values["em"] == close(result.log_likelihood)
    assert values["em-iterations"] == result.n_iterations


def test_it_is_honest_about_a_collapse(figure):
    figure.presets.select_option(label="A collapsing component")
    before = figure.check()
    assert "without bound" in verdict(figure)
    figure.type("Variance of component 2", "1e-12")
    after = figure.check()
    assert after.values["log-likelihood"] > before.values["log-likelihood"]
    assert "Component 2 is collapsing" in verdict(figure)
    em_before = after.values["em"]
    with pytest.raises(gmmlib.CollapseError):
        gmmlib.em(figure.X, after.state.model)
    figure.button("Run EM from here").click()
    assert "EM cannot run from here" in figure.root.locator("[role=status]").inner_text()
    assert figure.check().values["em"] == em_before


def test_a_reader_ahead_of_em_is_told_so(figure):
    figure.presets.select_option(label="EM's result")
    high = figure.check()
    # Nothing breaks the symmetry of identical components: EM gives three times one Gaussian.
    steps = [(f"{word} of component {k}", text)
             for word, text in (("Mean", "1"), ("Variance", "5")) for k in (1, 2, 3)]  # fmt: skip
    for label, text in steps:
        figure.type(label, text)
    low = gmmlib.em(figure.X, figure.check().state.model).log_likelihood
    figure.button("Run EM from here").click()
    for _ in steps:
        figure.button("Undo").click()
    reading = figure.check()
    assert reading.state.is_close(high.state)
    assert reading.values["em"] == close(low)
    sentence = verdict(figure)
    assert sentence.startswith("You are ")
    assert sentence.endswith("ahead of EM: it had stopped at a lower, local maximum.")
    ahead = reading.values["log-likelihood"] - low
    assert from_text(sentence.split()[2]) == pytest.approx(ahead, rel=1e-3)
    figure.button("From the start").click()
