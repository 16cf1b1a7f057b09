"""The mixture as a value: what (11.3), (11.10), (11.17) and (11.61) say, at any scale."""

import copy
import pickle
import tracemalloc

import mpmath as mp
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import (
    NOT_NUMBERS,
    Frame,
    message,
    mixtures,
    mixtures_with_data,
    moved,
    numbers,
    rotation,
    unchanged,
)
from scipy import integrate, stats

from gmmlib import GaussianMixture, datasets

EPS = np.finfo(float).eps
PLANE = datasets.two_dimensional_mixture()


def parameters(model):
    return model.weights, model.means, model.covariances


@given(mixtures_with_data())
def test_the_log_density_is_the_log_of_the_sum(case):
    model, X = case
    parts = [pi * stats.multivariate_normal(mu, S).pdf(X) for pi, mu, S in model]
    expected = np.atleast_1d(np.log(sum(parts)))
    seen = expected > -700  # beyond, scipy's sum underflows; 60 digits take over below
    np.testing.assert_allclose(model.logpdf(X)[seen], expected[seen], rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(model.pdf(X)[seen], np.exp(expected[seen]), rtol=1e-10)


@settings(max_examples=20)
@given(mixtures_with_data(max_points=2))
def test_everything_agrees_with_60_digits(case):
    model, X = case
    theta = parameters(model)
    joint = [[float(v) for v in oracles.log_joint(x, *theta)] for x in X]
    np.testing.assert_allclose(model.log_joint(X), joint, rtol=1e-12)
    log_densities = [float(oracles.log_mixture(x, *theta)) for x in X]
    np.testing.assert_allclose(model.logpdf(X), log_densities, rtol=1e-12, atol=1e-14)
    assert model.log_likelihood(X) == pytest.approx(np.sum(log_densities), rel=1e-12, abs=1e-13)
    r = [[float(v) for v in oracles.responsibilities(x, *theta)] for x in X]
    # A responsibility is exp of a difference of log densities: their rounding is its own.
    np.testing.assert_allclose(
        model.responsibilities(X), r, rtol=8 * EPS * np.abs(joint).max(), atol=1e-300
    )


@given(mixtures_with_data(), st.sampled_from([1, 1e3, 1e6, 1e100]))
def test_rows_of_the_responsibilities_sum_to_1_however_far_the_point(case, scale):
    model, X = case
    r = model.responsibilities(X * scale)
    assert r.shape == (len(X), model.n_components)
    assert (r >= 0).all()
    np.testing.assert_allclose(r.sum(axis=1), 1, rtol=0, atol=model.n_components * EPS)
    assert np.isfinite(model.logpdf(X * scale)).all()


@given(mixtures_with_data(), st.randoms(use_true_random=False))
def test_the_order_of_components_and_points_is_arbitrary(case, random):
    model, X = case
    components, rows = list(range(model.n_components)), list(range(len(X)))
    random.shuffle(components)
    random.shuffle(rows)
    other = GaussianMixture(*(array[components] for array in parameters(model)))
    np.testing.assert_allclose(other.logpdf(X[rows]), model.logpdf(X)[rows], rtol=1e-13)
    np.testing.assert_allclose(
        other.responsibilities(X[rows]),
        model.responsibilities(X)[np.ix_(rows, components)],
        rtol=1e-12,
    )


@given(
    mixtures_with_data(),
    st.sampled_from([1e-100, 1e-3, 1, 1e5, 1e100]),
    st.integers(0, 99),
    st.sampled_from([0, 1, -1e3]),
)
def test_units_origin_and_axes_are_arbitrary(case, unit, seed, shift):
    model, X = case
    D = model.n_dims
    A, b = unit * rotation(D, seed), unit * shift * np.arange(1, D + 1)
    there, Y = moved(model, A, b), X @ A.T + b
    # The shift rounds the data to 1e-13 of it; the largest z-score says how much that matters.
    exact = np.abs(model.log_joint(X)).max() + 10
    np.testing.assert_allclose(
        there.logpdf(Y), model.logpdf(X) - D * np.log(unit), rtol=0, atol=1e-11 * exact
    )
    np.testing.assert_allclose(
        there.responsibilities(Y), model.responsibilities(X), rtol=0, atol=1e-11 * exact
    )


@settings(max_examples=15)
@given(mixtures(n_dims=1))
def test_the_density_integrates_to_1(model):
    mu, sd = model.means.ravel(), np.sqrt(model.covariances.ravel())
    low, high = (mu - 10 * sd).min(), (mu + 10 * sd).max()
    area, _ = integrate.quad(
        lambda x: model.pdf([x])[0], low, high, points=np.clip(mu, low, high), limit=200
    )
    assert area == pytest.approx(1, abs=1e-8)


def test_the_density_in_the_plane_integrates_to_1():
    area = integrate.cubature(PLANE.pdf, [-14, -14], [14, 14], rtol=1e-7, atol=1e-7)
    assert area.status == "converged"
    assert area.estimate == pytest.approx(1, abs=1e-6)


@settings(max_examples=20)
@given(mixtures_with_data(n_dims=3), st.permutations([0, 1, 2]), st.integers(1, 2))
def test_joint_is_marginal_times_conditional(case, order, n_known):
    model, X = case
    known, unknown = list(order[:n_known]), sorted(order[n_known:])
    conditional = [model.conditional(known, x[known]).logpdf(x[None, unknown])[0] for x in X]
    marginal = model.marginal(known).logpdf(X[:, known])
    np.testing.assert_allclose(marginal + conditional, model.logpdf(X), rtol=1e-9, atol=1e-9)


def test_the_marginal_is_the_integral_of_the_joint():
    for x in (-4.0, 1.2, 5):
        area, _ = integrate.quad(lambda y, x=x: PLANE.pdf([[x, y]])[0], -12, 12, limit=200)
        assert PLANE.marginal(0).pdf([x])[0] == pytest.approx(area, rel=1e-9)


def test_a_marginal_keeps_the_order_of_dims():
    model = PLANE.marginal([1, 0])
    np.testing.assert_array_equal(model.means, PLANE.means[:, ::-1])
    np.testing.assert_array_equal(model.covariances, PLANE.covariances[:, ::-1, ::-1])


def test_the_weights_of_a_conditional_are_responsibilities():
    model = PLANE.conditional(0, -4.4)
    np.testing.assert_array_equal(model.weights, PLANE.marginal(0).responsibilities([-4.4])[0])
    assert PLANE.conditional(0, 1e6).weights.sum() == 1


def test_samples_follow_the_density():
    n = 30_000
    X, z = PLANE.sample(n, rng=3)
    assert stats.chisquare(np.bincount(z), n * PLANE.weights).pvalue > 0.01
    for d in (0, 1):
        sd = np.sqrt(PLANE.covariances[:, d, d])
        kinds = stats.norm(PLANE.means[:, d], sd)
        cdf = lambda x, kinds=kinds: kinds.cdf(x[:, None]) @ PLANE.weights  # noqa: E731
        assert stats.kstest(X[:, d], cdf).pvalue > 0.01
    for k, (_, mu, S) in enumerate(PLANE):
        difference = X[z == k] - mu
        distances = (difference @ np.linalg.inv(S) * difference).sum(axis=1)
        assert stats.kstest(distances, stats.chi2(2).cdf).pvalue > 0.01
    mean = PLANE.weights @ PLANE.means
    spread = sum(pi * (S + np.outer(mu - mean, mu - mean)) for pi, mu, S in PLANE)
    sd = np.sqrt(np.diag(spread))
    np.testing.assert_array_less(np.abs(X.mean(axis=0) - mean) / sd, 5 / np.sqrt(n))
    # The fourth moment of such a mixture is below three squared variances: sd of a product <= 2.
    np.testing.assert_array_less(np.abs(np.cov(X.T) - spread) / np.outer(sd, sd), 10 / np.sqrt(n))


def exact_moments(weights, means, covariances):
    """E[x] and E[x xᵀ] - E[x] E[x]ᵀ, whose cancellation 60 digits can afford."""
    total = mp.fsum(oracles.exact(pi) for pi in weights)
    shares = [oracles.exact(pi) / total for pi in weights]
    mu = [[oracles.exact(v) for v in row] for row in means]
    K, D = means.shape
    mean = [mp.fsum(shares[k] * mu[k][i] for k in range(K)) for i in range(D)]
    covariance = [
        [
            mp.fsum(
                shares[k] * (oracles.exact(covariances[k, i, j]) + mu[k][i] * mu[k][j])
                for k in range(K)
            )
            - mean[i] * mean[j]
            for j in range(D)
        ]
        for i in range(D)
    ]
    return mean, covariance


@given(mixtures(), st.sampled_from([0, 1e4, 1e8]), st.sampled_from([1e-100, 1, 1e100]))
def test_moments_agree_with_60_digits_at_any_offset_and_scale(model, offset, unit):
    there = GaussianMixture(
        model.weights, unit * (model.means + offset), unit**2 * model.covariances
    )
    mean, covariance = exact_moments(*parameters(there))
    sd = np.sqrt(np.diag(oracles.floats(covariance)))
    error = [abs(oracles.exact(v) - m) for v, m in zip(there.mean(), mean, strict=True)]
    # Half the last bit of the mean, wherever it lies, and rounding of distances from it.
    spread = np.ptp(there.means, axis=0)
    allowed = np.spacing(np.abs(oracles.floats(mean))) / 2 + 4 * EPS * spread
    assert (oracles.floats(error) <= allowed).all()
    np.testing.assert_allclose(
        there.covariance() / np.outer(sd, sd), oracles.floats(covariance) / np.outer(sd, sd),
        rtol=0, atol=1e-14,
    )  # fmt: skip
    np.testing.assert_array_equal(there.covariance(), there.covariance().T)


@settings(max_examples=15)
@given(mixtures(n_dims=1))
def test_moments_are_integrals(model):
    mu, sd = model.means.ravel(), np.sqrt(model.covariances.ravel())
    low, high = (mu - 12 * sd).min(), (mu + 12 * sd).max()

    def expectation(f):
        return integrate.quad(
            lambda x: f(x) * model.pdf([x])[0], low, high, points=np.clip(mu, low, high), limit=200
        )[0]

    mean = expectation(lambda x: x)
    assert model.mean() == pytest.approx(mean, abs=1e-7)
    assert model.covariance()[0, 0] == pytest.approx(
        expectation(lambda x: (x - mean) ** 2), rel=1e-6
    )


@given(mixtures(n_dims=3), st.integers(0, 99), st.permutations([0, 1, 2]))
def test_moments_follow_affine_maps_and_marginals(model, seed, order):
    A, b = 3 * rotation(3, seed), np.array([1.0, -2, 5])
    there = moved(model, A, b)
    np.testing.assert_allclose(there.mean(), A @ model.mean() + b, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(
        there.covariance(), A @ model.covariance() @ A.T, rtol=1e-10, atol=1e-10
    )
    dims = list(order[:2])
    np.testing.assert_allclose(model.marginal(dims).mean(), model.mean()[dims], atol=1e-14)
    np.testing.assert_allclose(
        model.marginal(dims).covariance(), model.covariance()[np.ix_(dims, dims)], atol=1e-12
    )


def test_moments_of_one_component_are_its_own():
    model = PLANE.marginal([0, 1])
    for k, (_, mu, S) in enumerate(model):
        alone = GaussianMixture(np.eye(3)[k], model.means, model.covariances)
        np.testing.assert_array_equal(alone.mean(), mu)
        np.testing.assert_allclose(alone.covariance(), S, rtol=1e-15)


def test_weights_whose_sum_is_rounded_do_not_pull_a_distant_mean():
    model = GaussianMixture([0.5 + 4e-11, 0.5 + 4e-11], [1e8, 1e8 + 2], [1, 1])
    assert model.mean().tolist() == [1e8 + 1]
    assert model.covariance().tolist() == [[2]]


def test_moments_beyond_float64_are_errors():
    far = GaussianMixture([0.5, 0.5], [-1e200, 1e200], [1, 1])
    assert far.mean().tolist() == [0]
    assert message(far.covariance, ValueError) == (
        "the covariance of the mixture exceeds the range of float64; rescale the data."
    )
    farther = GaussianMixture([0.5, 0.5], [-1.5e308, 1.5e308], [1, 1])
    for moment in (farther.mean, farther.covariance):
        assert message(moment, ValueError) == (
            "means differ by more than the range of float64; rescale the data."
        )


@given(mixtures_with_data(n_dims=1, min_points=2))
def test_the_distribution_function_is_scipys(case):
    model, X = case
    expected = sum(pi * stats.norm(mu[0], np.sqrt(S[0, 0])).cdf(X[:, 0]) for pi, mu, S in model)
    # At z standard deviations a tail changes by z times what z does: rounding z costs z squared.
    z = np.abs(X[:, 0] - model.means) / np.sqrt(model.covariances[:, 0])
    lost = 2 * EPS * (4 + (z**2).max(axis=0))
    assert (np.abs(model.cdf(X) - expected) <= lost * expected + 1e-300).all()
    x = np.sort(X[:, 0])
    seen = model.cdf(x)
    assert ((seen >= 0) & (seen <= 1)).all()
    assert (np.diff(seen) >= 0).all()
    assert model.cdf([-1e300, 1e300]).tolist() == [0, pytest.approx(1, abs=1e-15)]


def test_a_probability_never_exceeds_1_by_rounding():
    rng = np.random.default_rng(0)
    for weights in rng.dirichlet(np.ones(20), size=50):
        (probability,) = GaussianMixture(weights, np.zeros(20), np.ones(20)).cdf([1e3])
        assert 1 - 20 * EPS <= probability <= 1


@settings(max_examples=15)
@given(mixtures(n_dims=1), numbers(-10, 8), numbers(0.125, 2))
def test_the_distribution_function_is_the_integral_of_the_density(model, low, width):
    area, _ = integrate.quad(
        lambda x: model.pdf([x])[0], low, low + width, points=[low + width / 2], limit=200
    )
    low_and_high = model.cdf([low, low + width])
    assert low_and_high[1] - low_and_high[0] == pytest.approx(area, abs=1e-7)


def test_the_distribution_function_at_the_ends_of_float64():
    model = GaussianMixture([0.5, 0.5], [-1e308, 1e308], [1e-300, 1e-300])
    assert model.cdf([-1.7e308, -1e308, 0, 1.7e308]).tolist() == [0, 0.25, 0.5, 1]
    assert message(lambda: PLANE.cdf([[0, 0]]), ValueError) == (
        "cdf is for one dimension, got a mixture of 2; take a marginal first."
    )
    assert message(lambda: model.cdf([[0, 1]]), ValueError) == (
        "X must have shape (N,) or (N, 1), got shape (1, 2)."
    )


@given(mixtures_with_data())
def test_the_component_of_the_largest_responsibility(case):
    model, X = case
    components = model.predict(X)
    assert components.dtype.kind == "i"
    r = model.responsibilities(X)
    # Among two that are equal to rounding either may be called the largest.
    np.testing.assert_allclose(r[np.arange(len(X)), components], r.max(axis=1), rtol=1e-12)


def test_of_equal_components_the_first_is_predicted():
    model = GaussianMixture([0.25, 0.25, 0.5], [-1, 1, 50], [1, 1, 1])
    assert model.predict([0.0, 1e-9, 50]).tolist() == [0, 1, 2]
    assert GaussianMixture([0, 1], [0, 100], [1, 1]).predict([0.0]).tolist() == [1]


def test_a_seed_gives_the_same_points_and_a_generator_goes_on():
    X, z = PLANE.sample(5, rng=1)
    generator = np.random.default_rng(1)
    again, labels = PLANE.sample(5, rng=generator)
    np.testing.assert_array_equal(X, again)
    np.testing.assert_array_equal(z, labels)
    assert (PLANE.sample(5, rng=generator)[0] != X).all()
    assert (PLANE.sample(5)[0] != PLANE.sample(5)[0]).all()


def test_a_component_of_weight_0_makes_no_point():
    _, z = GaussianMixture([0.5, 0, 0.5], [0, 1, 2], [1, 1, 1]).sample(2000, rng=0)
    assert set(z.tolist()) == {0, 2}


def test_sampling_many_dimensions_needs_no_matrix_for_each_point():
    n, D = 4000, 40
    model = GaussianMixture([0.5, 0.5], np.zeros((2, D)), [np.eye(D)] * 2)
    tracemalloc.start()
    model.sample(n, rng=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * n * D * 8


def test_a_component_of_weight_0_changes_nothing():
    X = np.linspace(-9, 9, 20)
    with_it = GaussianMixture([0.25, 0, 0.75], [-1, 0, 2], [1, 1e-6, 1])
    without = GaussianMixture([0.25, 0.75], [-1, 2], [1, 1])
    np.testing.assert_array_equal(with_it.logpdf(X), without.logpdf(X))
    assert (with_it.responsibilities(X)[:, 1] == 0).all()
    assert (with_it.log_joint(X)[:, 1] == -np.inf).all()


@pytest.mark.parametrize("x", [1e6, -1e6, 1e150])
def test_far_from_every_component(x):
    model = datasets.running_example()[1]
    theta = parameters(model)
    assert model.logpdf([x])[0] == pytest.approx(float(oracles.log_mixture(x, *theta)), rel=1e-14)
    expected = [float(v) for v in oracles.responsibilities(x, *theta)]
    assert model.responsibilities([x])[0].tolist() == expected
    assert model.pdf([x]).tolist() == [0]


@pytest.mark.parametrize("variance", [1e-300, 1e300])
def test_variances_at_the_ends_of_float64(variance):
    model = GaussianMixture([0.5, 0.5], [0, 0], [variance, 4 * variance])
    for steps in (0, 1, 20):
        x = steps * np.sqrt(variance)
        theta = parameters(model)
        expected = [float(v) for v in oracles.responsibilities(x, *theta)]
        np.testing.assert_allclose(model.responsibilities([x])[0], expected, rtol=1e-12)
        assert model.logpdf([x])[0] == pytest.approx(
            float(oracles.log_mixture(x, *theta)), rel=1e-14
        )


def test_components_that_differ_by_600_orders_of_magnitude():
    model = GaussianMixture([0.5, 0.5], [0, 0], [1e-300, 1e300])
    assert model.responsibilities([0, 1e-150, 1.0]).round(12).tolist() == [[1, 0], [1, 0], [0, 1]]


def test_an_offset_of_1e8_costs_no_digits():
    X, start = datasets.running_example()
    there = GaussianMixture(start.weights, start.means + 1e8, start.covariances)
    # Halves and integers are exact there: the results must be the same to the last bit.
    np.testing.assert_array_equal(there.logpdf(X + 1e8), start.logpdf(X))


def test_many_components_and_dimensions():
    rng = np.random.default_rng(2)
    K, D = 40, 50
    A = rng.standard_normal((K, D, D)) / 5
    model = GaussianMixture(
        np.full(K, 1 / K), rng.standard_normal((K, D)), A @ A.transpose(0, 2, 1) + np.eye(D)
    )
    X, _ = model.sample(30, rng)
    joint = np.array(
        [np.log(pi) + stats.multivariate_normal(mu, S).logpdf(X) for pi, mu, S in model]
    )
    np.testing.assert_allclose(model.logpdf(X), np.logaddexp.reduce(joint), rtol=1e-11)  # fmt: skip


def test_one_component_is_one_gaussian():
    model = GaussianMixture([1], [3], [2])
    np.testing.assert_allclose(model.logpdf([0, 4]), stats.norm(3, np.sqrt(2)).logpdf([0, 4]))
    assert model.responsibilities([0, 1e9]).tolist() == [[1], [1]]


def test_one_dimension_is_stored_canonically():
    model = GaussianMixture((1 / 2, 1 / 2), [0, 1], np.float32([1, 2]))
    assert model.means.shape == (2, 1)
    assert model.covariances.shape == (2, 1, 1)
    assert (model.n_components, model.n_dims) == (2, 1)
    assert {a.dtype for a in (*parameters(model), model.cholesky)} == {np.dtype(float)}
    np.testing.assert_array_equal(model.logpdf(Frame([1, 2])), model.logpdf([[1.0], [2.0]]))


def test_float32_is_computed_in_float64():
    weights, means, variances = (
        np.float32([0.25, 0.75]),
        np.float32([0.1, 0.3]),
        np.float32([0.7, 2]),
    )
    X = np.float32([0.1, 1 / 3])  # fmt: skip
    np.testing.assert_array_equal(
        GaussianMixture(weights, means, variances).logpdf(X),
        GaussianMixture(*(a.astype(float) for a in (weights, means, variances))).logpdf(
            X.astype(float)
        ),
    )


def every_array(model):
    return (*parameters(model), model.cholesky)


@pytest.mark.parametrize(
    "same", [lambda model: model, copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))]
)
def test_a_model_never_changes(same):
    model = same(PLANE)
    for array, expected in zip(every_array(model), every_array(PLANE), strict=True):
        np.testing.assert_array_equal(array, expected)
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    for _, mu, S in model:
        assert not mu.flags.writeable
        assert not S.flags.writeable
    with pytest.raises(AttributeError, match="cannot assign to field 'weights'"):
        model.weights = [1]


def same_or_not(model):
    """Mixtures that differ from a model in one number, by its last bit or by order."""
    for position in range(3):
        for index in np.ndindex(parameters(model)[position].shape):
            changed = [array.copy() for array in parameters(model)]
            changed[position][index] = np.nextafter(changed[position][index], 9)
            if position == 2:
                changed[position] = np.maximum(changed[2], changed[2].transpose(0, 2, 1))
            yield GaussianMixture(*changed)
    yield GaussianMixture(*(array[::-1] for array in parameters(model)))


def test_mixtures_are_equal_when_all_parameters_are():
    again = GaussianMixture(*(array.tolist() for array in parameters(PLANE)))
    assert again == PLANE
    assert hash(again) == hash(PLANE)
    assert len({again, PLANE}) == 1
    others = list(same_or_not(PLANE))
    assert len(others) == 3 + 6 + 12 + 1
    for other in others:
        assert other != PLANE
        assert hash(other) != hash(PLANE)


@given(mixtures())
def test_copies_are_equal(model):
    for other in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert other == model
        assert hash(other) == hash(model)
        assert type(other) is GaussianMixture


def test_equality_at_the_edges():
    plus, minus = (GaussianMixture([1], [zero], [1]) for zero in (0.0, -0.0))
    assert plus == minus
    assert hash(plus) == hash(minus)
    line = GaussianMixture([0.5, 0.5], [0, 1], [1, 1])
    plane = GaussianMixture([1], [[0, 1]], [np.eye(2)])
    assert line != plane
    assert line != plus
    assert line != str(line)
    assert line != parameters(line)
    assert (line == None) is False  # noqa: E711


def test_a_model_does_not_depend_on_what_it_was_made_from():
    weights, means, covariances = np.ones(1), np.zeros((1, 2)), np.eye(2)[None]
    X = np.zeros((3, 2))
    model = GaussianMixture(weights, means, covariances)
    before = model.logpdf(X)
    with unchanged(weights, means, covariances, X):
        results = [
            model.log_joint(X), model.logpdf(X), model.pdf(X), model.responsibilities(X),
            model.predict(X), *model.sample(3, 1), model.mean(), model.covariance(),
        ]  # fmt: skip
        for result in results:
            assert not any(
                np.shares_memory(result, array) for array in (X, model.means, model.covariances)
            )
            result[...] = 9
        model.marginal(0)
        model.conditional(0, 1)
    means += 5
    covariances *= 7
    np.testing.assert_array_equal(model.logpdf(X), before)


@given(mixtures())
def test_repr_is_the_call_that_makes_the_model(model):
    again = eval(repr(model), {"GaussianMixture": GaussianMixture})
    for array, expected in zip(every_array(again), every_array(model), strict=True):
        np.testing.assert_array_equal(array, expected)


def test_a_density_beyond_float64_is_an_error_and_no_infinity():
    model = GaussianMixture([1], np.zeros((1, 50)), [np.eye(50) * 1e-20])
    assert message(lambda: model.pdf(np.zeros((1, 50))), ValueError) == (
        "the density at X[0] is exp(1105), beyond the range of float64; use logpdf, or rescale "
        "the data."
    )
    assert np.isfinite(model.logpdf(np.zeros((1, 50)))).all()


METHODS = ["log_joint", "logpdf", "pdf", "log_likelihood", "responsibilities", "predict"]
TOO_FAR = (
    "X[1] is so far from every component that its squared distance exceeds the range of "
    "float64; rescale the data."
)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize(
    ("X", "told"),
    [
        ([], "X is empty (shape (0,)); at least one number is needed."),
        (1, "X must have shape (N, 2), got a scalar; for a single point write [x]."),
        ([1, 2], "X must have shape (N, 2), got shape (2,); for a single point write X[None, :]."),
        ([[1, 2, 3]], "X must have shape (N, 2), got shape (1, 3)."),
        (
            [[0, 1], [2, np.inf]],
            "X[1, 1] is inf; every entry must be finite: remove or replace it.",
        ),
    ],
)
def test_bad_points(name, X, told):
    assert message(lambda: getattr(PLANE, name)(X), ValueError) == told


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_points_that_are_no_numbers(name, values, told):
    assert message(lambda: getattr(PLANE, name)(values), TypeError) == f"X {told}"


@pytest.mark.parametrize("name", ["logpdf", "pdf", "log_likelihood", "responsibilities"])
def test_points_whose_distance_overflows(name):
    assert message(lambda: getattr(PLANE, name)([[0, 0], [1e200, 0]]), ValueError) == TOO_FAR
    assert message(lambda: getattr(PLANE, name)([[0, 0], [1e308, 1e308]]), ValueError) == TOO_FAR


def test_a_distance_that_overflows_for_one_component_alone_is_no_error():
    model = GaussianMixture([0.5, 0.5], [0, 0], [1e-200, 1e300])
    assert model.responsibilities([1e100]).tolist() == [[0, 1]]
    assert model.log_joint([1e100])[0, 0] == -np.inf


@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_parameters_that_are_no_numbers(values, told):
    for position, name in enumerate(("weights", "means", "covariances")):
        given = [[0.5, 0.5], [0, 1], [1, 1]]
        given[position] = values
        assert message(lambda g=given: GaussianMixture(*g), TypeError) == f"{name} {told}"


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (lambda: PLANE.sample(0), ValueError, "n must be at least 1, got 0."),
        (lambda: PLANE.sample(2.0), TypeError, "n must be a whole number, got 2.0."),
        (lambda: PLANE.sample(1, rng=-2), ValueError, "rng must be at least 0, got -2."),
        (lambda: PLANE.marginal(2), ValueError, "dims must lie in 0…1, got 2."),
        (lambda: PLANE.marginal([]), ValueError, "dims is empty; name at least one dimension."),
        (
            lambda: PLANE.conditional([1, 0], [0, 0]),
            ValueError,
            "dims must leave at least one dimension unknown, got all 2; name fewer.",
        ),
        (
            lambda: PLANE.conditional(1, [0, 0]),
            ValueError,
            "values must have shape (1,), one a dimension of dims, got shape (2,).",
        ),
        (
            lambda: PLANE.conditional(1, "a"),
            TypeError,
            "values must hold real numbers, got dtype <U1; convert them to numbers first.",
        ),
        (
            lambda: PLANE.conditional(1, 1e200),
            ValueError,
            "values are so far from every component that the squared distance exceeds the range "
            "of float64; rescale the data.",
        ),
    ],
)
def test_other_bad_arguments(call, kind, told):
    assert message(call, kind) == told
