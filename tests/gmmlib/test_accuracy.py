"""How many digits a fit keeps: every structure against extended precision, and scikit-learn.

Errors are in units of the components' standard deviations.
"""

import warnings

import mpmath as mp
import numpy as np
import pytest
from oracles import LONG, em_path, em_step, em_step_of_60_digits
from peers import fit_of_scikit_learn, parameters_of
from problems import condition, rotation

from gmmlib import CollapseError, ConvergenceWarning, GaussianMixture, constrained, em
from gmmlib._engine import MANY_DIMENSIONS
from gmmlib.structure import STRUCTURES

pytestmark = pytest.mark.skipif(
    np.finfo(LONG).nmant < 63, reason="long double is no longer than float64 on this machine"
)

rng = np.random.default_rng(0)
CLOUDS = np.r_[rng.normal(size=(60, 2)), rng.normal(size=(40, 2)) * [1, 0.7] + [4, 3]]
START = GaussianMixture([0.5, 0.5], [[0.5, 0], [3, 3.5]], [[[1.5, 0.2], [0.2, 1]]] * 2)


def run(X, start, n, structure="full", **options):
    """At most n iterations: fewer where rounding leaves no rise of the likelihood."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return em(X, start, covariance=structure, tolerance=0, max_iterations=n, **options)


def errors(weights, means, covariances, reference):
    """Largest error of the weights, of the means, and of the covariances."""
    pi, mu, Sigma, _ = reference
    sd = np.sqrt(np.diagonal(Sigma, axis1=1, axis2=2))
    return np.array(
        [
            np.abs(weights - pi).max(),
            (np.abs(means - mu) / sd).max(),
            (np.abs(covariances - Sigma) / (sd[:, :, None] * sd[:, None, :])).max(),
        ],
        float,
    )


def loss(X, start, n, structure, **options):
    """Errors after n iterations at most, the result, and the reference with as many."""
    result = run(X, start, n, structure, **options)
    reference = em_path(X, start, result.n_iterations, structure, options.get("sample_weight"))
    model = result.model
    return errors(model.weights, model.means, model.covariances, reference), result, reference


def resolution(reference):
    """By how much means may differ because float64 has no number between, in deviations."""
    _, mu, Sigma, _ = reference
    sd = np.sqrt(np.diagonal(Sigma, axis1=1, axis2=2))
    return float((np.spacing(np.abs(mu).astype(float)) / sd).max())


def scaled(model, factor, offset=0.0):
    """The mixture of what is this many times as large, and then moved."""
    factor = np.broadcast_to(factor, model.n_dims)
    return GaussianMixture(
        model.weights, model.means * factor + offset, model.covariances * np.outer(factor, factor)
    )


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_reference_agrees_with_60_digits(structure):
    X = CLOUDS[::8] + np.array([0, 50])
    start = constrained(scaled(START, 1, [0, 50]), structure)
    theta = [np.asarray(a, LONG) for a in (start.weights, start.means, start.covariances)]
    *found, value = em_step(X.astype(LONG), *theta, structure, np.ones(len(X), LONG))
    for mine, exactly in zip(found, em_step_of_60_digits(X, start, structure), strict=True):
        exactly = np.vectorize(lambda v: LONG(mp.nstr(v, 25)))(np.array(exactly))
        assert np.abs(mine - exactly).max() <= 1e-17 * np.abs(exactly).max()
    assert float(value) == pytest.approx(start.log_likelihood(X), rel=1e-14)


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("formulation", ["auto", "quadratic", "whitening"])
@pytest.mark.parametrize("offset", [0, 1e6, 1e7, 1e8])
def test_an_offset_costs_no_digit(offset, formulation, structure):
    X, start = CLOUDS + offset, constrained(scaled(START, 1, offset), structure)
    for n in (1, 20):
        lost, result, reference = loss(X, start, n, structure, formulation=formulation)
        assert lost[0] <= 1e-14
        assert lost[1] <= 1e-14 + resolution(reference)
        assert offset > 1e6 or lost[1] <= 1e-10
        assert lost[2] <= 1e-13
        differences = np.abs([i.log_likelihood for i in result.history] - np.array(reference[3]))
        assert differences.max() <= 1e-14 * len(X)


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("separation", [1e6, 1e8])
@pytest.mark.parametrize("origin", [0, 10])
def test_distant_clusters_are_as_sharp_as_near_ones(origin, separation, structure):
    """Two that overlap, and one `separation` widths apart; or all of them ten times as far."""
    far = separation * np.array([1, -1])
    X = np.r_[CLOUDS, np.random.default_rng(1).normal(size=(50, 2)) + far] + origin * separation
    start = GaussianMixture(
        [0.3, 0.3, 0.4],
        np.r_[START.means, [far + 0.3]] + origin * separation,
        [START.covariances[0]] * 3,
    )
    for n in (1, 10):
        lost, _, reference = loss(X, constrained(start, structure), n, structure)
        assert lost[0] <= (1e-14 if origin == 0 else 1e-9)
        assert lost[1] <= 1e-14 + 2 * resolution(reference)
        assert lost[2] <= (1e-14 if origin == 0 else 1e-9)


@pytest.mark.parametrize("structure", ["full", "diagonal", "spherical"])
def test_outliers_leave_the_others_their_digits(structure):
    X = np.r_[CLOUDS, np.multiply(1e12, [[1, 0.3], [-2, 1], [1, -2], [0.5, 1]])]
    start = GaussianMixture(
        [0.4, 0.4, 0.2], np.r_[START.means, [[0, 0]]], [*START.covariances, 1e24 * np.eye(2)]
    )
    for n in (1, 10):
        assert loss(X, constrained(start, structure), n, structure)[0].max() <= 1e-13


@pytest.mark.parametrize("structure", ["full", "diagonal", "spherical"])
def test_a_light_cluster_far_away_keeps_its_digits(structure):
    """It is too light to widen the data's covariance."""
    far = [500, -300]
    X = np.r_[CLOUDS, 0.2 * np.random.default_rng(5).normal(size=(30, 2)) + far]
    w = np.r_[np.ones(len(CLOUDS)), np.full(30, 1e-8)]
    start = GaussianMixture(
        [0.5, 0.4, 0.1], np.r_[START.means, [far]], [*START.covariances, 0.05 * np.eye(2)]
    )
    for n in (1, 10):
        lost, _, _ = loss(X, constrained(start, structure), n, structure, sample_weight=w)
        assert lost.max() <= 1e-12


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("scale", [1e-150, 1e-100, 1e-8, 1e8, 1e100, 1e150])
def test_every_scale(scale, structure):
    start = constrained(scaled(START, scale), structure)
    # Here quadratic features multiply rounding by up to 43, whatever the order of a sum.
    for formulation, most in (("auto", 1e-13), ("whitening", 1e-14)):
        lost, result, reference = loss(
            CLOUDS * scale, start, 10, structure, formulation=formulation
        )
        assert lost.max() <= most
        # Of numbers as large as the log of the scale.
        assert result.log_likelihood == pytest.approx(float(reference[3][-1]), rel=1e-15)


@pytest.mark.parametrize("structure", ["full", "diagonal", "tied"])
def test_axes_in_units_that_differ_by_16_decades(structure):
    units = np.array([1e-8, 1e8])
    start = constrained(scaled(START, units), structure)
    for n in (1, 20):
        for formulation in ("auto", "whitening"):
            lost, _, _ = loss(CLOUDS * units, start, n, structure, formulation=formulation)
            assert lost.max() <= 1e-14


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("offset", [0, 1e6])
def test_weights_over_12_decades(offset, structure):
    w = 10.0 ** np.random.default_rng(2).uniform(-6, 6, len(CLOUDS))
    start = constrained(scaled(START, 1, offset), structure)
    for n in (1, 20):
        lost, _, reference = loss(CLOUDS + offset, start, n, structure, sample_weight=w)
        assert lost[0] <= 1e-14
        assert lost[1] <= 1e-14 + resolution(reference)
        assert lost[2] <= 1e-13


@pytest.mark.parametrize("structure", STRUCTURES)
def test_duplicates(structure):
    X, start = np.repeat(CLOUDS[::4], 5, axis=0), constrained(START, structure)
    for n in (1, 20):
        assert loss(X, start, n, structure)[0].max() <= 1e-13


@pytest.mark.parametrize("structure", STRUCTURES)
def test_as_many_components_as_points(structure):
    X = CLOUDS[::20]
    K = len(X)
    start = GaussianMixture(np.full(K, 1 / K), X, [START.covariances[0]] * K)
    start = constrained(start, structure)
    # Each becomes as narrow as a point's neighbors allow: quadratic features may lose 4 digits.
    assert loss(X, start, 1, structure)[0].max() <= 1e-12
    assert loss(X, start, 1, structure, formulation="whitening")[0].max() <= 1e-14


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("offset", [0, 1e6])
def test_fifty_dimensions(offset, structure):
    draw = np.random.default_rng(3)
    X = np.r_[draw.normal(size=(150, 50)), 1.3 * draw.normal(size=(150, 50)) + 0.4]
    start = GaussianMixture([0.5, 0.5], [np.zeros(50), np.full(50, 0.4)], [np.cov(X.T)] * 2)
    start = constrained(scaled(start, 1, offset), structure)
    lost, _, reference = loss(X + offset, start, 3, structure)
    assert lost[0] <= 1e-14
    assert lost[1] <= 1e-13 + resolution(reference)
    assert lost[2] <= 1e-13


def peers_loss(X, start, n, structure):
    """The errors of scikit-learn from the same start, or infinity where it gives up."""
    try:
        peer = fit_of_scikit_learn(X, start, structure, max_iter=n)
    except (ValueError, np.linalg.LinAlgError):
        return np.full(3, np.inf)
    return errors(*parameters_of(peer), em_path(X, start, n, structure))


def squeezed(size, seed, D=3):
    """Two clusters whose axes differ so much that a covariance has condition number `size`."""
    draw, Q = np.random.default_rng(seed), rotation(D, seed)
    A = Q @ np.diag(size ** np.linspace(0, -0.5, D)) @ Q.T
    mean = np.resize([3.0, -2, 1], D) * np.sqrt(3 / D)
    X = np.r_[draw.normal(size=(80, D)), draw.normal(size=(80, D)) + mean] @ A
    return X, GaussianMixture([0.5, 0.5], [np.zeros(D), mean @ A], [A @ A.T] * 2)


@pytest.mark.parametrize("structure", ["full", "tied"])
@pytest.mark.parametrize("size", [1e4, 1e8, 1e10, 1e12])
@pytest.mark.parametrize("D", [3, MANY_DIMENSIONS])
def test_ill_conditioned_covariances_lose_no_more_digits_than_with_scikit_learn(D, size, structure):
    ours, peers = [], []
    for seed in range(7):
        X, start = squeezed(size, seed, D)
        for n in (1, 8):
            lost, result, _ = loss(X, start, n, structure)
            assert result.n_iterations == n
            assert lost.max() <= 1e-15 * size + 1e-13
            assert condition(result.model.covariances) > size / 1000
            ours.append(lost)
            peers.append(peers_loss(X, start, n, structure))
    # Rounding is a matter of luck in each of them.
    assert (np.median(ours, axis=0) <= np.median(peers, axis=0)).all()


@pytest.mark.parametrize("structure", ["full", "tied"])
@pytest.mark.parametrize("separation", [1, 1e2, 1e4, 1e6])
def test_whitening_of_many_dimensions_loses_what_the_separation_costs_at_most(
    separation, structure
):
    draw, D = np.random.default_rng(6), MANY_DIMENSIONS
    far = separation * np.sign(draw.normal(size=D))
    X = draw.normal(size=(300, D)) + np.repeat([np.zeros(D), np.ones(D), far], 100, axis=0)
    start = GaussianMixture([0.3, 0.3, 0.4], [X[0] / 4, X[100] / 4, X[-1]], [1.2 * np.eye(D)] * 3)
    for n in (1, 4):
        lost, _, reference = loss(X, start, n, structure, formulation="whitening")
        most = 1e-14 + 1e-15 * min(separation, 1e4)  # beyond, own deviations are taken
        assert lost[0] <= 1e-14
        assert lost[1] <= most + 2 * resolution(reference)
        assert lost[2] <= most


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("width", [1e-3, 1e-7, 1e-11])
def test_a_component_that_becomes_far_narrower_has_its_width_at_once(width, structure):
    """Along an axis: a narrow direction between the axes is beyond what a matrix can hold."""
    draw = np.random.default_rng(4)
    axes = np.diag([1, width]) if structure != "spherical" else width * np.eye(2)
    X = np.r_[draw.normal(size=(40, 2)), draw.normal(size=(40, 2))] @ axes
    wide = [[1, 0.6], [0.6, 1]]
    start = GaussianMixture([0.5, 0.5], [[0, 0], [0.2, 0.1]], [wide, wide])
    for formulation in ("auto", "whitening"):
        lost, _, _ = loss(X, constrained(start, structure), 1, structure, formulation=formulation)
        assert lost.max() <= 1e-13


@pytest.mark.parametrize("structure", ["full", "diagonal", "tied"])
@pytest.mark.parametrize("constant", [0, 1e-4, 1363.1981891937328])
def test_a_dimension_that_is_constant_is_a_collapse_in_the_first_iteration(constant, structure):
    X = np.c_[CLOUDS, np.full(len(CLOUDS), constant)]
    start = GaussianMixture(
        [0.5, 0.5],
        np.c_[START.means, [constant] * 2],
        [[[1.5, 0.2, 0.1], [0.2, 1, 0.3], [0.1, 0.3, 4.5]]] * 2,
    )
    with pytest.raises(CollapseError) as error:
        em(X, constrained(start, structure), covariance=structure)
    assert error.value.iteration == 1
