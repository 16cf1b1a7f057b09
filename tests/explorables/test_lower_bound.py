"""LowerBound: its numbers, its steps, and what it refuses."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import rel_entr

from gmmlib import GaussianMixture, em, lower_bound
from gmmlib.explorables import LowerBound

FREE = ["mean", "variance", "weight"]


@pytest.mark.parametrize("free", FREE)
def test_log_likelihood_is_bound_plus_gap(free):
    shown = LowerBound(free=free)
    shown.m_step()
    assert shown.gap > 0.01
    assert shown.bound == lower_bound(shown.data, shown.responsibilities, shown.model)
    assert shown.log_likelihood == shown.model.log_likelihood(shown.data)
    assert shown.gap == pytest.approx(shown.log_likelihood - shown.bound, rel=1e-12)
    own = shown.model.responsibilities(shown.data)
    assert shown.gap == pytest.approx(rel_entr(shown.responsibilities, own).sum(), rel=1e-12)


@pytest.mark.parametrize("free", FREE)
def test_the_e_step_makes_them_touch_and_the_m_step_finds_the_top(free):
    shown = LowerBound(free=free)
    shown.m_step()
    shown.e_step()
    assert shown.gap == 0
    assert shown.bound == pytest.approx(shown.log_likelihood, rel=1e-14)
    r = shown.responsibilities
    ends = {"mean": (-3, 5), "variance": (1e-3, 60), "weight": (1e-6, 1 - 1e-6)}[free]
    found = minimize_scalar(
        lambda value: -lower_bound(shown.data, r, shown.model_at(value)),
        bounds=ends, method="bounded", options={"xatol": 1e-9},
    )  # fmt: skip
    assert shown.top == pytest.approx(found.x, rel=1e-5)


@pytest.mark.parametrize("free", FREE)
def test_the_steps_climb_to_a_place_where_nothing_changes(free):
    # From a mean of 8 the weight would fall toward 0, where there is no slope 0.
    shown = LowerBound(means=[-1, 5], free=free)
    values = [shown.log_likelihood]
    for n in range(1, 60):
        shown.m_step()
        shown.e_step()
        values.append(shown.log_likelihood)
        assert len(shown.path) == min(n + 1, 24)
    assert (np.diff(values) > -1e-12).all()
    slope = shown.model_at(shown.value + 1e-4), shown.model_at(shown.value - 1e-4)
    up, down = (model.log_likelihood(shown.data) for model in slope)
    assert values[-1] >= max(up, down) - 1e-9


def test_the_gap_is_right_where_a_responsibility_is_too_small_for_a_double():
    shown = LowerBound([0], [0.5, 0.5], [0, 0], [1, 1])
    assert shown.gap == 0
    shown.model = shown.model_at(100)
    # log(1/2) + 1/2 (log p of the near one - log p of the far one)
    assert shown.gap == pytest.approx(np.log(0.5) + 2500, rel=1e-12)


def test_a_component_without_a_share_in_any_point_stays():
    shown = LowerBound([0, 1], means=[0, 1000])
    shown.m_step()
    assert shown.value == shown.top == 1000


def test_with_one_component_a_cycle_is_em():
    X = [0.0, 1, 5]
    shown = LowerBound(X, [1], [0], [2])
    shown.m_step()
    np.testing.assert_allclose(shown.model.means[0, 0], np.mean(X), rtol=1e-15)
    shown.free = "variance"
    shown.m_step()
    end = em(X, GaussianMixture([1], [0], [2])).model
    np.testing.assert_allclose(shown.model.covariances, end.covariances, rtol=1e-14)
    assert shown.gap == 0


def test_a_staircase_begins_anew_where_the_reader_moved_the_model():
    shown = LowerBound()
    shown.m_step()
    shown.e_step()
    assert shown.path == [8, shown.value]
    shown.model = shown.model_at(1)
    shown.e_step()
    assert shown.path == [1]


def test_another_free_parameter_begins_at_the_model_shown():
    shown = LowerBound()
    shown.m_step()
    shown.free = "weight"
    assert shown.path == [0.5]
    assert shown.gap == 0
    # As the picture sends it, with a path of its own.
    shown.set_state({"free": "variance", "path": [2.0, 1.5]})
    assert shown.path == [2.0, 1.5]
    shown.set_state({"free": "mean"})
    assert shown.path == [shown.value]


def test_other_weights_keep_their_proportions():
    shown = LowerBound([0, 1, 2], [0.2, 0.4, 0.4], [0, 1, 2], [1, 1, 1], free="weight")
    np.testing.assert_allclose(shown.model_at(0.1).weights, [0.3, 0.6, 0.1], rtol=1e-15)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"free": "median"}, 'free must be "mean", "variance" or "weight", got \'median\'.'),
        (
            {"free": "variance", "path": [1, 0]},
            "path must hold values that a variance can have, got 0.",
        ),
        ({"free": "weight", "path": [1]}, "path must hold values that a weight can have, got 1."),
        ({"path": [np.nan]}, "path[0] is nan; every entry must be finite: remove or replace it."),
        (
            {"weights": [1], "means": [0], "variances": [1], "free": "weight"},
            'free must be "mean" or "variance" where there is one component: its weight is 1.',
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(bad, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        LowerBound(**bad)
    assert str(error.value) == message


def test_a_bad_path_is_taken_back():
    shown = LowerBound(free="variance")
    with pytest.raises(ValueError, match="path must hold values that a variance can have, got -1"):
        shown.path = [-1]
    assert shown.path == [1.0]


@pytest.mark.parametrize("free", FREE)
def test_the_picture_says_both_values(free):
    shown = LowerBound(free=free)
    shown.m_step()
    html = shown.to_html()
    for value in (shown.log_likelihood, shown.bound, shown.top):
        assert f"{value:.4g}" in html
