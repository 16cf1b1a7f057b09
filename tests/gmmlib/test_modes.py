"""Peaks of a density, against a dense grid and against what is known of such peaks."""

import sys

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import message, mixtures

from gmmlib import GaussianMixture, datasets, modes


def on_a_grid(model, n=400_001):
    """Places where a density on a fine grid is higher than at both neighbors."""
    mu, sd = model.means.ravel(), np.sqrt(model.covariances.ravel())
    x = np.linspace(mu.min() - sd.max(), mu.max() + sd.max(), n)
    p = model.logpdf(x)
    rises, falls = np.diff(p) > 0, np.diff(p) < 0
    return x[1:-1][rises[:-1] & falls[1:]], x[1] - x[0]


@settings(max_examples=30)
@given(mixtures(n_dims=1))
def test_the_peaks_are_those_of_a_dense_grid(model):
    found = modes(model)
    expected, step = on_a_grid(model)
    assert len(found) == len(expected)
    np.testing.assert_allclose(found, expected, rtol=0, atol=2 * step)


@given(mixtures(n_dims=1))
def test_what_is_known_of_peaks(model):
    found = modes(model)
    mu, sd = model.means.ravel(), np.sqrt(model.covariances.ravel())
    assert 1 <= len(found) <= model.n_components
    assert (np.diff(found) > 0).all()
    assert mu.min() <= found[0]
    assert found[-1] <= mu.max()
    # Curvature is negative only within a standard deviation of some mean.
    assert (np.abs(found[:, None] - mu) <= sd * (1 + 1e-9)).any(axis=1).all()
    for x in found:
        step = 1e-3 * sd.min()
        here, left, right = model.logpdf([x, x - step, x + step])
        assert here >= max(left, right)


@settings(max_examples=20)
@given(mixtures(n_dims=1), st.sampled_from([1e-150, 1e-3, 1e6, 1e150]))
def test_units_are_arbitrary(model, unit):
    there = GaussianMixture(model.weights, model.means * unit, model.covariances * unit**2)
    np.testing.assert_allclose(modes(there) / unit, modes(model), rtol=1e-5, atol=1e-6)


def test_the_derivative_vanishes_at_a_peak():
    model = datasets.figure_11_2()
    found = modes(model)
    assert len(found) == 3
    for x in found:
        slope = oracles.gradient(lambda t: model.logpdf([float(t)])[0], x, step=1e-5)
        assert abs(slope) < 1e-9


@pytest.mark.parametrize("half_gap", [0.5, 0.9, 0.999, 1.0])
def test_two_equal_components_share_a_peak_up_to_two_standard_deviations(half_gap):
    found = modes(GaussianMixture([0.5, 0.5], [-half_gap, half_gap], [1, 1]))
    assert len(found) == 1
    assert found[0] == pytest.approx(0, abs=1e-4)  # at 1.0 the top is flat to fourth order


@pytest.mark.parametrize("half_gap", [1.001, 1.1, 2, 50])
def test_two_equal_components_part_beyond_two_standard_deviations(half_gap):
    found = modes(GaussianMixture([0.5, 0.5], [-half_gap, half_gap], [1, 1]))
    assert len(found) == 2
    # The slope vanishes where x = a tanh(a x).
    np.testing.assert_allclose(half_gap * np.tanh(half_gap * found), found, rtol=1e-6)


@pytest.mark.parametrize("K", [1, 2, 5])
def test_identical_components_have_one_peak(K):
    model = GaussianMixture(np.full(K, 1 / K), np.full(K, 3.25), np.full(K, 2))
    assert modes(model).tolist() == [3.25]


def test_components_of_weight_0_have_no_peak():
    assert modes(GaussianMixture([1, 0], [0, 5], [1, 1])).tolist() == [0]


def test_close_peaks_are_told_apart_beside_one_far_away():
    model = GaussianMixture([1 / 3] * 3, [0, 1e-3, 1e9], [1e-10, 1e-10, 1])
    np.testing.assert_allclose(modes(model), [0, 1e-3, 1e9], rtol=1e-12, atol=1e-15)


def test_a_needle_on_a_hill_is_found():
    found = modes(GaussianMixture([0.999999, 1e-6], [0, 0.5], [1, 1e-16]))
    np.testing.assert_allclose(found, [0, 0.5], atol=1e-6)


def test_pulls_that_overflow():
    found = modes(GaussianMixture([0.5, 0.5], [0, 1e10], [1e-300, 1]))
    assert found.tolist() == [0, 1e10]


def test_an_offset_of_1e8():
    here = modes(datasets.figure_11_2())
    model = datasets.figure_11_2()
    there = GaussianMixture(model.weights, model.means + 1e8, model.covariances)
    np.testing.assert_allclose(modes(there) - 1e8, here, atol=1e-7)


def test_flat_tops_have_one_peak():
    rng = np.random.default_rng(9)
    for _ in range(100):
        K = int(rng.integers(2, 7))
        # Means on one grid: the places where slopes are taken nearly coincide.
        mu = 0.05 * rng.integers(-3, 4, size=K)
        assert len(modes(GaussianMixture(np.full(K, 1 / K), mu, np.ones(K)))) == 1
    assert len(modes(GaussianMixture([0.5, 0.5], [-1, 1], [1, 1]))) == 1


def test_all_peaks_are_looked_for_together(monkeypatch):
    passes = []
    slope = sys.modules[modes.__module__]._slope
    monkeypatch.setattr(
        sys.modules[modes.__module__], "_slope", lambda *a: passes.append(1) or slope(*a)
    )
    K = 100
    found = modes(GaussianMixture(np.full(K, 1 / K), 1 + 10.0 * np.arange(K), np.ones(K)))
    np.testing.assert_allclose(found, 1 + 10.0 * np.arange(K), atol=1e-12)
    # As many halvings as float64 has digits, not as many for each peak.
    assert len(passes) < 60


def test_the_model_stays():
    model = datasets.figure_11_2()
    found = modes(model)
    found[:] = 0
    assert model.means.ravel().tolist() == [-2, 1, 4]
    single = modes(GaussianMixture([1], [2], [1]))
    single[:] = 0


@pytest.mark.parametrize(
    ("model", "kind", "told"),
    [
        (
            datasets.two_dimensional_mixture(),
            ValueError,
            "model must have D = 1, got D = 2; take a marginal of one dimension.",
        ),
        (None, TypeError, "model must be an instance of GaussianMixture, got NoneType."),
        ([0.5], TypeError, "model must be an instance of GaussianMixture, got list."),
    ],
)
def test_bad_models(model, kind, told):
    assert message(lambda: modes(model), kind) == told
