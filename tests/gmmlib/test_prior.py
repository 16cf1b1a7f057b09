"""The conjugate prior: its density against scipy's, and the maximum that EM finds with it."""

import copy
import pickle
import warnings

import numpy as np
import pytest
from oracles import gradient
from problems import message
from scipy import stats

from gmmlib import ConvergenceWarning, GaussianMixture, Prior, constrained, datasets, em
from gmmlib.structure import STRUCTURES

X = datasets.penguins().X[::6]
START = GaussianMixture([0.5, 0.5], [[40, 192], [47, 215]], [np.diag([9.0, 49])] * 2)
PRIOR = Prior([43, 200], [[9, 2], [2, 60]], mean_strength=0.5, degrees=4.5, concentration=1.7)


def test_the_density_is_the_product_of_its_parts():
    model = START
    expected = stats.dirichlet.logpdf(model.weights, np.full(2, 1.7))
    for _, mu, Sigma in model:
        expected += stats.invwishart.logpdf(Sigma, df=4.5, scale=PRIOR.scatter)
        expected += stats.multivariate_normal.logpdf(mu, PRIOR.mean, Sigma / 0.5)
    assert PRIOR.log_density(model) == pytest.approx(expected, rel=1e-12)
    tied = expected - stats.invwishart.logpdf(Sigma, df=4.5, scale=PRIOR.scatter)
    assert PRIOR.log_density(model, "tied") == pytest.approx(tied, rel=1e-12)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_posterior_climbs_to_where_its_gradient_vanishes(structure):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        result = em(
            X, constrained(START, structure), covariance=structure, prior=PRIOR, tolerance=0,
            max_iterations=3000,
        )  # fmt: skip
    values = np.array([i.objective for i in result.history])
    assert (np.diff(values) >= -1e-11 * np.abs(values[1:])).all()
    model = result.model
    assert result.objective == pytest.approx(
        model.log_likelihood(X) + PRIOR.log_density(model, structure), rel=1e-12
    )

    def objective(shift):
        """Of means moved, and of covariances scaled: directions in every structure."""
        scale = np.exp(shift[4:])
        if structure == "tied":
            scale = np.full(2, scale[0])
        moved = GaussianMixture(
            model.weights, model.means + shift[:4].reshape(2, 2),
            model.covariances * scale[:, None, None],
        )  # fmt: skip
        return moved.log_likelihood(X) + PRIOR.log_density(moved, structure)

    assert np.abs(gradient(objective, np.zeros(6), 1e-4)).max() < 1e-4


def test_a_component_on_one_point_stays_wide():
    data = [-1.0, 0, 1, 2, 50]
    start = GaussianMixture([0.5, 0.5], [0, 50], [1, 1])
    result = em(data, start, prior=Prior.from_data(data, 2))
    assert result.converged
    assert result.model.covariances.min() > 1


def test_a_component_without_points_takes_the_prior():
    start = GaussianMixture([0.5, 0.5], [1, 1e4], [1, 1])
    prior = Prior(2, 3, mean_strength=1, degrees=3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = em([0.0, 1, 2], start, prior=prior, max_iterations=1).model
    assert model.means[1, 0] == pytest.approx(2)
    assert model.covariances[1, 0, 0] == pytest.approx(3 / (3 + 1 + 2))


def test_the_weak_prior_scales_with_the_data():
    here, there = Prior.from_data(X, 3), Prior.from_data(1e6 * X, 3)
    np.testing.assert_allclose(there.scatter, 1e12 * here.scatter, rtol=1e-12)
    np.testing.assert_allclose(here.scatter, np.cov(X.T, bias=True) / 3, rtol=1e-12)
    assert (here.degrees, here.mean_strength, here.concentration) == (4, 0.01, 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"mean": [[1]]}, "mean must be a scalar or have shape (D,), got shape (1, 1)."),
        ({"scatter": [1, 2]}, "scatter must have shape (1, 1) to fit the mean, got shape (2,)."),
        (
            {"mean_strength": 0},
            "mean_strength must be greater than 0, got 0; 0.01 is weak.",
        ),
        (
            {"mean": [0, 0], "scatter": [[1, 1], [1, 1]], "degrees": 4},
            "scatter is not positive definite: the smallest eigenvalue of its correlation matrix "
            "is 0, not greater than 0; drop dimensions that are linear in others.",
        ),
        ({"degrees": 0}, "degrees must be greater than D - 1 = 0, got 0; D + 2 is weak."),
        (
            {"concentration": 0.5},
            "concentration must be at least 1, got 0.5; below it the density has no maximum "
            "inside the simplex.",
        ),
    ],
)
def test_bad_arguments(arguments, told):
    good = {"mean": 0, "scatter": 1, "mean_strength": 1, "degrees": 3}
    assert message(lambda: Prior(**(good | arguments)), ValueError) == told


def test_dimensions_must_agree():
    one = GaussianMixture([1], [0], [1])
    assert message(lambda: PRIOR.log_density(one), ValueError) == (
        "model must have as many dimensions as the prior, 2, got 1."
    )
    assert message(lambda: em([0.0, 1], one, prior=PRIOR), ValueError) == (
        "prior must have as many dimensions as start, 1, got 2."
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            [[1, 0.1], [2, 0.1], [4, 0.1]],
            "X is constant in dimension 1, so that its covariance is singular; drop that "
            "dimension, or give a prior of your own.",
        ),
        (
            [[1.0, 2], [2, 4], [3, 6]],
            "the covariance of X is not positive definite: the smallest eigenvalue of its "
            "correlation matrix is 0, not greater than 0; drop dimensions that are linear in "
            "others.",
        ),
        (
            [0.0, 1e200],
            "X spans so much that its squared distances exceed the range of float64; rescale the "
            "data.",
        ),
        (
            [-1.7e308, 1.7e308, 1.7e308],
            "X spans so much that its squared distances exceed the range of float64; rescale the "
            "data.",
        ),
        (
            [0.0, 1e-200],
            "X spans so little in dimension 0 that its squared distances fall below the range of "
            "float64; rescale the data.",
        ),
    ],
)
def test_data_without_a_prior(data, told):
    assert message(lambda: Prior.from_data(data, 2), ValueError) == told


def test_the_weak_prior_reaches_as_far_as_its_variances():
    far = Prior.from_data(np.tile([-1e154, 1e154], 5), 1)  # the sum of 10 squares overflows
    assert far.scatter[0, 0] == pytest.approx(1e308, rel=1e-14)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda prior: pickle.loads(pickle.dumps(prior))])
def test_copies_are_the_same_and_read_only(again):
    prior = Prior([1, 2], [[2, 1], [1, 3]], mean_strength=0.5, degrees=4, concentration=2)
    other = again(prior)
    for name in ("mean", "scatter", "mean_strength", "degrees", "concentration"):
        assert np.array_equal(getattr(other, name), getattr(prior, name))
    assert not other.mean.flags.writeable
    assert not other.scatter.flags.writeable


def test_the_density_keeps_its_digits_where_axes_differ_by_50_decades():
    u, rho = 1e50, 1e-20
    model = GaussianMixture([1], [[0, 0]], [[[1, rho * u], [rho * u, u * u]]])
    prior = Prior([0, 0], np.diag([1, u * u]), mean_strength=1, degrees=3)
    # In units of each axis' own: the same, less the logarithms of the units.
    ordinary = Prior([0, 0], np.eye(2), mean_strength=1, degrees=3).log_density(
        GaussianMixture([1], [[0, 0]], [[[1, rho], [rho, 1]]])
    )
    # Sigma in (D + 1) log-units of density for the mean and D + 1 for each entry of the scatter.
    assert prior.log_density(model) == pytest.approx(ordinary - (1 + 3) * np.log(u), rel=1e-12)


def test_a_prior_out_of_reach_is_refused():
    X = [0.0, 1, 2, 3]
    prior = Prior(1e200, 1, mean_strength=1, degrees=3)
    assert message(lambda: em(X, GaussianMixture([1], [1], [1]), prior=prior), ValueError) == (
        "the prior's mean is so far from component 1 that the squared distance exceeds the range "
        "of float64; rescale the data."
    )


def test_a_weight_that_the_prior_forbids_is_refused_where_it_would_stay():
    start = GaussianMixture([1, 0], [0, 1], [1, 1])
    prior = Prior(0, 1, mean_strength=1, degrees=3, concentration=2)
    assert message(lambda: em([0.0, 1, 2], start, prior=prior, update=["means"]), ValueError) == (
        "start has the weight 0 for component 2, where the prior's density is 0, and weights are "
        "not updated; leave that component out."
    )
