"""Kernel density estimates: against peers, 60 digits, brute force and their own integrals."""

import copy
import pickle

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from KDEpy import NaiveKDE
from oracles import exact
from problems import NOT_NUMBERS, message, numbers, unchanged
from scipy import stats
from sklearn.neighbors import KernelDensity as TheirKernelDensity

from gmmlib import _kernel_sums
from gmmlib._kernels import KERNELS
from gmmlib.kde import KernelDensity

NAMES = sorted(KERNELS)
COMPACT = [name for name in NAMES if name != "gaussian"]
RNG = np.random.default_rng(11)
X = np.concatenate([RNG.normal(-2, 0.5, 40), RNG.normal(1, 1, 60)])
X2 = RNG.normal(size=(50, 2)) * [1, 10] + [0, 5]
PLACES = np.linspace(-6, 6, 49)


def brute(at, data, h, kernel, weights=None, leave_out=None):
    """(11.74), term by term; also with a bandwidth a dimension."""
    at, data = np.reshape(at, (len(at), -1)), np.reshape(data, (len(data), -1))
    w = np.ones(len(data)) if weights is None else np.asarray(weights, dtype=float)
    h = np.broadcast_to(h, data.shape[1])
    densities = []
    for x in at:
        terms = [
            w[n] * np.prod([KERNELS[kernel].density((x[d] - y[d]) / h[d]) for d in range(len(h))])
            for n, y in enumerate(data)
        ]
        densities.append(sum(terms) / w.sum() / np.prod(h))
    return np.array(densities)


@pytest.mark.parametrize("kernel", NAMES)
def test_the_density_is_the_sum_of_kernels(kernel):
    density = KernelDensity(X, bandwidth=0.7, kernel=kernel)
    np.testing.assert_allclose(
        density.pdf(PLACES), brute(PLACES, X, 0.7, kernel), rtol=1e-12, atol=1e-300
    )


@pytest.mark.parametrize("h", [3.0, [0.8, 7.0]])
@pytest.mark.parametrize("kernel", NAMES)
def test_in_several_dimensions_kernels_multiply(kernel, h):
    at = RNG.normal(size=(20, 2)) * [2, 15]
    density = KernelDensity(X2, bandwidth=h, kernel=kernel)
    np.testing.assert_allclose(density.pdf(at), brute(at, X2, h, kernel), rtol=1e-11, atol=1e-300)


def test_scipy_gives_the_same():
    theirs = stats.gaussian_kde(X)
    mine = KernelDensity(X, rule="scott")
    assert mine.bandwidth == pytest.approx(np.sqrt(theirs.covariance[0, 0]), rel=1e-14)
    np.testing.assert_allclose(mine.pdf(PLACES), theirs(PLACES), rtol=1e-12)
    np.testing.assert_allclose(mine.logpdf(PLACES), theirs.logpdf(PLACES), rtol=1e-12)


def test_scipy_gives_the_same_with_weights():
    w = RNG.uniform(0.5, 3, len(X))
    theirs = stats.gaussian_kde(X, bw_method=0.4, weights=w)
    mine = KernelDensity(X, bandwidth=np.sqrt(theirs.covariance[0, 0]), sample_weight=w)
    np.testing.assert_allclose(mine.pdf(PLACES), theirs(PLACES), rtol=1e-12)


@pytest.mark.parametrize(
    ("kernel", "theirs"),
    [("gaussian", "gaussian"), ("epanechnikov", "epanechnikov"), ("uniform", "tophat"),
     ("triangular", "linear"), ("cosine", "cosine")],
)  # fmt: skip
def test_scikit_learn_gives_the_same(kernel, theirs):
    other = TheirKernelDensity(kernel=theirs, bandwidth=0.7).fit(X[:, None])
    with np.errstate(divide="ignore"):
        expected = np.exp(other.score_samples(PLACES[:, None]))
    mine = KernelDensity(X, bandwidth=0.7, kernel=kernel).pdf(PLACES)
    np.testing.assert_allclose(mine, expected, rtol=1e-10, atol=1e-300)


@pytest.mark.parametrize(
    ("kernel", "theirs"), [("biweight", "biweight"), ("triweight", "triweight"),
     ("tricube", "tricube"), ("epanechnikov", "epa")],
)  # fmt: skip
def test_kdepy_gives_the_same(kernel, theirs):
    h = 0.7
    # KDEpy's bandwidth is the kernel's standard deviation.
    other = NaiveKDE(kernel=theirs, bw=h * np.sqrt(KERNELS[kernel].variance)).fit(X)
    mine = KernelDensity(X, bandwidth=h, kernel=kernel).pdf(PLACES)
    np.testing.assert_allclose(mine, other.evaluate(PLACES), rtol=1e-10, atol=1e-15)


def digits(x, data, h):
    """Log of (11.74) for the Gaussian, to 60 digits."""
    terms = [mp.exp(-(((exact(x) - exact(y)) / exact(h)) ** 2) / 2) for y in data]
    return mp.log(mp.fsum(terms) / (len(data) * exact(h) * mp.sqrt(2 * mp.pi)))


@pytest.mark.parametrize("x", [-3.0, 0.2, 7.0, 60.0, 1e4, 1e8])
def test_log_densities_never_underflow(x):
    assert KernelDensity(X, bandwidth=0.3).logpdf([x])[0] == pytest.approx(
        float(digits(x, X, 0.3)), rel=1e-13
    )


def test_log_densities_never_underflow_in_several_dimensions():
    h, x = [0.3, 2.0], [[400.0, -7000.0]]
    expected = mp.log(
        mp.fsum(
            mp.exp(-mp.fsum(((exact(a) - exact(b)) / exact(s)) ** 2 for a, b, s in zip(x[0], y, h,
                   strict=True)) / 2)
            for y in X2
        ) / (len(X2) * 2 * mp.pi * exact(h[0]) * exact(h[1]))
    )  # fmt: skip
    assert KernelDensity(X2, bandwidth=h).logpdf(x)[0] == pytest.approx(float(expected), rel=1e-13)


def test_beyond_the_range_of_floats_and_of_compact_kernels_the_log_density_is_minus_infinity():
    assert KernelDensity(X, bandwidth=1e-3).logpdf([1e300])[0] == -np.inf
    for kernel in COMPACT:
        density = KernelDensity(X, bandwidth=0.3, kernel=kernel)
        assert density.logpdf([50.0])[0] == -np.inf
        assert density.pdf([50.0])[0] == 0
        assert density.log_likelihood([0.0, 50]) == -np.inf


@pytest.mark.parametrize("kernel", NAMES)
def test_it_integrates_to_one(kernel):
    x, p = KernelDensity(X, bandwidth=0.5, kernel=kernel).evaluate_grid(-12, 12, 120_001)
    rough = 1e-4 if kernel == "uniform" else 1e-7
    assert np.trapezoid(p, x) == pytest.approx(1, abs=rough)


@pytest.mark.parametrize("kernel", NAMES)
def test_in_two_dimensions_it_integrates_to_one(kernel):
    a, b = np.linspace(-8, 8, 321), np.linspace(-60, 70, 321)
    at = np.stack(np.meshgrid(a, b, indexing="ij"), axis=-1).reshape(-1, 2)
    p = KernelDensity(X2[:10], bandwidth=[1.0, 8.0], kernel=kernel).pdf(at).reshape(321, 321)
    rough = 0.02 if kernel == "uniform" else 1e-3
    assert np.trapezoid(np.trapezoid(p, b), a) == pytest.approx(1, abs=rough)


def test_the_sources_formula_does_not_integrate_to_one_in_two_dimensions():
    h, data = 2.0, X2[:5] / [1, 10]
    a = np.linspace(-14, 14, 141)
    at = np.stack(np.meshgrid(a, a, indexing="ij"), axis=-1).reshape(-1, 2)
    kernels = stats.norm.pdf((at[:, None] - data) / h).prod(axis=2).sum(axis=1)
    printed = kernels / (len(data) * h)
    ours = KernelDensity(data, bandwidth=h).pdf(at)
    for density, total in ((printed, h), (ours, 1)):
        integral = np.trapezoid(np.trapezoid(density.reshape(141, 141), a), a)
        assert integral == pytest.approx(total, rel=1e-6)


# Bounds


def folded(x, data, h, kernel, low, high):
    """Density with the kernels reflected at the bounds, image by image."""
    L = high - low
    images = [y + 2 * j * L for y in data for j in range(-40, 41)]
    images += [2 * low - y + 2 * j * L for y in data for j in range(-40, 41)]
    u = (np.asarray(x)[:, None] - np.array(images)) / h
    return KERNELS[kernel].density(u).sum(axis=1) / (len(data) * h)


@pytest.mark.parametrize("h", [0.05, 0.5, 1.0])
@pytest.mark.parametrize("kernel", NAMES)
def test_between_two_bounds_kernels_are_reflected_again_and_again(kernel, h):
    data = np.array([0.0, 0.1, 0.45, 0.8, 0.99])
    at = np.linspace(0, 1, 34)
    density = KernelDensity(data, bandwidth=h, kernel=kernel, bounds=(0, 1))
    np.testing.assert_allclose(
        density.pdf(at), folded(at, data, h, kernel, 0, 1), rtol=1e-11, atol=1e-13
    )
    x, p = density.evaluate_grid(0, 1, 200_001)
    assert np.trapezoid(p, x) == pytest.approx(1, abs=1e-4 if kernel == "uniform" else 1e-8)


@pytest.mark.parametrize("bounds", [(-4, None), (None, 5)])
@pytest.mark.parametrize("kernel", NAMES)
def test_at_one_bound_kernels_are_reflected_once(kernel, bounds):
    density = KernelDensity(X, bandwidth=0.9, kernel=kernel, bounds=bounds)
    bound = bounds[0] if bounds[1] is None else bounds[1]
    low, high = density.bounds
    at = PLACES[(low <= PLACES) & (high >= PLACES)]
    plain = KernelDensity(X, bandwidth=0.9, kernel=kernel)
    np.testing.assert_allclose(
        density.pdf(at), plain.pdf(at) + plain.pdf(2 * bound - at), rtol=1e-12, atol=1e-300
    )
    x, p = density.evaluate_grid(max(-12, density.bounds[0]), min(12, density.bounds[1]), 100_001)
    assert np.trapezoid(p, x) == pytest.approx(1, abs=1e-4 if kernel == "uniform" else 1e-7)


def test_far_from_the_data_images_count_as_they_should():
    """At a bound, a point and its image there are equally near: twice the density."""
    density = KernelDensity([50.0], bandwidth=1, bounds=(0, 100))
    alone = KernelDensity([50.0], bandwidth=1)
    assert density.logpdf([0.0])[0] == pytest.approx(alone.logpdf([0.0])[0] + np.log(2), rel=1e-15)
    corner = KernelDensity([100.0], bandwidth=1, bounds=(0, 100))
    expected = KernelDensity([100.0], bandwidth=1).logpdf([0.0])[0] + np.log(4)
    assert corner.logpdf([0.0])[0] == pytest.approx(expected, rel=1e-15)


# Leaving one out


@pytest.mark.parametrize("kernel", NAMES)
def test_leaving_one_out_is_an_estimate_from_the_others(kernel):
    logs = KernelDensity(X, bandwidth=0.4, kernel=kernel).loo_logpdf()
    for n in range(0, len(X), 9):
        others = KernelDensity(np.delete(X, n), bandwidth=0.4, kernel=kernel)
        np.testing.assert_allclose(logs[n], others.logpdf(X[n : n + 1])[0], rtol=1e-11)


@pytest.mark.parametrize("kernel", NAMES)
def test_leaving_one_out_in_several_dimensions(kernel):
    logs = KernelDensity(X2, bandwidth=[0.9, 9], kernel=kernel).loo_logpdf()
    for n in range(0, len(X2), 7):
        others = KernelDensity(np.delete(X2, n, axis=0), bandwidth=[0.9, 9], kernel=kernel)
        np.testing.assert_allclose(logs[n], others.logpdf(X2[n : n + 1])[0], rtol=1e-11)


@pytest.mark.parametrize("kernel", NAMES)
def test_leaving_one_out_leaves_its_images_out(kernel):
    data = np.array([0.02, 0.1, 0.45, 0.8, 0.99])
    logs = KernelDensity(data, bandwidth=0.6, kernel=kernel, bounds=(0, 1)).loo_logpdf()
    for n in range(len(data)):
        others = KernelDensity(np.delete(data, n), bandwidth=0.6, kernel=kernel, bounds=(0, 1))
        np.testing.assert_allclose(logs[n], others.logpdf(data[n : n + 1])[0], rtol=1e-11)


def test_a_lonely_point_keeps_its_digits():
    data = np.append(X, 40.0)
    expected = KernelDensity(X, bandwidth=0.3).logpdf([40.0])[0]
    assert expected < -7000
    assert KernelDensity(data, bandwidth=0.3).loo_logpdf()[-1] == pytest.approx(expected, rel=1e-14)


def test_rows_without_weight_are_left_out_of_all_but_the_places():
    w = np.ones(len(X))
    w[::3] = 0
    density = KernelDensity(X, bandwidth=0.4, sample_weight=w)
    plain = KernelDensity(X[w > 0], bandwidth=0.4)
    np.testing.assert_array_equal(density.pdf(PLACES), plain.pdf(PLACES))
    np.testing.assert_array_equal(density.loo_logpdf()[w > 0], plain.loo_logpdf())
    np.testing.assert_array_equal(density.loo_logpdf()[w == 0], plain.logpdf(X[w == 0]))


@pytest.mark.parametrize("kernel", ["gaussian", "epanechnikov", "uniform"])
@pytest.mark.parametrize("bounds", [None, (-6, 6)])
def test_a_weight_counts_copies(kernel, bounds):
    w = RNG.integers(1, 4, len(X))
    copies = KernelDensity(np.repeat(X, w), bandwidth=0.4, kernel=kernel, bounds=bounds)
    weighted = KernelDensity(X, bandwidth=0.4, kernel=kernel, sample_weight=w, bounds=bounds)
    np.testing.assert_allclose(weighted.pdf(PLACES), copies.pdf(PLACES), rtol=1e-12)
    np.testing.assert_allclose(np.repeat(weighted.loo_logpdf(), w), copies.loo_logpdf(), rtol=1e-11)


# Many points


@pytest.fixture
def _always_direct(monkeypatch):
    monkeypatch.setattr(_kernel_sums, "MANY_POINTS", np.inf)


MANY = {
    "normal": (np.random.default_rng(1).standard_normal(40_000), 0.08),
    "few": (np.random.default_rng(2).standard_normal(1000), 0.3),
    "two far clusters": (np.random.default_rng(3).normal([[0], [9]], 0.3, (2, 9000)).ravel(), 0.1),
    "at an offset": (1e8 + np.random.default_rng(4).standard_normal(20_000), 0.1),
    "Cauchy": (np.random.default_rng(5).standard_cauchy(20_000), 0.15),
    "ties": (np.round(np.random.default_rng(6).standard_normal(20_000), 1), 0.05),
    "one value": (np.full(5000, 3.0), 0.05),
    "ends": (np.random.default_rng(7).uniform(0, 1, 40_000), 0.02),
}


def in_long_double(at, data, h, weights=None):
    """Log of (11.74) by brute force in extended precision."""
    data, h = data.astype(np.longdouble), np.longdouble(h)
    w = np.ones(len(data)) if weights is None else weights
    logs = []
    for x in at.astype(np.longdouble):
        u = (x - data) / h
        e = -u * u / 2
        logs.append(np.log((w * np.exp(e - e.max())).sum()) + e.max())
    return np.array(logs) - np.log(w.sum() * h * np.sqrt(2 * np.longdouble(np.pi)))


@pytest.mark.parametrize("name", MANY)
def test_bins_give_the_sum_to_rounding(name):
    data, h = MANY[name]
    center = np.median(data)
    at = center + np.concatenate([np.linspace(-12, 12, 2000), [-500, 80, 1e5]]) * np.ptp(data[:9])
    some = np.unique(np.concatenate([np.arange(0, len(at), 41), [len(at) - 3, len(at) - 1]]))
    logs = KernelDensity(data, bandwidth=h).logpdf(at)
    expected = in_long_double(at[some], data, h)
    np.testing.assert_allclose(
        logs[some].astype(np.longdouble) / np.maximum(1, np.abs(expected)),
        expected / np.maximum(1, np.abs(expected)), rtol=0, atol=4e-15,
    )  # fmt: skip


def test_bins_weigh():
    data, h = MANY["normal"]
    w = np.random.default_rng(8).uniform(0, 5, len(data))
    at = np.linspace(-5, 6, 500)
    logs = KernelDensity(data, bandwidth=h, sample_weight=w).logpdf(at)
    np.testing.assert_allclose(
        logs[::20], in_long_double(at[::20], data, h, w).astype(float), rtol=0, atol=1e-13
    )


@pytest.mark.usefixtures("_always_direct")
def test_without_bins_the_sum_is_as_good():
    data, h = MANY["few"]
    expected = in_long_double(PLACES, data, h).astype(float)
    np.testing.assert_allclose(
        KernelDensity(data, bandwidth=h).logpdf(PLACES), expected, rtol=1e-14
    )


@pytest.mark.parametrize("bounds", [None, (0, None), (0, 1)])
def test_bins_leave_one_out_and_reflect(bounds, monkeypatch):
    data = np.random.default_rng(9).beta(1, 8, 3000)
    density = KernelDensity(data, bandwidth=0.02, bounds=bounds)
    quick, loo = density.logpdf(data), density.loo_logpdf()
    monkeypatch.setattr(_kernel_sums, "MANY_POINTS", np.inf)
    direct = KernelDensity(data, bandwidth=0.02, bounds=bounds)
    np.testing.assert_allclose(quick, direct.logpdf(data), rtol=0, atol=1e-13)
    np.testing.assert_allclose(loo, direct.loo_logpdf(), rtol=0, atol=1e-12)


def test_a_million_points_keep_14_digits_of_the_peak():
    data = np.random.default_rng(10).standard_normal(1_000_000)
    theirs = stats.gaussian_kde(data)
    x, p = KernelDensity(data, rule="scott").evaluate_grid(-4, 4, 1024)
    some = np.arange(0, 1024, 93)
    exactly = np.exp(in_long_double(x[some], data, np.sqrt(theirs.covariance[0, 0])))
    assert np.abs(p[some] - exactly.astype(float)).max() <= 1e-14 * p.max()


# Units, order, draws


@pytest.mark.parametrize("kernel", NAMES)
@pytest.mark.parametrize("power", [-490, -3, 20, 490])
def test_units_do_not_matter(kernel, power):
    unit = 2.0**power
    here = KernelDensity(X, kernel=kernel)
    there = KernelDensity(X * unit, kernel=kernel)
    assert there.bandwidth == here.bandwidth * unit
    np.testing.assert_allclose(
        there.logpdf(PLACES * unit) + np.log(unit), here.logpdf(PLACES), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("kernel", NAMES)
@given(shift=st.integers(-(10**8), 10**8))
def test_offsets_do_not_matter(kernel, shift):
    data = np.round(X * 2**20) / 2**20  # so that adding the offset rounds nothing
    here = KernelDensity(data, bandwidth=0.5, kernel=kernel)
    there = KernelDensity(data + shift, bandwidth=0.5, kernel=kernel)
    np.testing.assert_allclose(
        there.logpdf(PLACES + shift), here.logpdf(PLACES), rtol=1e-13, atol=1e-13
    )


@pytest.mark.parametrize("kernel", NAMES)
def test_the_order_of_points_does_not_matter(kernel):
    order = RNG.permutation(len(X))
    w = RNG.uniform(0, 2, len(X))
    here = KernelDensity(X, kernel=kernel, sample_weight=w)
    there = KernelDensity(X[order], kernel=kernel, sample_weight=w[order])
    assert there.bandwidth == pytest.approx(here.bandwidth, rel=1e-14)
    np.testing.assert_allclose(there.pdf(PLACES), here.pdf(PLACES), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(there.loo_logpdf(), here.loo_logpdf()[order], rtol=1e-11)


@given(st.lists(numbers(-100, 100), min_size=1, max_size=20), numbers(0.0625, 50))
def test_densities_are_never_negative_and_agree_with_their_logarithms(data, h):
    for kernel in NAMES:
        density = KernelDensity(data, bandwidth=h, kernel=kernel)
        p = density.pdf(data)
        assert (p >= KERNELS[kernel].density(np.zeros(1)) / (len(data) * h) * (1 - 1e-12)).all()
        np.testing.assert_allclose(np.log(p), density.logpdf(data), rtol=1e-12, atol=1e-12)
        assert density.log_likelihood(data) == pytest.approx(density.logpdf(data).sum(), rel=1e-12)


@pytest.mark.parametrize("kernel", ["gaussian", "tricube", "uniform"])
@pytest.mark.parametrize("bounds", [None, (0, None), (None, 2), (0, 2)])
def test_draws_follow_the_density(kernel, bounds):
    data = np.array([0.05, 0.3, 0.4, 1.1, 1.95])
    density = KernelDensity(
        data, bandwidth=0.5, kernel=kernel, bounds=bounds, sample_weight=[1, 2, 0, 1, 1]
    )
    low = max(density.bounds[0], -6.0)
    high = min(density.bounds[1], 6.0)
    x, p = density.evaluate_grid(low, high, 20_001)
    steps = np.append(0, np.cumsum((p[1:] + p[:-1]) / 2 * np.diff(x)))
    p_values = []
    for seed in range(60):
        drawn = density.sample(1000, rng=seed)
        assert drawn.shape == (1000, 1)
        assert drawn.min() >= low
        assert drawn.max() <= high
        p_values.append(stats.kstest(drawn[:, 0], lambda v: np.interp(v, x, steps)).pvalue)
    assert stats.kstest(p_values, "uniform").pvalue > 1e-3


def test_draws_in_two_dimensions_have_the_moments_of_the_estimate():
    density = KernelDensity(X2, bandwidth=[0.5, 4], kernel="biweight")
    drawn = density.sample(40_000, rng=2)
    variances = X2.var(axis=0) + np.array([0.25, 16]) / 7
    np.testing.assert_allclose(drawn.mean(axis=0), X2.mean(axis=0), atol=6 * 10 / 200)
    np.testing.assert_allclose(drawn.var(axis=0), variances, rtol=0.05)
    np.testing.assert_array_equal(drawn, density.sample(40_000, rng=2))


# The value


def test_it_is_a_value():
    with unchanged(X):
        w = np.ones(len(X))
        density = KernelDensity(X, sample_weight=w)
        density.pdf(PLACES)
    assert not density.X.flags.writeable
    assert not density.sample_weight.flags.writeable
    assert not np.shares_memory(density.X, X)
    with pytest.raises(AttributeError):
        density.bandwidth = 2
    assert isinstance(density.bandwidth, float)
    assert (density.rule, density.kernel, density.n_points, density.n_dims) == (
        "silverman", "gaussian", 100, 1,
    )  # fmt: skip
    assert KernelDensity(X2).bandwidth.shape == (2,)
    assert not KernelDensity(X2).bandwidth.flags.writeable
    assert KernelDensity(X2, bandwidth=2).bandwidth.tolist() == [2, 2]
    assert KernelDensity(X, bandwidth=2).rule is None


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, copy.copy, lambda d: pickle.loads(pickle.dumps(d))]
)
def test_copies_are_the_same_value(copied):
    density = KernelDensity(X, rule="scott", kernel="cosine", bounds=(-9, None))
    density.pdf(PLACES[25:26])
    other = copied(density)
    assert type(other) is KernelDensity
    assert (other.bandwidth, other.rule, other.kernel, other.bounds) == (
        density.bandwidth, "scott", "cosine", (-9, np.inf),
    )  # fmt: skip
    assert not other.X.flags.writeable
    np.testing.assert_array_equal(other.X, density.X)


def test_it_says_what_it_is():
    assert repr(KernelDensity(X, bandwidth=0.5)) == (
        "<KernelDensity: 100 points, gaussian kernel, bandwidth 0.5>"
    )
    assert repr(KernelDensity(X2, bandwidth=[0.5, 1.23456], kernel="uniform")) == (
        "<KernelDensity: 50 points, uniform kernel, bandwidth [0.5, 1.23]>"
    )
    assert repr(KernelDensity([1, 2], bandwidth=0.5, bounds=(0, None))) == (
        "<KernelDensity: 2 points, gaussian kernel, bandwidth 0.5, bounds (0, inf)>"
    )


def test_a_grid_ends_where_the_kernels_do():
    data = [1.0, 4.0]
    x, p = KernelDensity(data, bandwidth=0.5, kernel="biweight").evaluate_grid(n=5)
    assert (x[0], x[-1], p[0], p[-1], len(x)) == (0.5, 4.5, 0, 0, 5)
    x, _ = KernelDensity(data, bandwidth=0.5).evaluate_grid()
    assert (x[0], x[-1], len(x)) == (-0.5, 5.5, 1024)
    x, _ = KernelDensity(data, bandwidth=0.5, bounds=(0, 5)).evaluate_grid()
    assert (x[0], x[-1]) == (0, 5)


# Bad input


@pytest.mark.parametrize(("wrong", "told"), NOT_NUMBERS)
def test_what_is_no_number_is_refused(wrong, told):
    assert message(lambda: KernelDensity(wrong), TypeError) == f"X {told}"
    if wrong is not None:  # None asks for a rule
        told = f"bandwidth {told}"
        assert message(lambda: KernelDensity(X, bandwidth=wrong), TypeError) == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"X": []}, "X is empty (shape (0,)); at least one number is needed."),
        (
            {"X": [1, np.nan]},
            "X[1] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            {"X": [3]},
            "X must have more than one point for a rule, got a total weight of 1; give a "
            "bandwidth.",
        ),
        (
            {"X": [3, 3, 3.0]},
            "X has no spread: every value is 3, so that no rule gives a bandwidth; give one.",
        ),
        (
            {"X": [[1, 2], [3, 2.0]]},
            "X has no spread in dimension 1: every value is 2, so that no rule gives a bandwidth; "
            "give one.",
        ),
        ({"X": [-1e308, 1e308]}, "X spans more than the range of float64; rescale the data."),
        ({"bandwidth": 0}, "bandwidth must be greater than 0, got 0."),
        ({"bandwidth": -1.5}, "bandwidth must be greater than 0, got -1.5."),
        (
            {"bandwidth": [1, 2]},
            "bandwidth must be a number or have shape (1,), one a dimension, got shape (2,).",
        ),
        ({"bandwidth": 1, "rule": "scott"}, "give either a bandwidth or a rule, not both."),
        (
            {"rule": "botev"},
            "rule must be one of 'silverman', 'scott', 'improved-sheather-jones', "
            "'least-squares', 'likelihood', got 'botev'.",
        ),
        (
            {"kernel": "normal"},
            "kernel must be one of 'uniform', 'triangular', 'epanechnikov', 'biweight', "
            "'triweight', 'tricube', 'cosine', 'gaussian', got 'normal'.",
        ),
        (
            {"sample_weight": [1]},
            "sample_weight must have shape (100,), one a row of X, got shape (1,).",
        ),
        (
            {"X": [1, 2], "sample_weight": [1, -2]},
            "sample_weight must not be negative, got sample_weight[1] = -2.",
        ),
        (
            {"X": [1, 2], "sample_weight": [0, 0]},
            "sample_weight is 0 for every point; at least one must count.",
        ),
        (
            {"X": [1, 2], "sample_weight": [0.5, 0.5]},
            "X must have more than one point for a rule, got a total weight of 1; give a "
            "bandwidth.",
        ),
        (
            {"X": X2, "bounds": (0, 1)},
            "bounds are for data in one dimension, got D = 2.",
        ),
        ({"bounds": (1, 0)}, "bounds must be ascending, got (1, 0)."),
        (
            {"bounds": (np.inf, None)},
            "bounds[0] is inf; every entry must be finite: remove or replace it.",
        ),
        (
            {"X": [0.5, 2, 3], "bounds": (0, 1)},
            "X[1] = 2 (and 1 more) lies outside the bounds (0, 1); remove it or widen them.",
        ),
        (
            {"X": [0.5, 0.6], "bounds": (0, 1), "bandwidth": 1.5},
            "bandwidth must not exceed the width between the bounds, 1, got 1.5.",
        ),
    ],
)
def test_bad_arguments(arguments, told):
    data = arguments.get("X", X)
    rest = {name: value for name, value in arguments.items() if name != "X"}
    assert message(lambda: KernelDensity(data, **rest), ValueError) == told


@pytest.mark.parametrize("bounds", [(0, None), (None, 9), (0, 9), (None, None)])
def test_the_bounds_that_an_estimate_tells_can_be_given_again(bounds):
    density = KernelDensity([1.0, 2, 4], bandwidth=1, bounds=bounds)
    again = KernelDensity([1.0, 2, 4], bandwidth=1, bounds=density.bounds)
    assert again.bounds == density.bounds
    assert again.logpdf([0.5]) == density.logpdf([0.5])


def test_bounds_must_be_a_pair():
    assert message(lambda: KernelDensity(X, bounds=3), TypeError) == (
        "bounds must be a pair (low, high), either of which may be None, got 3."
    )


def test_bad_places():
    density = KernelDensity([0.5, 0.6], bandwidth=0.1, bounds=(0, None))
    assert message(lambda: density.logpdf([0.2, -1]), ValueError) == (
        "X[1] = -1 lies outside the bounds (0, inf); remove it or widen them."
    )
    assert message(lambda: density.logpdf([[1, 2]]), ValueError) == (
        "X must have shape (N,) or (N, 1), got shape (1, 2)."
    )
    assert message(lambda: density.evaluate_grid(2, 1), ValueError) == (
        "low must be less than high, got 2 and 1."
    )
    assert message(lambda: KernelDensity(X).evaluate_grid(-1e308, 1e308), ValueError) == (
        "low and high differ by more than the range of float64, got -1e+308 and 1e+308; take a "
        "shorter grid."
    )
    assert message(lambda: density.evaluate_grid(n=1), ValueError) == (
        "n must be at least 2, got 1."
    )
    assert message(lambda: KernelDensity(X2).evaluate_grid(), ValueError) == (
        "evaluate_grid is for one dimension, got D = 2; give pdf the points."
    )
    assert message(lambda: KernelDensity([1.0], bandwidth=1).loo_logpdf(), ValueError) == (
        "X must have more than one point to leave one out, got a total weight of 1; a weight of "
        "2 counts as two copies."
    )
    tiny = KernelDensity([0.0], bandwidth=1e-310)
    assert message(lambda: tiny.pdf([0.0]), ValueError) == (
        "the density at X[0] is exp(712.9), beyond the range of float64; use logpdf, or rescale "
        "the data."
    )
