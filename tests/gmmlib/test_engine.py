"""The fused engine against the readable functions, on every structure and kind of source."""

import itertools
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from problems import condition, message, mixtures, numbers, rounding
from threadpoolctl import threadpool_limits

from gmmlib import (
    CollapseError,
    ConvergenceWarning,
    FitInterrupted,
    GaussianMixture,
    _engine,
    _quadratic,
    _shared,
    constrained,
    datasets,
    e_step,
    em,
)
from gmmlib._statistics import Statistics
from gmmlib.structure import STRUCTURES

PENGUINS = datasets.penguins().X
START = GaussianMixture(
    [0.4, 0.3, 0.3], [[38, 190], [49, 196], [47, 217]], [np.diag([9.0, 49])] * 3
)


def one_step(X, model, structure, w=None):
    """The M-step of each structure, (11.20), (11.30), (11.42), from readable responsibilities."""
    r = e_step(X, model) * (np.ones(len(X)) if w is None else w)[:, None]
    N_k = r.sum(axis=0)
    means = r.T @ X / N_k[:, None]
    scatters = np.array(
        [(r[:, k, None] * (X - means[k])).T @ (X - means[k]) for k in range(len(N_k))]
    )
    covariances = scatters / N_k[:, None, None]
    if structure == "tied":
        covariances = np.array([scatters.sum(axis=0) / N_k.sum()] * len(N_k))
    if structure in ("diagonal", "spherical"):
        covariances = covariances * np.eye(X.shape[1])
    if structure == "spherical":
        covariances = np.array([np.trace(S) / len(S) * np.eye(len(S)) for S in covariances])
    return N_k / N_k.sum(), means, covariances


def step(X, start, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return em(X, start, max_iterations=1, tolerance=0, **options)


def run(X, start, n, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return em(X, start, max_iterations=n, tolerance=0, **options)


def close(model, expected, error):
    """Compare in units of the expected standard deviations; means, as far as floats resolve."""
    weights, means, covariances = expected
    sd = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    np.testing.assert_allclose(model.weights, weights, rtol=0, atol=error)
    resolved = 4 * np.finfo(float).eps * np.abs(means).max()
    assert (np.abs(model.means - means) <= error * sd + resolved).all()
    allowed = error * sd[:, :, None] * sd[:, None, :] + resolved**2
    assert (np.abs(model.covariances - covariances) <= allowed).all()


@st.composite
def problems(draw):
    """A mixture, more points than dimensions, and by how much an axis is squeezed."""
    model = draw(mixtures())
    n = draw(st.integers(8, 25))
    D = model.n_dims
    rows = draw(st.lists(numbers(-10, 10), min_size=n * D, max_size=n * D))
    jitter = np.random.default_rng(draw(st.integers(0, 99))).normal(size=(n, D))
    return model, np.reshape(rows, (n, D)) + jitter, draw(st.sampled_from([1, 1e-3, 1e-5]))


@settings(max_examples=100)
@given(problems(), st.sampled_from(STRUCTURES))
@pytest.mark.parametrize("formulation", ["auto", "quadratic", "whitening"])
def test_an_iteration_is_the_readable_step(formulation, problem, structure):
    compare(formulation, problem, structure)


@settings(max_examples=100)
@given(problems(), st.sampled_from(STRUCTURES))
def test_so_it_is_measured_against_one_component(problem, structure):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_quadratic, "MANY", 1)
        compare("quadratic", problem, structure)


def compare(formulation, problem, structure):
    """Compare an iteration with the readable step."""
    start, X, squeeze = problem
    if formulation == "quadratic":
        squeeze = 1  # it loses digits on ill-conditioned covariances, and is not chosen there
    if start.n_dims > 1 and structure in ("full", "tied"):  # two axes nearly the same
        A = np.eye(start.n_dims)
        A[1, 0], A[1, 1] = 1, squeeze
        covariances = A @ start.covariances @ A.T
        covariances = (covariances + covariances.transpose(0, 2, 1)) / 2
        start = GaussianMixture(start.weights, start.means @ A.T, covariances)
        X = X @ A.T
    start = constrained(start, structure)
    try:
        chosen = step(X, start, covariance=structure)
        if formulation == "quadratic":  # asked for, it is not left where it loses digits
            assume(all(iterate.formulation == "quadratic" for iterate in chosen.history))
        result = step(X, start, covariance=structure, formulation=formulation)
    except CollapseError:
        assume(False)
    assert result.history[0].model is start
    first = result.history[0]
    assert abs(first.log_likelihood - start.log_likelihood(X)) <= rounding(first, X)
    assert formulation in ("auto", result.history[0].formulation)
    # Both factor the covariances, and lose the digits that this costs.
    close(result.model, one_step(X, start, structure), 1e-10 + 1e-14 * condition(start.covariances))


@pytest.mark.parametrize("formulation", ["quadratic", "whitening"])
@pytest.mark.parametrize("n", [300, 1519, 1521, 2000])
@pytest.mark.parametrize("eight", [True, False])
def test_blocks_and_slices_of_many_dimensions_leave_nothing_out(formulation, n, eight, monkeypatch):
    monkeypatch.setattr(_quadratic, "eight_at_once", lambda: eight)
    # 19 dimensions are no whole number of the rows multiplied at once; 24 components of 210
    # features are multiplied by slices of columns, which are no whole part of n.
    rng = np.random.default_rng(5)
    K, D = 24, 19
    factors = rng.normal(size=(K, D, D)) / 4 + np.eye(D)
    start = GaussianMixture(
        np.full(K, 1 / K), rng.normal(size=(K, D)), factors @ factors.transpose(0, 2, 1)
    )
    X, _ = start.sample(n, rng)
    w = rng.integers(1, 4, n)
    for data, weights in ((X, None), (X, w), (chunks(X, 777), w)):
        found = step(data, start, formulation=formulation, floor=1e-12, sample_weight=weights)
        close(found.model, one_step(X, start, "full", weights), 1e-11)


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("eight", [True, False])
@pytest.mark.parametrize("K", [1, 3, 5])
def test_blocks_of_few_dimensions_leave_nothing_out(K, eight, structure, monkeypatch):
    monkeypatch.setattr(_quadratic, "eight_at_once", lambda: eight)
    rng = np.random.default_rng(K)
    means = 3 * rng.normal(size=(K, 2))
    start = GaussianMixture(np.full(K, 1 / K), means, [np.diag([1.0, 2])] * K)
    start = constrained(start, structure)
    X, _ = start.sample(40_001, rng)
    for w in (None, rng.integers(0, 3, len(X))):
        found = step(X, start, covariance=structure, sample_weight=w)
        close(found.model, one_step(X, start, structure, w), 1e-13)


@pytest.mark.parametrize("eight", [True, False])
def test_rows_of_a_block_are_whole_lines_of_the_cache_and_no_power_of_2_apart(eight, monkeypatch):
    monkeypatch.setattr(_quadratic, "eight_at_once", lambda: eight)
    for D, K, on_axes in itertools.product(range(1, 60), range(1, 40), (True, False)):
        width = _quadratic.columns(D, K, on_axes)
        assert width % 8 == 0
        assert width & (width - 1) != 0
        assert 760 <= width <= 16_000


def test_dot_products_are_the_same_on_any_number_of_threads():
    rng = np.random.default_rng(3)
    r, phi = rng.random((3, 33_333)), rng.random((6, 33_333))
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            found.append(_quadratic._dot_products(r, phi))
    np.testing.assert_array_equal(*found)
    np.testing.assert_allclose(found[0], r @ phi.T, rtol=1e-13)


@pytest.mark.parametrize(("distance", "measured"), [(2, "one"), (100, "largest")])
def test_components_are_measured_against_one_that_is_near_all_points(
    distance, measured, monkeypatch
):
    ways = []

    def spied(name, function):
        def call(*arguments):
            result = function(*arguments)
            if result is not None:
                ways.append(name)
            return result

        return call

    for way, name in (("one", "normalize_odds"), ("largest", "normalize")):
        monkeypatch.setattr(_quadratic, name, spied(way, getattr(_quadratic, name)))
    rng = np.random.default_rng(4)
    # The second component is the widest, and comes first meanwhile.
    start = GaussianMixture(
        [0.5, 0.2, 0.3], [[0, 0], [0, distance], [distance, 0]], [np.eye(2) * s for s in (1, 3, 2)]
    )
    X, _ = start.sample(3000, rng)
    found = step(X, start, formulation="quadratic")
    assert set(ways) == {measured}
    lost = 1e-13 if measured == "one" else 1e-11
    close(found.model, one_step(X, start, "full"), lost)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_likelihood_never_falls(structure):
    result = run(PENGUINS, constrained(START, structure), 40, covariance=structure)
    values = np.array([i.log_likelihood for i in result.history])
    assert (np.diff(values) >= -1e-12 * np.abs(values[1:])).all()
    assert values[-1] > values[0]


def test_narrow_components_are_whitened_and_wide_ones_are_not():
    rng = np.random.default_rng(0)
    X = np.r_[rng.normal(0, 1e-4, 40), rng.normal(1, 1e-4, 40)]
    narrow = GaussianMixture([0.5, 0.5], [0, 1], [1e-8, 1e-8])
    wide = GaussianMixture([0.5, 0.5], [0, 1], [0.01, 0.01])
    assert step(X, narrow).history[0].formulation == "whitening"
    history = run(X, wide, 2).history
    # The first M-step finds the narrow components, from sharper statistics than those of the
    # quadratic features that its E-step was computed with.
    assert [i.formulation for i in history[:2]] == ["quadratic", "whitening"]
    close(history[1].model, one_step(X[:, None], wide, "full"), 1e-11)


def test_a_component_far_narrower_than_it_moves_keeps_its_digits():
    rng = np.random.default_rng(1)
    X = np.r_[rng.normal(0.9, 1e-7, 50), rng.normal(-40, 1, 50)]
    start = GaussianMixture([0.5, 0.5], [0, -40], [1, 1])
    close(step(X, start).model, one_step(X[:, None], start, "full"), 1e-7)


@pytest.mark.parametrize("width", [1, 1e-2, 1e-6, 1e-10])
def test_many_dimensions_share_a_product_only_while_it_keeps_their_digits(width, monkeypatch):
    ways = []

    def spied(self, block):
        ways.append(self.way)
        return gather(self, block)

    gather = _engine.Pass.__call__
    monkeypatch.setattr(_engine.Pass, "__call__", spied)
    rng, D = np.random.default_rng(7), _engine.MANY_DIMENSIONS
    X = np.r_[rng.normal(size=(90, D)), width * rng.normal(size=(90, D)) + 3]
    start = GaussianMixture([0.5, 0.5], [np.zeros(D), np.full(D, 3.0)], [np.eye(D)] * 2)
    result = step(X, start, formulation="whitening")
    # Of a start that is wide, the first pass is shared; its result must be wide enough, too.
    expected = {1: ["shared"] * 2, 1e-2: ["shared"] * 2}
    assert ways == expected.get(width, ["shared", "own", "own"])
    close(result.model, one_step(X, start, "full"), 1e-13 if width > 1e-5 else 1e-15 / width)
    assert {i.formulation for i in result.history} == {"whitening"}


def test_points_of_little_weight_far_out_count():
    # A responsibility of 1e-24 times a squared distance of 1e24 is no less than the others'.
    rng, D, n = np.random.default_rng(0), _engine.MANY_DIMENSIONS + 2, 400
    B = np.eye(D)
    B[1, :2] = 1, 1e-2
    X = rng.normal(size=(n, D)) @ B.T
    far = np.arange(n) >= n // 4
    X[far] *= 1e12
    w = np.where(far, 8e-25, 1.0)
    start = GaussianMixture([1], [np.zeros(D)], [B @ B.T])
    result = step(X, start, sample_weight=w, formulation="whitening")
    values, weights = X.astype(np.longdouble), w / w.sum(dtype=np.longdouble)
    deviations = values - weights @ values
    expected = (weights[:, None] * deviations).T @ deviations
    found = np.diag(result.model.covariances[0]) / np.diag(expected)
    np.testing.assert_allclose(found.astype(float), 1, rtol=1e-10)
    assert result.history[1].log_likelihood > result.history[0].log_likelihood


def test_tiny_weights_do_not_change_a_fit():
    rng = np.random.default_rng(0)
    X = np.r_[rng.normal(0, 1, 1000), rng.normal(18.5, 0.3, 1000)]
    start = GaussianMixture([0.5, 0.5], [0, 18], [1, 1])
    expected = step(X, start).model
    found = step(X, start, sample_weight=np.full(len(X), 2.0**-890)).model
    close(found, (expected.weights, expected.means, expected.covariances), 1e-13)


def test_quadratic_features_that_are_nothing_but_rounding_still_give_a_fit():
    rng, width = np.random.default_rng(1), 1e-10
    X = np.r_[rng.normal(0, 1, 1000), 1 + rng.normal(0, width, 1000)]
    start = GaussianMixture([0.5, 0.5], [0, 1], [1, width**2])
    found = step(X, start, formulation="quadratic", floor=1e-14).model
    assert found.weights.min() > 0.1


def test_points_far_from_a_component_add_less_to_it_than_rounding(monkeypatch):
    rng, D = np.random.default_rng(8), _engine.MANY_DIMENSIONS + 7
    means = 6 * rng.normal(size=(3, D))
    start = GaussianMixture([0.2, 0.3, 0.5], means, [np.eye(D)] * 3)
    X, _ = start.sample(4000, rng)
    X[0] = means[0]  # it has a responsibility, but no deviation
    taken = []

    def spied(z, k, roots, near, out):
        taken.append(near.mean())
        return scaled(z, k, roots, near, out)

    scaled = _shared._scaled
    monkeypatch.setattr(_shared, "_scaled", spied)
    without = step(X, start, formulation="whitening").model
    assert max(taken) < 1  # none has all points
    monkeypatch.setattr(_shared, "NEGLIGIBLE", -1.0)
    taken.clear()
    complete = step(X, start, formulation="whitening").model
    assert min(taken) == 1
    close(without, (complete.weights, complete.means, complete.covariances), 4e-15)
    close(without, one_step(X, start, "full"), 1e-13)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_weight_is_so_many_copies(structure):
    w = np.random.default_rng(2).integers(0, 4, len(PENGUINS))
    start = constrained(START, structure)
    weighted = run(PENGUINS, start, 8, covariance=structure, sample_weight=w)
    copied = run(np.repeat(PENGUINS, w, axis=0), start, 8, covariance=structure)
    for a, b in zip(weighted.history, copied.history, strict=True):
        assert a.log_likelihood == pytest.approx(b.log_likelihood, rel=1e-12)
        close(a.model, (b.model.weights, b.model.means, b.model.covariances), 1e-10)


def chunks(X, size):
    return [X[i : i + size] for i in range(0, len(X), size)]


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("size", [1, 50, 342])
def test_chunks_give_the_fit_of_the_whole(structure, size):
    start = constrained(START, structure)
    whole = run(PENGUINS, start, 10, covariance=structure)
    parts = chunks(PENGUINS, size)
    for X in (parts, lambda: iter(parts)):
        result = run(X, start, 10, covariance=structure)
        assert result.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-13)
        expected = whole.model
        close(result.model, (expected.weights, expected.means, expected.covariances), 1e-10)


def test_a_memory_map_is_read_by_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("gmmlib._sources.ROWS_AT_ONCE", 100)
    file = np.memmap(tmp_path / "X", dtype=float, mode="w+", shape=PENGUINS.shape)
    file[:] = PENGUINS
    expected = run(PENGUINS, START, 10).model
    result = run(file, START, 10).model
    close(result, (expected.weights, expected.means, expected.covariances), 1e-10)


def test_weights_of_chunks_go_on_from_chunk_to_chunk():
    w = np.linspace(0, 2, len(PENGUINS))
    expected = run(PENGUINS, START, 5, sample_weight=w).model
    result = run(chunks(PENGUINS, 70), START, 5, sample_weight=w).model
    close(result, (expected.weights, expected.means, expected.covariances), 1e-10)


def test_a_collapse_in_chunks_names_the_row_of_the_whole():
    X = np.array([-1.0, 0, 1, 2, 50])[:, None]
    with pytest.raises(CollapseError, match=r"around X\[4\] = \[50\.0\], where"):
        em(chunks(X, 2), GaussianMixture([0.5, 0.5], [0, 50], [1, 1]))


@pytest.mark.parametrize(
    "update",
    [s for n in (1, 2) for s in itertools.combinations(["means", "covariances", "weights"], n)],
)
def test_what_is_not_updated_stays(update):
    model = run(PENGUINS, START, 6, update=update).model
    for name in ("means", "covariances", "weights"):
        same = np.allclose(getattr(model, name), getattr(START, name), rtol=1e-13, atol=0)
        assert same == (name not in update)
    values = [i.log_likelihood for i in run(PENGUINS, START, 6, update=update).history]
    assert (np.diff(values) > 0).all()


def test_covariances_around_means_that_stay():
    model = step(PENGUINS, START, update=("covariances",)).model
    r = e_step(PENGUINS, START)
    for k in range(3):
        d = PENGUINS - START.means[k]
        expected = (r[:, k, None] * d).T @ d / r[:, k].sum()
        np.testing.assert_allclose(model.covariances[k], expected, rtol=1e-10)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_floor_is_kept_and_the_likelihood_climbs(structure):
    X = np.array([[0, 0], [1, 1.5], [2, 0.5], [3, 2.5], [9, 9]])
    start = constrained(GaussianMixture([0.5, 0.5], [[1, 1], [9, 9]], [np.eye(2)] * 2), structure)
    result = run(X, start, 50, covariance=structure, floor=0.01)
    least = 0.01 * X.var(axis=0)
    if structure == "spherical":
        least = np.full(2, least.mean())
    for S in result.model.covariances:
        eigenvalues = np.linalg.eigvalsh(S / np.sqrt(np.outer(least, least)))
        assert eigenvalues.min() >= 1 - 1e-9
    values = [i.log_likelihood for i in result.history[1:]]  # the start need not keep it
    assert (np.diff(values) >= -1e-10).all()
    if structure != "tied":
        assert np.linalg.eigvalsh(result.model.covariances[1]).min() < 2 * least.max()


def test_a_floor_that_nothing_touches_changes_nothing():
    free, floored = run(PENGUINS, START, 10), run(PENGUINS, START, 10, floor=1e-6)
    np.testing.assert_array_equal(free.model.covariances, floored.model.covariances)


def test_progress_is_called_and_shown(capsys):
    seen = []
    result = run(PENGUINS, START, 4, callback=lambda n, i: seen.append((n, i)), progress=True)
    assert seen == [(n, result.history[n]) for n in range(1, 5)]
    assert "em: 100%" in capsys.readouterr().err


def test_an_interrupted_fit_keeps_its_history():
    def stop(n, iterate):
        if n == 3:
            raise KeyboardInterrupt

    with pytest.raises(FitInterrupted) as error:
        em(PENGUINS, START, callback=stop)
    assert len(error.value.history) == 4
    assert isinstance(error.value, KeyboardInterrupt)
    assert str(error.value) == (
        "em was interrupted in iteration 4; the iterates up to there are the attribute history "
        "of this exception (in a notebook, sys.last_value.history)."
    )


def test_a_result_travels_without_the_data():
    result = run(np.repeat(PENGUINS, 50, axis=0), START, 3)
    text = pickle.dumps(result)
    assert len(text) < 20_000
    again = pickle.loads(text)
    np.testing.assert_array_equal(again.model.means, result.model.means)
    assert again.log_likelihood == result.log_likelihood


@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 3), st.booleans())
def test_statistics_add_up(seed, K, D, on_axes):
    rng = np.random.default_rng(seed)
    X, r = rng.normal(size=(20, D)), rng.random((20, K))

    def of(rows):
        N_k = r[rows].sum(axis=0)
        means = r[rows].T @ X[rows] / N_k[:, None]
        d = X[rows][:, None] - means
        axes = "nk,nki,nki->ki" if on_axes else "nk,nki,nkj->kij"
        return Statistics(N_k, means, np.einsum(axes, r[rows], *[d] * 2), 0.25 * len(X[rows]))

    both, whole = of(slice(7)) + of(slice(7, 20)), of(slice(20))
    for name in ("totals", "means", "scatters", "log_likelihood"):
        value, expected = getattr(both, name), getattr(whole, name)
        np.testing.assert_allclose(value, expected, rtol=1e-10, atol=1e-12)


UPDATE = "update must name some of means, covariances, weights"


@pytest.mark.parametrize(
    ("options", "kind", "told"),
    [
        (
            {"covariance": "diag"},
            ValueError,
            "covariance must be one of full, diagonal, spherical, tied; got 'diag'.",
        ),
        (
            {"covariance": "spherical"},
            ValueError,
            'start must have spherical covariances to begin a fit with covariance="spherical"; '
            'use constrained(start, "spherical").',
        ),
        ({"update": "means"}, TypeError, f"{UPDATE}, as a tuple; got 'means'."),
        ({"update": 3}, TypeError, f"{UPDATE}, as a tuple; got 3."),
        ({"update": ("mean",)}, ValueError, f"{UPDATE}; got 'mean'."),
        ({"update": ()}, ValueError, f"{UPDATE}; got none, and there is nothing to fit."),
        ({"prior": 1}, TypeError, "prior must be an instance of Prior, got int."),
        (
            {"floor": -1e-3},
            ValueError,
            "floor must lie in [0, 1), as a part of the data's variances, got -0.001; 1e-6 is "
            "usual.",
        ),
        (
            {"formulation": "fast"},
            ValueError,
            "formulation must be one of auto, quadratic, whitening; got 'fast'.",
        ),
        (
            {"sample_weight": np.ones(5)},
            ValueError,
            "sample_weight must have shape (342,), one a row of X, got shape (5,).",
        ),
        (
            {"sample_weight": np.ones((342, 1))},
            ValueError,
            "sample_weight must have shape (N,), got shape (342, 1).",
        ),
        (
            {"sample_weight": np.r_[np.ones(341), -2]},
            ValueError,
            "sample_weight must not be negative, got sample_weight[341] = -2.",
        ),
        (
            {"sample_weight": np.zeros(342)},
            ValueError,
            "sample_weight is 0 for every point; at least one must count.",
        ),
    ],
)
def test_bad_arguments(options, kind, told):
    assert message(lambda: em(PENGUINS, START, **options), kind) == told


def test_bad_chunks():
    for bad, kind, told in [
        (
            iter([PENGUINS]),
            TypeError,
            "X is an iterator, which can be read only once, but em reads the data at every "
            "iteration; give a function that makes it, for instance lambda: chunks(...).",
        ),
        (lambda: [], ValueError, "X has no chunk; at least one row is needed."),
        (
            [PENGUINS, PENGUINS[:, :1]],
            ValueError,
            "chunk 1 of X must have shape (N, 2), got shape (342, 1).",
        ),
    ]:
        assert message(lambda bad=bad: em(bad, START), kind) == told
    for w, rows in ((np.ones(300), "more"), (np.ones(400), "342")):
        told = message(lambda w=w: em(chunks(PENGUINS, 100), START, sample_weight=w), ValueError)
        assert told == (
            f"sample_weight has {len(w)} entries, but the chunks of X have {rows} rows; give one "
            "weight a row."
        )


def test_a_start_narrower_than_the_floor_is_no_end():
    X = [-3, -2.5, -1, 0, 2, 4, 5]
    start = GaussianMixture([0.5, 0.5], [-2, 3], [2, 2])
    result = em(X, start, floor=0.5)
    longer = run(X, result.model, 500, floor=0.5)
    assert result.converged
    assert result.objective == pytest.approx(longer.objective, abs=1e-6)


def test_means_that_are_not_updated_stay_to_the_last_bit():
    start = GaussianMixture([0.4, 0.6], [[38.7, 190.1], [47.3, 215.9]], [np.diag([9.0, 49])] * 2)
    fitted = em(PENGUINS, start, update=["weights", "covariances"]).model
    assert (fitted.means == start.means).all()
    assert (fitted.weights != start.weights).all()


@pytest.mark.parametrize("unit", [1e-158, 1e-170, 1e-310])
def test_data_whose_squares_are_lost_are_refused(unit):
    X = np.array([[0.0], [1], [2], [3]]) * unit
    start = GaussianMixture([1], [[0]], [[[1.0]]])
    assert message(lambda: em(X, start), ValueError) == (
        "X spans so little in dimension 0 that its squared distances fall below the range of "
        "float64; rescale the data."
    )


def test_a_collapse_names_the_point_that_has_the_weight():
    X, w = [0.0, 0.1, 0.2, 9], [1e-250, 1e-250, 1, 1]
    start = GaussianMixture([0.5, 0.5], [0, 9], [1, 1])
    text = message(lambda: em(X, start, sample_weight=w), CollapseError)
    assert "around X[2] = [0.2]" in text or "around X[3] = [9.0]" in text


@pytest.mark.parametrize(
    ("options", "kind", "expected"),
    [
        (
            {"callback": "print"},
            TypeError,
            "callback must be a function of the iteration's number and its Iterate, got 'print'.",
        ),
        (
            {"update": [1]},
            ValueError,
            "update must name some of means, covariances, weights; got 1.",
        ),
        (
            {"formulation": 3},
            ValueError,
            "formulation must be one of auto, quadratic, whitening; got 3.",
        ),
    ],
)
def test_wrong_options_are_refused_before_the_first_pass(options, kind, expected):
    assert message(lambda: em(PENGUINS, START, **options), kind) == expected
