"""K-means against all partitions, scikit-learn and the limit of EM, and at any scale and offset."""

import itertools
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import arrays, message, rotation, unchanged
from sklearn.cluster import KMeans as PeerKMeans

from gmmlib import ConvergenceWarning, GaussianMixture, datasets, em
from gmmlib.kmeans import kmeans

X, _ = datasets.running_example()
PLANE = datasets.two_dimensional(300).X
PENGUINS = datasets.penguins(datasets.MEASUREMENTS).X


def objective(X, centers, w=None):
    """Sum of squared distances from the nearest centers, by all differences."""
    squared = ((X[:, None] - centers) ** 2).sum(axis=2).min(axis=1)
    return float(squared.sum() if w is None else w @ squared)


def partitions(n, k):
    """Labels of all partitions of n points into at most k groups."""
    for labels in itertools.product(range(k), repeat=n):
        if all(label <= max(labels[:i], default=-1) + 1 for i, label in enumerate(labels)):
            yield np.array(labels)


def optimum(X, k, w=None):
    """Least sum of squared distances from the means, over all partitions."""
    w = np.ones(len(X)) if w is None else w

    def scatter(group, share):
        mean = share @ group / share.sum()
        return float(share @ ((group - mean) ** 2).sum(axis=1))

    return min(
        sum(scatter(X[labels == j], w[labels == j]) for j in set(labels.tolist()))
        for labels in partitions(len(X), k)
    )


@pytest.mark.parametrize("K", [1, 2, 3, 4])
def test_several_starts_find_the_best_of_all_partitions(K):
    for seed in range(5):
        points = np.random.default_rng(seed).standard_normal((8, 2))
        assert kmeans(points, K, rng=0, starts=20).objective == pytest.approx(optimum(points, K))
    assert kmeans(X, K, rng=0).objective == pytest.approx(optimum(X, K))


def test_with_weights_too():
    w = np.array([1.0, 5, 1, 0.5, 2, 3, 0.1])
    for K in (2, 3):
        result = kmeans(X, K, rng=0, starts=20, sample_weight=w)
        assert result.objective == pytest.approx(optimum(X, K, w))


@settings(max_examples=100)
@given(st.data())
def test_the_objective_never_rises_and_is_that_of_its_centers(data):
    N, D = data.draw(st.integers(1, 15)), data.draw(st.integers(1, 3))
    points = arrays(data.draw, (N, D)).round(data.draw(st.integers(0, 3)))
    K = data.draw(st.integers(1, len(np.unique(points, axis=0))))
    start = data.draw(st.sampled_from([None, arrays(data.draw, (K, D))]))
    with unchanged(points):
        result = kmeans(points, K, start=start, starts=None if start is not None else 1, rng=0)
    values = [iterate.objective for iterate in result.history]
    assert (np.diff(values) <= 0).all()
    assert len(result.centers) == K
    for iterate in result.history:
        assert iterate.objective == pytest.approx(
            objective(points, iterate.centers), rel=1e-12, abs=1e-20
        )
    assert result.converged
    # At the end each point is at its nearest center, and each center the mean of its points.
    squared = ((points[:, None] - result.centers) ** 2).sum(axis=2)
    own = squared[np.arange(N), result.labels]
    assert (own <= squared.min(axis=1) + 1e-12 * (1 + squared.max())).all()
    for k in range(K):
        np.testing.assert_allclose(
            result.centers[k], points[result.labels == k].mean(axis=0), atol=1e-13
        )


@pytest.mark.parametrize(("points", "K"), [(PLANE, 3), (PLANE, 8), (PENGUINS, 5)])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_way_is_that_of_scikit_learn(points, K, weighted):
    rng = np.random.default_rng(K)
    w = rng.uniform(0.1, 3, len(points)) if weighted else None
    for _ in range(5):
        start = points[rng.choice(len(points), K, replace=False)]
        peer = PeerKMeans(K, init=start, n_init=1, tol=0, max_iter=1000, algorithm="lloyd")
        peer.fit(points, sample_weight=w)
        result = kmeans(points, K, start=start, sample_weight=w)
        assert not result.relocated
        np.testing.assert_array_equal(result.history[0].centers, start)
        np.testing.assert_allclose(result.centers, peer.cluster_centers_, rtol=1e-12)
        np.testing.assert_array_equal(result.labels, peer.labels_)
        assert result.objective == pytest.approx(peer.inertia_, rel=1e-12)


def test_it_is_em_with_narrow_equal_circles():
    start = PLANE[[0, 100, 200]]
    narrow = GaussianMixture([1 / 3] * 3, start, [1e-4 * np.eye(2)] * 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = em(PLANE, narrow, update=["means"], tolerance=0, max_iterations=200).model
    result = kmeans(PLANE, 3, start=start)
    np.testing.assert_allclose(model.means, result.centers, atol=1e-10)
    np.testing.assert_array_equal(model.responsibilities(PLANE).argmax(axis=1), result.labels)


@pytest.mark.parametrize("unit", [1e-150, 1e-3, 1e6, 1e150])
def test_units_and_axes_are_arbitrary(unit):
    start = PENGUINS[[0, 100, 200]]
    A = unit * rotation(4, 0)
    here, there = kmeans(PENGUINS, 3, start=start), kmeans(PENGUINS @ A.T, 3, start=start @ A.T)
    np.testing.assert_array_equal(there.labels, here.labels)
    np.testing.assert_allclose(there.centers, here.centers @ A.T, atol=1e-10 * unit)
    assert there.objective == pytest.approx(here.objective * unit * unit, rel=1e-11)


def test_an_offset_of_1e8_loses_nothing_but_what_storing_the_points_loses():
    far = PLANE + 1e8
    back = far - 1e8  # the same points without their offset: exact
    start = [0, 100, 200]
    here, there = kmeans(back, 3, start=back[start]), kmeans(far, 3, start=far[start])
    np.testing.assert_array_equal(there.labels, here.labels)
    assert there.objective == pytest.approx(here.objective, rel=1e-13)
    np.testing.assert_allclose(there.centers - 1e8, here.centers, atol=2e-8)  # stored at 1e8


def test_narrow_clusters_far_apart_are_told_apart():
    """Two pairs of clusters, 1 apart in each, at a distance of 1e8."""
    rng = np.random.default_rng(0)
    true = np.repeat([[0.0, 0], [1, 0], [1e8, 0], [1e8, 1]], 50, axis=0)
    points = true + 0.05 * rng.standard_normal(true.shape)
    start = points[[0, 50, 100, 150]]
    result = kmeans(points, 4, start=start)
    np.testing.assert_array_equal(result.labels, np.repeat(range(4), 50))
    assert result.objective == pytest.approx(objective(points, result.centers), rel=1e-7)
    assert result.objective < 2


def test_the_order_of_points_is_arbitrary_for_a_given_start():
    rows = np.random.default_rng(0).permutation(len(PLANE))
    start = PLANE[:4]
    here, there = kmeans(PLANE, 4, start=start), kmeans(PLANE[rows], 4, start=start)
    np.testing.assert_array_equal(there.labels, here.labels[rows])
    np.testing.assert_allclose(there.centers, here.centers, rtol=1e-12)


def test_a_weight_of_2_is_two_copies_and_of_0_none():
    w = np.random.default_rng(1).integers(0, 4, len(PLANE))
    for options in ({"start": PLANE[w > 0][:3]}, {"rng": 5}):
        weighted = kmeans(PLANE, 3, sample_weight=w, **options)
        copied = kmeans(np.repeat(PLANE, w, axis=0), 3, **options)
        np.testing.assert_allclose(weighted.centers, copied.centers, rtol=1e-12)
        np.testing.assert_array_equal(np.repeat(weighted.labels, w), copied.labels)
        assert weighted.objective == pytest.approx(copied.objective, rel=1e-12)


def test_equally_near_centers_go_to_the_first():
    points = [-1.0, 0, 1]
    assert kmeans(points, 2, start=[-1, 1], max_iterations=5).labels.tolist() == [0, 0, 1]
    assert kmeans(points, 2, start=[1, -1], max_iterations=5).labels.tolist() == [1, 0, 0]
    grid = np.array(list(itertools.product(range(5), repeat=2)), dtype=float) + 1e6
    start = [[1e6 + 2, 1e6], [1e6 + 2, 1e6 + 4]]
    labels = kmeans(grid, 2, start=start).labels
    assert (labels.reshape(5, 5) == [0, 0, 0, 1, 1]).all()


def test_an_empty_cluster_moves_to_the_farthest_point():
    result = kmeans(X, 3, start=[0, 0, 0])
    assert [tuple(r) for r in result.relocated] == [(1, 1, 6), (1, 2, 0)]
    assert result.relocated[0].cluster == 1
    assert str(result) == (
        "3 clusters of 7 points, objective 5.29167, converged after 2 iterations\n"
        "iteration 1: cluster 2 was empty, moved to X[6]\n"
        "iteration 1: cluster 3 was empty, moved to X[0]"
    )
    assert (np.diff([i.objective for i in result.history]) < 0).all()
    far = kmeans(X, 2, start=[100, 200])
    assert far.relocated
    assert len(set(far.labels.tolist())) == 2


@given(st.data())
def test_no_cluster_stays_empty(data):
    D, K = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 6))
    points = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 3), min_size=D, max_size=D), min_size=1)),
        dtype=float,
    )
    n_distinct = len(np.unique(points, axis=0))
    start = np.full((K, D), 9.0)
    if n_distinct < K:
        s = "" if n_distinct == 1 else "s"
        told = (
            f"X has only {n_distinct} distinct point{s}, fewer than n_clusters = {K}; ask for at "
            f"most {n_distinct}."
        )
        assert message(lambda: kmeans(points, K, rng=0), ValueError) == told
        assert message(lambda: kmeans(points, K, start=start), ValueError) == told
        return
    for result in (kmeans(points, K, rng=0, starts=1), kmeans(points, K, start=start)):
        assert set(result.labels.tolist()) == set(range(K))
        if n_distinct == K:
            assert result.objective == 0


def test_as_many_clusters_as_points():
    result = kmeans(X, 7, rng=3)
    assert result.objective == 0
    assert sorted(result.centers.ravel()) == X.ravel().tolist()


def test_the_same_seed_gives_the_same_bits():
    one, two = (kmeans(PENGUINS, 4, rng=8) for _ in range(2))
    np.testing.assert_array_equal(one.centers, two.centers)
    np.testing.assert_array_equal(one.labels, two.labels)
    other = kmeans(PENGUINS, 4, rng=np.random.default_rng(8))
    np.testing.assert_array_equal(one.centers, other.centers)


def test_seeds_are_spread_better_than_by_chance():
    """Greedy k-means++ against seeds drawn uniformly, before any iteration."""
    rng = np.random.default_rng(0)
    means = 20 * rng.standard_normal((10, 2))
    points = (means[:, None] + rng.standard_normal((10, 30, 2))).reshape(-1, 2)

    def mean_start(draw):
        return np.mean([objective(points, draw(seed)) for seed in range(20)])

    spread = mean_start(lambda s: kmeans(points, 10, starts=1, rng=s).history[0].centers)
    drawn = mean_start(lambda s: np.random.default_rng(s).choice(points, 10, replace=False))
    assert spread < drawn / 4
    # Arthur and Vassilvitskii (2007): at most 8 (log K + 2) times the optimum, on average.
    best = kmeans(points, 10, rng=0).objective
    assert spread < 8 * (np.log(10) + 2) * best


def test_running_out_of_iterations_is_told():
    with pytest.warns(ConvergenceWarning) as caught:
        result = kmeans(PLANE, 5, rng=0, max_iterations=1)
    assert [str(w.message) for w in caught] == [
        "kmeans stopped after 1 iterations, while points still changed their cluster; raise "
        "max_iterations."
    ]
    assert caught[0].filename == __file__
    assert (result.converged, result.n_iterations) == (False, 1)
    assert str(result).endswith("stopped after 1 iterations")


def test_the_result_is_a_value():
    result = kmeans(X, 3, rng=0)
    for array in (result.centers, result.labels, result.history[0].centers):
        assert not array.flags.writeable
    with pytest.raises(AttributeError):
        result.labels = result.labels
    again = pickle.loads(pickle.dumps(result))
    np.testing.assert_array_equal(again.centers, result.centers)


def test_memory_is_bounded():
    import tracemalloc

    points = np.random.default_rng(0).standard_normal((100_000, 4))
    tracemalloc.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        kmeans(points, 50, start=points[:50], max_iterations=3)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Two copies of the data, their labels twice; never N K numbers.
    assert peak < 3.5 * points.nbytes < 8 * len(points) * 50


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda: kmeans([[[1.0]]], 1),
            ValueError,
            "X must have shape (N,) or (N, D), got shape (1, 1, 1).",
        ),
        (lambda: kmeans(X, 0), ValueError, "n_clusters must be at least 1, got 0."),
        (lambda: kmeans(X, 2.0), TypeError, "n_clusters must be a whole number, got 2.0."),
        (
            lambda: kmeans(X, 8),
            ValueError,
            "X has only 7 distinct points, fewer than n_clusters = 8; ask for at most 7.",
        ),
        (
            lambda: kmeans(X, 3, sample_weight=[1, 1, 0, 0, 0, 0, 0]),
            ValueError,
            "X has only 2 distinct points, fewer than n_clusters = 3; ask for at most 2.",
        ),
        (
            lambda: kmeans(X, 2, start=[[0, 0], [1, 1]]),
            ValueError,
            "start must have as many dimensions as X, 1, got 2.",
        ),
        (
            lambda: kmeans(X, 2, start=[1, 2], starts=3),
            ValueError,
            "start and starts exclude each other: give centers to start from, or how many starts "
            "to make.",
        ),
        (lambda: kmeans(X, 2, starts=0), ValueError, "starts must be at least 1, got 0."),
        (
            lambda: kmeans(X, 2, max_iterations=0),
            ValueError,
            "max_iterations must be at least 1, got 0.",
        ),
        (
            lambda: kmeans(X, 2, rng="a"),
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got 'a'.",
        ),
        (
            lambda: kmeans([0, 1e200], 2),
            ValueError,
            "X spans so much that its squared distances exceed the range of float64; rescale the "
            "data.",
        ),
        (
            lambda: kmeans([0, np.nan], 2),
            ValueError,
            "X[1] is nan; every entry must be finite: remove or replace it.",
        ),
    ],
)
def test_bad_arguments(call, kind, told):
    assert message(call, kind) == told


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda: kmeans([0.0, 1, 5, 6, 1e160], 2, sample_weight=[1, 1, 1, 1, 0]),
            "X[4] is so far from the points that count that its squared distance exceeds the range "
            "of float64; rescale the data, or leave that row out.",
        ),
        (
            lambda: kmeans([0.0, 1, 2], 2, start=[0, 1e200]),
            "start[1] is so far from the points that count that its squared distance exceeds the "
            "range of float64; start among the data.",
        ),
        (
            lambda: kmeans([1e-200, 2e-200], 1, start=[1e300]),
            "start[0] is so far from the points that count that its squared distance exceeds the "
            "range of float64; start among the data.",
        ),
        (
            lambda: kmeans([1e153, -1e153, 5e153], 1, sample_weight=[1e6] * 3),
            "the sum of squared distances exceeds the range of float64; rescale the data, or "
            "divide the weights.",
        ),
    ],
)
def test_sums_beyond_float64_are_refused(call, told):
    assert message(call, ValueError) == told
