"""Fits from several starts: the best of them, what became of each, and what ends them."""

import pickle
import re
import sys
import warnings

import numpy as np
import pytest
from problems import message
from scipy import sparse
from sklearn.mixture import GaussianMixture as PeerMixture

from gmmlib import (
    CollapseError,
    ConvergenceWarning,
    FitInterrupted,
    GaussianMixture,
    Prior,
    constrained,
    datasets,
    em,
)
from gmmlib._sources import as_source
from gmmlib._subsample import n_dims_of, subsample
from gmmlib.fit import fit
from gmmlib.initial import kmeans_start, random_points_start
from gmmlib.outcomes import StartsInterrupted
from gmmlib.structure import STRUCTURES

X, _ = datasets.running_example()
PENGUINS = datasets.penguins().X
FOUR = datasets.penguins(datasets.MEASUREMENTS).X


def chunks(X, size):
    return [X[i : i + size] for i in range(0, len(X), size)]


def quiet(X, start, **options):
    """One run of EM, without a warning that it has not converged; None if it collapses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            return em(X, start, **options)
        except CollapseError:
            return None


def clusters(seed):
    """Ten round clusters far apart, and the optimum that EM finds from the truth."""
    rng = np.random.default_rng(seed)
    means = np.array([[i, j] for i in range(5) for j in range(2)]) * 12.0
    true = GaussianMixture(np.full(10, 0.1), means + rng.uniform(-1, 1, (10, 2)), [np.eye(2)] * 10)
    points, _ = true.sample(500, rng)
    return points, em(points, true).log_likelihood


@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_is_found_where_single_starts_fail(seed):
    points, best = clusters(seed)
    single = [
        quiet(points, random_points_start(points, 10, s), max_iterations=200) for s in range(10)
    ]
    found = [run.log_likelihood for run in single if run is not None]
    assert sum(value > best - 1 for value in found) <= 2
    result = fit(points, 10, rng=seed)
    assert result.log_likelihood == pytest.approx(best, abs=1e-5)
    assert result.converged


def test_the_running_example_has_the_best_of_its_maxima():
    """Where single starts collapse, or end at a lower maximum."""
    ends = []
    for seed in range(40):
        run = quiet(X, random_points_start(X, 3, seed), tolerance=1e-12)
        ends.append(-np.inf if run is None else run.log_likelihood)
    best = max(ends)
    assert sum(end < best - 0.05 for end in ends) > 10
    for seed in range(5):
        assert fit(X, 3, rng=seed, tolerance=1e-12).log_likelihood == pytest.approx(best, abs=1e-8)


@pytest.mark.parametrize(
    ("peer_structure", "structure"),
    [("full", "full"), ("diag", "diagonal"), ("spherical", "spherical"), ("tied", "tied")],
)
def test_no_worse_than_scikit_learn_with_as_many_starts(peer_structure, structure):
    peer = PeerMixture(
        3, covariance_type=peer_structure, n_init=10, tol=1e-9, max_iter=2000, reg_covar=1e-9,
        random_state=0,
    ).fit(PENGUINS)  # fmt: skip
    result = fit(PENGUINS, 3, rng=0, covariance=structure)
    assert result.log_likelihood > peer.score(PENGUINS) * len(PENGUINS) - 1e-3


def test_each_outcome_is_what_em_does_from_its_start():
    result = fit(PENGUINS, 3, rng=4)
    kinds = ["K-means", "k-means++", "random points"]
    assert [o.kind for o in result.outcomes] == (kinds * 4)[:10]
    statuses = [o.status for o in result.outcomes]
    assert set(statuses) <= {"converged", "dropped"}
    for outcome in result.outcomes:
        limit = 20 if outcome.status == "dropped" else 1000
        alone = quiet(PENGUINS, outcome.start, max_iterations=limit)
        assert outcome.n_iterations == alone.n_iterations
        assert outcome.objective == pytest.approx(alone.objective, rel=1e-13)
        np.testing.assert_allclose(outcome.model.means, alone.model.means, rtol=1e-9)
        assert alone.converged == (outcome.status == "converged")
    # What was dropped was behind, after 20 iterations, the three that were kept.
    after_20 = [quiet(PENGUINS, o.start, max_iterations=20).objective for o in result.outcomes]
    kept = sorted(after_20, reverse=True)[:3]
    for value, status in zip(after_20, statuses, strict=True):
        assert status != "dropped" or value <= min(kept) + 1e-9
    ended = [o.objective for o in result.outcomes if o.status == "converged"]
    assert result.objective == max(ended) == result.outcomes[result.best].objective


def test_the_history_is_that_of_the_best_start_from_its_beginning():
    result = fit(PENGUINS, 3, rng=4)
    best = result.outcomes[result.best]
    history = result.result.history
    assert history[0].model is best.start
    assert result.n_iterations == best.n_iterations > 20
    alone = em(PENGUINS, best.start).history
    assert [i.objective for i in history] == pytest.approx([i.objective for i in alone], rel=1e-12)
    assert (np.diff([i.objective for i in history]) > -1e-9).all()
    assert result.model is history[-1].model


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_structure_and_option_reaches_em(structure):
    prior = Prior.from_data(PENGUINS, 2)
    options = {
        "covariance": structure, "prior": prior, "floor": 1e-3, "tolerance": 1e-8,
        "formulation": "whitening", "sample_weight": np.linspace(0, 2, len(PENGUINS)),
    }  # fmt: skip
    result = fit(PENGUINS, 2, rng=1, starts=2, **options)
    alone = em(PENGUINS, result.outcomes[result.best].start, **options)
    assert result.objective == alone.objective != alone.log_likelihood
    assert result.log_likelihood == alone.log_likelihood
    assert {i.formulation for i in result.result.history} == {"whitening"}


def test_given_starts_alone_are_used_and_their_order_decides_nothing():
    starts = [random_points_start(PENGUINS, 3, s) for s in range(6)]
    here = fit(PENGUINS, 3, starts=starts)
    there = fit(PENGUINS, 3, starts=tuple(starts[::-1]), rng=0)
    assert [o.kind for o in here.outcomes] == ["given"] * 6
    assert all(o.start is s for o, s in zip(here.outcomes, starts, strict=True))
    assert there.objective == here.objective
    assert [o.status for o in there.outcomes[::-1]] == [o.status for o in here.outcomes]


def test_up_to_three_starts_all_run_to_their_end():
    starts = [random_points_start(PENGUINS, 3, s) for s in range(3)]
    result = fit(PENGUINS, 3, starts=starts)
    assert [o.status for o in result.outcomes] == ["converged"] * 3
    for outcome, start in zip(result.outcomes, starts, strict=True):
        assert outcome.objective == em(PENGUINS, start).objective


@pytest.mark.filterwarnings("ignore::gmmlib.ConvergenceWarning")
@pytest.mark.parametrize("unit", [1e-140, 1e-3, 1e6, 1e140])
def test_units_are_arbitrary(unit):
    options = {"rng": 2, "tolerance": 0, "max_iterations": 40}
    here, there = fit(PENGUINS, 3, **options), fit(unit * PENGUINS, 3, **options)
    shift = PENGUINS.size * np.log(unit)
    for a, b in zip(here.outcomes, there.outcomes, strict=True):
        assert b.status == a.status
        assert b.objective + shift == pytest.approx(a.objective, rel=1e-9)
        np.testing.assert_allclose(b.model.means, unit * a.model.means, rtol=1e-8)


def test_the_order_of_points_is_arbitrary_for_given_starts():
    starts = [kmeans_start(PENGUINS, 3, s) for s in range(4)]
    rows = np.random.default_rng(0).permutation(len(PENGUINS))
    here, there = fit(PENGUINS, 3, starts=starts), fit(PENGUINS[rows], 3, starts=starts)
    assert there.log_likelihood == pytest.approx(here.log_likelihood, rel=1e-9)
    # Several starts end equally well, with the components in another order: rounding decides.
    means = [result.model.means[result.model.means[:, 0].argsort()] for result in (here, there)]
    np.testing.assert_allclose(*means, rtol=1e-5)


def test_the_same_seed_gives_the_same_bits():
    one, two = fit(FOUR, 4, rng=7), fit(FOUR, 4, rng=np.random.default_rng(7))
    for name in ("weights", "means", "covariances"):
        np.testing.assert_array_equal(getattr(one.model, name), getattr(two.model, name))
    assert [o.objective for o in one.outcomes] == [o.objective for o in two.outcomes]
    other = fit(FOUR, 4, rng=8)
    assert [o.objective for o in other.outcomes] != [o.objective for o in one.outcomes]
    # More starts leave the first ones as they are.
    more = fit(FOUR, 4, rng=7, starts=12)
    for a, b in zip(one.outcomes, more.outcomes, strict=False):
        np.testing.assert_array_equal(a.start.means, b.start.means)


def late_collapse():
    """Starts that collapse only after their short run, in order: two late, then others."""
    starts = [random_points_start(FOUR, 8, s) for s in (37, 39)]
    for start in starts:
        with pytest.raises(CollapseError) as error:
            em(FOUR, start)
        assert error.value.iteration > 20
    return starts


def test_a_start_that_collapses_does_not_stop_the_fit():
    starts = [*late_collapse(), random_points_start(FOUR, 8, 13)]
    starts += [kmeans_start(FOUR, 8, s) for s in range(3)]
    result = fit(FOUR, 8, starts=starts)
    statuses = [o.status for o in result.outcomes]
    assert statuses[2] == "collapsed"
    assert "collapsed" not in statuses[3:]
    for outcome, start in zip(result.outcomes, starts, strict=True):
        if outcome.status != "collapsed":
            assert outcome.message == ""
            continue
        alone = message(lambda s=start: em(FOUR, s), CollapseError)
        # Counted from the start, though it ran in two parts.
        assert outcome.message.split(":")[0] == alone.split(":")[0]
        assert f"in iteration {outcome.n_iterations + 1}" in alone


def test_where_one_that_was_kept_collapses_the_next_takes_its_place():
    late = late_collapse()
    others = [
        GaussianMixture(np.full(8, 1 / 8), FOUR[i : i + 8], [np.cov(FOUR.T)] * 8) for i in (0, 9)
    ]
    starts = [*late, *others]
    after_20 = [quiet(FOUR, s, max_iterations=20).objective for s in starts]
    assert min(after_20[:2]) > max(after_20[2:])  # both are kept: three would be, of four
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        result = fit(FOUR, 8, starts=starts, max_iterations=60)
    statuses = [o.status for o in result.outcomes]
    assert statuses[:2] == ["collapsed"] * 2
    assert set(statuses[2:]) <= {"converged", "stopped"}


def test_if_all_collapse_the_error_says_what_to_do():
    told = (
        "component 1 collapsed in iteration 1: its covariance became singular around X[0] = [0.0], "
        "where the likelihood grows without bound; start elsewhere, use fewer components, remove "
        "duplicate points, drop dimensions that are constant or linear in others, or give a floor "
        "or a prior."
    )
    points = [0.0, 0, 0, 1, 1, 1]
    wide = GaussianMixture([0.5, 0.5], [0, 1], [1e-3, 1e-3])
    with pytest.raises(CollapseError) as error:
        fit(points, 2, starts=[wide] * 4)
    assert str(error.value) == f"each of the 4 starts collapsed. From the first, {told}"
    assert (error.value.component, error.value.iteration) == (0, 1)
    assert error.value.history[0].model is wide
    assert message(lambda: fit(points, 2, starts=[wide]), CollapseError) == told
    floored = fit(points, 2, rng=0, floor=1e-3)
    assert floored.converged
    assert sorted(floored.model.means.ravel().round(6)) == [0, 1]


def test_running_out_of_iterations_is_told():
    with pytest.warns(ConvergenceWarning) as caught:
        result = fit(PENGUINS, 3, rng=0, max_iterations=5)
    assert [str(w.message) for w in caught] == [
        "fit stopped its best start after 5 iterations, before it had converged; raise "
        "max_iterations or tolerance."
    ]
    assert caught[0].filename == __file__
    assert not result.converged
    assert {o.status for o in result.outcomes} == {"stopped"}
    assert {o.n_iterations for o in result.outcomes} == {5}
    with pytest.warns(ConvergenceWarning):
        result = fit(PENGUINS, 3, rng=0, max_iterations=23)
    assert max(o.n_iterations for o in result.outcomes) == 23


def test_it_reads_as_a_table():
    starts = [GaussianMixture([1], [m], [1]) for m in (0, 1)]
    result = fit([1.0, 2, 3], 1, starts=starts)
    assert str(result) == (
        "start    objective  iterations          outcome\n"
        "1 given    -3.6486           2  converged, best\n"
        "2 given    -3.6486           2        converged"
    )
    html = result._repr_html_()
    assert html.count("<tr>") == 3
    assert re.findall(r"<td>(.*?)</td>", html)[:3] == ["-3.6486", "2", "converged, best"]
    # In closed form: one Gaussian with the mean 2 and the variance 2/3.
    assert result.log_likelihood == pytest.approx(-1.5 * (1 + np.log(2 * np.pi * 2 / 3)))


def test_progress_is_shown(capsys):
    fit(PENGUINS, 3, rng=0, progress=True)
    shown = capsys.readouterr().err
    assert "fit: 100%" in shown
    assert "13/13" in shown
    assert "objective -2244.2" in shown


class Interrupting:
    """Chunks whose n-th reading the user interrupts."""

    def __init__(self, n):
        self.left = n

    def __call__(self):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return iter(chunks(PENGUINS, 100))


def test_an_interrupted_fit_keeps_its_outcomes():
    starts = [random_points_start(PENGUINS, 3, s) for s in range(5)]
    with pytest.raises(StartsInterrupted) as error:
        fit(Interrupting(60), 3, starts=starts)
    stopped = error.value
    assert isinstance(stopped, FitInterrupted)
    assert str(stopped) == (
        "fit was interrupted; what had become of 2 starts is the attribute outcomes of this "
        "exception (in a notebook, sys.last_value.outcomes)."
    )
    assert [o.status for o in stopped.outcomes] == ["interrupted"] * 2
    for outcome, start in zip(stopped.outcomes, starts, strict=False):
        expected = quiet(PENGUINS, start, max_iterations=20)
        assert outcome.objective == pytest.approx(expected.objective, rel=1e-12)
    # Two short runs of 22 readings, for the coordinates, the start and 20 iterations.
    assert len(stopped.history) == 60 - 2 * 22 - 1
    again = pickle.loads(pickle.dumps(StartsInterrupted((), ())))
    assert (str(again), again.outcomes) == (str(again), ())
    # Already converged starts keep that status.
    with pytest.raises(StartsInterrupted) as error:
        fit(Interrupting(60), 1, starts=[random_points_start(PENGUINS, 1, s) for s in range(50)])
    assert {o.status for o in error.value.outcomes} == {"converged"}


@pytest.mark.parametrize("size", [50, 171])
def test_chunks_give_the_fit_of_the_whole(size):
    whole = fit(PENGUINS, 3, rng=3, starts=3)
    parts = chunks(PENGUINS, size)
    for data in (parts, lambda: iter(parts)):
        result = fit(data, 3, rng=3, starts=3)
        for a, b in zip(result.outcomes, whole.outcomes, strict=True):
            np.testing.assert_array_equal(a.start.means, b.start.means)
        assert result.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-10)


@pytest.mark.filterwarnings("ignore::gmmlib.ConvergenceWarning")
def test_starts_of_large_data_are_made_from_rows_drawn_at_random(monkeypatch):
    monkeypatch.setattr(sys.modules[fit.__module__], "ROWS_FOR_STARTS", 100)
    w = np.repeat([0.0, 1, 2], 114)
    options = {"rng": 5, "starts": 3, "sample_weight": w, "max_iterations": 5}
    whole = fit(PENGUINS, 3, **options)
    for size in (7, 50):
        result = fit(chunks(PENGUINS, size), 3, **options)
        for a, b in zip(result.outcomes, whole.outcomes, strict=True):
            np.testing.assert_array_equal(a.start.means, b.start.means)
            assert a.objective == pytest.approx(b.objective, rel=1e-12)
    monkeypatch.undo()
    all_rows = fit(PENGUINS, 3, **options)
    assert (all_rows.outcomes[0].start.means != whole.outcomes[0].start.means).any()


def test_rows_are_drawn_evenly_from_those_that_count():
    points, w = np.arange(20.0), np.repeat([0.0, 3], [4, 16])
    counts = np.zeros(20)
    for seed in range(1500):
        source = as_source(points, 1, w)
        rows = subsample(source, 5, np.random.default_rng(seed))
        assert (np.diff(rows.index) > 0).all()
        np.testing.assert_array_equal(rows.X[:, 0], points[rows.index])
        np.testing.assert_array_equal(rows.weights, w[rows.index])
        counts[rows.index] += 1
    assert counts.sum() == 1500 * 5
    assert (counts[:4] == 0).all()
    chi2 = ((counts[4:] - 1500 * 5 / 16) ** 2 / (1500 * 5 / 16)).sum()
    assert chi2 < 37.7  # 15 degrees of freedom, p = 0.001
    all_rows = subsample(as_source(points, 1, w), 100, np.random.default_rng(0))
    np.testing.assert_array_equal(all_rows.index, np.arange(4, 20))


def test_the_dimensions_of_data_in_any_form(tmp_path):
    file = np.memmap(tmp_path / "X", dtype=float, mode="w+", shape=(4, 3))
    for data, D in [
        ([1.0, 2], 1),
        ([[1.0, 2], [3, 4]], 2),
        ([np.ones(2), np.ones(2)], 2),
        ([np.ones((4, 3))], 3),
        (np.ones(5), 1),
        (file, 3),
        (lambda: iter([np.ones((4, 3))]), 3),
        (lambda: iter([np.ones(4)]), 1),
        (lambda: iter([]), 1),
    ]:
        assert n_dims_of(data) == D


START = kmeans_start(X, 2, 0)


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (lambda: fit(X, 0), ValueError, "n_components must be at least 1, got 0."),
        (lambda: fit(X, 2.5), TypeError, "n_components must be a whole number, got 2.5."),
        (lambda: fit(X, 2, starts=0), ValueError, "starts must be at least 1, got 0."),
        (lambda: fit(X, 2, starts=True), TypeError, "starts must be a whole number, got True."),
        (
            lambda: fit(X, 2, starts=START),
            TypeError,
            "starts must be a number of starts or a sequence of GaussianMixture, got a single "
            "GaussianMixture; write [start].",
        ),
        (
            lambda: fit(X, 2, starts=None),
            TypeError,
            "starts must be a number of starts or a sequence of GaussianMixture, got None.",
        ),
        (
            lambda: fit(X, 2, starts=np.array([START], dtype=object)),
            TypeError,
            "starts must be a number of starts or a sequence of GaussianMixture, got an array of "
            "shape (1,).",
        ),
        (
            lambda: fit(START, 2),
            TypeError,
            "chunk 0 of X must be a rectangular array of numbers, got a ragged list; give rows of "
            "equal length.",
        ),
        (
            lambda: fit(2, [0.5] * 1000),
            TypeError,
            "n_components must be a whole number, got [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, ...].",
        ),
        (
            lambda: fit(2, X),
            TypeError,
            f"n_components must be a whole number, got an array of shape {X.shape}.",
        ),
        (
            lambda: fit(sparse.eye_array(5).tocsr(), 2),
            TypeError,
            "X is a sparse matrix; give X.toarray().",
        ),
        (
            lambda: fit(X, 2, starts=[]),
            ValueError,
            "starts is empty; give at least one GaussianMixture, or a number.",
        ),
        (
            lambda: fit(X, 2, starts=[START, 3]),
            TypeError,
            "starts[1] must be an instance of GaussianMixture, got int.",
        ),
        (
            lambda: fit(X, 3, starts=[START]),
            ValueError,
            "starts[0] must have n_components = 3 components, got 2.",
        ),
        (
            lambda: fit(PENGUINS, 2, starts=[START]),
            ValueError,
            "X must have shape (N,) or (N, 1), got shape (342, 2).",
        ),
        (
            lambda: fit(
                PENGUINS, 1, starts=[random_points_start(PENGUINS, 1)], covariance="spherical"
            ),
            ValueError,
            "start must have spherical covariances to begin a fit with covariance="
            '"spherical"; use constrained(start, "spherical").',
        ),
        (
            lambda: fit(X, 2, covariance="round"),
            ValueError,
            "covariance must be one of full, diagonal, spherical, tied; got 'round'.",
        ),
        (
            lambda: fit([0.0, 0, 1], 3),
            ValueError,
            "X has only 2 distinct points, fewer than n_components = 3; ask for at most 2.",
        ),
        (
            lambda: fit(X, 2, max_iterations=0),
            ValueError,
            "max_iterations must be at least 1, got 0.",
        ),
        (
            lambda: fit(X, 2, sample_weight=[1, 2]),
            ValueError,
            "sample_weight must have shape (7,), one a row of X, got shape (2,).",
        ),
        (
            lambda: fit(X, 2, rng=1.5),
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got 1.5.",
        ),
        (
            lambda: fit(iter([X]), 2),
            TypeError,
            "X is an iterator, which can be read only once, but em reads the data at every "
            "iteration; give a function that makes it, for instance lambda: chunks(...).",
        ),
        (
            lambda: fit(lambda: iter([]), 2),
            ValueError,
            "X has no chunk; at least one row is needed.",
        ),
        (
            lambda: fit(np.ones((2, 2, 2)), 2),
            ValueError,
            "X must have shape (N,) or (N, D), got shape (2, 2, 2).",
        ),
        (lambda: fit(3.0, 1), ValueError, "X must have shape (N,) or (N, D), got a scalar; for a "
         "single point write [x]."),
    ],
)  # fmt: skip
def test_bad_arguments(call, kind, told):
    assert message(call, kind) == told


def test_a_start_of_another_structure_can_be_constrained():
    start = constrained(random_points_start(PENGUINS, 2, 0), "spherical")
    assert fit(PENGUINS, 2, starts=[start], covariance="spherical").converged


def test_a_collapse_in_many_dimensions_is_told_in_few_words():
    points = np.vstack([np.eye(40), np.zeros((40, 40)), np.full((1, 40), 2.0)])
    start = GaussianMixture([0.5, 0.5], points[[0, -1]], [np.eye(40)] * 2)
    told = message(lambda: fit(points, 2, starts=[start]), CollapseError)
    assert " = [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, ...], where the likelihood grows" in told
