"""Histograms against numpy's, brute force, and what a density must be."""

import copy
import dataclasses
import itertools
import pickle
import tracemalloc
import warnings

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import NOT_NUMBERS, Frame, message, numbers, unchanged
from scipy import stats

from gmmlib._bin_rules import MOST_CELLS_BY_RULE, RULES, _weighted_quartiles
from gmmlib._binning import CHUNK, Bins
from gmmlib.histogram import Histogram
from gmmlib.histogram_scores import histogram_scores

RNG = np.random.default_rng(11)
NORMAL = RNG.standard_normal(250)
SKEWED = RNG.exponential(size=1001) ** 2
PLANE = RNG.standard_normal((400, 2)) @ [[1.0, 0.5], [0, 3]]
#: Rules that are for any number of dimensions.
RULES_OF_ALL = [rule for rule in RULES if rule != "sturges"]


def axes_of(histogram):
    """Edges of every dimension."""
    return histogram.edges if isinstance(histogram.edges, tuple) else (histogram.edges,)


def assert_same_bins(histogram, other):
    np.testing.assert_array_equal(histogram.counts, other.counts)
    for mine, theirs in zip(axes_of(histogram), axes_of(other), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def counted_by_hand(x, edges):
    """One comparison after another; the last bin holds its right edge."""
    counts = [int(((x >= a) & (x < b)).sum()) for a, b in itertools.pairwise(edges)]
    counts[-1] += int((x == edges[-1]).sum())
    return counts


@st.composite
def numbers_at_edges(draw):
    """Edges, equally wide or not, and numbers on them, beside them and between them."""
    offset = draw(st.sampled_from([0.0, 1.0, -3.7, 1e3, 1e8, -1e8, 1e15]))
    scale = draw(st.sampled_from([1.0, 1e-3, 1e-150, 1e150, 5e-324, 0.1]))
    n = draw(st.integers(1, 40))
    low, high = offset + scale * draw(st.floats(-1, 0)), offset + scale * draw(st.floats(0.5, 3))
    edges = np.linspace(low, high, n + 1)
    if draw(st.booleans()):
        parts = np.array(draw(st.lists(st.floats(0, 1), min_size=n + 1, max_size=n + 1)))
        edges = np.sort(low + parts**4 * (high - low))
    edges = np.unique(edges)
    if len(edges) < 2:
        edges = np.array([low, np.nextafter(low, np.inf)])
    beside = np.concatenate([edges, np.nextafter(edges, -np.inf), np.nextafter(edges, np.inf)])
    middles = edges[:-1] + (edges[1:] - edges[:-1]) / 2
    x = np.clip(np.concatenate([beside, middles]), edges[0], edges[-1])
    return edges, draw(st.permutations(list(x)))


@given(numbers_at_edges())
def test_counts_are_exact_at_every_edge(problem):
    edges, x = problem
    x = np.array(x)
    assert Histogram(x, edges=edges).counts.tolist() == counted_by_hand(x, edges)


@given(
    st.lists(st.integers(-50, 50), min_size=2, max_size=60).filter(lambda x: min(x) < max(x)),
    st.integers(1, 50),
    st.sampled_from([1.0, 0.1, 1 / 3, 1e-150, 1e150]),
)
def test_bins_of_equal_width_count_as_numpy_does(integers, bins, unit):
    x = np.array(integers) * unit
    counts, edges = np.histogram(x, bins=bins)
    histogram = Histogram(x, bins=bins)
    np.testing.assert_array_equal(histogram.edges, edges)
    assert histogram.counts.tolist() == counts.tolist() == counted_by_hand(x, edges)


MANY = RNG.standard_normal(3 * CHUNK + 17)


@pytest.mark.parametrize("x", [MANY, 1e8 + MANY, 1e-9 * MANY, np.round(20 * MANY), MANY**3])
@pytest.mark.parametrize("bins", [1, 7, 100, 5000, 50_000])
def test_many_numbers_count_as_numpy_does(x, bins):
    counts, edges = np.histogram(x, bins=bins)
    histogram = Histogram(x, bins=bins)
    np.testing.assert_array_equal(histogram.counts, counts)
    np.testing.assert_array_equal(histogram.edges, edges)
    assert histogram.counts.dtype == np.int64


def test_uneven_edges_count_as_numpy_does():
    inner = RNG.standard_normal(99)
    for edges in (
        np.sort(np.r_[inner, MANY.min(), MANY.max()]),
        np.r_[MANY.min() - 1e9, np.sort(inner), MANY.max() + 1],
        np.r_[MANY.min(), 0, MANY.max()],
    ):
        counts, _ = np.histogram(MANY, edges)
        np.testing.assert_array_equal(Histogram(MANY, edges=edges).counts, counts)
        weights = RNG.random(len(MANY))
        heavy, _ = np.histogram(MANY, edges, weights=weights)
        weighted = Histogram(MANY, edges=edges, sample_weight=weights)
        np.testing.assert_allclose(weighted.counts, heavy, rtol=1e-12)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 1e300])
@pytest.mark.parametrize("offset", [0, 1, -7.3, 1e6, -1e8])
def test_bins_of_equal_width_are_found_without_a_table(scale, offset):
    bins = Bins.of(np.linspace(scale * (offset - 1), scale * (offset + np.pi), 101))
    assert bins.table is None
    assert bins.margin < 1e-5


def test_many_cells_hold_weights_as_numpy_does():
    w = RNG.random(len(MANY))
    expected, _ = np.histogram(MANY, bins=2 * CHUNK, weights=w)
    weighted = Histogram(MANY, bins=2 * CHUNK, sample_weight=w)
    np.testing.assert_allclose(weighted.counts, expected, rtol=1e-12)


@pytest.mark.parametrize("bins", [(3, 4), (200, 210)])
def test_two_dimensions_count_as_numpy_does(bins):
    X = RNG.standard_normal((2 * CHUNK + 5, 2))
    counts, edges = np.histogramdd(X, bins=bins)
    histogram = Histogram(X, bins=bins)
    np.testing.assert_array_equal(histogram.counts, counts)
    for mine, theirs in zip(histogram.edges, edges, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    given = Histogram(X, edges=[np.r_[-9, 0.5, 9.0], np.r_[-9, -1, 1.0, 9]])
    expected, _ = np.histogramdd(X, bins=[[-9, 0.5, 9], [-9, -1, 1, 9]])
    np.testing.assert_array_equal(given.counts, expected)


def test_three_dimensions_with_weights_count_as_numpy_does():
    X, w = RNG.standard_normal((999, 3)), RNG.integers(0, 4, 999)
    kept = X[w > 0]
    expected, edges = np.histogramdd(kept, bins=(2, 3, 4), weights=w[w > 0])
    histogram = Histogram(X, bins=[2, 3, 4], sample_weight=w)
    np.testing.assert_array_equal(histogram.counts, expected)
    np.testing.assert_allclose(histogram.edges[2], edges[2])
    assert histogram.n_points == len(kept)
    assert histogram.n_dims == 3


@pytest.mark.parametrize(
    "histogram",
    [
        Histogram(NORMAL),
        Histogram(SKEWED, edges=[-1, 0.1, 0.5, 2, 1e3]),
        Histogram(PLANE, bins=(5, 7)),
        Histogram(RNG.random((50, 4)), bins=2),
        Histogram(NORMAL, bins=9, sample_weight=RNG.random(250)),
        Histogram(1e150 * NORMAL),
        Histogram(1e-150 * NORMAL),
    ],
)
def test_the_density_integrates_to_1(histogram):
    axes = axes_of(histogram)
    volumes = np.ones(())
    for edges in axes:
        volumes = np.multiply.outer(volumes, np.diff(edges))
    assert (histogram.density * volumes).sum() == pytest.approx(1, abs=1e-13)
    middles = np.meshgrid(*((e[1:] + e[:-1]) / 2 for e in axes), indexing="ij")
    points = np.stack([m.ravel() for m in middles], axis=1)
    np.testing.assert_array_equal(histogram.pdf(points), histogram.density.ravel())
    full = histogram.counts.ravel() > 0
    np.testing.assert_allclose(
        histogram.logpdf(points)[full], np.log(histogram.density.ravel()[full]), atol=1e-11
    )


def test_the_density_is_numpys():
    expected, _ = np.histogram(SKEWED, bins=12, density=True)
    np.testing.assert_allclose(Histogram(SKEWED, bins=12).density, expected, rtol=1e-14)
    expected, _ = np.histogram(SKEWED, bins=[0, 1, 7, 1e4], density=True)
    np.testing.assert_allclose(Histogram(SKEWED, edges=[0, 1, 7, 1e4]).density, expected)


def test_densities_at_edges_outside_and_in_empty_bins():
    histogram = Histogram([0.0, 1, 1, 4], edges=[0, 1, 2, 3, 4])
    at = [-1e-300, 0, 1, 2, 3, 4, np.nextafter(4, 5), -1e308]
    assert histogram.pdf(at).tolist() == [0, 0.25, 0.5, 0, 0.25, 0.25, 0, 0]
    with np.errstate(divide="ignore"):
        np.testing.assert_array_equal(histogram.logpdf(at), np.log(histogram.pdf(at)))
    assert histogram.log_likelihood([0, 1, 1, 4]) == pytest.approx(2 * np.log(0.25 * 0.5))
    assert histogram.log_likelihood([0, 2.5]) == -np.inf
    plane = Histogram([[0.0, 0], [1, 2]], bins=(1, 2))
    assert plane.pdf([[0.5, 0.5], [1, 2], [0.5, 2.1], [-0.1, 1]]).tolist() == [0.5, 0.5, 0, 0]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("sturges", "sturges"), ("scott", "scott"), ("freedman-diaconis", "fd"), ("auto", "auto")],
)
@pytest.mark.parametrize("x", [NORMAL, SKEWED, 1e8 + NORMAL, 1e100 * MANY, -SKEWED[:30]])
def test_rules_choose_the_bins_that_numpys_choose(ours, theirs, x):
    histogram = Histogram(x, rule=ours)
    np.testing.assert_array_equal(histogram.edges, np.histogram_bin_edges(x, theirs))
    assert histogram.rule == ours
    assert not histogram.note or ours == "auto"


def test_auto_is_the_default():
    assert repr(Histogram(NORMAL)) == repr(Histogram(NORMAL, rule="auto"))
    assert repr(Histogram(NORMAL)).endswith(" bins, rule 'auto')")


def test_sturges_is_exact_for_powers_of_2():
    for power in range(1, 12):
        x = np.sqrt(np.arange(2**power))
        assert len(Histogram(x, rule="sturges").counts) == power + 1


def test_auto_without_an_interquartile_range_is_sturges():
    x = np.r_[np.zeros(100), 1, 2]
    assert len(Histogram(x).counts) == len(Histogram(x, rule="sturges").counts)
    X = np.c_[x, np.arange(102.0)]
    assert Histogram(X).counts.shape == Histogram(X, rule="scott").counts.shape


@pytest.mark.parametrize("D", [1, 2, 3])
def test_scotts_width_is_the_best_for_a_gaussian(D):
    """Least asymptotic mean integrated squared error, 1/(N h^D) + D h^2 R/12."""
    X = RNG.standard_normal((500, D)) * 10.0 ** np.arange(D)
    roughness = (1 / (4 * np.sqrt(np.pi))) * (1 / (2 * np.sqrt(np.pi))) ** (D - 1)
    h = (6 / (500 * roughness)) ** (1 / (D + 2))
    wanted = np.ceil(np.ptp(X, axis=0) / (h * X.std(axis=0)))
    assert Histogram(X, rule="scott").counts.shape == tuple(wanted)


def test_freedman_and_diaconis_in_two_dimensions():
    width = 2 * stats.iqr(PLANE, axis=0) * 400 ** (-1 / 4)
    wanted = tuple(np.ceil(np.ptp(PLANE, axis=0) / width))
    assert Histogram(PLANE, rule="freedman-diaconis").counts.shape == wanted
    assert Histogram(PLANE).counts.shape == wanted


def loo_by_hand(X, edges):
    """Take each point out, count the others anew."""
    X = X.reshape(len(X), -1)
    density, _ = np.histogramdd(X, edges, density=True)
    volumes = np.ones(())
    for e in edges:
        volumes = np.multiply.outer(volumes, np.diff(e))
    held_out = []
    for n, x in enumerate(X):
        others, _ = np.histogramdd(np.delete(X, n, axis=0), edges, density=True)
        cell, _ = np.histogramdd(x[None], edges)
        held_out.append(others[cell == 1].item())
    with np.errstate(divide="ignore"):
        log_likelihood = np.log(held_out).sum()
    return (density**2 * volumes).sum() - 2 * np.mean(held_out), log_likelihood


@pytest.mark.parametrize(
    ("X", "edges"),
    [
        (NORMAL[:60], [np.linspace(-4, 4, 9)]),
        (NORMAL[:60], [np.array([-4, -1, 0.5, 1, 5])]),
        (NORMAL[:60], [np.array([-4, 5])]),
        (PLANE[:80], [np.array([-9.0, 0, 9]), np.array([-20.0, -1, 1, 20])]),
    ],
)
def test_leave_one_out_is_what_leaving_out_gives(X, edges):
    histogram = Histogram(X, edges=edges if X.ndim > 1 else edges[0])
    squared_error, log_likelihood = loo_by_hand(X, edges)
    assert histogram.loo_squared_error() == pytest.approx(squared_error, rel=1e-12)
    assert histogram.loo_log_likelihood() == pytest.approx(log_likelihood, rel=1e-12)


@pytest.mark.parametrize("X", [NORMAL[:50], SKEWED[:70], PLANE[:60]])
def test_the_curves_are_the_scores_of_each_histogram(X):
    tried = [1, 2, 3, 5, 8, 13]
    curves = histogram_scores(X, tried)
    assert curves.n_bins.tolist() == tried
    for i, n in enumerate(tried):
        histogram = Histogram(X, bins=n)
        edges = axes_of(histogram)
        squared_error, log_likelihood = loo_by_hand(X, edges)
        assert curves.squared_error[i] == pytest.approx(squared_error, rel=1e-11)
        assert curves.log_likelihood[i] == pytest.approx(log_likelihood, rel=1e-11)
        np.testing.assert_allclose(curves.widths[i], np.array([e[1] - e[0] for e in edges]))


@pytest.mark.parametrize("X", [NORMAL[:50], PLANE[:40]])
def test_the_posterior_is_the_product_of_predictions(X):
    """Each point has the probability of its cell given those before, Jeffreys' prior first."""
    tried = [1, 2, 4, 7]
    curves = histogram_scores(X, tried)
    for n, value in zip(tried, curves.log_posterior, strict=True):
        histogram = Histogram(X, bins=n)
        edges = axes_of(histogram)
        M, log_probability = histogram.counts.size, mp.mpf(0)
        before = np.zeros(histogram.counts.shape, int)
        for i, x in enumerate(X.reshape(len(X), -1)):
            cell = np.histogramdd(x[None], edges)[0] == 1
            share = (mp.mpf(int(before[cell].item())) + 0.5) / (i + mp.mpf(M) / 2)
            log_probability += mp.log(share * M)
            before[cell] += 1
        assert value == pytest.approx(float(log_probability), rel=1e-12, abs=1e-11)


@pytest.mark.parametrize("X", [NORMAL, SKEWED[:300], PLANE])
def test_stone_and_knuth_take_the_optima_of_their_curves(X):
    tried = range(1, 101)
    curves = histogram_scores(X, tried)
    n_dims = X.ndim
    stone = Histogram(X, rule="stone").counts.shape
    assert stone == (tried[np.argmin(curves.squared_error)],) * n_dims
    knuth = Histogram(X, rule="knuth").counts.shape
    assert knuth == (tried[np.argmax(curves.log_posterior)],) * n_dims


@pytest.mark.parametrize("x", [NORMAL, MANY, 1e-9 + 1e-9 * NORMAL])
def test_stone_chooses_the_bins_that_numpys_stone_chooses(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = np.histogram_bin_edges(x[:20_000], "stone")
    np.testing.assert_array_equal(Histogram(x[:20_000], rule="stone").edges, expected)


def test_the_rules_find_the_density_that_made_the_points():
    """A step density in 4 equal steps of many points is best described in multiples of 4."""
    steps = np.repeat([0, 1, 2, 3], [4000, 1000, 3000, 2000]) + RNG.random(10_000)
    x = np.r_[0, steps / 4, 1]
    for rule in ("stone", "knuth"):
        assert len(Histogram(x, rule=rule).counts) == 4


@pytest.mark.parametrize("rule", RULES)
def test_bins_scale_with_the_data(rule):
    here = Histogram(SKEWED, rule=rule)
    for factor in (2.0**60, 2.0**-500, 2.0**500):  # powers of 2 round nothing
        there = Histogram(factor * SKEWED, rule=rule)
        np.testing.assert_array_equal(there.edges, factor * here.edges)
        np.testing.assert_array_equal(there.counts, here.counts)
    for factor in (1e6, 1e-150, 1e150, -1.0):
        there = Histogram(factor * SKEWED, rule=rule)
        np.testing.assert_allclose(there.edges, np.sort(factor * here.edges), rtol=1e-13)
        np.testing.assert_array_equal(there.counts, here.counts[:: int(np.sign(factor))])
    moved = Histogram(1e8 + SKEWED, rule=rule)
    np.testing.assert_allclose(moved.edges, 1e8 + here.edges, rtol=1e-15)
    np.testing.assert_array_equal(moved.counts, here.counts)


@pytest.mark.parametrize("rule", RULES_OF_ALL)
def test_the_order_of_points_and_of_dimensions_does_not_matter(rule):
    here = Histogram(PLANE, rule=rule)
    np.testing.assert_array_equal(Histogram(PLANE[::-1], rule=rule).counts, here.counts)
    np.testing.assert_array_equal(Histogram(PLANE[:, ::-1], rule=rule).counts, here.counts.T)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("X", [NORMAL, PLANE])
def test_a_weight_of_2_equals_two_copies(rule, X):
    if rule == "sturges" and X.ndim > 1:
        X = X[:, 0]
    w = np.random.default_rng(5).integers(0, 4, len(X))
    weighted, copied = (
        Histogram(X, rule=rule, sample_weight=w), Histogram(np.repeat(X, w, axis=0), rule=rule),
    )  # fmt: skip
    assert_same_bins(weighted, copied)
    assert weighted.counts.dtype == np.float64
    assert weighted.n_points == (w > 0).sum()
    assert weighted.loo_squared_error() == pytest.approx(copied.loo_squared_error(), rel=1e-12)
    assert weighted.loo_log_likelihood() == pytest.approx(copied.loo_log_likelihood(), rel=1e-12)
    curves, expected = (
        histogram_scores(X, [1, 3, 9], sample_weight=w),
        histogram_scores(np.repeat(X, w, axis=0), [1, 3, 9]),
    )
    for name in ("squared_error", "log_likelihood", "log_posterior"):
        np.testing.assert_allclose(getattr(curves, name), getattr(expected, name), rtol=1e-11)


@given(st.lists(st.tuples(numbers(-9, 9), st.integers(1, 4)), min_size=1, max_size=9))
def test_weighted_quartiles_are_those_of_the_copies(points):
    x, w = np.array(points).T
    expected = np.quantile(np.repeat(x, w.astype(int)), [0.25, 0.75])
    np.testing.assert_allclose(_weighted_quartiles(x, w), expected, rtol=1e-14, atol=1e-14)


def test_less_than_one_point_in_a_bin_has_no_others():
    histogram = Histogram([0.0, 1, 2], edges=[0, 1.5, 3], sample_weight=[2, 2, 0.5])
    assert histogram.loo_log_likelihood() == -np.inf


def test_a_point_of_weight_0_is_not_there():
    histogram = Histogram([0.0, 1, 1e9], edges=[0, 1], sample_weight=[1, 2, 0])
    assert histogram.counts.tolist() == [3]
    assert Histogram([0.0, 1, 1e9], bins=2, sample_weight=[1, 2, 0]).edges[-1] == 1


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("X", [NORMAL, PLANE])
def test_an_outlier_fills_no_memory_and_is_told_of(rule, X):
    if rule == "sturges" and X.ndim > 1:
        X = X[:, 0]
    X = np.concatenate([X, np.full_like(X[:1], 1e12)])
    tracemalloc.start()
    histogram = Histogram(X, rule=rule)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert histogram.counts.size <= MOST_CELLS_BY_RULE
    assert histogram.counts.sum() == len(X)
    assert peak < 20 * 8 * MOST_CELLS_BY_RULE
    if rule == "freedman-diaconis":
        assert histogram.counts.size > MOST_CELLS_BY_RULE / 4
    if rule in ("freedman-diaconis", "auto"):
        assert histogram.note
        assert histogram.note in repr(histogram)


def test_notes_tell_what_was_asked_for():
    x = np.r_[-1e12, 0, 1, 2, 3, 4, 5, 1e12]
    width = 2 * stats.iqr(x) / 2
    asked = f"{2e12 / width:.3g}"
    assert Histogram(x).note == (
        f"the Freedman-Diaconis width asks for {asked} bins, but 'auto' makes at most 2 sqrt(N)"
    )
    assert repr(Histogram(x, rule="freedman-diaconis")) == (
        f"Histogram(8 points, 65536 bins, rule 'freedman-diaconis'; rule 'freedman-diaconis' asks "
        f"for {asked} bins, but a rule makes at most 65536; if far points stretch the range, give "
        "edges or bins)"
    )
    repeated = np.repeat([0, 1], 50)
    assert Histogram(repeated, rule="stone").note == (
        "rule 'stone' tried 1 to 100 bins and found the last best; repeated values or far points "
        "may be the reason"
    )


def test_bins_are_no_narrower_than_float64_resolves():
    x = 1e8 + np.spacing(1e8) * np.arange(11)
    for rule in RULES:
        histogram = Histogram(x, rule=rule)
        assert len(histogram.counts) <= 5
        assert (np.diff(histogram.edges) > 0).all()
    assert histogram.counts.sum() == 11
    asked = int(np.ceil(10 / (2 * 6 * 11e6 ** (-1 / 3))))  # range 10, interquartile range 6
    assert Histogram(x, rule="freedman-diaconis", sample_weight=np.full(11, 1e6)).note == (
        f"rule 'freedman-diaconis' asks for {asked} bins, but float64 can tell apart only 5"
    )
    assert message(lambda: Histogram(x, bins=30), ValueError) == (
        "bins must be so few that float64 can tell their edges apart, got 30 between 100000000.0 "
        f"and {x[-1]!s}; use at most 5."
    )
    assert len(Histogram(x, bins=5).counts) == 5


@pytest.mark.parametrize(
    "histogram", [Histogram(NORMAL, bins=8), Histogram(SKEWED, edges=[0, 0.2, 1, 100])]
)
def test_samples_fall_into_the_bins_as_their_densities_say(histogram):
    X, z = histogram.sample(20_000, rng=3)
    assert X.shape == (20_000, 1)
    edges = histogram.edges
    assert ((X[:, 0] >= edges[z]) & (X[:, 0] < edges[z + 1])).all()
    observed = np.bincount(z, minlength=len(edges) - 1)
    expected = 20_000 * histogram.counts / histogram.counts.sum()
    held = expected > 0
    assert observed[~held].sum() == 0
    assert stats.chisquare(observed[held], expected[held]).pvalue > 0.001
    within = (X[:, 0] - edges[z]) / np.diff(edges)[z]
    assert stats.kstest(within, "uniform").pvalue > 0.001
    np.testing.assert_array_equal(histogram.sample(20_000, rng=3)[0], X)


def test_samples_in_the_plane():
    histogram = Histogram(PLANE, bins=(3, 4))
    X, z = histogram.sample(20_000, rng=4)
    counts, _ = np.histogramdd(X, histogram.edges)
    np.testing.assert_array_equal(counts.ravel(), np.bincount(z, minlength=12))
    held = histogram.counts > 0
    expected = 20_000 * histogram.counts[held] / 400
    assert stats.chisquare(counts[held], expected).pvalue > 0.001


def test_samples_stay_below_the_right_edge_where_float64_is_coarse():
    edges = 1e16 + np.array([0.0, 2, 4])
    X, z = Histogram(edges[:2], edges=edges).sample(100, rng=0)
    np.testing.assert_array_equal(X[:, 0], edges[z])


def test_a_histogram_is_a_value():
    x = NORMAL.copy()
    with unchanged(x):
        histogram = Histogram(x, bins=5)
        histogram.logpdf(x)
    before = histogram.counts.copy()
    x[:] = 0
    np.testing.assert_array_equal(histogram.counts, before)
    with pytest.raises(dataclasses.FrozenInstanceError):
        histogram.counts = before
    edges = np.array([-9.0, 0, 9])
    given = Histogram(NORMAL, edges=edges)
    edges[1] = 5
    assert given.edges[1] == 0
    for one in (histogram, Histogram(PLANE), *map(copy.deepcopy, (histogram, Histogram(PLANE)))):
        for other in (one, copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
            assert repr(other) == repr(one)
            np.testing.assert_array_equal(other.density, one.density)
            for array in (*axes_of(other), other.counts, other.density):
                assert not array.flags.writeable
    curves = histogram_scores(NORMAL, [1, 2])
    for field in dataclasses.fields(curves):
        assert not getattr(curves, field.name).flags.writeable


@pytest.mark.parametrize(
    "kind",
    [
        list, tuple, Frame, np.float32, lambda x: x.astype(np.int8), lambda x: x[:, None],
        lambda x: np.repeat(x, 2)[::2], lambda x: np.ma.masked_array(x), lambda x: x.astype(">f8"),
    ],
)  # fmt: skip
def test_any_container_of_numbers_will_do(kind):
    x = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    expected = Histogram(x, bins=4)
    histogram = Histogram(kind(x) if kind is not np.float32 else x.astype(np.float32), bins=4)
    np.testing.assert_array_equal(histogram.counts, expected.counts)
    np.testing.assert_array_equal(histogram.edges, expected.edges)


@pytest.mark.parametrize(("bad", "told"), NOT_NUMBERS)
def test_what_is_no_number_is_refused(bad, told):
    assert message(lambda: Histogram(bad), TypeError) == f"X {told}"
    assert message(lambda: Histogram([1.0, 2]).pdf(bad), TypeError) == f"X {told}"
    if bad is not None:
        assert message(lambda: Histogram([1.0, 2], edges=bad), TypeError) == f"edges {told}"
        told = f"sample_weight {told}"
        assert message(lambda: Histogram([1.0, 2], sample_weight=bad), TypeError) == told


PAIR = [0.0, 1.0]
BAD = [
    (lambda: Histogram([0, np.nan]),
     "X[1] is nan; every entry must be finite: remove or replace it."),
    (lambda: Histogram(np.array([[0, 1], [np.inf, 2]])),
     "X[1, 0] is inf; every entry must be finite: remove or replace it."),
    (lambda: Histogram([]), "X is empty (shape (0,)); at least one number is needed."),
    (lambda: Histogram(np.empty((3, 0))),
     "X is empty (shape (3, 0)); at least one number is needed."),
    (lambda: Histogram(1.0),
     "X must have shape (N,) or (N, D), got a scalar; for a single point write [x]."),
    (lambda: Histogram(np.zeros((2, 2, 2))),
     "X must have shape (N,) or (N, D), got shape (2, 2, 2)."),
    (lambda: Histogram(np.zeros((2, 65)), edges=[[0, 1]] * 65),
     "X has 65 dimensions, but bins can have at most 64; take fewer of them."),
    (lambda: Histogram([3.0]),
     "X has no spread: its only value is 3, which sets no width of a bin; give edges."),
    (lambda: Histogram([3.0, 3], bins=2),
     "X has no spread: all 2 values are 3, which sets no width of a bin; give edges."),
    (lambda: Histogram([[1.0, 3], [2, 3]], rule="stone"),
     "X has no spread in dimension 1: all 2 values are 3, which sets no width of a bin; give "
     "edges."),
    (lambda: Histogram([-1.5e308, 1.5e308]),
     "X spans more than the range of float64; rescale the data."),
    (lambda: Histogram(PAIR, bins=2, rule="scott"),
     "give one of edges, bins and rule, got bins and rule."),
    (lambda: Histogram(PAIR, bins=2, edges=PAIR, rule="scott"),
     "give one of edges, bins and rule, got edges and bins and rule."),
    (lambda: Histogram(PAIR, rule="fd"),
     "rule must be one of auto, sturges, scott, freedman-diaconis, stone, knuth; got 'fd'."),
    (lambda: Histogram(PAIR, rule=3),
     "rule must be one of auto, sturges, scott, freedman-diaconis, stone, knuth; got 3."),
    (lambda: Histogram(PAIR, rule=""),
     "rule must be one of auto, sturges, scott, freedman-diaconis, stone, knuth; got ''."),
    (lambda: Histogram(PLANE, rule="sturges"),
     "rule 'sturges' is for one dimension, got 2; use 'scott'."),
    (lambda: Histogram([0.0] * 9 + PAIR, rule="freedman-diaconis"),
     "X has an interquartile range of 0, so rule 'freedman-diaconis' gives no width; use "
     "'scott', or give bins or edges."),
    (lambda: Histogram([[i, i == 3] for i in range(9)], rule="freedman-diaconis"),
     "X has an interquartile range of 0 in dimension 1, so rule 'freedman-diaconis' gives no "
     "width; use 'scott', or give bins or edges."),
    (lambda: Histogram(PAIR, bins=0), "bins must be at least 1, got 0."),
    (lambda: Histogram(PLANE, bins=[3, 0]), "bins[1] must be at least 1, got 0."),
    (lambda: Histogram(PLANE, bins=[3, 4, 5]),
     "bins must be a whole number or 2 of them, one a dimension, got [3, 4, 5]."),
    (lambda: Histogram(PLANE, bins=2**13),
     "a histogram can have at most 16777216 cells, got 8192 x 8192 = 67108864; use fewer bins."),
    (lambda: Histogram(NORMAL, bins=2**25),
     "a histogram can have at most 16777216 cells, got 33554432; use fewer bins."),
    (lambda: Histogram(PAIR, edges=[0]), "edges must have shape (B + 1,), B >= 1, got shape (1,)."),
    (lambda: Histogram(PAIR, edges=[[0, 1], [0, 1]]),
     "edges must have shape (B + 1,), B >= 1, got shape (2, 2)."),
    (lambda: Histogram(PAIR, edges=[0, 2, 2, 3]),
     "edges must ascend, got edges[1] = 2.0 before 2.0; sort them and drop repeated ones."),
    (lambda: Histogram(PAIR, edges=[0, np.inf]),
     "edges[1] is inf; every entry must be finite: remove or replace it."),
    (lambda: Histogram(PAIR, edges=[-1.5e308, 1.5e308]),
     "edges span more than the range of float64; rescale the data."),
    (lambda: Histogram([0.0, 1, 2, 3], edges=[0.5, 2.5]),
     "edges must cover X, but 2 of 4 points lie outside [0.5, 2.5], first 0; widen them, or "
     "leave the points out."),
    (lambda: Histogram([[0.0, 1], [2, 3]], edges=[[0, 2], [0, 2]]),
     "edges must cover X, but 1 of 2 points lie outside [0, 2] in dimension 1, first 3; widen "
     "them, or leave the points out."),
    (lambda: Histogram(PLANE, edges=[[0, 1]]),
     "edges must be a list or tuple of 2 arrays, one a dimension of X, got 1."),
    (lambda: Histogram(PLANE, edges=np.zeros((2, 3))),
     "edges must be a list or tuple of 2 arrays, one a dimension of X, got ndarray."),
    (lambda: Histogram(PLANE, edges=[[0, 1], [1, 0]]),
     "edges[1] must ascend, got edges[1][0] = 1.0 before 0.0; sort them and drop repeated ones."),
    (lambda: Histogram(PAIR, sample_weight=[1, -1]),
     "sample_weight must not be negative, got sample_weight[1] = -1."),
    (lambda: Histogram(PAIR, sample_weight=[0, 0]),
     "sample_weight is 0 for every point; at least one must count."),
    (lambda: Histogram(PAIR, sample_weight=[1]),
     "sample_weight must have shape (2,), one a row of X, got shape (1,)."),
    (lambda: Histogram(PAIR, sample_weight=[1e308, 1e308]),
     "sample_weight has a sum beyond the range of float64; divide the weights."),
    (lambda: Histogram(PAIR, sample_weight=[0.25, 0.5]),
     "sample_weight must sum to more than 1 for a rule, got a sum of 0.75; a weight of 2 counts "
     "as two copies."),
    (lambda: Histogram([1.0], edges=[0, 2]).loo_squared_error(),
     "the counts must sum to more than 1 to leave one out, got 1; a weight of 2 counts as two "
     "copies."),
    (lambda: Histogram([1.0], edges=[0, 2]).loo_log_likelihood(),
     "the counts must sum to more than 1 to leave one out, got 1; a weight of 2 counts as two "
     "copies."),
    (lambda: Histogram(np.array([[0, 0], [1, 1]]) * 1e-160, bins=2).density,
     "the density exceeds the range of float64; use logpdf, or rescale the data."),
    (lambda: Histogram(np.array([[0, 0], [1, 1]]) * 1e-160, bins=2).loo_squared_error(),
     "the squared error exceeds the range of float64; rescale the data."),
    (lambda: histogram_scores(np.array([[0, 0], [1, 1]]) * 1e-160, [2]),
     "the squared error exceeds the range of float64; rescale the data."),
    (lambda: histogram_scores(PAIR, []), "n_bins is empty; give at least one number of bins."),
    (lambda: histogram_scores(PAIR, [3, 0]), "n_bins[1] must be at least 1, got 0."),
    (lambda: histogram_scores([5.0, 5], [3]),
     "X has no spread: all 2 values are 5, which sets no width of a bin; give edges."),
    (lambda: histogram_scores(1e16 + np.array([0, 8.0]), [99]),
     "n_bins must be so few that float64 can tell their edges apart, got 99 between 1e+16 and "
     "1.0000000000000008e+16; use at most 2."),
    (lambda: histogram_scores(PAIR, [3], sample_weight=[0.5, 0.5]),
     "X must have more than one point to leave one out, got a total weight of 1; a weight of 2 "
     "counts as two copies."),
    (lambda: Histogram(PLANE, bins=[[2], [2, 3]]),
     "bins must be a whole number or 2 of them, one a dimension, got [[2], [2, 3]]."),
    (lambda: Histogram(PAIR, bins=np.ones((2, 2), dtype=int)),
     "bins must be a whole number or 1 of them, one a dimension, got an array of shape (2, 2)."),
    (lambda: Histogram(PLANE).pdf([1.0, 2]),
     "X must have shape (N, 2), got shape (2,); for a single point write X[None, :]."),
]  # fmt: skip


@pytest.mark.parametrize(("call", "told"), BAD)
def test_bad_values(call, told):
    assert message(call, ValueError) == told


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: Histogram(PAIR, bins=2.0), "bins must be a whole number, got 2.0."),
        (lambda: Histogram(PAIR, bins="auto"), "bins must be a whole number, got 'auto'."),
        (lambda: Histogram(PLANE, bins=[2, True]), "bins[1] must be a whole number, got True."),
        (lambda: histogram_scores(PAIR, [1.5]), "n_bins[0] must be a whole number, got 1.5."),
        (
            lambda: histogram_scores(PAIR, 10),
            "n_bins must hold numbers of bins, got 10; write range(1, B + 1) for all up to B.",
        ),
    ],
)
def test_bad_types(call, told):
    assert message(call, TypeError) == told


def test_extremes_of_float64():
    tiny = Histogram([0.0, 5e-324, 1e-323], bins=1)
    assert tiny.logpdf([5e-324])[0] == pytest.approx(-np.log(1e-323))
    wide = Histogram([-8e307, 0, 8e307], bins=3)
    assert wide.counts.tolist() == [1, 1, 1]
    assert wide.logpdf([0.0])[0] == pytest.approx(-np.log(3) - np.log(1.6e308 / 3))
    small = Histogram(np.array([[0, 0], [1, 1]]) * 1e-160, bins=1)
    assert small.logpdf([[0, 0]])[0] == pytest.approx(2 * 160 * np.log(10))
    assert small.loo_log_likelihood() == pytest.approx(2 * 2 * 160 * np.log(10))


def test_volumes_may_leave_the_range_of_float64_on_the_way():
    unit = np.array([1e200, 1e200, 1e-300, 1e-100])
    cube = RNG.random((20, 4))
    here, there = Histogram(cube, bins=2), Histogram(cube * unit, bins=2)
    np.testing.assert_array_equal(there.counts, here.counts)
    np.testing.assert_allclose(there.density, here.density, rtol=1e-12)
    assert there.loo_squared_error() == pytest.approx(here.loo_squared_error(), rel=1e-12)
    curves, expected = histogram_scores(cube * unit, [1, 2]), histogram_scores(cube, [1, 2])
    np.testing.assert_allclose(curves.squared_error, expected.squared_error, rtol=1e-12)
