"""The lower bound of the log-likelihood: sums in 60 digits, and what a bound must do."""

from itertools import pairwise

import mpmath as mp
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import message, mixtures_with_data, moved, rotation
from scipy.optimize import minimize

from gmmlib import GaussianMixture, datasets, e_step, em, m_step
from gmmlib.bound import entropy, expected_log_joint, lower_bound

X, START = datasets.running_example()


@st.composite
def problems(draw):
    """Data, a mixture, and responsibilities that are not the mixture's."""
    model, data = draw(mixtures_with_data())
    rng = np.random.default_rng(draw(st.integers(0, 2**20)))
    sharpness = draw(st.sampled_from([0.1, 1.0, 10.0]))
    return model, data, rng.dirichlet(np.full(model.n_components, sharpness), len(data))


def parts(model):
    return model.weights, model.means, model.covariances


@settings(max_examples=25)
@given(problems())
def test_it_is_the_double_sum_in_60_digits(problem):
    model, data, r = problem
    Q = mp.fsum(
        oracles.exact(r[n, k]) * log_density
        for n, x in enumerate(data)
        for k, log_density in enumerate(oracles.log_joint(x, *parts(model)))
    )
    H = -mp.fsum(oracles.exact(v) * mp.log(oracles.exact(v)) for v in r.ravel() if v > 0)
    assert expected_log_joint(data, r, model) == pytest.approx(float(Q), rel=1e-9, abs=1e-9)
    assert entropy(r) == pytest.approx(float(H), rel=1e-12, abs=1e-12)
    assert lower_bound(data, r, model) == pytest.approx(float(Q + H), rel=1e-9, abs=1e-9)


@given(problems())
def test_it_is_nowhere_above_the_log_likelihood(problem):
    model, data, r = problem
    L = model.log_likelihood(data)
    assert lower_bound(data, r, model) <= L + 1e-10 * (1 + abs(L))


@settings(max_examples=25)
@given(problems())
def test_the_gap_is_the_divergence_from_the_posterior(problem):
    model, data, r = problem
    gap = mp.fsum(
        oracles.exact(share) * mp.log(oracles.exact(share) / posterior)
        for x, row in zip(data, r, strict=True)
        for share, posterior in zip(row, oracles.responsibilities(x, *parts(model)), strict=True)
        if share > 0
    )
    L = model.log_likelihood(data)
    bound = lower_bound(data, r, model)
    assert bound == pytest.approx(L - float(gap), rel=1e-9, abs=1e-9 * (1 + abs(L)))


@given(mixtures_with_data())
def test_the_e_step_makes_it_touch(problem):
    model, data = problem
    L = model.log_likelihood(data)
    assert lower_bound(data, e_step(data, model), model) == pytest.approx(L, rel=1e-10, abs=1e-10)


def test_no_other_responsibilities_give_a_higher_bound():
    """Found by a general method that knows no posterior: for each point the best of all rows."""

    def bound(logits):
        shares = np.exp(logits - logits.max())
        return -lower_bound(X[4:5], [shares / shares.sum()], START)

    best = minimize(bound, np.zeros(3), method="Nelder-Mead", options={"xatol": 1e-9})
    shares = np.exp(best.x - best.x.max())
    np.testing.assert_allclose([shares / shares.sum()], e_step(X[4:5], START), atol=1e-4)


def test_no_other_parameters_give_a_higher_bound_than_the_m_step():
    r = e_step(X, START)
    top = lower_bound(X, r, m_step(X, r))
    weights, means, variances = (np.ravel(part) for part in parts(m_step(X, r)))

    def fall(theta):
        raised = np.exp(theta[:3])
        weights = raised / raised.sum()
        return top - lower_bound(X, r, GaussianMixture(weights, theta[3:6], np.exp(theta[6:])))

    at = np.concatenate([np.log(weights), means, np.log(variances)])
    assert fall(at) == pytest.approx(0, abs=1e-12)
    assert np.abs(oracles.gradient(fall, at)).max() < 1e-6
    far = minimize(fall, np.concatenate([np.zeros(3), X[[0, 3, 6], 0], np.zeros(3)]))
    assert far.fun == pytest.approx(0, abs=1e-8)
    np.testing.assert_allclose(far.x[3:6], means, atol=1e-4)


def test_an_iteration_climbs_in_two_steps():
    history = em(X, START).history
    for old, new in pairwise(history):
        r = e_step(X, old.model)
        bound = lower_bound(X, r, new.model)
        assert old.log_likelihood <= bound + 1e-12
        assert bound <= new.log_likelihood + 1e-12


@settings(max_examples=25)
@given(problems(), st.integers(0, 99), st.floats(0.1, 10))
def test_it_moves_with_the_unit_of_the_data(problem, seed, scale):
    """A density has the unit 1/unit^D, so N D log(scale) is lost, whatever the rotation."""
    model, data, r = problem
    D = model.n_dims
    A = scale * rotation(D, seed)
    there = lower_bound(data @ A.T + 3, r, moved(model, A, 3))
    expected = lower_bound(data, r, model) - len(data) * D * np.log(scale)
    assert there == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(problems())
def test_relabeling_changes_nothing(problem):
    model, data, r = problem
    order = np.arange(model.n_components)[::-1]
    other = GaussianMixture(*(part[order] for part in parts(model)))
    assert lower_bound(data, r[:, order], other) == pytest.approx(
        lower_bound(data, r, model), rel=1e-12, abs=1e-12
    )


@pytest.mark.parametrize(("N", "K"), [(1, 1), (5, 3), (40, 7)])
def test_entropy_lies_between_certain_and_even(N, K):
    certain = np.eye(K)[np.arange(N) % K]
    assert entropy(certain) == 0
    assert np.copysign(1, entropy(certain)) == 1
    assert entropy(np.full((N, K), 1 / K)) == pytest.approx(N * np.log(K), rel=1e-12, abs=1e-14)


def test_hard_assignments_leave_the_complete_log_likelihood():
    z = np.array([0, 0, 1, 1, 2, 2, 2])
    one_hot = np.eye(3)[z]
    complete = START.log_joint(X)[np.arange(7), z].sum()
    assert lower_bound(X, one_hot, START) == expected_log_joint(X, one_hot, START)
    assert lower_bound(X, one_hot, START) == pytest.approx(complete, rel=1e-15)


def test_a_component_of_weight_zero():
    model = GaussianMixture([1, 0], [0, 5], [1, 1])
    assert lower_bound([0.0], [[0.5, 0.5]], model) == -np.inf
    assert lower_bound([0.0], [[1, 0]], model) == model.log_likelihood([0.0])


@pytest.mark.parametrize("function", [expected_log_joint, lower_bound])
@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        ({"model": "m"}, TypeError, "model must be an instance of GaussianMixture, got str."),
        (
            {"X": [[0, 1]]},
            ValueError,
            "X must have shape (N,) or (N, 1), got shape (1, 2).",
        ),
        (
            {"responsibilities": [[1, 0]]},
            ValueError,
            "responsibilities must have shape (2, K), one row a point of X, got shape (1, 2).",
        ),
        (
            {"responsibilities": [[1], [1]]},
            ValueError,
            "responsibilities must have one column for each of the 2 components of model, got 1.",
        ),
        (
            {"responsibilities": [[1, 0], [0.5, 0.4]]},
            ValueError,
            "responsibilities must sum to 1 in every row, but row 1 sums to 0.9; divide each row "
            "by its sum.",
        ),
    ],
)
def test_bad_arguments(function, change, kind, told):
    good = {
        "X": [0, 1],
        "responsibilities": [[1, 0], [0, 1]],
        "model": GaussianMixture([0.5, 0.5], [0, 1], [1, 1]),
    }
    assert message(lambda: function(**(good | change)), kind) == told


def test_bad_responsibilities_have_no_entropy():
    assert message(lambda: entropy([[1.5, -0.5]]), ValueError) == (
        "responsibilities must not be negative, got responsibilities[0, 1] = -0.5."
    )
    assert message(lambda: entropy([0.5, 0.5]), ValueError) == (
        "responsibilities must have shape (N, K), one row a point of X, got shape (2,)."
    )
