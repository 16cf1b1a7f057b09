"""Densities of every kind are cross-validated alike; mixtures are ready made for it."""

import pickle
from functools import partial

import numpy as np
import pytest
from problems import message

from gmmlib import datasets
from gmmlib.cross_validation import cross_validate
from gmmlib.estimates import gaussian_mixture
from gmmlib.fit import fit
from gmmlib.histogram import Histogram
from gmmlib.kde import KernelDensity
from gmmlib.selection import select
from gmmlib.structure import has_structure

PLANE = datasets.two_dimensional(150).X


def test_mixtures_of_any_k_and_structure_are_ready_made():
    candidates = {
        (K, structure): gaussian_mixture(K, covariance=structure, starts=3, floor=1e-3)
        for K in (1, 3)
        for structure in ("spherical", "full")
    }
    selection = select(candidates, PLANE, folds=3, rng=0)
    assert selection.best == (3, "full")
    for (K, structure), estimate in candidates.items():
        model = estimate(PLANE).model
        assert model == fit(PLANE, K, covariance=structure, starts=3, rng=0, floor=1e-3).model
        assert has_structure(model.covariances, structure)


def test_a_ready_made_estimate_gives_the_same_wherever_and_whenever_it_is_called():
    estimate = gaussian_mixture(2, rng=3, starts=2)
    copy = pickle.loads(pickle.dumps(estimate))
    models = [call(PLANE).model for call in (estimate, estimate, copy)]
    assert models[0] == models[1] == models[2]


@pytest.mark.parametrize("kernel", ["gaussian", "epanechnikov"])
def test_leaving_one_out_of_a_kernel_density_in_closed_form(kernel):
    make = partial(KernelDensity, bandwidth=0.8, kernel=kernel)
    result = cross_validate(make, PLANE[:, 0], folds="leave-one-out")
    expected = make(PLANE[:, 0]).loo_logpdf()
    np.testing.assert_allclose(result.log_densities, expected, rtol=1e-12)


def test_leaving_one_out_of_a_histogram_in_closed_form():
    edges = np.linspace(-9, 9, 19)  # of width 1
    data = PLANE[:, 0]
    counts, _ = np.histogram(data, edges)
    with np.errstate(divide="ignore"):  # a point alone in its bin
        log_densities = np.log(np.maximum(counts - 1, 0) / (len(data) - 1))
    result = cross_validate(partial(Histogram, edges=edges), data, folds="leave-one-out")
    expected = log_densities[np.digitize(data, edges) - 1]
    np.testing.assert_allclose(result.log_densities, expected, rtol=1e-13)
    assert result.n_impossible == (counts == 1).sum() > 0
    assert result.mean == -np.inf


def test_densities_of_different_kinds_are_compared():
    data = datasets.two_dimensional(200).X[:, 0]
    candidates = {
        "one Gaussian": gaussian_mixture(1),
        "three Gaussians": gaussian_mixture(3, starts=3, floor=1e-3),
        "kernels": KernelDensity,
        "fine histogram": partial(Histogram, edges=np.linspace(-9, 9, 1001)),
    }
    selection = select(candidates, data, rng=0)
    scores = {name: result.mean for name, result in selection.scores.items()}
    assert scores["three Gaussians"] > scores["one Gaussian"]
    assert scores["kernels"] > scores["one Gaussian"]
    assert scores["fine histogram"] == -np.inf
    assert "density 0 at" in str(selection)


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (lambda: gaussian_mixture(0), ValueError, "n_components must be at least 1, got 0."),
        (
            lambda: gaussian_mixture(1, covariance="diag"),
            ValueError,
            "covariance must be one of full, diagonal, spherical, tied; got 'diag'.",
        ),
        (
            lambda: gaussian_mixture(1, rng=np.random.default_rng(0)),
            TypeError,
            "rng must be a whole number, got Generator; a fixed seed makes the estimate give the "
            "same whenever it is called.",
        ),
    ],
)
def test_bad_input(call, kind, told):
    assert message(call, kind) == told
