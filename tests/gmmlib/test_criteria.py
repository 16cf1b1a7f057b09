"""Information criteria: against scikit-learn, against 60 digits, and what weights mean."""

import mpmath as mp
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import message, mixtures_with_data, moved, rotation
from sklearn import mixture

from gmmlib import GaussianMixture, constrained, datasets
from gmmlib.criteria import aic, bic, icl, n_parameters
from gmmlib.structure import STRUCTURES

TYPES = {"full": "full", "diagonal": "diag", "spherical": "spherical", "tied": "tied"}
PLANE = datasets.two_dimensional_mixture()
X = datasets.two_dimensional(50).X


def peer(model, structure):
    """The same parameters in scikit-learn."""
    estimator = mixture.GaussianMixture(model.n_components, covariance_type=TYPES[structure])
    S = model.covariances
    estimator.weights_, estimator.means_ = model.weights, model.means
    estimator.covariances_ = {
        "full": S,
        "diagonal": np.diagonal(S, axis1=1, axis2=2),
        "spherical": S[:, 0, 0],
        "tied": S[0],
    }[structure]
    factors = np.linalg.inv(model.cholesky).transpose(0, 2, 1)
    estimator.precisions_cholesky_ = {
        "full": factors,
        "diagonal": np.diagonal(factors, axis1=1, axis2=2),
        "spherical": factors[:, 0, 0],
        "tied": factors[0],
    }[structure]
    return estimator


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize(("K", "D"), [(1, 1), (3, 1), (1, 3), (2, 2), (5, 4)])
def test_parameters_are_counted_as_by_scikit_learn(K, D, structure):
    estimator = mixture.GaussianMixture(K, covariance_type=TYPES[structure])
    estimator.means_ = np.zeros((K, D))
    assert n_parameters(K, D, structure) == estimator._n_parameters()


@pytest.mark.parametrize("structure", STRUCTURES)
def test_criteria_are_those_of_scikit_learn(structure):
    model = constrained(PLANE, structure)
    estimator = peer(model, structure)
    assert aic(model, X, structure) == pytest.approx(estimator.aic(X), rel=1e-13)
    assert bic(model, X, structure) == pytest.approx(estimator.bic(X), rel=1e-13)


@settings(max_examples=20)
@given(mixtures_with_data())
def test_criteria_by_their_formulas_in_60_digits(drawn):
    model, data = drawn
    theta = model.weights, model.means, model.covariances
    p, N = n_parameters(model.n_components, model.n_dims), len(data)
    log_likelihood = mp.fsum(oracles.log_mixture(x, *theta) for x in data)
    entropy = -mp.fsum(
        r * mp.log(r) for x in data for r in oracles.responsibilities(x, *theta) if r > 0
    )
    near = {"rel": 1e-9, "abs": 1e-9}
    assert aic(model, data) == pytest.approx(float(2 * p - 2 * log_likelihood), **near)
    expected = p * mp.log(N) - 2 * log_likelihood
    assert bic(model, data) == pytest.approx(float(expected), **near)
    assert icl(model, data) == pytest.approx(float(expected + 2 * entropy), **near)


@given(mixtures_with_data(), st.data())
def test_a_weight_of_2_equals_two_copies(drawn, data):
    model, points = drawn
    N = len(points)
    times = np.array(data.draw(st.lists(st.integers(0, 3), min_size=N, max_size=N)))
    if times.any():
        for criterion in (aic, bic, icl):
            assert criterion(model, points, sample_weight=times) == pytest.approx(
                criterion(model, np.repeat(points, times, axis=0)), rel=1e-12, abs=1e-12
            )


@given(mixtures_with_data())
def test_entropy_is_charged_for_overlap_alone(drawn):
    model, data = drawn
    extra = icl(model, data) - bic(model, data)
    if model.n_components == 1:
        assert extra == 0
    rounding = 1e-14 * abs(bic(model, data))
    assert -rounding <= extra <= 2 * len(data) * np.log(model.n_components) + rounding


@pytest.mark.parametrize("criterion", [aic, bic, icl])
def test_moving_and_turning_the_data_changes_nothing_and_a_unit_the_same_for_all(criterion):
    A, b = 1000 * rotation(2, 3), np.array([5.0, -7])
    there = criterion(moved(PLANE, A, b), X @ A.T + b)
    assert there == pytest.approx(criterion(PLANE, X) + 2 * len(X) * 2 * np.log(1000), rel=1e-12)


@pytest.mark.parametrize("criterion", [aic, bic, icl])
def test_a_row_that_does_not_count_may_be_anywhere(criterion):
    model = GaussianMixture([0.5, 0.5], [0, 1], [1, 1])
    far = [-1, 1e200, 1]
    assert criterion(model, far, sample_weight=[1, 0, 1]) == criterion(model, [-1, 1])
    assert message(lambda: criterion(model, far), ValueError) == (
        "X[1] is so far from every component that its squared distance exceeds the range of "
        "float64; rescale the data."
    )


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (lambda: n_parameters(0, 1), ValueError, "n_components must be at least 1, got 0."),
        (lambda: n_parameters(2, 1.5), TypeError, "n_dims must be a whole number, got 1.5."),
        (
            lambda: n_parameters(2, 1, "diag"),
            ValueError,
            "covariance must be one of full, diagonal, spherical, tied; got 'diag'.",
        ),
        (
            lambda: aic([1], [0.0]),
            TypeError,
            "model must be an instance of GaussianMixture, got list.",
        ),
        (
            lambda: bic(PLANE, X, "tied"),
            ValueError,
            'model must have tied covariances to be charged for covariance="tied"; name the '
            "structure that it was fitted with.",
        ),
        (lambda: icl(PLANE, [1.0]), ValueError, "X must have shape (N, 2), got shape (1,)."),
        (
            lambda: aic(PLANE, X, sample_weight=[1.0]),
            ValueError,
            "sample_weight must have shape (50,), one a row of X, got shape (1,).",
        ),
        (
            lambda: aic(PLANE, X[:2], sample_weight=[1.0, -1.0]),
            ValueError,
            "sample_weight must not be negative, got sample_weight[1] = -1.",
        ),
        (
            lambda: aic(PLANE, X[:2], sample_weight=[0, 0]),
            ValueError,
            "sample_weight is 0 for every point; at least one must count.",
        ),
    ],
)
def test_bad_input(call, kind, told):
    assert message(call, kind) == told
