"""Collapse: its numbers, its maximum, its steps, and what it refuses."""

import math
import warnings

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from gmmlib import CollapseError, ConvergenceWarning, GaussianMixture, Prior, em
from gmmlib.explorables import Collapse

GUARDS = [
    {},
    {"with_floor": True},
    {"with_prior": True},
    {"with_floor": True, "with_prior": True, "floor": 0.2},
]


def em_variance(shown, **guard):
    """Give component 1's variance after an iteration of gmmlib.em that updates variances."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        result = em(shown.data, shown.model, update=["covariances"], max_iterations=1, **guard)
    return result.model.covariances[0, 0, 0]


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("deviation", [0.2, 1, 4])
def test_objective_and_slope_are_gmmlib_s(guard, deviation):
    shown = Collapse(variances=[deviation**2, 3, 2], **guard)
    prior = Prior.from_data(shown.data, 3)
    wanted = shown.model.log_likelihood(shown.data)
    assert shown.log_likelihood == wanted
    if shown.with_prior:
        wanted += prior.log_density(shown.model)
    assert shown.objective == pytest.approx(wanted, rel=1e-14)
    step = 1e-5
    up, down = (shown.objective_at(shown.deviation * math.exp(h)) for h in (step, -step))
    assert shown.slope == pytest.approx((up - down) / (2 * step), rel=1e-6)
    if guard.get("with_floor"):
        assert shown.least_variance == pytest.approx(shown.floor * np.var(shown.X), rel=1e-15)
    else:
        assert shown.least_variance == 0


def test_on_a_point_the_log_likelihood_has_no_bound():
    shown = Collapse()
    values = [shown.objective_at(10.0**-n) for n in range(6, 20)]
    np.testing.assert_allclose(np.diff(values), math.log(10), atol=1e-4)
    assert shown.maximum is None
    with pytest.raises(ValueError, match="the objective has no maximum over this width"):
        shown.jump()


def test_between_points_it_falls_to_what_the_others_give():
    shown = Collapse(means=[-2.75, 0, 4])
    rest = GaussianMixture([0.5, 0.5], [0, 4], [3, 2]).log_likelihood(shown.data)
    wanted = rest + len(shown.X) * math.log(2 / 3)
    assert shown.objective_at(1e-4) == pytest.approx(wanted, rel=1e-14)
    assert shown.objective_at(shown.maximum) > wanted


@pytest.mark.parametrize("guard", GUARDS[1:])
@pytest.mark.parametrize("mean", [-3, -2.75, 0, 1e3])
@pytest.mark.parametrize("floor", [1e-6, 0.01])
def test_the_maximum_is_the_highest_of_all_that_is_allowed(guard, mean, floor):
    shown = Collapse(means=[mean, 0, 4], **guard | {"floor": floor})
    least = shown.least_variance
    best = shown.objective_at(shown.maximum)
    low = math.log(math.sqrt(least) if least else 1e-3)
    everywhere = [shown.objective_at(math.exp(t)) for t in np.linspace(low, math.log(1e5), 250)]
    assert best >= max(everywhere) - 1e-12 * abs(best)
    if shown.maximum**2 > least * (1 + 1e-9):
        near = minimize_scalar(
            lambda t: -shown.objective_at(math.exp(t)), method="bounded",
            bounds=(math.log(shown.maximum) - 0.1, math.log(shown.maximum) + 0.1),
            options={"xatol": 1e-10},
        )  # fmt: skip
        assert shown.maximum == pytest.approx(math.exp(near.x), rel=1e-5)
    shown.jump()
    assert shown.is_allowed
    assert shown.deviation == pytest.approx(shown.maximum, rel=1e-12)


def test_a_floor_that_is_too_low_is_the_maximum_itself():
    shown = Collapse(with_floor=True, floor=1e-6)
    shown.jump()
    assert shown.variances[0] == shown.least_variance
    assert shown.slope < 0


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("mean", [-3, -2.75, 4])
@pytest.mark.parametrize("deviation", [0.01, 0.2, 1, 6])
def test_the_step_is_that_of_em(guard, mean, deviation):
    shown = Collapse(means=[mean, 0, 4], variances=[deviation**2, 3, 2], **guard)
    given = {"prior": shown.prior, "floor": shown.floor if shown.with_floor else 0.0}
    try:
        wanted = em_variance(shown, **given)
    except CollapseError:
        with pytest.raises(CollapseError, match="component 1 has collapsed"):
            shown.em_step()
        return
    shown.em_step()
    assert shown.variances[0] == pytest.approx(wanted, rel=1e-11)
    assert shown.variances[1:] == [3, 2]


def test_the_steps_climb_to_the_maximum():
    shown = Collapse(with_prior=True)
    values = [shown.objective]
    for _ in range(60):
        shown.em_step()
        values.append(shown.objective)
    assert (np.diff(values) > -1e-12).all()
    assert shown.deviation == pytest.approx(shown.maximum, rel=1e-7)
    assert [model.covariances[0, 0, 0] for model in shown.history][:1] == [1]


def test_a_lone_gaussian_is_safe():
    for weights in ([1, 0, 0], [1]):
        K = len(weights)
        shown = Collapse(None, weights, [-3, 0, 4][:K], [1, 3, 2][:K])
        distances = np.array(shown.X) + 3
        assert shown.maximum == pytest.approx(math.sqrt((distances**2).mean()), rel=1e-12)


def test_without_a_weight_the_width_plays_no_part():
    shown = Collapse(weights=[0, 0.5, 0.5])
    assert shown.maximum is None
    assert shown.slope == 0


def test_below_the_floor_it_says_so():
    shown = Collapse(variances=[1e-4, 3, 2], with_floor=True)
    assert not shown.is_allowed
    shown.em_step()
    assert shown.is_allowed
    assert shown.variances[0] == pytest.approx(0.01 * np.var(shown.X), rel=1e-14)


def test_other_units_change_nothing_but_the_unit():
    shown = Collapse(with_prior=True)
    small = Collapse(
        1e-6 * np.array(shown.X), means=1e-6 * np.array(shown.means),
        variances=1e-12 * np.array(shown.variances), with_prior=True,
    )  # fmt: skip
    assert small.slope == pytest.approx(shown.slope, rel=1e-9)
    assert small.maximum == pytest.approx(1e-6 * shown.maximum, rel=1e-9)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            {"floor": 0},
            "floor must lie between 1e-12 and 0.9, as a part of the data's variance, got 0.",
        ),
        (
            {"floor": 1},
            "floor must lie between 1e-12 and 0.9, as a part of the data's variance, got 1.",
        ),
        ({"X": [2, 2, 2]}, "X must hold at least two different points, got 3 equal to 2."),
        (
            {"variances": [0, 1, 1]},
            "variances must be greater than 0 (from 1e-50 to 1e50), "
            "got variances[0] = 0 (component 1).",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(bad, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        Collapse(**bad)
    assert str(error.value) == message


def test_bad_assignments_are_taken_back():
    shown = Collapse()
    with pytest.raises(ValueError, match="floor must lie between"):
        shown.floor = 2
    with pytest.raises(ValueError, match="two different points"):
        shown.X = [1, 1]
    assert (shown.floor, shown.X[:2]) == (0.01, [-3, -2.5])


@pytest.mark.parametrize("guard", GUARDS)
def test_the_picture_and_the_line_say_the_numbers(guard):
    shown = Collapse(**guard)
    html, line = shown.to_html(), repr(shown)
    goal = shown.maximum
    where = "There is no maximum" if goal is None else f"The maximum is at {goal:.4g}"
    assert where in html
    assert f"it is {shown.log_likelihood:.4g}" in html
    assert ("no maximum" if goal is None else f"maximum at {goal:.4g}") in line
    assert ("objective" in line) == shown.with_prior
