"""One Gaussian, against scipy, against 60 digits, against integrals."""

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import NOT_NUMBERS, Frame, message, mixtures_with_data, unchanged
from scipy import integrate, stats

from gmmlib import gaussian

IDENTITY = np.eye(2)


@given(mixtures_with_data())
def test_the_log_density_is_that_of_scipy(case):
    model, X = case
    for _, mu, Sigma in model:
        expected = stats.multivariate_normal(mu, Sigma).logpdf(X)
        np.testing.assert_allclose(
            gaussian.logpdf(X, mu, Sigma), np.atleast_1d(expected), rtol=1e-11
        )


@pytest.mark.parametrize("variance", [1e-300, 1e-12, 1, 1e12, 1e300])
@pytest.mark.parametrize("steps", [0, 0.5, -38, 1e6, -1e140])
def test_one_dimension_at_the_ends_of_float64(variance, steps):
    x = steps * np.sqrt(variance)
    [value] = gaussian.logpdf([x], 0, variance)
    assert value == pytest.approx(float(oracles.log_gaussian(x, 0, variance)), rel=1e-14)


@pytest.mark.parametrize("offset", [0, 1e8, -1e8])
@pytest.mark.parametrize("units", [(1, 1), (1e-150, 1), (1e-150, 1e150), (1e8, 1e8)])
@pytest.mark.parametrize("correlation", [0, 0.5, 1 - 1e-10])
def test_two_dimensions_at_extremes(offset, units, correlation):
    units = np.array(units)
    S = np.array([[2, correlation * np.sqrt(6)], [correlation * np.sqrt(6), 3]]) * np.outer(
        units, units
    )
    mean = offset + units
    points = mean + units * np.array([[0, 0], [1, 2], [-3, 0.5], [1e6, 1e6]])
    expected = [float(oracles.log_gaussian(x, mean, S)) for x in points]
    # Rounding the factor is rounding the covariance: its condition, about 1e10, may come in.
    rtol = 1e-14 if correlation < 1 - 1e-10 else 1e-5
    # The logarithms of both units are rounded before they cancel.
    atol = np.finfo(float).eps * np.abs(np.log(units)).sum()
    np.testing.assert_allclose(gaussian.logpdf(points, mean, S), expected, rtol=rtol, atol=atol)


def test_fifty_dimensions():
    rng = np.random.default_rng(5)
    A = rng.standard_normal((50, 50))
    S, mean, X = A @ A.T + np.eye(50), rng.standard_normal(50), rng.standard_normal((20, 50))
    expected = stats.multivariate_normal(mean, S).logpdf(X)
    np.testing.assert_allclose(gaussian.logpdf(X, mean, S), expected, rtol=1e-11)


def test_where_the_distance_overflows_the_log_density_is_minus_infinity():
    assert gaussian.logpdf([1e200, -1.7e308], 1.7e308, 1).tolist() == [-np.inf, -np.inf]
    tiny = IDENTITY * 1e-200
    tilted = [[1e-200, 9e-201], [9e-201, 1e-200]]
    for S in (tiny, tilted):
        assert gaussian.logpdf([[1e300, 1e300], [1e300, -1e300]], [0, 0], S).tolist() == [
            -np.inf,
            -np.inf,
        ]
    assert gaussian.pdf([1e200], 0, 1).tolist() == [0.0]


def test_a_density_beyond_float64_is_an_error_and_no_infinity():
    points = np.stack([np.full(50, 1e9), np.zeros(50)])
    text = message(lambda: gaussian.pdf(points, np.zeros(50), np.eye(50) * 1e-20), ValueError)
    assert text == (
        "the density at X[1] is exp(1105), beyond the range of float64; use logpdf, or rescale "
        "the data."
    )


@pytest.mark.parametrize(("mean", "variance"), [(0, 1), (3, 0.01), (-2, 50)])
def test_the_density_integrates_to_1(mean, variance):
    sd = np.sqrt(variance)
    area, _ = integrate.quad(
        lambda x: gaussian.pdf([x], mean, variance)[0], mean - 12 * sd, mean + 12 * sd
    )
    assert area == pytest.approx(1, abs=1e-10)


def test_in_one_dimension_scalars_columns_and_rows_are_the_same():
    expected = gaussian.logpdf([[0.5], [1]], [2], [[3]])
    np.testing.assert_array_equal(gaussian.logpdf([0.5, 1], 2, 3), expected)
    np.testing.assert_array_equal(gaussian.logpdf(Frame([0.5, 1]), Frame(2), Frame(3)), expected)
    np.testing.assert_array_equal(gaussian.logpdf(np.float32([0.5, 1]), 2, 3), expected)


def test_float32_is_computed_in_float64():
    x = np.float32([0.1, 1 / 3])
    np.testing.assert_array_equal(
        gaussian.logpdf(x, np.float32(0.7), np.float32(0.3)),
        gaussian.logpdf(x.astype(float), float(np.float32(0.7)), float(np.float32(0.3))),
    )


@given(mixtures_with_data(n_dims=3), st.permutations([0, 1, 2]), st.integers(1, 2))
def test_joint_is_marginal_times_conditional(case, order, n_known):
    model, X = case
    known, unknown = list(order[:n_known]), sorted(order[n_known:])
    for _, mu, Sigma in model:
        joint = gaussian.logpdf(X, mu, Sigma)
        marginal = gaussian.logpdf(X[:, known], *gaussian.marginal(mu, Sigma, known))
        conditional = [
            gaussian.logpdf(x[None, unknown], *gaussian.conditional(mu, Sigma, known, x[known]))[0]
            for x in X
        ]
        np.testing.assert_allclose(joint, marginal + conditional, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("unit", [1e-150, 1e-6, 1, 1e6, 1e150])
def test_conditioning_does_not_depend_on_units(unit):
    units = np.array([1, unit, 1 / unit])
    correlation = np.array([[1, 0.5, 0.25], [0.5, 1, -0.5], [0.25, -0.5, 1]])
    plain_mean, plain_S = gaussian.conditional([1, 2, 3], correlation, [2, 1], [5, -1])
    mean, S = gaussian.conditional(
        np.array([1, 2, 3]) * units,
        correlation * np.outer(units, units),
        [2, 1],
        np.array([5, -1]) * units[[2, 1]],
    )
    np.testing.assert_allclose(mean, plain_mean, rtol=1e-13)
    np.testing.assert_allclose(S, plain_S, rtol=1e-13)


@pytest.mark.parametrize("gap", [1e-3, 1e-9, 4e-15])
def test_what_is_left_of_a_dimension_that_is_almost_known(gap):
    correlation = 1 - gap
    mean, S = gaussian.conditional([0, 0], [[1, correlation], [correlation, 1]], 0, 2)
    assert mean.item() == pytest.approx(2 * correlation, rel=1e-15)
    c = oracles.exact(correlation)
    # 1 - c² rounds c² first: that is the rounding unit over what is left.
    assert S.item() == pytest.approx(float(1 - c * c), rel=np.finfo(float).eps / gap)
    assert S.item() > 0


def test_the_marginal_is_the_integral_of_the_joint():
    mu, S = [1, -1], [[2, 0.7], [0.7, 0.5]]
    for x in (-1.0, 0.5, 3):
        area, _ = integrate.quad(lambda y, x=x: gaussian.pdf([[x, y]], mu, S)[0], -9, 7)
        assert gaussian.pdf([x], *gaussian.marginal(mu, S, 0))[0] == pytest.approx(area, rel=1e-9)


def test_the_dims_of_a_marginal_keep_their_order():
    mean, S = gaussian.marginal([1, 2, 3], np.diag([4, 5, 6]), [2, 0])
    assert mean.tolist() == [3, 1]
    assert S.tolist() == [[6, 0], [0, 4]]


def test_samples_follow_the_density():
    mean, S = np.array([3, -1]), np.array([[2, -0.9], [-0.9, 0.5]])
    X = gaussian.sample(mean, S, 20_000, rng=7)
    distances = np.einsum("nd,nd->n", X - mean, np.linalg.solve(S, (X - mean).T).T)
    assert stats.kstest(distances, stats.chi2(2).cdf).pvalue > 0.01
    for d in (0, 1):
        assert stats.kstest(X[:, d], stats.norm(mean[d], np.sqrt(S[d, d])).cdf).pvalue > 0.01
    # Five standard errors of a mean and of a covariance.
    np.testing.assert_allclose(X.mean(axis=0), mean, atol=5 * np.sqrt(2 / 20_000))
    np.testing.assert_allclose(np.cov(X.T), S, atol=5 * 2 * np.sqrt(2 / 20_000))


def test_a_seed_gives_the_same_points_and_a_generator_goes_on():
    first = gaussian.sample(0, 1, 3, rng=4)
    np.testing.assert_array_equal(first, gaussian.sample(0, 1, 3, rng=4))
    generator = np.random.default_rng(4)
    np.testing.assert_array_equal(first, gaussian.sample(0, 1, 3, rng=generator))
    assert (gaussian.sample(0, 1, 3, rng=generator) != first).all()
    assert gaussian.sample(0, 1, 3).shape == (3, 1)


def test_arguments_stay_and_results_are_new():
    X, mean, S = np.zeros((3, 2)), np.zeros(2), np.eye(2)
    with unchanged(X, mean, S):
        results = [
            gaussian.logpdf(X, mean, S),
            gaussian.pdf(X, mean, S),
            gaussian.sample(mean, S, 3, rng=1),
            *gaussian.marginal(mean, S, [0, 1]),
            *gaussian.conditional(mean, S, 0, 1.0),
        ]
        for result in results:
            assert not any(np.shares_memory(result, given) for given in (X, mean, S))
            result[...] = 99


CALLS = {
    "logpdf": lambda mean, S: gaussian.logpdf(np.zeros((1, 2)), mean, S),
    "pdf": lambda mean, S: gaussian.pdf(np.zeros((1, 2)), mean, S),
    "sample": lambda mean, S: gaussian.sample(mean, S, 1),
    "marginal": lambda mean, S: gaussian.marginal(mean, S, 0),
    "conditional": lambda mean, S: gaussian.conditional(mean, S, 0, 0),
}
BAD_PARAMETERS = [
    ([[0, 0]], IDENTITY, "mean must be a scalar or have shape (D,), got shape (1, 2)."),
    ([], IDENTITY, "mean is empty (shape (0,)); at least one number is needed."),
    ([0, np.nan], IDENTITY, "mean[1] is nan; every entry must be finite: remove or replace it."),
    ([0, 0], 1, "covariance must have shape (2, 2) to fit the mean, got a scalar."),
    ([0, 0], [1, 1], "covariance must have shape (2, 2) to fit the mean, got shape (2,)."),
    ([0, 0], np.eye(3), "covariance must have shape (2, 2) to fit the mean, got shape (3, 3)."),
    ([0, 0], [IDENTITY], "covariance must have shape (2, 2) to fit the mean, got shape (1, 2, 2)."),
    (0, [1], "covariance must be a scalar or have shape (1, 1) to fit the mean, got shape (1,)."),
    (
        [0, 0],
        [[1, 0], [-np.inf, 1]],
        "covariance[1, 0] is -inf; every entry must be finite: remove or replace it.",
    ),
    (
        [0, 0],
        [[1, 0], [0.5, 1]],
        "covariance is not symmetric: entry [0, 1] is 0.0 but [1, 0] is 0.5; "
        "give both the same value.",
    ),
    (
        [0, 0],
        [[1, 3], [3, 1]],
        "covariance is not positive definite: entry [0, 1] is 3, but no covariance exceeds the "
        "product of both standard deviations, 1; make it smaller.",
    ),
    (
        0,
        -1,
        "covariance is not positive definite: the variance of dimension 0 is -1; variances must "
        "be greater than 0.",
    ),
]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("mean", "S", "told"), BAD_PARAMETERS)
def test_bad_parameters(name, mean, S, told):
    assert message(lambda: CALLS[name](mean, S), ValueError) == told


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_parameters_that_are_no_numbers(name, values, told):
    assert message(lambda: CALLS[name](values, IDENTITY), TypeError) == f"mean {told}"
    assert message(lambda: CALLS[name]([0, 0], values), TypeError) == f"covariance {told}"


@pytest.mark.parametrize("function", [gaussian.logpdf, gaussian.pdf])
@pytest.mark.parametrize(
    ("X", "told"),
    [
        ([], "X is empty (shape (0,)); at least one number is needed."),
        (0, "X must have shape (N, 2), got a scalar; for a single point write [x]."),
        ([0, 0], "X must have shape (N, 2), got shape (2,); for a single point write X[None, :]."),
        ([[0, 0, 0]], "X must have shape (N, 2), got shape (1, 3)."),
        ([[0, np.nan]], "X[0, 1] is nan; every entry must be finite: remove or replace it."),
    ],
)
def test_bad_points(function, X, told):
    assert message(lambda: function(X, [0, 0], IDENTITY), ValueError) == told


@pytest.mark.parametrize("function", [gaussian.logpdf, gaussian.pdf])
@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_points_that_are_no_numbers(function, values, told):
    assert message(lambda: function(values, 0, 1), TypeError) == f"X {told}"


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (lambda: gaussian.sample(0, 1, 0), ValueError, "n must be at least 1, got 0."),
        (lambda: gaussian.sample(0, 1, 2.5), TypeError, "n must be a whole number, got 2.5."),
        (lambda: gaussian.sample(0, 1, 1, rng=-1), ValueError, "rng must be at least 0, got -1."),
        (
            lambda: gaussian.sample(0, 1, 1, rng="x"),
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got 'x'.",
        ),
        (
            lambda: gaussian.marginal([0, 0], IDENTITY, 2),
            ValueError,
            "dims must lie in 0…1, got 2.",
        ),
        (
            lambda: gaussian.conditional([0, 0], IDENTITY, [0, 1], [0, 0]),
            ValueError,
            "dims must leave at least one dimension unknown, got all 2; name fewer.",
        ),
        (
            lambda: gaussian.conditional([0, 0], IDENTITY, 0, [1, 2]),
            ValueError,
            "values must have shape (1,), one a dimension of dims, got shape (2,).",
        ),
        (
            lambda: gaussian.conditional([0, 0, 0], np.eye(3), [0, 1], 1),
            ValueError,
            "values must have shape (2,), one a dimension of dims, got a scalar.",
        ),
        (
            lambda: gaussian.conditional([0, 0], IDENTITY, 0, np.nan),
            ValueError,
            "values is nan; every entry must be finite: remove or replace it.",
        ),
        (
            lambda: gaussian.conditional([0, 0], IDENTITY, 0, None),
            TypeError,
            "values must hold real numbers, got None; convert them to numbers first.",
        ),
    ],
)
def test_other_bad_arguments(call, kind, told):
    assert message(call, kind) == told
