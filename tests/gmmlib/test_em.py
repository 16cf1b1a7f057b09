"""EM: its history, its end, its collapses, and the same path as scikit-learn's."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from problems import (
    NOT_NUMBERS,
    Frame,
    message,
    mixtures_with_data,
    moved,
    rotation,
    rounding,
    unchanged,
)
from sklearn.exceptions import ConvergenceWarning as PeerWarning
from sklearn.mixture import GaussianMixture as PeerMixture

from gmmlib import (
    CollapseError,
    ConvergenceWarning,
    GaussianMixture,
    datasets,
    e_step,
    em,
    m_step,
)

X, START = datasets.running_example()
REMEDIES = (
    "start elsewhere, use fewer components, remove duplicate points, drop dimensions that are "
    "constant or linear in others, or give a floor or a prior."
)


def iterates(X, start, n=6, **options):
    """Up to n iterations, and what came before a collapse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            return em(X, start, max_iterations=n, **options).history
        except CollapseError as error:
            return error.history


@settings(max_examples=25)
@given(mixtures_with_data(min_points=4, max_points=20))
def test_the_likelihood_never_falls_and_each_value_belongs_to_its_model(case):
    start, X = case
    history = iterates(X, start, 12, tolerance=0)
    assert history[0].model is start
    values = np.array([iterate.log_likelihood for iterate in history])
    # Rounding of a sum of N log densities, each a few units in its last place.
    noise = 1e-14 * len(X) * (10 + np.abs(values).max())
    assert (np.diff(values) >= -noise).all()
    for iterate in history:
        own = iterate.model.log_likelihood(X)
        assert abs(iterate.log_likelihood - own) <= rounding(iterate, X)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_components_and_points_is_arbitrary(seed):
    X, start = datasets.two_dimensional(200).X, datasets.two_dimensional_mixture()
    rng = np.random.default_rng(seed)
    rows, order = rng.permutation(len(X)), rng.permutation(3)
    other = GaussianMixture(start.weights[order], start.means[order], start.covariances[order])
    here, there = (iterates(*given, 5, tolerance=0) for given in ((X, start), (X[rows], other)))
    for mine, theirs in zip(here, there, strict=True):
        close = {"rtol": 1e-10, "atol": 1e-10}
        np.testing.assert_allclose(theirs.model.weights, mine.model.weights[order], **close)
        np.testing.assert_allclose(theirs.model.means, mine.model.means[order], **close)
        np.testing.assert_allclose(theirs.model.covariances, mine.model.covariances[order], **close)
        assert theirs.log_likelihood == pytest.approx(mine.log_likelihood, rel=1e-12)


@pytest.mark.parametrize("unit", [1e-140, 1e-3, 1, 1e4, 1e140])
@pytest.mark.parametrize("shift", [0, 100])
def test_units_origin_and_axes_are_arbitrary(unit, shift):
    start = datasets.two_dimensional_mixture()
    X = datasets.two_dimensional(200).X
    A, b = unit * rotation(2, 1), unit * shift * np.array([1, -1])
    here = iterates(X, start, 5, tolerance=0)
    there = iterates(X @ A.T + b, moved(start, A, b), 5, tolerance=0)
    assert len(here) == len(there) == 6
    for mine, theirs in zip(here, there, strict=True):
        expected = moved(mine.model, A, b)
        np.testing.assert_allclose(theirs.model.weights, expected.weights, rtol=1e-9)
        np.testing.assert_allclose(theirs.model.means, expected.means, rtol=0, atol=1e-9 * unit)
        np.testing.assert_allclose(
            theirs.model.covariances, expected.covariances, rtol=0, atol=1e-9 * unit**2
        )
        assert theirs.log_likelihood == pytest.approx(
            mine.log_likelihood - len(X) * 2 * np.log(unit), rel=1e-10
        )


def test_an_offset_of_1e8():
    there = GaussianMixture(START.weights, START.means + 1e8, START.covariances)
    for mine, theirs in zip(iterates(X, START, 8), iterates(X + 1e8, there, 8), strict=False):
        # Means are rounded to 1e-8 there, and no worse.
        np.testing.assert_allclose(theirs.model.means - 1e8, mine.model.means, atol=1e-6)
        assert theirs.log_likelihood == pytest.approx(mine.log_likelihood, rel=1e-6)


PENGUINS = datasets.penguins().X
FITS = {
    "running example": (X, START, 11),
    "plane": (datasets.two_dimensional(300).X, datasets.two_dimensional_mixture(), 60),
    "penguins": (
        PENGUINS,
        GaussianMixture(
            [0.4, 0.3, 0.3], [[38, 190], [49, 196], [47, 217]], [np.diag([9.0, 49])] * 3
        ),
        80,
    ),
    "one component": (PENGUINS, GaussianMixture([1], [[40, 200]], [np.diag([9.0, 49])]), 3),
}


@pytest.mark.parametrize("name", FITS)
def test_the_path_is_that_of_scikit_learn(name):
    data, start, n = FITS[name]
    peer = PeerMixture(
        start.n_components, weights_init=start.weights, means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances), reg_covar=0, tol=0, max_iter=n,
        random_state=0,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PeerWarning)  # tol=0 never converges
        peer.fit(data)
    model = start
    for _ in range(n):
        model = m_step(data, e_step(data, model))
    np.testing.assert_allclose(model.weights, peer.weights_, rtol=1e-8)
    np.testing.assert_allclose(model.means, peer.means_, rtol=1e-8)
    np.testing.assert_allclose(model.covariances, peer.covariances_, rtol=1e-6)
    mine = em(data, start, tolerance=1e-9)
    assert mine.converged
    assert mine.log_likelihood == pytest.approx(peer.score(data) * len(data), rel=1e-7)


def test_at_the_end_the_gradient_vanishes():
    result = em(X, START, tolerance=0)
    model = result.model
    r = e_step(X, model)
    for k, (pi, mu, Sigma) in enumerate(model):
        pull = r[:, k] @ (X - mu)  # (11.22c), times the covariance
        assert np.abs(pull).max() < 1e-6
        spread = r[:, k] @ (X - mu) ** 2 - r[:, k].sum() * Sigma[0]  # (11.36d)
        assert np.abs(spread).max() < 1e-6
        assert r[:, k].sum() / len(X) == pytest.approx(pi, abs=1e-7)  # (11.44b), (11.48)


@pytest.mark.parametrize("tolerance", [1e-12, 1e-6, 1e-3, 0.5])
def test_the_tolerance_is_of_the_mean_log_likelihood(tolerance):
    result = em(X, START, tolerance=tolerance)
    values = [iterate.log_likelihood for iterate in result.history]
    rises = np.diff(values) / len(X)
    assert result.converged
    assert rises[-1] <= tolerance
    assert (rises[:-1] > tolerance).all()
    assert result.n_iterations == len(rises)
    assert result.model is result.history[-1].model
    assert result.log_likelihood == values[-1]


def test_the_end_does_not_depend_on_the_unit():
    start = GaussianMixture([0.5, 0.5], [[40, 195], [48, 215]], [np.diag([9.0, 60])] * 2)
    lengths = [
        em(PENGUINS * unit, moved(start, np.eye(2) * unit, 0), tolerance=1e-7).n_iterations
        for unit in (1, 1e3, 2.0**400, 2.0**-400)
    ]
    assert len(set(lengths)) == 1
    assert lengths[0] > 20


def test_one_component_takes_the_moments_of_the_sample():
    result = em(PENGUINS, GaussianMixture([1], [[0, 0]], [np.eye(2) * 1e4]))
    assert result.n_iterations == 2
    assert result.model.weights.tolist() == [1]
    np.testing.assert_allclose(result.model.means[0], PENGUINS.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(
        result.model.covariances[0], np.cov(PENGUINS.T, bias=True), rtol=1e-12
    )


def test_identical_components_stay_identical():
    result = em(X, GaussianMixture([0.5, 0.5], [1, 1], [2, 2]))
    np.testing.assert_array_equal(result.model.means[0], result.model.means[1])
    np.testing.assert_array_equal(result.model.covariances[0], result.model.covariances[1])


def test_fifty_dimensions():
    rng = np.random.default_rng(6)
    truth = GaussianMixture([0.3, 0.7], [np.zeros(50), np.full(50, 2)], [np.eye(50)] * 2)
    data, z = truth.sample(600, rng)
    result = em(data, GaussianMixture([0.5, 0.5], truth.means + 0.1, truth.covariances * 2))
    assert result.converged
    np.testing.assert_array_equal(result.model.responsibilities(data).argmax(axis=1), z)
    np.testing.assert_allclose(result.model.weights, np.bincount(z) / 600, atol=1e-6)


def test_data_in_other_containers_are_computed_in_float64():
    expected = em([-3, 0, 2, 4], GaussianMixture([1], [0], [1])).model
    for data in (
        Frame([[-3], [0], [2], [4]]),
        np.int8([-3, 0, 2, 4]),
        np.float32([-3, 0, 2, 4]),
        [-3.0, 0, 2, 4],
    ):
        model = em(data, GaussianMixture([1], [0], [1])).model
        np.testing.assert_array_equal(model.covariances, expected.covariances)


def test_arguments_stay():
    data = X.copy()
    with unchanged(data, START.means):
        result = em(data, START)
    assert result.history[0].model is START
    assert not any(np.shares_memory(i.model.means, data) for i in result.history)


def test_an_end_without_convergence_is_a_warning_at_the_callers_line():
    with pytest.warns(ConvergenceWarning) as caught:
        result = em(X, START, max_iterations=3)
    assert [str(w.message) for w in caught] == [
        "em stopped after 3 iterations, the last of which still raised the log-likelihood by "
        "0.00372; raise max_iterations or tolerance."
    ]
    assert caught[0].filename == __file__
    assert not result.converged
    assert result.n_iterations == 3
    assert issubclass(ConvergenceWarning, UserWarning)


def collapse(X, start):
    with pytest.raises(CollapseError) as error:
        em(X, start)
    return error.value


def test_a_component_that_shrinks_onto_a_point_keeps_its_history():
    data = np.array([-1.0, 0, 1, 2, 50])
    start = GaussianMixture([0.5, 0.5], [0, 50], [1, 1])
    error = collapse(data, start)
    assert isinstance(error, ValueError)
    assert (error.component, error.iteration) == (1, 1)
    assert [iterate.model for iterate in error.history] == [start]
    assert str(error) == (
        "component 2 collapsed in iteration 1: its covariance became singular around X[4] = "
        f"[50.0], where the likelihood grows without bound; {REMEDIES}"
    )


def test_a_collapse_after_some_iterations_keeps_them_all():
    data = [-2.0, -1, 0, 1, 2, 7]
    error = collapse(data, GaussianMixture([0.5, 0.5], [0, 5], [4, 4]))
    assert error.component == 1
    assert error.iteration > 1
    assert len(error.history) == error.iteration
    values = [iterate.log_likelihood for iterate in error.history]
    assert (np.diff(values) > 0).all()
    assert str(error) == (
        f"component 2 collapsed in iteration {error.iteration}: its covariance became singular "
        f"around X[5] = [7.0], where the likelihood grows without bound; {REMEDIES}"
    )


@pytest.mark.parametrize("weight", [0, 1e-300])
def test_a_component_that_loses_all_points_is_named(weight):
    start = GaussianMixture([1 - weight, weight], [1, 1e3], [4, 1])
    error = collapse(X, start)
    assert (error.component, error.iteration, len(error.history)) == (1, 1, 1)
    assert str(error) == f"component 2 lost all its points in iteration 1; {REMEDIES}"


@pytest.mark.parametrize(
    ("data", "start"),
    [
        ([4.73], GaussianMixture([1], [0], [1])),
        ([4.73], GaussianMixture([0.2, 0.3, 0.5], [0, 1, 6], [1, 1, 1])),
        ([0.1, 0.1, 0.1], GaussianMixture([1], [0], [1])),
        ([0.1] * 7, GaussianMixture([0.4, 0.6], [0, 1], [1, 2])),
        ([0.1, 5, 9.3], GaussianMixture([1 / 3] * 3, [0.1, 5, 9.3], [0.01] * 3)),
        ([[0.1, 0.7]] * 3, GaussianMixture([1], [[0, 0]], [np.eye(2)])),
        ([[0.1, 3], [0.1, 4], [0.1, 6]], GaussianMixture([1], [[0, 0]], [np.eye(2)])),
        ([[0.1, 0.2], [0.3, 0.6], [0.7, 1.4]], GaussianMixture([1], [[0, 0]], [np.eye(2)])),
        ([[0.1, 0.2], [0.3, 0.5]], GaussianMixture([1], [[0, 0]], [np.eye(2)])),
    ],
)
def test_data_that_give_a_component_no_width_are_a_collapse(data, start):
    error = collapse(data, start)
    assert "its covariance became singular around X[" in str(error)
    assert error.history[0].model is start


def test_duplicates_never_end_as_a_width_made_of_rounding():
    rng = np.random.default_rng(0)
    outcomes = set()
    for _ in range(150):
        value, copies = rng.normal() * 10 ** rng.uniform(-3, 3), rng.integers(2, 6)
        data = np.r_[[value] * copies, value + abs(value) * rng.normal(3, 1, size=5)]
        start = GaussianMixture([0.5, 0.5], rng.choice(data, 2), [data.var() * 0.05] * 2)
        try:
            model = em(data, start).model
        except CollapseError:
            outcomes.add("collapse")
        else:
            outcomes.add("fit")
            assert np.sqrt(model.covariances.min()) > 1e-12 * np.abs(data).max()
    assert outcomes == {"collapse", "fit"}


def test_the_component_that_collapsed_is_found_whatever_the_units():
    cloud = np.array([[-1, 1], [1, -1], [-1, -1], [1, 1], [-0.5, 1.2]]) * [1e-6, 1e6]
    data = np.vstack([cloud, [[1, 1e9]] * 2])
    healthy = np.diag([1e-12, 1e12])
    error = collapse(data, GaussianMixture([0.5, 0.5], [[0, 0], [1, 1e9]], [healthy] * 2))
    assert error.component == 1
    assert "X[5] = [1.0, 1000000000.0]" in str(error)


def test_as_many_components_as_points_collapse_or_share():
    start = GaussianMixture(np.full(7, 1 / 7), X.ravel(), np.full(7, 0.5))
    error = collapse(X, start)
    assert error.iteration == len(error.history)


@pytest.mark.parametrize(
    ("X", "told"),
    [
        ([], "X is empty (shape (0,)); at least one number is needed."),
        (1, "X must have shape (N,) or (N, 1), got a scalar; for a single point write [x]."),
        ([[1, 2]], "X must have shape (N,) or (N, 1), got shape (1, 2)."),
        ([1, np.nan], "X[1] is nan; every entry must be finite: remove or replace it."),
        ([-np.inf, 1], "X[0] is -inf; every entry must be finite: remove or replace it."),
        (
            [0, 1e200],
            "X[1] is so far from every component that its squared distance exceeds the range of "
            "float64; rescale the data.",
        ),
    ],
)
def test_bad_data(X, told):
    assert message(lambda: em(X, START), ValueError) == told


@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_what_is_no_number(values, told):
    assert message(lambda: em(values, START), TypeError) == f"X {told}"


@pytest.mark.parametrize(
    ("start", "options", "kind", "told"),
    [
        (None, {}, TypeError, "start must be an instance of GaussianMixture, got NoneType."),
        ([1], {}, TypeError, "start must be an instance of GaussianMixture, got list."),
        (
            START,
            {"tolerance": -1e-3},
            ValueError,
            "tolerance must lie in [0, 1), got -0.001; 1e-10 is usual.",
        ),
        (
            START,
            {"tolerance": 1},
            ValueError,
            "tolerance must lie in [0, 1), got 1; 1e-10 is usual.",
        ),
        (
            START,
            {"tolerance": np.nan},
            ValueError,
            "tolerance is nan; every entry must be finite: remove or replace it.",
        ),
        (
            START,
            {"tolerance": [1e-3]},
            ValueError,
            "tolerance must be a single number, got shape (1,).",
        ),
        (
            START,
            {"tolerance": "1"},
            TypeError,
            "tolerance must hold real numbers, got dtype <U1; convert them to numbers first.",
        ),
        (START, {"max_iterations": 0}, ValueError, "max_iterations must be at least 1, got 0."),
        (
            START,
            {"max_iterations": 10.0},
            TypeError,
            "max_iterations must be a whole number, got 10.0.",
        ),
        (
            START,
            {"max_iterations": None},
            TypeError,
            "max_iterations must be a whole number, got None.",
        ),
    ],
)
def test_bad_arguments(start, options, kind, told):
    assert message(lambda: em(X, start, **options), kind) == told


def test_data_whose_squares_overflow_are_no_collapse():
    data = np.array([-1e160, 0, 1e160])
    assert message(lambda: em(data, GaussianMixture([1], [0], [1e300])), ValueError) == (
        "X spans so much that its squared distances exceed the range of float64; rescale the data."
    )
