"""Starts: made of the data, of their structure, never singular, the same in any unit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import arrays, message, unchanged

from gmmlib import GaussianMixture, datasets
from gmmlib.initial import kmeans_plus_plus_start, kmeans_start, random_points_start
from gmmlib.kmeans import kmeans
from gmmlib.structure import STRUCTURES, has_structure

X, _ = datasets.running_example()
PENGUINS = datasets.penguins(datasets.MEASUREMENTS).X
MAKERS = [kmeans_plus_plus_start, kmeans_start, random_points_start]


def close(model, expected, rtol=1e-9):
    np.testing.assert_allclose(model.weights, expected.weights, rtol=rtol)
    np.testing.assert_allclose(model.means, expected.means, rtol=rtol)
    np.testing.assert_allclose(model.covariances, expected.covariances, rtol=rtol)


@pytest.mark.parametrize("make", MAKERS)
@given(st.data())
def test_a_start_is_a_mixture_of_the_structure(make, data):
    N, D = data.draw(st.integers(3, 15)), data.draw(st.integers(1, 3))
    # Points on an odd grid, some of them twice, and D + 1 that span the space.
    points = np.vstack([arrays(data.draw, (N, D)).round(), 20 * np.eye(D), np.full((1, D), 7.5)])
    structure = data.draw(st.sampled_from(STRUCTURES))
    K = data.draw(st.integers(1, len(np.unique(points, axis=0))))
    seed = data.draw(st.integers(0, 100))
    with unchanged(points):
        model = make(points, K, seed, covariance=structure)
    assert (model.n_components, model.n_dims) == (K, D)
    assert has_structure(model.covariances, structure)
    assert (model.weights > 0).all()
    # No component is wider than the data, or flat: EM can begin.
    assert np.isfinite(model.log_likelihood(points))
    assert np.linalg.eigvalsh(model.covariances).min() > 0


def test_random_points_are_points_with_the_covariance_of_the_data():
    S = np.cov(PENGUINS.T, bias=True)
    model = random_points_start(PENGUINS, 5, 3)
    assert {tuple(m.round(9)) for m in model.means} <= {tuple(x.round(9)) for x in PENGUINS}
    assert len(np.unique(model.means, axis=0)) == 5
    np.testing.assert_array_equal(model.weights, np.full(5, 0.2))
    for covariance in model.covariances:
        np.testing.assert_allclose(covariance, S / 5 ** (2 / 4), rtol=1e-11)
    tied, diagonal, spherical = (
        random_points_start(PENGUINS, 5, 3, covariance=c).covariances[2] * 5 ** (2 / 4)
        for c in ("tied", "diagonal", "spherical")
    )
    np.testing.assert_allclose(tied, S, rtol=1e-11)
    np.testing.assert_allclose(diagonal, np.diag(np.diag(S)), rtol=1e-11)
    np.testing.assert_allclose(spherical, np.trace(S) / 4 * np.eye(4), rtol=1e-11)


def test_points_are_drawn_in_proportion_to_their_weights():
    w = np.array([1.0, 0, 2, 3, 0, 1, 1])
    counts = np.zeros(7)
    for seed in range(2000):
        mean = random_points_start(X, 1, seed, sample_weight=w).means[0]
        counts[np.argmin(np.abs(X - mean))] += 1
    expected = 2000 * w / w.sum()
    assert (counts[w == 0] == 0).all()
    chi2 = ((counts - expected)[w > 0] ** 2 / expected[w > 0]).sum()
    assert chi2 < 18.5  # 4 degrees of freedom, p = 0.001


def by_hand(points, labels, K):
    """The formulas of the notes, group by group."""
    N, D = points.shape
    nu, B = D + 1, np.cov(points.T, bias=True).reshape(D, D) / K ** (2 / D)
    groups = [points[labels == k] for k in range(K)]
    scatters = [(g - g.mean(axis=0)).T @ (g - g.mean(axis=0)) for g in groups]
    W = (sum(scatters) + nu * B) / (N + nu)
    return GaussianMixture(
        [len(g) / N for g in groups],
        [g.mean(axis=0) for g in groups],
        [(S + nu * W) / (len(g) + nu) for S, g in zip(scatters, groups, strict=True)],
    )


def labels_of(model, points):
    """The groups whose means are the model's: K-means in standard deviations, run to its end."""
    z = points / points.std(axis=0)
    return kmeans(z, len(model.means), start=model.means / points.std(axis=0)).labels


@pytest.mark.parametrize("K", [1, 3, 6])
def test_a_start_by_k_means_is_made_of_its_clusters(K):
    model = kmeans_start(PENGUINS, K, 0)
    close(model, by_hand(PENGUINS, labels_of(model, PENGUINS), K))


def test_a_start_by_seeds_is_made_of_the_points_nearest_to_them():
    """In one dimension with two seeds, every such start is a cut of the sorted points."""
    for seed in range(10):
        model = kmeans_plus_plus_start(X, 2, seed)
        cuts = [by_hand(X, (np.arange(7) >= n).astype(int), 2) for n in range(1, 7)]
        order = np.argsort(model.means[:, 0])
        sorted_model = GaussianMixture(
            model.weights[order], model.means[order], model.covariances[order]
        )
        distances = [np.abs(c.means - sorted_model.means).max() for c in cuts]
        close(sorted_model, cuts[int(np.argmin(distances))])


@pytest.mark.parametrize("make", MAKERS)
def test_one_point_a_component_is_not_singular(make):
    points = np.random.default_rng(0).standard_normal((5, 2))
    model = make(points, 5, 0)
    S = np.cov(points.T, bias=True)
    ratio = np.linalg.eigvals(np.linalg.solve(S, model.covariances)).real
    assert ratio.min() > 0.01
    assert ratio.max() <= 1


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("unit", [2.0**-498, 1e-3, 1e6, 2.0**498])
def test_units_are_arbitrary(make, structure, unit):
    """Each axis has its own unit; all have the same one where the structure is spherical."""
    units = np.full(4, unit) if structure == "spherical" else unit * np.array([1, 1e3, 0.1, 7])
    here = make(PENGUINS, 4, 2, covariance=structure)
    there = make(PENGUINS * units, 4, 2, covariance=structure)
    np.testing.assert_allclose(there.weights, here.weights, rtol=1e-12)
    np.testing.assert_allclose(there.means, here.means * units, rtol=1e-10)
    np.testing.assert_allclose(
        there.covariances / unit / unit,
        here.covariances * np.outer(units / unit, units / unit),
        rtol=1e-9, atol=1e-9,
    )  # fmt: skip


@pytest.mark.parametrize("make", MAKERS)
def test_the_origin_is_arbitrary(make):
    far = PENGUINS + 1e8
    here, there = make(far - 1e8, 3, 1), make(far, 3, 1)
    np.testing.assert_allclose(there.weights, here.weights, rtol=1e-12)
    np.testing.assert_allclose(there.means - 1e8, here.means, atol=3e-8)
    np.testing.assert_allclose(there.covariances, here.covariances, rtol=1e-9)


@pytest.mark.parametrize("make", MAKERS)
def test_a_weight_of_2_is_two_copies_and_of_0_none(make):
    w = np.random.default_rng(1).integers(0, 4, len(PENGUINS))
    close(make(PENGUINS, 4, 6, sample_weight=w), make(np.repeat(PENGUINS, w, axis=0), 4, 6))


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_seed_gives_the_same_start(make):
    one, two = make(PENGUINS, 4, 9), make(PENGUINS, 4, np.random.default_rng(9))
    for name in ("weights", "means", "covariances"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert (make(PENGUINS, 4, 10).means != one.means).any()


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("X", "K", "options", "kind", "told"),
    [
        ([], 1, {}, ValueError, "X is empty (shape (0,)); at least one number is needed."),
        (X, 0, {}, ValueError, "n_components must be at least 1, got 0."),
        (
            [1.0, 1, 2],
            3,
            {},
            ValueError,
            "X has only 2 distinct points, fewer than n_components = 3; ask for at most 2.",
        ),
        (
            X,
            2,
            {"covariance": "round"},
            ValueError,
            "covariance must be one of full, diagonal, spherical, tied; got 'round'.",
        ),
        (
            X,
            2,
            {"rng": -1},
            ValueError,
            "rng must be at least 0, got -1.",
        ),
        (
            [[0.1, 1], [0.1, 2], [0.1, 4]],
            1,
            {},
            ValueError,
            "X is constant in dimension 0, up to rounding, and no start can be made from it; drop "
            "that dimension, or give a start of your own.",
        ),
        (
            [3.0, 3],
            1,
            {"covariance": "spherical"},
            ValueError,
            "X is constant in dimension 0, up to rounding, and no start can be made from it; drop "
            "that dimension, or give a start of your own.",
        ),
        (
            [[0.0, 1e200], [1, 2]],
            1,
            {},
            ValueError,
            "X spans so much that its squared distances exceed the range of float64; rescale the "
            "data.",
        ),
        (
            [[1.0, 0], [2, 1e-160]],
            1,
            {},
            ValueError,
            "X spans so little in dimension 1 that its squared distances fall below the range of "
            "float64; rescale the data.",
        ),
        (
            [[1.0, 0], [2, 1e-300]],
            1,
            {"covariance": "tied"},
            ValueError,
            "X spans so little in dimension 1 that its squared distances fall below the range of "
            "float64; rescale the data.",
        ),
        (
            [1e-200, 2e-200, 5.0],
            1,
            {"covariance": "spherical", "sample_weight": [1, 1, 0]},
            ValueError,
            "X spans so little in dimension 0 that its squared distances fall below the range of "
            "float64; rescale the data.",
        ),
    ],
)
def test_bad_arguments(make, X, K, options, kind, told):
    assert message(lambda: make(X, K, **options), kind) == told


@pytest.mark.parametrize("make", MAKERS)
def test_points_on_a_line_have_starts_without_correlations_alone(make):
    points = np.outer(np.arange(6.0), [1, 2])
    for structure in ("diagonal", "spherical"):
        assert make(points, 2, 0, covariance=structure).n_components == 2
    for structure in ("full", "tied"):
        told = message(lambda s=structure: make(points, 2, 0, covariance=s), ValueError)
        assert told.startswith(
            "the covariance of X is not positive definite: the smallest eigenvalue of its "
            "correlation matrix is "
        )
        assert told.endswith("; drop dimensions that are linear in others.")


@pytest.mark.parametrize("make", MAKERS)
def test_circles_need_one_dimension_that_spreads(make):
    points = np.array([[1.0, 0], [2, 1e-200], [4, 3e-200], [5, 0]])
    model = make(points, 2, 0, covariance="spherical")
    assert model.covariances.min(where=np.eye(2, dtype=bool), initial=np.inf) > 1e-3


@pytest.mark.parametrize("make", MAKERS)
def test_rows_that_do_not_count_may_be_anywhere(make):
    points = np.array([0.0, 1, 3, 1e200, 5, 6])
    model = make(points, 2, 0, sample_weight=[1, 1, 1, 0, 1, 2])
    assert model == make(points[points < 9], 2, 0, sample_weight=[1, 1, 1, 1, 2])
