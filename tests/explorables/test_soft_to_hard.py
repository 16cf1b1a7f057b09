"""SoftToHard: its steps are EM's and K-means', its numbers have the limit that they should."""

import json
import re

import numpy as np
import pytest

from gmmlib import GaussianMixture, datasets, em, kmeans
from gmmlib.explorables import SoftToHard

X = datasets.two_dimensional().X[:200]
START = [[0, 0], [-4, 0], [4, 0]]


def round_mixture(means, variance):
    K = len(means)
    return GaussianMixture([1 / K] * K, means, [variance * np.eye(2)] * K)


def test_it_starts_where_the_page_does():
    shown = SoftToHard()
    np.testing.assert_array_equal(shown.data, X)
    np.testing.assert_array_equal(shown.model.means, START)
    np.testing.assert_array_equal(shown.centers, START)
    assert (shown.variance, shown.steps, shown.iteration) == (1, 0, 0)
    assert len(shown.history) == 1


@pytest.mark.parametrize("variance", [4, 0.25, 1e-6])
def test_the_steps_are_those_of_em_and_of_kmeans(variance):
    soft = em(X, round_mixture(START, variance), update=["means"])
    hard = kmeans(X, 3, start=START)
    shown = SoftToHard(variance=variance)
    for i in range(1, 6):
        shown.m_step()
        assert (shown.steps, shown.iteration) == (2 * i - 1, i)
        after = soft.history[min(i, soft.n_iterations)].model
        before = soft.history[min(i - 1, soft.n_iterations)].model
        np.testing.assert_allclose(shown.model.means, after.means, rtol=1e-9, atol=1e-12)
        r = shown.responsibilities
        np.testing.assert_allclose(r, before.responsibilities(X), rtol=1e-6, atol=1e-12)
        shown.e_step()
        assert shown.steps == 2 * i
        r = shown.responsibilities
        np.testing.assert_allclose(r, after.responsibilities(X), rtol=1e-6, atol=1e-12)
        iterate = hard.history[min(i, hard.n_iterations)]
        np.testing.assert_array_equal(shown.centers, iterate.centers)
        assert shown.kmeans_objective == iterate.objective
        assert len(shown.history) == i + 1
    shown.e_step()
    assert shown.steps == 10


def test_an_m_step_takes_the_e_step_that_is_due():
    shown = SoftToHard()
    shown.m_step()
    shown.m_step()
    assert shown.steps == 3


@pytest.mark.parametrize("variance", [10, 1, 0.01])
def test_the_soft_objective_is_the_log_likelihood_without_constants(variance):
    shown = SoftToHard(variance=variance, steps=5)
    constants = len(X) * np.log(3 * 2 * np.pi * variance)
    expected = -2 * variance * (shown.model.log_likelihood(X) + constants)
    assert shown.soft_objective == pytest.approx(expected, rel=1e-11)
    bound = shown.objective - 2 * variance * len(X) * np.log(3)
    assert bound <= shown.soft_objective <= shown.objective
    nearest = kmeans(X, 3, start=shown.model.means).history[0].objective
    assert shown.objective == pytest.approx(nearest, rel=1e-13)


def test_minus_the_log_likelihood_times_the_variance_ends_at_half_the_objective():
    shown = SoftToHard()
    off = []
    for variance in (1e-3, 1e-6, 1e-9, 1e-12):
        shown.variance = variance
        scaled = -variance * shown.model.log_likelihood(X)
        off.append(abs(scaled - shown.objective / 2))
        # What the constants add, -epsilon log epsilon in the main, and at most log K a point.
        most = variance * len(X) * (abs(np.log(2 * np.pi * variance)) + 2 * np.log(3))
        assert off[-1] <= most + 1e-12 * shown.objective
    assert off[-1] < 1e-8


def test_small_variances_make_responsibilities_0_and_1_to_the_last_bit():
    shown = SoftToHard(variance=1e-5)
    distances = np.linalg.norm(X[:, None] - np.array(START), axis=2)
    np.testing.assert_array_equal(shown.responsibilities, np.eye(3)[distances.argmin(axis=1)])
    assert shown.undecided == 0
    assert shown.soft_objective == shown.objective


def test_a_tie_stays_shared_however_small_the_variance():
    shown = SoftToHard([[-3, 0], [3, 0], [0, 1]], [[-3, 0], [3, 0]], 1e-40)
    np.testing.assert_array_equal(shown.responsibilities, [[1, 0], [0, 1], [0.5, 0.5]])
    assert shown.undecided == 1
    shown.m_step()
    np.testing.assert_allclose(shown.model.means, [[-2, 1 / 3], [2, 1 / 3]], rtol=1e-15)
    # K-means gives it to the first of the two.
    np.testing.assert_allclose(shown.centers, [[-1.5, 0.5], [3, 0]], rtol=1e-15)


def test_where_a_component_has_no_share_em_rests_and_kmeans_goes_on():
    shown = SoftToHard(X[:40], [[0, 0], [-4, 0], [90, 0]], 0.1, steps=4)
    assert (shown.iteration, len(shown.history)) == (2, 1)
    np.testing.assert_array_equal(shown.model.means[2], [90, 0])
    assert np.abs(shown.centers[2]).max() < 10


def test_a_model_is_a_new_start():
    shown = SoftToHard(steps=7)
    shown.model = round_mixture([[1, 1], [2, -1]], 0.5)
    assert (shown.means, shown.variance, shown.steps) == ([[1, 1], [2, -1]], 0.5, 0)
    assert shown.start["steps"] == 7
    np.testing.assert_array_equal(shown.centers, shown.means)


def test_three_renderings():
    shown = SoftToHard(variance=0.25)
    data, _ = shown._repr_mimebundle_()
    assert data["text/plain"] == repr(shown)
    state = json.loads(
        re.search(r'data-state="([^"]*)"', data["text/html"])[1].replace("&quot;", '"')
    )
    np.testing.assert_allclose(state["X"], X, rtol=1e-11)
    assert {key: state[key] for key in ("means", "variance", "steps")} == {
        "means": START,
        "variance": 0.25,
        "steps": 0,
    }
    label = re.search(r'aria-label="([^"]*)"', data["text/html"])[1]
    assert f"{shown.undecided} points are undecided" in label
    assert f"The objective J is {shown.objective:.4g}" in label


BAD = [
    ("variance", 0, "variance must be greater than 0 (from 1e-50 to 1e50), got 0."),
    ("variance", -1, "variance must be greater than 0 (from 1e-50 to 1e50), got -1."),
    ("variance", float("nan"), "variance is nan; every entry must be finite"),
    ("variance", [1, 2], "variance must be one number, got shape (2,)."),
    ("steps", 401, "steps must be at most 400, got 401."),
    ("steps", -1, "steps must be"),
    ("means", [[0, 0]] * 7, "means must hold 1 to 6 points, got 7."),
    ("means", [0, 1], "means must have shape (N, 2)"),
    ("means", [[0, 1e60]], "means must lie between -1e50 and 1e50"),
    ("X", [[0, 0], [0, 0], [1, 1]],
     "X must hold at least 3 different points, one a component, got 2."),
    ("X", [[1, 2, 3]], "X must have shape (N, 2)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_bad_assignments_are_refused_and_lose_no_state(name, value, message):
    shown = SoftToHard()
    before = getattr(shown, name)
    with pytest.raises(ValueError) as error:  # noqa: PT011
        setattr(shown, name, value)
    assert str(error.value).startswith(message)
    assert getattr(shown, name) == before


def test_models_that_cannot_be_shown_are_refused():
    shown = SoftToHard()
    eye = np.eye(2)
    for model, message in [
        (GaussianMixture([1], [0], [1]), "model must have D = 2 to be shown here, got D = 1."),
        (GaussianMixture([0.4, 0.6], [[0, 0], [1, 1]], [eye] * 2),
         "model must have equal weights of 1/2 to be shown here, got [0.4 0.6]."),
        (GaussianMixture([0.5, 0.5], [[0, 0], [1, 1]], [eye, 2 * eye]),
         "model must have one covariance, a number times the identity, to be shown here."),
    ]:  # fmt: skip
        with pytest.raises(ValueError) as error:  # noqa: PT011
            shown.model = model
        assert str(error.value) == message
    with pytest.raises(TypeError, match=r"^model must be an instance of GaussianMixture"):
        shown.model = [1, 2]
    with pytest.raises(ValueError, match=r"^X must hold at least 3 different points"):
        SoftToHard([[0, 0], [1, 1]])
    assert shown.means == START
