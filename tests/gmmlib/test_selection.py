"""Selection: the right K, the same splits for all, and no leak from an outer fold."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import message

from gmmlib import CollapseError, GaussianMixture, em
from gmmlib.choices import NestedCrossValidation, Selection
from gmmlib.cross_validation import cross_validate
from gmmlib.scores import CrossValidation, Fold, NoDensityError
from gmmlib.selection import nested_cross_validate, select

#: Three clusters, 20 standard deviations apart.
APART = GaussianMixture([0.3, 0.3, 0.4], [0, 20, 40], [1, 1, 1]).sample(90, rng=5)[0]


def mixture(K):
    """EM from K quantiles of one-dimensional data."""

    def estimate(rows):
        means = np.quantile(rows, (np.arange(K) + 0.5) / K)
        spread = rows.var() / K**2
        return em(rows, GaussianMixture(np.full(K, 1 / K), means, np.full(K, spread)))

    return estimate


def collapsing(rows):
    raise CollapseError("component 2 collapsed", 1, 3, ())


def known(*log_densities):
    """A cross-validation with these held-out log densities, each row a fold."""
    return CrossValidation(
        tuple(
            Fold(
                0, np.array([n]), np.array([value]), -1.0, "no density" if value != value else None
            )
            for n, value in enumerate(map(float, log_densities))
        )
    )


def test_the_number_of_clusters_is_found():
    candidates = {K: mixture(K) for K in (1, 2, 3, 4)}
    selection = select(candidates, APART, rng=0)
    assert selection.names == (1, 2, 3, 4)
    assert selection.best == selection.one_standard_error == 3
    nested = nested_cross_validate(candidates, APART, rule="one-standard-error", rng=0)
    assert nested.chosen == (3,) * 5
    assert set(nested_cross_validate(candidates, APART, rng=0).chosen) <= {3, 4}
    # The density that made the data, within 4 standard errors.
    truth = GaussianMixture([0.3, 0.3, 0.4], [0, 20, 40], [1, 1, 1]).logpdf(APART).mean()
    assert abs(nested.mean - truth) < 4 * nested.standard_error


def test_all_candidates_are_scored_on_the_same_splits():
    candidates = {"one": mixture(1), "two": mixture(2)}
    selection = select(candidates, APART, folds=4, repeats=2, rng=7)
    for name, estimate in candidates.items():
        alone = cross_validate(estimate, APART, folds=4, repeats=2, rng=7)
        np.testing.assert_array_equal(selection.scores[name].log_densities, alone.log_densities)
        assert selection.scores[name].training_mean == alone.training_mean


def test_the_rules_by_hand():
    best = known(-1, -2, -3, -4)  # mean -2.5, standard error sqrt(5/3) / 2 = 0.645
    close, far = known(-3.1, -3.1, -3.1, -3.1), known(-3.2, -3.2, -3.2, -3.2)
    selection = Selection(("far", "close", "best", "equal"), (far, close, best, best))
    assert selection.best == "best"
    assert selection.one_standard_error == "close"
    assert selection.choice("best") == "best"
    assert selection.choice("one-standard-error") == "close"
    assert best.standard_error == pytest.approx(math.sqrt(5 / 3) / 2)
    difference, error = selection.difference("close")
    assert difference == pytest.approx(-0.6)
    assert error == pytest.approx(math.sqrt(5 / 3) / 2)
    assert selection.difference("best") == (0, 0)


def test_what_failed_or_is_impossible_is_never_best():
    selection = Selection(
        ("failed", "impossible", "poor"), (known(0, math.nan), known(9, -math.inf), known(-5, -7))
    )
    assert selection.best == selection.one_standard_error == "poor"
    assert selection.difference("impossible")[0] == -math.inf
    assert math.isnan(selection.difference("failed")[0])


def test_without_a_finite_score_there_is_no_best():
    selection = Selection(("a", 2), (known(0, math.nan), known(1, -math.inf)))
    assert message(lambda: selection.best, NoDensityError) == (
        "no candidate has a finite held-out log-likelihood ('a': 1 of 2 folds failed; "
        "2: density 0 at 1 of 2 rows); give smoother ones, for instance with fewer components or "
        "a floor."
    )
    assert isinstance(NoDensityError("…"), ValueError)
    assert "best" not in str(selection).splitlines()[1:]


def test_a_selection_prints_as_a_table():
    selection = Selection(
        (1, "two", "<b>"), (known(-1, -2, -3, -4), known(-4, -3, -4, -3), known(0, 0, 0, math.nan))
    )
    assert str(selection) == (
        "candidate          held out     less the best  training\n"
        "1          -2.5000 ± 0.6455                     -1.0000  best, one standard error\n"
        "two        -3.5000 ± 0.2887  -1.0000 ± 0.8165   -1.0000\n"
        "<b>                       –                 –   -1.0000  1 of 4 folds failed\n"
        "log-likelihood a point ± standard error; higher is better\n"
        "<b> failed first: no density"
    )
    html = selection._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt; failed first" in html


@given(st.integers(6, 20), st.integers(2, 4), st.integers(2, 3), st.integers(0, 9))
def test_no_outer_fold_leaks_into_its_selection(N, outer, inner, seed):
    trained = []

    def recording(offset):
        def estimate(rows):
            trained.append(set(rows.tolist()))
            return SimpleNamespace(logpdf=lambda x: offset - np.abs(x - rows.mean()))

        return estimate

    candidates = {"low": recording(-1.0), "high": recording(0.0)}
    result = nested_cross_validate(
        candidates, np.arange(float(N)), outer=outer, inner=inner, rng=seed
    )
    per_fold = 2 * inner + 1
    assert len(trained) == outer * per_fold
    for i, fold in enumerate(result.outer.folds):
        held_out = set(fold.rows.tolist())
        others = set(range(N)) - held_out
        calls = trained[i * per_fold : (i + 1) * per_fold]
        assert not any(rows & held_out for rows in calls)
        assert all(rows < others for rows in calls[:-1])
        assert calls[-1] == others
        selection = result.selections[i]
        inner_rows = [inner_fold.rows for inner_fold in selection.results[0].folds]
        assert sorted(np.concatenate(inner_rows)) == list(range(len(others)))
    assert result.chosen == ("high",) * outer


def test_nested_is_the_cross_validation_of_the_procedure():
    candidates = {K: mixture(K) for K in (1, 2)}
    result = nested_cross_validate(candidates, APART, outer=3, inner=2, rng=1)
    for fold, chosen, selection in zip(
        result.outer.folds, result.chosen, result.selections, strict=True
    ):
        training = np.delete(APART, fold.rows, axis=0)
        again = select(candidates, training, folds=[f.rows for f in selection.results[0].folds])
        assert again.best == chosen
        np.testing.assert_array_equal(
            fold.log_densities, candidates[chosen](training).model.logpdf(APART[fold.rows])
        )
    values = np.empty(len(APART))
    for fold in result.outer.folds:
        values[fold.rows] = fold.log_densities
    assert result.mean == pytest.approx(values.mean(), rel=1e-14)
    assert result.standard_error == pytest.approx(values.std(ddof=1) / math.sqrt(90), rel=1e-12)


def test_a_seed_gives_the_same():
    candidates = {K: mixture(K) for K in (1, 2)}
    first, again, other = (
        nested_cross_validate(candidates, APART, outer=2, inner=2, repeats=2, rng=seed)
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.outer.log_densities, again.outer.log_densities)
    np.testing.assert_array_equal(
        first.selections[3].results[0].log_densities, again.selections[3].results[0].log_densities
    )
    assert (first.outer.log_densities != other.outer.log_densities).any()
    inner = [selection.results[0].folds[0].rows.tolist() for selection in first.selections]
    assert len({tuple(rows) for rows in inner}) == 4


def test_the_rule_chooses():
    def flat(height):
        return lambda rows: SimpleNamespace(logpdf=lambda x: height + np.sin(37 * x))

    candidates = {"simple": flat(-0.01), "best": flat(0.0)}
    data = np.arange(40.0)
    chosen = [
        nested_cross_validate(candidates, data, outer=2, inner=2, rule=rule, rng=0).chosen
        for rule in ("best", "one-standard-error")
    ]
    assert chosen == [("best",) * 2, ("simple",) * 2]


def test_failures_in_an_outer_fold_are_told():
    def sometimes(rows):
        """Fails where 0 is not trained on, in the outer fold that holds it and in inner ones."""
        return collapsing(rows) if 0.0 not in rows else SimpleNamespace(logpdf=lambda x: -x)

    data = np.arange(6.0)
    result = nested_cross_validate(
        {"fragile": sometimes}, data, outer=[[0, 1, 2], [3, 4, 5]], inner=2, rng=0
    )
    assert result.chosen == (None, None)
    assert [fold.error for fold in result.outer.folds] == [
        "no candidate has a finite held-out log-likelihood ('fragile': 2 of 2 folds failed); give "
        "smoother ones, for instance with fewer components or a floor.",
        "no candidate has a finite held-out log-likelihood ('fragile': 1 of 2 folds failed); give "
        "smoother ones, for instance with fewer components or a floor.",
    ]
    assert math.isnan(result.mean)

    def never_alone(rows):
        """Fails on all four rows of an outer fold, but on no inner part of them."""
        return collapsing(rows) if len(rows) == 4 else SimpleNamespace(logpdf=lambda x: -x)

    result = nested_cross_validate({"a": never_alone}, data, outer=3, inner=2, rng=0)
    assert result.chosen == ("a", "a", "a")
    assert [fold.error for fold in result.outer.folds] == ["component 2 collapsed"] * 3


def test_a_nested_result_prints_as_a_table():
    outer = CrossValidation(
        (
            Fold(0, np.array([0, 1]), np.array([-1.0, -2]), -1.25, None),
            Fold(0, np.array([2, 3]), np.array([-3.0, -4]), -1.5, None),
        )
    )
    selections = (Selection(("<i>", 2), (known(-1, -1), known(-2, -2))),) * 2
    result = NestedCrossValidation(outer, selections, "best")
    assert str(result) == (
        "fold  chosen  rows  held out  training\n"
        "1        <i>     2   -1.5000   -1.2500\n"
        "2        <i>     2   -3.5000   -1.5000\n"
        "held-out log-likelihood a point: -2.5000 ± 0.6455; higher is better\n"
        "chosen by outer folds: <i> in 2"
    )
    assert "<i>" not in result._repr_html_()
    assert repr(result) == (
        "NestedCrossValidation(mean=-2.5000, standard_error=0.6455, chosen=('<i>', '<i>'))"
    )


def test_progress_counts_the_fits(capsys):
    candidates = {"a": mixture(1), "b": mixture(1)}
    select(candidates, APART, folds=3, repeats=2, progress=True)
    assert "12/12" in capsys.readouterr().err
    nested_cross_validate(candidates, APART, outer=2, inner=3, progress=True)
    assert "14/14" in capsys.readouterr().err


def test_other_errors_name_the_candidate_and_the_folds():
    def broken(rows):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine") as error:
        nested_cross_validate({"a": mixture(1), "b": broken}, APART, outer=2, inner=3)
    assert error.value.__notes__ == [
        "This was in fold 1 of 3 of candidate 'b'.",
        "This was in fold 1 of 2 of the outer cross-validation.",
    ]


ONE = {1: mixture(1)}


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda: select([mixture(1)], APART),
            TypeError,
            "candidates must be a mapping of names to functions of rows, got list.",
        ),
        (lambda: select({}, APART), ValueError, "candidates is empty; at least one is needed."),
        (
            lambda: select({"a": mixture(1), "b": 2}, APART),
            TypeError,
            "candidates['b'] must be a function of rows that gives a density, got int.",
        ),
        (lambda: select(ONE, APART, folds=1), ValueError, "folds must be at least 2, got 1."),
        (
            lambda: nested_cross_validate(ONE, APART, outer=91),
            ValueError,
            'outer must be at most the number of rows that are split, 90, got 91; "leave-one-out" '
            "makes each row a fold.",
        ),
        (
            lambda: nested_cross_validate(ONE, APART, outer=2, inner=46),
            ValueError,
            'inner must be at most the number of rows that are split, 45, got 46; "leave-one-out" '
            "makes each row a fold.",
        ),
        (
            lambda: nested_cross_validate(ONE, APART, inner=[[0], [1]]),
            TypeError,
            "inner must be a whole number, got [[0], [1]].",
        ),
        (
            lambda: nested_cross_validate(ONE, APART[:2], outer=2),
            ValueError,
            "X must have at least 2 rows to hold some out, got 1.",
        ),
        (
            lambda: nested_cross_validate(ONE, APART, rule="first"),
            ValueError,
            "rule must be one of best, one-standard-error; got 'first'.",
        ),
    ],
)
def test_bad_input(call, kind, told):
    assert message(call, kind) == told
