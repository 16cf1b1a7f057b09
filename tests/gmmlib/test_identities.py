"""What EM must keep: identities of every structure, with weights, priors, floors and chunks."""

import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import structured
from problems import condition, message, mixtures, moved, rotation

from gmmlib import (
    CollapseError,
    ConvergenceWarning,
    GaussianMixture,
    Prior,
    constrained,
    datasets,
    e_step,
    em,
)
from gmmlib.structure import STRUCTURES

PENGUINS = datasets.penguins().X
SPECIES = GaussianMixture(
    [0.4, 0.3, 0.3], [[38, 190], [49, 196], [47, 217]], [np.diag([9.0, 49])] * 3
)
PARTS = ("weights", "means", "covariances")


def run(X, start, n, structure="full", **options):
    """At most n iterations; an example that collapses is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            return em(X, start, covariance=structure, tolerance=0, max_iterations=n, **options)
        except CollapseError:
            assume(False)


def near(model, expected, error=1e-11, offset=0.0):
    """Whether two mixtures are the same, in units of the expected standard deviations."""
    sd = np.sqrt(np.diagonal(expected.covariances, axis1=1, axis2=2))
    error = error * condition(expected.covariances)
    np.testing.assert_allclose(model.weights, expected.weights, rtol=0, atol=error)
    resolved = 4 * np.finfo(float).eps * (np.abs(expected.means).max() + offset)
    assert (np.abs(model.means - expected.means) <= error * sd + resolved).all()
    scale = sd[:, :, None] * sd[:, None, :]
    allowed = (error + resolved / sd.min()) * scale
    assert (np.abs(model.covariances - expected.covariances) <= allowed).all()


@st.composite
def problems(draw, min_components=1):
    """Points in clusters with weights, a start of a structure, and the structure."""
    structure = draw(st.sampled_from(STRUCTURES))
    start = draw(mixtures(n_components=draw(st.integers(min_components, 3))))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    K, D = start.means.shape
    N = draw(st.integers(8 * K * D, 60 * K))
    X = start.means[rng.integers(0, K, N)] + rng.normal(size=(N, D)) * rng.uniform(0.5, 2, D)
    w = rng.choice([0.0, 1, 2, 3], N) if draw(st.booleans()) else rng.uniform(0.1, 3, N)
    w[0] = 1
    return X, constrained(start, structure), structure, w


@st.composite
def priors(draw, D):
    number = st.floats(-3, 3, width=32)
    A = np.array(draw(st.lists(number, min_size=D * D, max_size=D * D))).reshape(D, D)
    return Prior(
        draw(st.lists(number, min_size=D, max_size=D)),
        A @ A.T + 0.5 * np.eye(D),
        mean_strength=draw(st.sampled_from([1e-6, 0.01, 1, 1e3])),
        degrees=D - 1 + draw(st.sampled_from([1e-3, 1, 3, 1e3])),
        concentration=draw(st.sampled_from([1, 1.5, 100])),
    )


@given(problems(), st.integers(1, 3))
def test_an_iteration_gives_the_mixture_the_moments_of_the_sample(problem, n):
    X, start, structure, w = problem
    model = run(X, start, n, structure, sample_weight=w).model
    mean = w @ X / w.sum()
    S = (w[:, None] * (X - mean)).T @ (X - mean) / w.sum()
    sd = np.sqrt(np.diag(S))
    assert (np.abs(model.mean() - mean) <= 1e-12 * (sd + np.abs(mean))).all()
    kept = (model.covariance() - S) / np.outer(sd, sd)
    if structure == "diagonal":
        kept = np.diag(kept)
    if structure == "spherical":
        kept = np.trace(model.covariance()) / np.trace(S) - 1
    assert np.abs(kept).max() <= 1e-11


@pytest.mark.parametrize("structure", STRUCTURES)
def test_fits_of_the_penguins_keep_their_moments(structure):
    start = constrained(SPECIES, structure)
    for iterate in run(PENGUINS, start, 30, structure).history[1:]:
        np.testing.assert_allclose(iterate.model.mean(), PENGUINS.mean(axis=0), rtol=1e-13)
        S, expected = iterate.model.covariance(), np.cov(PENGUINS.T, bias=True)
        if structure in ("full", "tied"):
            np.testing.assert_allclose(S, expected, rtol=1e-11)
        elif structure == "diagonal":
            np.testing.assert_allclose(np.diag(S), np.diag(expected), rtol=1e-12)
        else:
            assert np.trace(S) == pytest.approx(np.trace(expected), rel=1e-12)


def falls(result, first=0):
    """Whether the objective falls by more than the rounding of its parts."""
    values = np.array([i.objective for i in result.history[first:]])
    sizes = np.array([abs(i.log_likelihood) + abs(i.objective) for i in result.history[first:]])
    lost = max(condition(i.model.covariances) for i in result.history)
    return (np.diff(values) < -1e-14 * (10 + lost) * (1 + sizes[1:])).any()


@given(problems(), st.data())
def test_the_posterior_never_falls(problem, data):
    X, start, structure, w = problem
    prior = data.draw(priors(start.n_dims))
    weight = w if data.draw(st.booleans()) else None
    assert not falls(run(X, start, 15, structure, prior=prior, sample_weight=weight))


@given(problems(), st.sampled_from([1e-6, 0.01, 0.3, 0.9, 0.999999]), st.booleans())
def test_the_likelihood_under_a_floor_never_falls(problem, floor, weighted):
    X, start, structure, w = problem
    w = w if weighted else np.ones(len(X))
    result = run(X, start, 15, structure, floor=floor, sample_weight=w)
    assert not falls(result, first=1)  # the start need not keep the floor
    mean = w @ X / w.sum()
    variances = w @ (X - mean) ** 2 / w.sum()
    if structure == "spherical":
        variances = np.full_like(variances, variances.mean())
    for iterate in result.history[1:]:
        least = np.sqrt(floor * variances)
        for S in iterate.model.covariances:
            assert np.linalg.eigvalsh(S / np.outer(least, least)).min() >= 1 - 1e-9


def after_one_step_with(prior, X, start, structure, w, update=PARTS):
    """The updates that Prior prints, from readable responsibilities."""
    K, D = start.means.shape
    r = e_step(X, start) * w[:, None]
    N_k, kappa = r.sum(axis=0), prior.mean_strength
    pi, mu = start.weights, start.means
    if "weights" in update:
        pi = (N_k + prior.concentration - 1) / (w.sum() + K * (prior.concentration - 1))
    if "means" in update:
        mu = (kappa * prior.mean + r.T @ X) / (kappa + N_k)[:, None]
    if "covariances" not in update:
        return GaussianMixture(pi, mu, start.covariances)
    scatters = np.array([(r[:, k, None] * (X - mu[k])).T @ (X - mu[k]) for k in range(K)])
    d = mu - prior.mean
    scatters += kappa * d[:, :, None] * d[:, None, :]
    if structure == "tied":  # one inverse-Wishart density for all, K Gaussian ones
        S = (prior.scatter + scatters.sum(axis=0)) / (prior.degrees + D + 1 + K + w.sum())
        return GaussianMixture(pi, mu, [S] * K)
    counts = prior.degrees + D + 2 + N_k
    return GaussianMixture(pi, mu, structured(prior.scatter + scatters, counts, structure))


@given(problems(), st.data())
def test_a_step_with_a_prior_is_its_formula(problem, data):
    X, start, structure, w = problem
    prior = data.draw(priors(start.n_dims))
    update = data.draw(st.sets(st.sampled_from(PARTS), min_size=1))
    model = run(X, start, 1, structure, prior=prior, sample_weight=w, update=update).model
    near(model, after_one_step_with(prior, X, start, structure, w, update))


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("strength", [1e-300, 1e-12, 1e12, 1e25, 1e300])
def test_a_mean_of_any_strength_leaves_a_width_that_is_no_rounding(strength, structure):
    prior = Prior([43.1, 200.3], [[9, 2], [2, 60]], mean_strength=strength, degrees=4)
    start = constrained(SPECIES, structure)
    model = run(PENGUINS, start, 1, structure, prior=prior).model
    if strength < 1:
        free = run(PENGUINS, start, 1, structure).model
        np.testing.assert_allclose(model.means, free.means, rtol=1e-13)
        return
    r = e_step(PENGUINS, start)
    d = PENGUINS - prior.mean
    scatters = np.einsum("nk,ni,nj->kij", r, d, d)
    counts = prior.degrees + 2 + 2 + r.sum(axis=0)
    expected = structured(prior.scatter + scatters, counts, structure)
    if structure == "tied":
        S = (prior.scatter + scatters.sum(axis=0)) / (prior.degrees + 2 + 1 + 3 + len(PENGUINS))
        expected = [S] * 3
    np.testing.assert_allclose(model.means, [prior.mean] * 3, rtol=1e-9)
    np.testing.assert_allclose(model.covariances, expected, rtol=1e-9, atol=1e-12)


@given(problems(), st.integers(0, 2**32))
def test_the_order_of_components_and_rows_is_arbitrary(problem, seed):
    X, start, structure, w = problem
    rng = np.random.default_rng(seed)
    rows, order = rng.permutation(len(X)), rng.permutation(start.n_components)
    reordered = lambda m: GaussianMixture(m.weights[order], m.means[order], m.covariances[order])  # noqa: E731
    here = run(X, start, 3, structure, sample_weight=w).model
    there = run(X[rows], reordered(start), 3, structure, sample_weight=w[rows]).model
    near(there, reordered(here))


@given(problems(), st.integers(0, 2**32), st.sampled_from([0, 1, 1e3, 1e6]))
def test_a_fit_follows_the_maps_that_keep_its_structure(problem, seed, offset):
    X, start, structure, w = problem
    rng, D = np.random.default_rng(seed), start.n_dims
    A = {
        "full": lambda: rotation(D, seed) @ np.diag(rng.uniform(0.5, 2, D)) @ rotation(D, seed + 1),
        "diagonal": lambda: np.diag(10 ** rng.uniform(-6, 6, D))[rng.permutation(D)],
        "spherical": lambda: 10 ** rng.uniform(-6, 6) * rotation(D, seed),
    }
    A = A["full" if structure == "tied" else structure]()
    b = offset * np.abs(A @ rng.normal(size=D))
    here = run(X, start, 2, structure, sample_weight=w)
    there = run(X @ A.T + b, constrained(moved(start, A, b), structure), 2, structure,
                sample_weight=w)  # fmt: skip
    assume(len(here.history) == len(there.history))
    # Moving rounds the data themselves: an offset costs its digits.
    near(there.model, moved(here.model, A, b), 1e-11 + 1e-15 * offset, offset=np.abs(b).max())
    volume = w.sum() * np.linalg.slogdet(A)[1]
    error = (1e-12 + 1e-15 * offset) * w.sum() * condition(start.covariances)
    assert there.log_likelihood + volume == pytest.approx(here.log_likelihood, rel=1e-12, abs=error)


@given(problems(), st.data())
def test_an_integer_weight_is_so_many_copies(problem, data):
    X, start, structure, _ = problem
    w = np.random.default_rng(data.draw(st.integers(0, 99))).integers(0, 4, len(X))
    w[: start.n_dims + 1] = 1
    options = {"prior": data.draw(st.one_of(st.none(), priors(start.n_dims)))}
    if options["prior"] is None:
        options["floor"] = data.draw(st.sampled_from([0, 0.1]))
    copies = np.repeat(X, w, axis=0)
    half = len(copies) // 2
    weighted = run(X, start, 3, structure, sample_weight=w, **options)
    for rows in (copies, [copies[:half], copies[half:]]):
        copied = run(rows, start, 3, structure, **options)
        assume(len(weighted.history) == len(copied.history))
        near(copied.model, weighted.model)
        assert copied.objective == pytest.approx(weighted.objective, rel=1e-11, abs=1e-9)


@given(problems(), st.data())
def test_chunks_of_any_sizes_give_the_fit_of_the_whole(problem, data):
    X, start, structure, w = problem
    cuts = sorted(data.draw(st.lists(st.integers(0, len(X)), max_size=6)))
    prior = data.draw(st.one_of(st.none(), priors(start.n_dims)))
    whole = run(X, start, 3, structure, sample_weight=w, prior=prior)
    parts = run(np.split(X, cuts), start, 3, structure, sample_weight=w, prior=prior)
    assume(len(whole.history) == len(parts.history))
    near(parts.model, whole.model)
    assert parts.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12, abs=1e-10)


@given(problems(), st.sets(st.sampled_from(PARTS), min_size=1, max_size=2), st.data())
def test_what_is_not_updated_is_held(problem, update, data):
    X, start, structure, w = problem
    prior = data.draw(st.one_of(st.none(), priors(start.n_dims)))
    result = run(X, start, 3, structure, sample_weight=w, update=update, prior=prior)
    assert not falls(result)
    for iterate in result.history:
        if "weights" not in update:
            np.testing.assert_array_equal(iterate.model.weights, start.weights)
        if "covariances" not in update:
            np.testing.assert_array_equal(iterate.model.covariances, start.covariances)
        if "means" not in update:  # in the coordinates of the fit, and back: the last place
            np.testing.assert_allclose(iterate.model.means, start.means, rtol=1e-15, atol=1e-14)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_identical_components_stay_identical_whatever_their_weights(structure):
    start = GaussianMixture([0.5, 0.3, 0.2], [[44, 200]] * 3, [np.diag([30.0, 200])] * 3)
    model = run(PENGUINS, constrained(start, structure), 5, structure).model
    one = run(PENGUINS, GaussianMixture([1], [[44, 200]], [np.eye(2) * 100]), 1).model
    for k in range(3):
        np.testing.assert_allclose(model.means[k], model.means[0], rtol=1e-14)
        np.testing.assert_allclose(model.covariances[k], model.covariances[0], rtol=1e-13)
    np.testing.assert_allclose(model.means[0], one.means[0], rtol=1e-13)
    np.testing.assert_allclose(model.weights, start.weights, rtol=1e-13)


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("options", [{"floor": 0.01}, {"prior": True}])
def test_fewer_points_than_dimensions_or_components(options, structure):
    rng = np.random.default_rng(0)
    for N, D, K in [(3, 5, 1), (3, 5, 4), (1, 2, 3), (2, 1, 5)]:
        X = rng.normal(size=(N, D))
        if N == 1 and "floor" in options:
            continue  # a single point has no variance that a floor could be a part of
        given = dict(options)
        if "prior" in options:
            given["prior"] = Prior(np.zeros(D), np.eye(D), mean_strength=0.1, degrees=D + 2)
        start = GaussianMixture(np.full(K, 1 / K), rng.normal(size=(K, D)), [2 * np.eye(D)] * K)
        result = em(X, start, covariance=structure, tolerance=1e-6, **given)
        assert result.converged
        assert not falls(result, first=1)
        assert np.linalg.eigvalsh(result.model.covariances).min() > 1e-3


def test_one_point_and_one_component_with_a_prior():
    prior = Prior([1, 2], [[2, 0.5], [0.5, 1]], mean_strength=0.5, degrees=4)
    start = GaussianMixture([1], [[0, 0]], [np.eye(2)])
    model = em([[4.0, -1.0]], start, prior=prior).model
    np.testing.assert_allclose(model.means, [[3, 0]], rtol=1e-14)
    d = np.array([3.0, -3])
    expected = (prior.scatter + np.outer(d, d) * 0.5 / 1.5) / (4 + 2 + 2 + 1)
    np.testing.assert_allclose(model.covariances[0], expected, rtol=1e-14)


def test_a_component_of_weight_0_has_no_part_in_a_fit_with_a_prior_of_concentration_1():
    start = GaussianMixture([0.6, 0.4, 0], [[38, 190], [47, 210], [44, 200]], [np.eye(2) * 50] * 3)
    prior = Prior([43, 200], [[9, 2], [2, 60]], mean_strength=0.5, degrees=4)
    two = GaussianMixture(start.weights[:2], start.means[:2], start.covariances[:2])
    model = run(PENGUINS, start, 10, prior=prior).model
    expected = run(PENGUINS, two, 10, prior=prior).model
    np.testing.assert_allclose(model.means[:2], expected.means, rtol=1e-12)
    np.testing.assert_allclose(model.weights, [*expected.weights, 0], rtol=1e-12, atol=1e-290)
    np.testing.assert_allclose(model.means[2], prior.mean, rtol=1e-14)
    np.testing.assert_allclose(model.covariances[2], prior.scatter / (4 + 2 + 2), rtol=1e-14)


def test_points_of_weight_0_have_no_part_wherever_they_are():
    X = np.r_[PENGUINS, [[1e150, -1e150], [0, 1e99]]]
    w = np.r_[np.ones(len(PENGUINS)), 0, 0]
    expected = run(PENGUINS, SPECIES, 5)
    result = run(X, SPECIES, 5, sample_weight=w)
    assert result.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-13)
    near(result.model, expected.model)


@settings(max_examples=25)
@given(problems(), st.sampled_from([1e-250, 1e-20, 1e20, 1e250]))
def test_only_ratios_of_weights_count(problem, factor):
    X, start, structure, w = problem
    expected = run(X, start, 3, structure, sample_weight=w)
    result = run(X, start, 3, structure, sample_weight=w * factor)
    assume(len(expected.history) == len(result.history))
    near(result.model, expected.model)
    assert result.log_likelihood / factor == pytest.approx(expected.log_likelihood, rel=1e-11)


@pytest.mark.parametrize(
    ("weight", "told"),
    [
        (1e308, "sample_weight has a sum beyond the range of float64; divide the weights."),
        (
            1e290,
            "sample_weight has a sum of 3.42e+292, too near the end of the range of float64 to "
            "compute with; divide the weights by their largest.",
        ),
        (
            1e-310,
            "sample_weight has a sum of 3.42e-308, too near the end of the range of float64 to "
            "compute with; divide the weights by their largest.",
        ),
    ],
)
def test_weights_whose_sums_would_lose_their_digits_are_refused(weight, told):
    w = np.full(len(PENGUINS), weight)
    assert message(lambda: em(PENGUINS, SPECIES, sample_weight=w), ValueError) == told
