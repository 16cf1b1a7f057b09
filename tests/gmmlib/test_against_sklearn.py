"""The path of scikit-learn where it is right, and its known failures, which are not ours."""

import numpy as np
import pytest
from oracles import em_path
from peers import fit_of_scikit_learn, parameters_of
from problems import rotation
from sklearn import datasets as peers_datasets
from sklearn.mixture import GaussianMixture as Peer

from gmmlib import GaussianMixture, constrained, datasets, em
from gmmlib.initial import kmeans_plus_plus_start, kmeans_start, random_points_start
from gmmlib.structure import STRUCTURES

rng = np.random.default_rng(0)
CLOUDS = np.r_[rng.normal(size=(120, 2)), rng.normal(size=(80, 2)) * [1, 0.7] + [4, 3]]
START = GaussianMixture([0.5, 0.5], [[0.5, 0], [3, 3.5]], [[[1.5, 0.2], [0.2, 1]]] * 2)


def blobs(N, D, K, seed):
    draw = np.random.default_rng(seed)
    centers, axes = 3 * draw.normal(size=(K, D)), rotation(D, seed) * draw.uniform(0.5, 2, D)
    return centers[draw.integers(0, K, N)] + draw.normal(size=(N, D)) @ axes


#: Data, and how many components.
DATA = {
    "running example": (datasets.running_example()[0], 2),
    "one dimension": (datasets.one_dimensional().X, 3),
    "plane": (datasets.two_dimensional().X, 3),
    "two bills of penguins": (datasets.penguins().X, 3),
    "four measurements of penguins": (datasets.penguins(datasets.MEASUREMENTS).X, 3),
    "iris": (peers_datasets.load_iris().data, 3),
    "wine": (peers_datasets.load_wine().data[:, [0, 6, 9]], 3),
    "breast cancer": (peers_datasets.load_breast_cancer().data[:, [1, 4]], 2),
    "five dimensions": (blobs(400, 5, 3, 1), 3),
    "ten dimensions": (blobs(1000, 10, 4, 2), 4),
    "far from the origin": (blobs(300, 2, 2, 3) + 50, 2),
}


def distance(ours, theirs):
    """Between parameters, in standard deviations of the components."""
    sd = np.sqrt(np.diagonal(ours.covariances, axis1=1, axis2=2))
    weights, means, covariances = theirs
    return max(
        np.abs(ours.weights - weights).max(),
        (np.abs(ours.means - means) / sd).max(),
        (np.abs(ours.covariances - covariances) / (sd[:, :, None] * sd[:, None, :])).max(),
    )


@pytest.mark.filterwarnings("ignore::gmmlib.ConvergenceWarning")
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("name", DATA)
def test_the_fit_is_that_of_scikit_learn(name, structure):
    X, K = DATA[name]
    start = kmeans_start(X, K, rng=0, covariance=structure)
    for n in (1, 7):
        ours = em(X, start, covariance=structure, tolerance=0, max_iterations=n)
        theirs = fit_of_scikit_learn(X, start, structure, max_iter=ours.n_iterations)
        assert distance(ours.model, parameters_of(theirs)) <= 1e-10
        assert ours.log_likelihood == pytest.approx(theirs.score(X) * len(X), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("name", DATA)
def test_at_convergence_it_still_is(name, structure):
    X, K = DATA[name]
    start = kmeans_start(X, K, rng=0, covariance=structure)
    ours = em(X, start, covariance=structure, tolerance=1e-12, max_iterations=3000)
    assert ours.converged
    theirs = fit_of_scikit_learn(X, start, structure, max_iter=ours.n_iterations)
    assert distance(ours.model, parameters_of(theirs)) <= 1e-10
    # Nothing more is to be won.
    further = fit_of_scikit_learn(X, start, structure, max_iter=2 * ours.n_iterations)
    assert ours.log_likelihood == pytest.approx(further.score(X) * len(X), abs=1e-7)


@pytest.mark.filterwarnings("ignore::gmmlib.ConvergenceWarning")
@pytest.mark.parametrize("structure", ["diagonal", "spherical", "tied"])
def test_an_offset_that_squares_cannot_bear(structure):
    """There a difference of squares, E[x x^T] - mu mu^T, is taken for the variance."""
    far = GaussianMixture(START.weights, START.means + 1e7, START.covariances)
    X, start = CLOUDS + 1e7, constrained(far, structure)
    _, _, exact, _ = em_path(X, start, 1, structure)
    exact = exact.astype(float)
    variances = np.diagonal(exact, axis1=1, axis2=2)
    ours = em(X, start, covariance=structure, max_iterations=1).model.covariances
    assert np.abs(ours - exact).max() <= 1e-13 * variances.max()
    _, _, theirs = parameters_of(fit_of_scikit_learn(X, start, structure, max_iter=1))
    assert (np.abs(np.diagonal(theirs, axis1=1, axis2=2) / variances - 1)).max() > 0.02


@pytest.mark.filterwarnings("ignore::gmmlib.ConvergenceWarning")
def test_an_offset_that_no_square_can_bear():
    far = GaussianMixture(START.weights, START.means + 1e9, START.covariances)
    for structure in ("diagonal", "spherical"):
        X, start = CLOUDS + 1e9, constrained(far, structure)
        with pytest.raises(ValueError, match="ill-defined empirical covariance"):
            fit_of_scikit_learn(X, start, structure, max_iter=20)
        ours = em(X, start, covariance=structure, tolerance=0, max_iterations=20)
        _, _, exact, _ = em_path(X, start, ours.n_iterations, structure)
        assert np.abs(ours.model.covariances - exact).max() <= 1e-13 * exact.max()


def test_small_numbers_are_not_widened():
    """There 1e-6 is added to every variance, whatever the unit."""
    unit = 1e-4
    X, start = datasets.one_dimensional().X, datasets.figure_11_2()
    small = GaussianMixture(start.weights, start.means * unit, start.covariances * unit**2)
    for options in ({}, {"floor": 1e-6}):
        ours, expected = em(X * unit, small, **options), em(X, start, **options)
        assert ours.n_iterations == expected.n_iterations
        np.testing.assert_allclose(ours.model.means, expected.model.means * unit, rtol=1e-9)
        np.testing.assert_allclose(
            ours.model.covariances, expected.model.covariances * unit**2, rtol=1e-9
        )
    peer = Peer(3, means_init=small.means, random_state=0).fit(X * unit)
    assert (peer.covariances_ > 50 * expected.model.covariances * unit**2).all()


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("unit", [1e-3, 1, 1e4])
def test_starts_are_as_wide_as_the_data(unit, structure):
    """There full covariances begin at 1e-6 times the identity, whatever the unit."""
    X = CLOUDS * unit
    for make in (kmeans_plus_plus_start, random_points_start):
        start = make(X, 3, rng=0, covariance=structure)
        widths = np.linalg.eigvalsh(start.covariances) / np.trace(np.cov(X.T)) * 2
        assert 0.01 < widths.min() <= widths.max() < 2
    for init in ("k-means++", "random_from_data"):
        peer = Peer(3, init_params=init)
        peer._initialize_parameters(X, np.random.RandomState(0))
        np.testing.assert_allclose(peer.covariances_, [1e-6 * np.eye(2)] * 3, rtol=1e-9, atol=1e-20)


def test_an_end_is_an_end():
    """There a rise of 1e-3 a point is one, and is called convergence."""
    X = datasets.penguins().X
    start = random_points_start(X, 3, rng=0)
    peer = fit_of_scikit_learn(X, start, "full", tol=1e-3, max_iter=100, reg_covar=1e-6)
    best = em(X, start, tolerance=0, max_iterations=5000)
    assert best.converged
    assert peer.converged_
    assert peer.score(X) * len(X) < best.log_likelihood - 5
    assert distance(best.model, parameters_of(peer)) > 0.3
    ours = em(X, start)
    assert ours.converged
    assert ours.log_likelihood > best.log_likelihood - 1e-4
    assert distance(ours.model, (best.model.weights, best.model.means, best.model.covariances)) < (
        1e-3
    )
