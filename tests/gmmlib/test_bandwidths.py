"""Rules for bandwidths: against peers, brute-force scores, copies, units and order."""

import math

import numpy as np
import pytest
from KDEpy.bw_selection import improved_sheather_jones as their_isj
from problems import message
from scipy import integrate, optimize, stats

from gmmlib import _bandwidths
from gmmlib._kernels import KERNELS, bandwidth_ratio
from gmmlib.bandwidth_scores import least_squares_score, loo_log_likelihood
from gmmlib.kde import KernelDensity

NAMES = sorted(KERNELS)
RULES = sorted(_bandwidths.RULES)
RNG = np.random.default_rng(21)
X = np.concatenate([RNG.normal(-2, 0.5, 60), RNG.normal(2, 1, 90)])
X2 = RNG.normal(size=(60, 2)) * [1, 10]
GRID = np.geomspace(0.15, 3, 9)


def h(data, rule, **options):
    return KernelDensity(data, rule=rule, **options).bandwidth


def test_silvermans_rule_is_his():
    sd = np.std(X, ddof=1)
    robust = stats.iqr(X) / 1.34
    assert h(X, "silverman") == pytest.approx(0.9 * min(sd, robust) * 150**-0.2, rel=1e-14)
    assert KernelDensity(X).bandwidth == h(X, "silverman")
    heavy = np.append(X, 1e4)
    assert h(heavy, "silverman") == pytest.approx(0.9 * stats.iqr(heavy) / 1.34 * 151**-0.2)
    skewed = np.array([0.0, 0, 0, 0, 1])
    assert h(skewed, "silverman") == pytest.approx(0.9 * np.std(skewed, ddof=1) * 5**-0.2)


def test_silvermans_rule_in_several_dimensions():
    spread = np.minimum(np.std(X2, axis=0, ddof=1), stats.iqr(X2, axis=0) / 1.34)
    np.testing.assert_allclose(h(X2, "silverman"), spread * 60 ** (-1 / 6), rtol=1e-14)


def test_scotts_rule_is_scipys():
    assert h(X, "scott") == pytest.approx(math.sqrt(stats.gaussian_kde(X).covariance[0, 0]))
    theirs = np.sqrt(np.diag(stats.gaussian_kde(X2.T).covariance))
    np.testing.assert_allclose(h(X2, "scott"), theirs, rtol=1e-13)


@pytest.mark.parametrize("rule", ["silverman", "scott", "improved-sheather-jones"])
@pytest.mark.parametrize("kernel", NAMES)
def test_other_kernels_smooth_as_much(kernel, rule):
    ratio = bandwidth_ratio(KERNELS[kernel], 1)
    assert h(X, rule, kernel=kernel) == pytest.approx(h(X, rule) * ratio, rel=1e-12)


# Improved Sheather-Jones


@pytest.mark.parametrize("seed", range(4))
def test_sheather_jones_agrees_with_kdepy(seed):
    """KDEpy scales by the data's range where its grid's width belongs (its issue 199)."""
    rng = np.random.default_rng(seed)
    data = np.concatenate([rng.standard_normal(300), rng.normal(5, 0.6, 200)])
    spread = np.ptp(data)
    width = spread + 2 * max(6, spread / 2)
    theirs = their_isj(data[:, None]) / spread * width
    # KDEpy's grid has steps of a tenth of the bandwidth, which widen it by that much squared.
    assert h(data, "improved-sheather-jones") == pytest.approx(theirs, rel=2e-3)


def test_sheather_jones_is_near_the_best_for_a_normal_density():
    best = (4 / 3) ** 0.2 * 20_000**-0.2
    data = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    assert h(data, "improved-sheather-jones") == pytest.approx(best, rel=0.05)


def test_sheather_jones_sees_what_silverman_smooths_away():
    rng = np.random.default_rng(3)
    claw = np.concatenate([rng.normal(m, 0.1, 200) for m in (-2, -1, 0, 1, 2)])
    assert h(claw, "improved-sheather-jones") < 0.1
    assert h(claw, "silverman") > 0.2


def test_sheather_jones_resolves_heavy_tails():
    data = np.random.default_rng(6).standard_cauchy(2000)
    # The best for this density, of which R(f'') is 3/(4π).
    best = (1 / (2 * math.sqrt(math.pi)) / (3 / (4 * math.pi) * 2000)) ** 0.2
    assert h(data, "improved-sheather-jones") == pytest.approx(best, rel=0.25)


def test_sheather_jones_says_when_it_fails():
    with_outlier = np.append(X, 1e9)
    assert message(lambda: h(with_outlier, "improved-sheather-jones"), ValueError) == (
        "X spans so many bandwidths that rule 'improved-sheather-jones' cannot resolve it; take "
        "rule 'silverman', or remove the outliers."
    )
    assert message(lambda: h([0.0, 1], "improved-sheather-jones"), ValueError) == (
        "X gives no bandwidth by rule 'improved-sheather-jones': its equation has no root; take "
        "rule 'silverman'."
    )
    assert message(lambda: h(X2, "improved-sheather-jones"), ValueError) == (
        "rule 'improved-sheather-jones' is for data in one dimension, got D = 2; take "
        "'silverman' or 'likelihood'."
    )


# Scores


def densities(at, data, width, kernel):
    u = (np.asarray(at)[:, None] - data) / width
    return KERNELS[kernel].density(u).sum(axis=1) / (len(data) * width)


def loo(data, width, kernel):
    return np.array(
        [densities([x], np.delete(data, n), width, kernel)[0] for n, x in enumerate(data)]
    )


def integral_of_square(data, width, kernel):
    """Between the kinks, where the estimate is smooth."""
    ends = np.unique([data - width, data, data + width])
    if kernel == "gaussian":
        ends = np.linspace(data.min() - 12 * width, data.max() + 12 * width, 200)
    nodes, weights = np.polynomial.legendre.leggauss(12)
    low, half = ends[:-1], np.diff(ends) / 2
    x = (low + half)[:, None] + half[:, None] * nodes
    squares = densities(x.ravel(), data, width, kernel).reshape(x.shape) ** 2
    return float((half * (squares @ weights)).sum())


@pytest.mark.parametrize("kernel", NAMES)
def test_least_squares_scores_are_the_definition(kernel):
    data = X[::5]
    scores = least_squares_score(data, GRID, kernel)
    for score, width in zip(scores, GRID, strict=True):
        expected = integral_of_square(data, width, kernel) - 2 * loo(data, width, kernel).mean()
        assert score == pytest.approx(expected, rel=1e-11, abs=1e-14)


@pytest.mark.parametrize("kernel", NAMES)
def test_likelihood_scores_are_the_definition(kernel):
    data = X[::5]
    scores = loo_log_likelihood(data, GRID, kernel)
    with np.errstate(divide="ignore"):
        expected = [np.log(loo(data, width, kernel)).sum() for width in GRID]
    np.testing.assert_allclose(scores, expected, rtol=1e-12)


@pytest.mark.parametrize("kernel", NAMES)
def test_scores_between_bounds(kernel):
    data = np.random.default_rng(4).beta(1, 2, 30)
    for width in (0.1, 0.6):
        density = KernelDensity(data, bandwidth=width, kernel=kernel, bounds=(0, 1))
        pieces = np.unique(np.concatenate([[0, 1], *(
            np.abs(np.mod(data + s * width + 1, 2) - 1) for s in (-1, 0, 1)
        )]))  # fmt: skip
        nodes, weights = np.polynomial.legendre.leggauss(12)
        half = np.diff(pieces) / 2
        x = np.clip((pieces[:-1] + half)[:, None] + half[:, None] * nodes, 0, 1)
        square = float((half * (density.pdf(x.ravel()).reshape(x.shape) ** 2 @ weights)).sum())
        expected = square - 2 * np.exp(density.loo_logpdf()).mean()
        score = least_squares_score(data, [width], kernel, bounds=(0, 1))[0]
        assert score == pytest.approx(expected, rel=1e-9)
        assert loo_log_likelihood(data, [width], kernel, bounds=(0, 1))[0] == pytest.approx(
            density.loo_logpdf().sum(), rel=1e-12
        )


@pytest.mark.parametrize("kernel", ["gaussian", "epanechnikov"])
def test_scores_in_two_dimensions(kernel):
    data, widths = X2[:12], np.array([0.7, 8.0])
    density = KernelDensity(data, bandwidth=widths, kernel=kernel)
    ends = [(data[:, d].min() - 7 * widths[d], data[:, d].max() + 7 * widths[d]) for d in (0, 1)]
    a, b = (np.linspace(*e, 501) for e in ends)
    at = np.stack(np.meshgrid(a, b, indexing="ij"), axis=-1).reshape(-1, 2)
    squares = density.pdf(at).reshape(501, 501) ** 2
    expected = np.trapezoid(np.trapezoid(squares, b), a) - 2 * np.exp(density.loo_logpdf()).mean()
    score = least_squares_score(data, [widths], kernel)[0]
    assert score == pytest.approx(expected, rel=1e-3 if kernel == "epanechnikov" else 1e-9)


def test_the_score_estimates_the_squared_error():
    """Unbiased but for the integral of the squared density: in the mean over data sets."""
    width, n = 0.5, 40
    differences = []
    for seed in range(400):
        data = np.random.default_rng(seed).standard_normal(n)
        x = np.linspace(-7, 7, 281)
        p = densities(x, data, width, "gaussian")
        true = stats.norm.pdf(x)
        error = integrate.trapezoid((p - true) ** 2, x) - integrate.trapezoid(true**2, x)
        differences.append(least_squares_score(data, [width])[0] - error)
    standard_error = np.std(differences) / math.sqrt(len(differences))
    assert abs(np.mean(differences)) < 4 * standard_error


@pytest.mark.parametrize(
    ("rule", "cost"),
    [
        ("least-squares", least_squares_score),
        ("likelihood", lambda *a, **o: -loo_log_likelihood(*a, **o)),
    ],
)
@pytest.mark.parametrize("kernel", NAMES)
def test_rules_by_scores_find_the_least(kernel, rule, cost):
    data = X[::2]
    found = h(data, rule, kernel=kernel)
    grid = np.geomspace(found / 30, found * 8, 400)
    best = cost(data, [found], kernel)[0]
    scores = cost(data, grid, kernel)
    # With jumps and kinks in the kernel, so has the score: a search may miss a small dip.
    allowed = {"uniform": 2e-2, "triangular": 1e-5}.get(kernel, 1e-9)
    assert best <= scores.min() + allowed * abs(scores.min())
    if kernel == "gaussian":
        near = optimize.minimize_scalar(
            lambda width: cost(data, [width], kernel)[0], bounds=(found / 1.2, found * 1.2),
            method="bounded", options={"xatol": 1e-9},
        )  # fmt: skip
        assert found == pytest.approx(near.x, rel=1e-4)


def test_scores_without_end_are_refused():
    ties = np.repeat([0.0, 1, 2, 5], 3)
    for rule in ("least-squares", "likelihood"):
        assert message(lambda rule=rule: h(ties, rule), ValueError) == (
            "X has so many equal values that the score of gaussian kernels grows without end as "
            "the bandwidth shrinks to 0; take rule 'silverman' or give a bandwidth."
        )


def test_needles_far_apart_are_found():
    needles = np.concatenate([RNG.normal(c, 1e-6, 40) for c in (0, 1)])
    for rule in ("least-squares", "likelihood"):
        assert 1e-8 < h(needles, rule) < 1e-5


# Whatever the rule


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kernel", ["gaussian", "biweight"])
@pytest.mark.parametrize("power", [-490, -20, 1, 20, 490])
def test_units_scale_the_bandwidth_exactly(rule, kernel, power):
    unit = 2.0**power
    assert h(X * unit, rule, kernel=kernel) == h(X, rule, kernel=kernel) * unit


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("unit", [1e-150, 1e6, 1e150])
def test_other_units_scale_it_to_rounding(rule, unit):
    # Near its optimum a score is flat: its rounding moves the optimum by the root of it.
    rel = 1e-13 if rule in ("silverman", "scott") else 1e-5
    assert h(X * unit, rule) == pytest.approx(h(X, rule) * unit, rel=rel)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("offset", [-1e8, 2.0**30])
def test_offsets_do_not_matter(rule, offset):
    data = np.round(X * 2**20) / 2**20  # so that adding the offset rounds nothing
    assert h(data + offset, rule) == h(data, rule)


@pytest.mark.parametrize("rule", RULES)
def test_the_order_of_points_does_not_matter(rule):
    rel = 1e-13 if rule in ("silverman", "scott") else 1e-5
    assert h(X[RNG.permutation(150)], rule) == pytest.approx(h(X, rule), rel=rel)


@pytest.mark.parametrize("rule", RULES)
def test_a_weight_counts_copies(rule):
    data = X[:70]
    w = np.ones(70, dtype=int)
    w[::9] = 2  # few ties, so that scores have an end
    rel = 1e-12 if rule in ("silverman", "scott") else 1e-5
    weighted = h(data, rule, sample_weight=w)
    assert weighted == pytest.approx(h(np.repeat(data, w), rule), rel=rel)
    if rule != "improved-sheather-jones":
        assert weighted != pytest.approx(h(data, rule), rel=1e-4)


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"improved-sheather-jones"}))
def test_weights_count_copies_in_two_dimensions(rule):
    w = np.where(np.arange(60) % 7 == 0, 2, 1)
    np.testing.assert_allclose(
        h(X2, rule, sample_weight=w), h(np.repeat(X2, w, axis=0), rule), rtol=1e-5
    )


@pytest.mark.parametrize("score", [least_squares_score, loo_log_likelihood])
@pytest.mark.parametrize("kernel", ["gaussian", "uniform"])
def test_weights_count_copies_in_scores(score, kernel):
    w = RNG.integers(1, 4, 60)
    data = X[30:90]
    np.testing.assert_allclose(
        score(data, GRID, kernel, sample_weight=w), score(np.repeat(data, w), GRID, kernel),
        rtol=1e-11,
    )  # fmt: skip


@pytest.mark.parametrize("rule", ["least-squares", "likelihood"])
def test_between_bounds_the_bandwidth_stays_below_their_distance(rule):
    flat = (np.arange(40) + 0.5) / 40
    assert h(flat, rule, bounds=(0, 1)) <= 1


def test_bad_bandwidths():
    assert message(lambda: loo_log_likelihood(X, 0.5), ValueError) == (
        "bandwidths must have shape (M,) or (M, 1), got a scalar."
    )
    assert message(lambda: least_squares_score(X2, np.ones((3, 3))), ValueError) == (
        "bandwidths must have shape (M,) or (M, 2), got shape (3, 3)."
    )
    assert message(lambda: least_squares_score(X, [1, -1]), ValueError) == (
        "bandwidths[1] must be greater than 0, got -1."
    )
    assert message(lambda: loo_log_likelihood([3.0], [1]), ValueError) == (
        "X must have more than one point to leave one out, got a total weight of 1; a weight of "
        "2 counts as two copies."
    )


def test_the_likelihood_is_searched_up_to_where_it_is_minus_infinity():
    # Two points see each other from h = 1 on, where the density 1/(2 h) is largest.
    assert h([0.0, 1.0], "likelihood", kernel="uniform") == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("kernel", ["gaussian", "epanechnikov"])
def test_one_row_far_out_leaves_the_least_squares_bandwidth(kernel):
    # Its own kernel adds the same to every score, so that N alone changes.
    near = h(np.vstack([X2, [[1e6, 1e6]]]), "least-squares", kernel=kernel)
    far = h(np.vstack([X2, [[1e200, 1e200]]]), "least-squares", kernel=kernel)
    np.testing.assert_allclose(far, near, rtol=1e-5)


def test_scores_beyond_float64_are_refused():
    data = 1e-170 * X2
    assert message(lambda: least_squares_score(data, [1e-171, 1e-170]), ValueError) == (
        "the score of bandwidths[0] exceeds the range of float64; rescale the data."
    )
    # The likelihood is a sum of logs, which stay small.
    np.testing.assert_allclose(
        loo_log_likelihood(data, [2e-170]),
        loo_log_likelihood(X2, [2.0]) - 2 * len(X2) * math.log(1e-170),
        rtol=1e-12,
    )
