"""What holds for every mixture and every data set."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import rounding

from gmmlib import CollapseError, ConvergenceWarning, GaussianMixture, datasets, e_step, em, m_step


@st.composite
def problems(draw):
    """Data and a start in one to three dimensions."""
    seed = draw(st.integers(0, 10**6))
    N, K, D = draw(st.integers(8, 40)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 3) + rng.integers(0, 3, size=(N, 1)) * 4
    weights = rng.dirichlet(np.ones(K) * 3)
    A = rng.normal(size=(K, D, D))
    return X, GaussianMixture(weights, rng.choice(X, size=K), A @ A.mT + np.eye(D))


@given(problems())
@settings(max_examples=150, deadline=None)
def test_rows_of_responsibilities_sum_to_one(problem):
    X, model = problem
    r = e_step(X, model)
    assert (r >= 0).all()
    np.testing.assert_allclose(r.sum(axis=1), 1, rtol=1e-14)


@given(problems())
@settings(max_examples=150, deadline=None)
@pytest.mark.filterwarnings("ignore::gmmlib.em.ConvergenceWarning")
def test_the_likelihood_never_falls(problem):
    X, start = problem
    try:
        history = em(X, start, max_iterations=25, tolerance=0).history
    except CollapseError as error:
        history = error.history
    values = np.array([iterate.log_likelihood for iterate in history])
    assert (np.diff(values) >= -1e-9 * np.maximum(1, np.abs(values[1:]))).all()
    for iterate in history:
        own = iterate.model.log_likelihood(X)
        assert abs(iterate.log_likelihood - own) <= rounding(iterate, X)
    assert history[0].model is start


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_means_nothing(problem, random):
    X, model = problem
    rows = random.sample(range(len(X)), len(X))
    parts = random.sample(range(model.n_components), model.n_components)
    other = GaussianMixture(model.weights[parts], model.means[parts], model.covariances[parts])
    np.testing.assert_allclose(
        e_step(X[rows], other), e_step(X, model)[rows][:, parts], rtol=1e-10, atol=1e-14
    )


@given(problems(), st.floats(0.01, 100), st.floats(-100, 100))
@settings(max_examples=100, deadline=None)
def test_a_step_follows_translation_scale_and_rotation(problem, scale, shift):
    X, model = problem
    D = X.shape[1]
    Q = np.linalg.qr(np.random.default_rng(D).normal(size=(D, D)))[0] * scale
    moved = GaussianMixture(model.weights, model.means @ Q.T + shift, Q @ model.covariances @ Q.T)
    Y = X @ Q.T + shift
    np.testing.assert_allclose(e_step(Y, moved), e_step(X, model), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(
        moved.logpdf(Y), model.logpdf(X) - D * np.log(scale), rtol=1e-8, atol=1e-7
    )


def test_too_few_iterations_warn_and_say_what_to_do():
    X, start = datasets.running_example()
    with pytest.warns(ConvergenceWarning, match="em stopped after 2 iterations") as record:
        result = em(X, start, max_iterations=2)
    assert "raise max_iterations or tolerance" in str(record[0].message)
    assert (result.converged, result.n_iterations) == (False, 2)


def test_a_collapse_keeps_its_history():
    X, _ = datasets.running_example()
    with pytest.raises(CollapseError) as error:
        em(X, GaussianMixture([1 / 3] * 3, [-1, 3, 8], [1, 2, 3]))
    assert error.value.component == 2
    assert "around X[6] = [5.0]" in str(error.value)
    assert len(error.value.history) == error.value.iteration


@pytest.mark.parametrize("offset", [0, 1e6])
def test_identical_components_stay_identical(offset):
    X = np.array([-1.0, 0, 1, 5]) + offset
    model = m_step(X, e_step(X, GaussianMixture([0.5, 0.5], [offset] * 2, [1, 1])))
    np.testing.assert_array_equal(model.means[0], model.means[1])


def test_one_point_of_weight_zero_and_as_many_components_as_points():
    lone = GaussianMixture([1, 0], [0, 5], [1, 1])
    np.testing.assert_array_equal(lone.responsibilities([5.0]), [[1, 0]])
    assert np.isfinite(lone.logpdf([1e6])).all()
    each = GaussianMixture([0.5, 0.5], [0, 1], [1, 1])
    assert e_step([0.0, 1.0], each).shape == (2, 2)
