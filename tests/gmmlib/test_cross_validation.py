"""Cross-validation: against scikit-learn and a closed form; folds, failures, what is refused."""

import math
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import Frame, message, unchanged
from sklearn import mixture, model_selection, neighbors

from gmmlib import CollapseError, GaussianMixture, datasets
from gmmlib._folds import as_splits
from gmmlib.cross_validation import cross_validate
from gmmlib.scores import NoDensityError

X = datasets.two_dimensional(60).X


def one_gaussian(X):
    """Maximum likelihood of one component."""
    return GaussianMixture([1], [X.mean(axis=0)], [np.cov(X.T, bias=True).reshape(X.shape[1], -1)])


class Peer:
    """A density of scikit-learn."""

    def __init__(self, estimator):
        self.estimator = estimator

    def logpdf(self, X):
        return self.estimator.score_samples(X)


class Uniform:
    """The uniform density on the range of the data: 0 outside."""

    def __init__(self, X):
        self.low, self.high = X.min(), X.max()

    def logpdf(self, X):
        return np.where(
            np.clip(X, self.low, self.high) == X, -math.log(self.high - self.low), -np.inf
        )


@given(st.integers(2, 30), st.integers(1, 3), st.integers(0, 5), st.data())
def test_folds_part_the_rows_evenly(N, repeats, seed, data):
    count = data.draw(st.integers(2, N))
    splits = as_splits(count, N, repeats if count < N else 1, seed)
    for repeat in range(max(s.repeat for s in splits) + 1):
        parts = [s for s in splits if s.repeat == repeat]
        assert len(parts) == count
        assert sorted(np.concatenate([s.rows for s in parts])) == list(range(N))
        sizes = [len(s.rows) for s in parts]
        assert max(sizes) - min(sizes) <= 1
    for split in splits:
        assert set(split.rows) | set(np.flatnonzero(split.training)) == set(range(N))
        assert len(split.rows) + split.training.sum() == N
        assert (np.diff(split.rows) > 0).all()


def test_folds_are_drawn_at_random_and_anew_in_each_repeat():
    first, again, other = ([tuple(s.rows) for s in as_splits(3, 30, 2, seed)] for seed in (0, 0, 1))
    assert first == again
    assert len(set(first + other)) == 12


def test_each_row_is_as_often_beside_each_other():
    together = np.zeros((6, 6))
    for split in as_splits(2, 6, 4000, 0):
        together[np.ix_(split.rows, split.rows)] += 1
    pairs = together[np.triu_indices(6, 1)] / 4000
    # Two of six rows are in the same half with probability 2/5; 5 standard errors.
    assert np.abs(pairs - 2 / 5).max() < 5 * math.sqrt(2 / 5 * 3 / 5 / 4000)


@pytest.mark.parametrize("bandwidth", [0.3, 1.0])
def test_kernel_density_as_by_scikit_learn(bandwidth):
    peer = neighbors.KernelDensity(bandwidth=bandwidth)
    result = cross_validate(lambda rows: Peer(peer.fit(rows)), X, folds=7, rng=3)
    splits = [(np.delete(np.arange(60), fold.rows), fold.rows) for fold in result.folds]
    scores = model_selection.cross_validate(peer, X, cv=splits, return_train_score=True)
    sizes = np.array([len(fold.rows) for fold in result.folds])
    means, training = scores["test_score"] / sizes, scores["train_score"] / (60 - sizes)
    np.testing.assert_allclose([fold.mean for fold in result.folds], means, rtol=1e-13)
    np.testing.assert_allclose([f.training_mean for f in result.folds], training, rtol=1e-13)
    assert result.mean == pytest.approx(scores["test_score"].sum() / 60, rel=1e-13)
    assert result.training_mean == pytest.approx(scores["train_score"].sum() / 360, rel=1e-13)


def test_one_gaussian_as_by_scikit_learn():
    result = cross_validate(one_gaussian, X, folds=6, rng=1)
    splits = [(np.delete(np.arange(60), fold.rows), fold.rows) for fold in result.folds]
    peer = mixture.GaussianMixture(1, reg_covar=0)
    scores = model_selection.cross_val_score(peer, X, cv=splits)
    np.testing.assert_allclose([fold.mean for fold in result.folds], scores, rtol=1e-12)
    assert result.mean == pytest.approx(scores.mean(), rel=1e-12)


@pytest.mark.parametrize("folds", ["leave-one-out", len(X)])
@pytest.mark.parametrize("D", [1, 2])
def test_leaving_one_out_of_a_gaussian_in_closed_form(D, folds):
    data = X[:, :D]
    N, S = len(data), np.cov(data.T, bias=True).reshape(D, D)
    d = data - data.mean(axis=0)
    M = np.einsum("nd,de,ne->n", d, np.linalg.inv(S), d)
    # Sherman and Morrison: what the mean and the covariance of the others are.
    log_det = np.linalg.slogdet(S)[1] + D * math.log(N / (N - 1)) + np.log1p(-M / (N - 1))
    expected = -(D * math.log(2 * math.pi) + log_det + N * M / (N - 1 - M)) / 2
    result = cross_validate(one_gaussian, data, folds=folds)
    np.testing.assert_allclose(result.log_densities, expected, rtol=1e-11)
    assert result.mean == pytest.approx(expected.mean(), rel=1e-12)
    assert result.standard_error == pytest.approx(expected.std() / math.sqrt(N - 1), rel=1e-11)


def test_given_folds_are_kept():
    groups = [[2, 0], np.array([1, 4, 3]), [5]]
    result = cross_validate(one_gaussian, X[:6], folds=groups)
    assert [fold.rows.tolist() for fold in result.folds] == [[0, 2], [1, 3, 4], [5]]
    expected = one_gaussian(X[[1, 3, 4, 5]]).logpdf(X[[0, 2]])
    np.testing.assert_array_equal(result.log_densities[[0, 2]], expected)


def test_repeats_average_each_row():
    result = cross_validate(one_gaussian, X, folds=2, repeats=3, rng=0)
    assert [fold.repeat for fold in result.folds] == [0, 0, 1, 1, 2, 2]
    for n in (0, 17, 59):
        values = [f.log_densities[list(f.rows).index(n)] for f in result.folds if n in f.rows]
        assert len(values) == 3
        assert result.log_densities[n] == pytest.approx(np.mean(values), rel=1e-14)


def test_a_seed_gives_the_same():
    first, again, other = (cross_validate(one_gaussian, X, rng=seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first.log_densities, again.log_densities)
    assert (first.log_densities != other.log_densities).any()
    generator = np.random.default_rng(4)
    np.testing.assert_array_equal(
        cross_validate(one_gaussian, X, rng=generator).log_densities, first.log_densities
    )


@given(st.integers(2, 25), st.integers(0, 3), st.data())
def test_no_estimate_sees_what_it_is_scored_on(N, seed, data):
    folds = data.draw(st.one_of(st.integers(2, N), st.just("leave-one-out")))
    trained, scored = [], []

    def recording(rows):
        trained.append(set(rows.tolist()))
        scored.append([])
        return SimpleNamespace(logpdf=lambda x: scored[-1].append(set(x.tolist())) or -x)

    result = cross_validate(recording, np.arange(float(N)), folds=folds, rng=seed)
    assert len(trained) == len(result.folds)
    for fold, rows, (held_out, again) in zip(result.folds, trained, scored, strict=True):
        assert held_out == set(fold.rows.tolist())
        assert rows == again == set(range(N)) - held_out
    np.testing.assert_array_equal(result.log_densities, -np.arange(N))


def test_an_estimate_gets_rows_in_the_shape_that_the_data_have_and_may_write_into_them():
    shapes = []

    def careless(rows):
        shapes.append(rows.shape)
        density = one_gaussian(rows.reshape(len(rows), -1))
        rows[:] = 0
        return density

    with unchanged(X):
        flat = cross_validate(careless, X[:, 0], folds=2, rng=0)
        column = cross_validate(careless, X[:, :1], folds=2, rng=0)
        framed = cross_validate(careless, Frame(X[:, 0]), folds=2, rng=0)
    assert shapes == [(30,)] * 2 + [(30, 1)] * 2 + [(30,)] * 2
    clean = cross_validate(one_gaussian, X[:, :1], folds=2, rng=0)
    for result in (flat, column, framed):
        np.testing.assert_array_equal(result.log_densities, clean.log_densities)
        assert result.training_mean == clean.training_mean


def test_a_result_with_a_model_will_do():
    wrapped = cross_validate(lambda rows: SimpleNamespace(model=one_gaussian(rows)), X, rng=0)
    assert wrapped.mean == cross_validate(one_gaussian, X, rng=0).mean


def test_density_0_is_told():
    result = cross_validate(Uniform, [0.0, 1.0, 2.0, 3.0, 4.0], folds="leave-one-out")
    np.testing.assert_array_equal(
        np.isneginf(result.log_densities), [True, False, False, False, True]
    )
    assert (result.mean, result.n_impossible) == (-math.inf, 2)
    assert math.isnan(result.standard_error)
    assert result.remarks == "density 0 at 2 of 5 rows"
    # Trained on 0…4 but the ends: 3 inner folds of width 4, 2 of width 3.
    assert result.training_mean == pytest.approx(-(3 * math.log(4) + 2 * math.log(3)) / 5)


def failing(X):
    """No density where the third row is not trained on."""
    if 3.0 not in X:
        raise CollapseError("component 1 collapsed", 0, 1, ())
    if 4.0 not in X:
        raise NoDensityError("nothing comes of these rows")
    return Uniform(X)


def test_a_failed_fold_is_told_and_the_others_are_kept():
    result = cross_validate(failing, [1.0, 5.0, 2.0, 3.0, 4.0], folds=[[0, 1], [2], [3], [4]])
    assert [fold.error for fold in result.folds] == [
        None, None, "component 1 collapsed", "nothing comes of these rows",
    ]  # fmt: skip
    assert result.failures == result.folds[2:]
    assert math.isnan(result.mean)
    assert math.isnan(result.standard_error)
    assert math.isnan(result.training_mean)
    np.testing.assert_array_equal(
        result.log_densities, [-math.inf, -math.inf, -math.log(4), math.nan, math.nan]
    )
    assert str(result) == (
        "fold  rows  held out  training\n"
        "1        2      -inf   -0.6931\n"
        "2        1   -1.3863   -1.3863\n"
        "3        1         –         –\n"
        "4        1         –         –\n"
        "held-out log-likelihood a point: – (2 of 4 folds failed, density 0 at 2 of 5 rows); "
        "higher is better\n"
        "fold 3 failed: component 1 collapsed\n"
        "fold 4 failed: nothing comes of these rows"
    )


def test_other_errors_come_through_with_their_fold():
    def broken(rows):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine") as error:
        cross_validate(broken, X, folds=3)
    assert error.value.__notes__ == ["This was in fold 1 of 3."]


def test_long_results_print_short():
    lines = str(cross_validate(one_gaussian, X, folds="leave-one-out")).splitlines()
    assert len(lines) == 13
    assert lines[11] == "and 50 more folds"


def test_html_holds_text_alone():
    def failing(rows):
        raise NoDensityError("<script>alert(1)</script> & more")

    html = cross_validate(failing, X)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_progress_counts_the_fits(capsys, monkeypatch):
    cross_validate(one_gaussian, X, folds=4, repeats=2, rng=0, progress=True)
    assert "8/8" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert message(lambda: cross_validate(one_gaussian, X, progress=True), ImportError) == (
        "progress=True needs the package tqdm: pip install tqdm, or gmmlib[progress]."
    )


def logpdf(values):
    """An estimate whose density says always the same."""
    return lambda rows: SimpleNamespace(logpdf=lambda X: values)


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda: cross_validate(3, X),
            TypeError,
            "estimate must be a function of rows that gives a density, got int.",
        ),
        (
            lambda: cross_validate(list, X),
            TypeError,
            "estimate must give a density with a method logpdf, or a result whose .model is one; "
            "got list.",
        ),
        (
            lambda: cross_validate(logpdf([0.0]), X[:4], folds=2),
            ValueError,
            "logpdf of SimpleNamespace must give shape (2,) for 2 rows, got shape (1,).",
        ),
        (
            lambda: cross_validate(logpdf([0.0, math.nan]), [5, 6, 7, 8], folds=[[0, 1], [2, 3]]),
            ValueError,
            "logpdf of SimpleNamespace must give a number or -inf, got nan at 6.0.",
        ),
        (
            lambda: cross_validate(logpdf([math.inf, 0]), X[:4], folds=[[0, 1], [2, 3]]),
            ValueError,
            f"logpdf of SimpleNamespace must give a number or -inf, got inf at {X[0].tolist()}.",
        ),
        (
            lambda: cross_validate(one_gaussian, [1.0]),
            ValueError,
            "X must have at least 2 rows to hold some out, got 1.",
        ),
        (
            lambda: cross_validate(one_gaussian, [1.0, math.nan]),
            ValueError,
            "X[1] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, folds=1),
            ValueError,
            "folds must be at least 2, got 1.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, folds=61),
            ValueError,
            'folds must be at most the number of rows that are split, 60, got 61; "leave-one-out" '
            "makes each row a fold.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, folds=2.5),
            TypeError,
            "folds must be a whole number, got 2.5.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, folds="loo"),
            ValueError,
            "folds must be a whole number or \"leave-one-out\"; got 'loo'.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0, 1, 2]]),
            ValueError,
            "folds must hold at least 2 arrays of row indices, got 1.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0, 1], [[2], []]]),
            ValueError,
            "folds[1] must hold row indices, at least one, got shape (0,) of dtype object.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0, 1], []]),
            ValueError,
            "folds[1] must hold row indices, at least one, got shape (0,) of dtype float64.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0, 1], [2, 3]]),
            ValueError,
            "folds[1] must hold indices in 0…2, got 3.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0, 1], [1, 2]]),
            ValueError,
            "folds must hold every row of X once, but row 1 stands in them 2 times.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0], [2]]),
            ValueError,
            "folds must hold every row of X once, but row 1 stands in them 0 times.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, repeats=0),
            ValueError,
            "repeats must be at least 1, got 0.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, folds="leave-one-out", repeats=2),
            ValueError,
            "repeats must be 1 with leave-one-out, which is the same in each; got 2.",
        ),
        (
            lambda: cross_validate(one_gaussian, X[:3], folds=[[0], [1, 2]], repeats=2),
            ValueError,
            "repeats must be 1 with given folds, which are the same in each; got 2.",
        ),
        (
            lambda: cross_validate(one_gaussian, X, rng="0"),
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got '0'.",
        ),
    ],
)
def test_bad_input(call, kind, told):
    assert message(call, kind) == told
