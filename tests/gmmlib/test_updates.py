"""The three updates: loops in 60 digits, the theorems' gradients, and scikit-learn's step."""

import warnings

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import (
    NOT_NUMBERS,
    Frame,
    data_with_responsibilities,
    message,
    rotation,
    unchanged,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as PeerMixture

from gmmlib import (
    GaussianMixture,
    datasets,
    e_step,
    gaussian,
    m_step,
    update_covariances,
    update_means,
    update_weights,
)

X, START = datasets.running_example()
R = e_step(X, START)


@settings(max_examples=25)
@given(data_with_responsibilities())
def test_the_updates_are_their_loops_in_60_digits(case):
    X, r = case
    means = update_means(X, r)
    exact_means = oracles.floats(oracles.updated_means(X, r))
    np.testing.assert_allclose(means, exact_means, rtol=0, atol=1e-14 * np.abs(X).max())
    np.testing.assert_allclose(
        update_covariances(X, r, means),
        oracles.floats(oracles.updated_covariances(X, r, means)),
        rtol=0,
        atol=1e-14 * np.abs(X).max() ** 2,
    )
    totals = [float(oracles.total(r, k)) for k in range(r.shape[1])]
    np.testing.assert_allclose(update_weights(r), np.divide(totals, len(X)), rtol=1e-14)


@given(data_with_responsibilities())
def test_means_lie_among_the_points_and_weights_sum_to_1(case):
    X, r = case
    means = update_means(X, r)
    room = 1e-14 * np.abs(X).max()
    assert (means >= X.min(axis=0) - room).all()
    assert (means <= X.max(axis=0) + room).all()
    assert update_weights(r).sum() == pytest.approx(1, abs=1e-14)


@given(data_with_responsibilities())
def test_covariances_are_symmetric_and_not_negative(case):
    X, r = case
    for Sigma in update_covariances(X, r, update_means(X, r)):
        np.testing.assert_allclose(Sigma, Sigma.T, rtol=1e-13, atol=1e-13)
        assert np.linalg.eigvalsh(Sigma)[0] >= -1e-13 * (1 + np.trace(Sigma))


@given(data_with_responsibilities())
def test_an_m_step_keeps_the_mean_and_covariance_of_the_sample(case):
    X, r = case
    weights, means = update_weights(r), update_means(X, r)
    covariances = update_covariances(X, r, means)
    mean = weights @ means
    within = np.einsum("k,kij->ij", weights, covariances)
    between = (weights * (means - mean).T) @ (means - mean)
    np.testing.assert_allclose(mean, X.mean(axis=0), atol=1e-13)
    sample = (X - X.mean(axis=0)).T @ (X - X.mean(axis=0)) / len(X)
    np.testing.assert_allclose(within + between, sample, atol=1e-12)


@given(data_with_responsibilities(), st.randoms(use_true_random=False))
def test_the_order_of_components_and_points_is_arbitrary(case, random):
    X, r = case
    rows, components = list(range(len(X))), list(range(r.shape[1]))
    random.shuffle(rows)
    random.shuffle(components)
    means = update_means(X, r)
    shuffled = r[np.ix_(rows, components)]
    close = {"rtol": 1e-12, "atol": 1e-12}
    np.testing.assert_allclose(update_means(X[rows], shuffled), means[components], **close)
    np.testing.assert_allclose(
        update_covariances(X[rows], shuffled, means[components]),
        update_covariances(X, r, means)[components],
        **close,
    )
    np.testing.assert_allclose(update_weights(shuffled), update_weights(r)[components], **close)


@given(
    data_with_responsibilities(),
    st.sampled_from([1e-140, 1e-3, 1, 1e6, 1e140]),
    st.integers(0, 99),
    st.sampled_from([0, 1, -1e3]),
)
def test_units_origin_and_axes_are_arbitrary(case, unit, seed, shift):
    X, r = case
    A, b = unit * rotation(X.shape[1], seed), unit * shift
    means = update_means(X, r)
    moved_means = update_means(X @ A.T + b, r)
    np.testing.assert_allclose(moved_means, means @ A.T + b, rtol=0, atol=1e-12 * unit * 1e3)
    covariances = update_covariances(X, r, means)
    np.testing.assert_allclose(
        update_covariances(X @ A.T + b, r, means @ A.T + b),
        [A @ Sigma @ A.T for Sigma in covariances],
        rtol=0,
        atol=1e-12 * unit**2 * 1e3,
    )


def expected_log_likelihood(weights, means, covariances, X, r):
    """(11.73a) at given responsibilities: what an M-step maximizes."""
    return sum(
        (r[:, k] * (np.log(weights[k]) + gaussian.logpdf(X, means[k], covariances[k]))).sum()
        for k in range(len(weights))
    )


PLANE = datasets.two_dimensional_mixture()
LEARNABLE = [(START, X), (PLANE, PLANE.sample(20, rng=4)[0])]


@pytest.mark.parametrize(("model", "X"), LEARNABLE, ids=["line", "plane"])
def test_the_gradient_by_the_means_is_what_the_proof_derives(model, X):
    weights, means, covariances = model.weights, model.means, model.covariances
    slope = oracles.gradient(
        lambda mu: GaussianMixture(weights, mu, covariances).log_likelihood(X), means
    )
    r = e_step(X, model)
    derived = [r[:, k] @ (X - mu) @ np.linalg.inv(S) for k, (_, mu, S) in enumerate(model)]
    np.testing.assert_allclose(slope, derived, rtol=1e-6, atol=1e-8)  # (11.22c)


@pytest.mark.parametrize(("model", "X"), LEARNABLE, ids=["line", "plane"])
def test_the_gradient_by_the_covariances_is_what_the_proof_derives(model, X):
    r, D = e_step(X, model), model.n_dims
    for k, (_, mu, S) in enumerate(model):
        inverse = np.linalg.inv(S)
        scatter = (r[:, k, None] * (X - mu)).T @ (X - mu)
        derived = -r[:, k].sum() / 2 * inverse + inverse @ scatter @ inverse / 2  # (11.36d)
        for i, j in zip(*np.triu_indices(D), strict=True):
            # Both of two equal entries move: a covariance stays symmetric.
            direction = np.zeros((D, D))
            direction[i, j] = direction[j, i] = 1

            def along(step, k=k, direction=direction):
                changed = model.covariances.copy()
                changed[k] += step * direction
                return GaussianMixture(model.weights, model.means, changed).log_likelihood(X)

            slope = oracles.gradient(along, 0.0)
            assert slope == pytest.approx((derived * direction).sum(), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(("model", "X"), LEARNABLE, ids=["line", "plane"])
def test_the_gradient_by_the_weights_is_what_the_proof_derives(model, X):
    def from_shares(shares):  # any positive numbers, brought to a sum of 1
        weights = shares / shares.sum()
        return GaussianMixture(weights, model.means, model.covariances).log_likelihood(X)

    N_k = e_step(X, model).sum(axis=0)
    # (11.44b) with the multiplier of (11.48): what is left of the gradient under the constraint.
    derived = N_k / model.weights - len(X)
    slope = oracles.gradient(from_shares, model.weights)
    np.testing.assert_allclose(slope, derived, rtol=1e-6, atol=1e-7)


def test_an_m_step_is_the_top_of_the_expected_log_likelihood():
    data = datasets.two_dimensional(60)
    start = datasets.two_dimensional_mixture()
    r = e_step(data.X, start)
    best = m_step(data.X, r)
    top = expected_log_likelihood(best.weights, best.means, best.covariances, data.X, r)
    rng = np.random.default_rng(8)
    for _ in range(50):
        noise = rng.normal(size=(3, 2, 2)) * 0.02
        weights = best.weights * np.exp(rng.normal(size=3) * 0.02)
        other = expected_log_likelihood(
            weights / weights.sum(),
            best.means + rng.normal(size=(3, 2)) * 0.02,
            best.covariances + noise @ noise.transpose(0, 2, 1),
            data.X,
            r,
        )
        assert other < top


@pytest.mark.parametrize("name", ["running example", "plane", "penguins"])
def test_one_step_is_that_of_scikit_learn(name):
    if name == "running example":
        data, start = X, START
    elif name == "plane":
        data, start = datasets.two_dimensional(300).X, datasets.two_dimensional_mixture()
    else:
        data = datasets.penguins().X
        start = GaussianMixture(
            [0.4, 0.3, 0.3], [[38, 190], [49, 196], [47, 217]], [np.diag([9.0, 49])] * 3
        )
    peer = peer_after(start, data, 1)
    mine = m_step(data, e_step(data, start))
    np.testing.assert_allclose(mine.weights, peer.weights_, rtol=1e-12)
    np.testing.assert_allclose(mine.means, peer.means_, rtol=1e-12)
    np.testing.assert_allclose(mine.covariances, peer.covariances_, rtol=1e-9)


def peer_after(start, data, iterations):
    """Let scikit-learn do so many iterations from the same start, with nothing added."""
    peer = PeerMixture(
        start.n_components,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances),
        reg_covar=0,
        tol=0,
        max_iter=iterations,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # tol=0 never converges
        return peer.fit(data)


def test_the_e_step_is_the_models_responsibilities():
    np.testing.assert_array_equal(e_step(X, START), START.responsibilities(X))


def test_the_m_step_is_the_three_updates_in_order():
    model = m_step(X, R)
    means = update_means(X, R)
    np.testing.assert_array_equal(model.means, means)
    np.testing.assert_array_equal(model.covariances, update_covariances(X, R, means))
    np.testing.assert_array_equal(model.weights, update_weights(R))


def test_covariances_around_other_means_are_larger():
    around_old = update_covariances(X, R, START.means)
    around_new = update_covariances(X, R, update_means(X, R))
    shift = (START.means - update_means(X, R)).ravel() ** 2
    np.testing.assert_allclose((around_old - around_new).ravel(), shift, rtol=1e-12)


@pytest.mark.parametrize("offset", [0, 1e8, -1e8])
def test_an_offset_of_1e8_costs_no_digit_of_a_covariance(offset):
    there = X + offset
    means = update_means(there, R)
    exact = oracles.updated_covariances(there, R, oracles.updated_means(there, R))
    # The mean is rounded to 1e-8 there; that enters the covariance squared.
    np.testing.assert_allclose(
        update_covariances(there, R, means), oracles.floats(exact), rtol=1e-13, atol=1e-15
    )


@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-200])
def test_a_component_that_is_hardly_responsible_still_has_its_mean(tiny):
    points = np.array([0.3, 0.4])[:, None]
    r = np.array([[tiny, 1], [tiny, 1]])
    assert update_means(points, r)[0] == pytest.approx([0.35], rel=1e-14)
    assert update_covariances(points, r, [0.35, 0.35])[0].item() == pytest.approx(0.0025)


def test_points_at_the_end_of_float64_still_have_their_mean():
    assert update_means([1e308, 1.5e308, 1.4e308], np.ones((3, 1))).item() == pytest.approx(1.3e308)


def test_integers_lists_and_other_floats_are_computed_in_float64():
    expected = update_means([[0.0, 1], [2, 3]], [[1.0, 0], [0, 1]])
    for kind in (list, Frame, np.int64, np.float32):
        data, r = [[0, 1], [2, 3]], [[1, 0], [0, 1]]
        if kind is not list:
            data, r = (kind(v) if kind is Frame else np.array(v, dtype=kind) for v in (data, r))
        means = update_means(data, r)
        assert means.dtype == np.float64
        np.testing.assert_array_equal(means, expected)
        assert update_weights(r).tolist() == [0.5, 0.5]
    third = np.float32([[0.5]])
    assert update_means(np.float32([1 / 3]), third / third).item() == float(np.float32(1 / 3))


def test_arguments_stay_and_results_are_new():
    data, r, means = X.copy(), R.copy(), START.means.copy()
    with unchanged(data, r, means):
        for result in (
            e_step(data, START),
            update_means(data, r),
            update_covariances(data, r, means),
            update_weights(r),
        ):
            assert not any(np.shares_memory(result, given) for given in (data, r, means))
            result[...] = 7
        m_step(data, r)


STEPS = {
    "update_means": lambda X, r: update_means(X, r),
    "update_covariances": lambda X, r: update_covariances(X, r, [0, 0]),
    "m_step": lambda X, r: m_step(X, r),
}
HALVES = [[0.5, 0.5]] * 2
NO_SHAPE = "responsibilities must have shape (2, K), one row a point of X, got "
BAD = [
    ([], HALVES, "X is empty (shape (0,)); at least one number is needed."),
    (1, HALVES, "X must have shape (N,) or (N, D), got a scalar; for a single point write [x]."),
    ([[[1]]], HALVES, "X must have shape (N,) or (N, D), got shape (1, 1, 1)."),
    ([1, -np.inf], HALVES, "X[1] is -inf; every entry must be finite: remove or replace it."),
    ([1, 2], 1, NO_SHAPE + "a scalar."),
    ([1, 2], [1, 1], NO_SHAPE + "shape (2,)."),
    ([1, 2], [[1]] * 3, NO_SHAPE + "shape (3, 1)."),
    ([1, 2], [], "responsibilities is empty (shape (0,)); at least one number is needed."),
    (
        [1, 2],
        [[0.5, 0.5], [0.5, np.nan]],
        "responsibilities[1, 1] is nan; every entry must be finite: remove or replace it.",
    ),
    (
        [1, 2],
        [[0.5, 0.5], [-0.5, 1.5]],
        "responsibilities must not be negative, got responsibilities[1, 0] = -0.5.",
    ),
    (
        [1, 2],
        [[0.5, 0.5], [0.5, 0.4]],
        "responsibilities must sum to 1 in every row, but row 1 sums to 0.9; divide each row by "
        "its sum.",
    ),
    (
        [1, 2],
        [[1, 0], [1, 0]],
        "responsibilities of component 2 are 0 for every point, so nothing defines its update; "
        "start it nearer to the data or leave it out.",
    ),
]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(("X", "r", "told"), BAD)
def test_bad_data_and_responsibilities(name, X, r, told):
    assert message(lambda: STEPS[name](X, r), ValueError) == told


@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_what_is_no_number(values, told):
    for step in STEPS.values():
        assert message(lambda s=step: s(values, HALVES), TypeError) == f"X {told}"
        assert message(lambda s=step: s([1, 2], values), TypeError) == f"responsibilities {told}"
    assert message(lambda: update_weights(values), TypeError) == f"responsibilities {told}"
    assert message(lambda: e_step(values, START), TypeError) == f"X {told}"
    assert message(lambda: update_covariances([1, 2], HALVES, values), TypeError) == f"means {told}"


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda: update_weights([0.5, 0.5]),
            ValueError,
            "responsibilities must have shape (N, K), one row a point of X, got shape (2,).",
        ),
        (
            lambda: update_weights(1),
            ValueError,
            "responsibilities must have shape (N, K), one row a point of X, got a scalar.",
        ),
        (
            lambda: update_weights([[1, 0]]),
            ValueError,
            "responsibilities of component 2 are 0 for every point, so nothing defines its "
            "update; start it nearer to the data or leave it out.",
        ),
        (
            lambda: update_covariances([1, 2], HALVES, [0]),
            ValueError,
            "means must have shape (2,) or (2, D), one row a component, got shape (1,).",
        ),
        (
            lambda: update_covariances([1, 2], HALVES, [[0, 0], [0, 0]]),
            ValueError,
            "means must have as many dimensions as X, 1, got shape (2, 2).",
        ),
        (
            lambda: update_covariances([0, 1e200], [[1], [1]], [0]),
            ValueError,
            "X is so far from means[0] that the covariance of component 1 exceeds the range of "
            "float64; rescale the data.",
        ),
        (
            lambda: update_covariances([-1.7e308, 1], HALVES, [0, 1.7e308]),
            ValueError,
            "X is so far from means[0] that the covariance of component 1 exceeds the range of "
            "float64; rescale the data.",
        ),
        (
            lambda: m_step([1, 1], HALVES),
            ValueError,
            "covariances[0] (component 1) is not positive definite: the variance of dimension 0 "
            "is 0; variances must be greater than 0.",
        ),
        (
            lambda: e_step([1], {"weights": [1]}),
            TypeError,
            "model must be an instance of GaussianMixture, got dict.",
        ),
        (
            lambda: e_step([[1, 2]], START),
            ValueError,
            "X must have shape (N,) or (N, 1), got shape (1, 2).",
        ),
    ],
)
def test_other_bad_arguments(call, kind, told):
    assert message(call, kind) == told
