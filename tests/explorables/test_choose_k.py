"""ChooseK in Python: its fits and scores by gmmlib's own, its sources, and what it refuses."""

import html
import json
import re

import numpy as np
import pytest
from scipy import stats

from gmmlib import GaussianMixture, NoDensityError, aic, bic, cross_validate, datasets, em
from gmmlib.explorables import ChooseK
from gmmlib.explorables._choice import FLOOR, TOLERANCE, folds, longest_axis, seeded_start
from gmmlib.explorables._random import mixture_draws, shuffled

RUNNING, ELEVEN_5, ONE, THREE, FIVE, PENGUINS = ChooseK().source_names


@pytest.fixture(scope="module")
def picture():
    return ChooseK(points=60)


@pytest.fixture(scope="module")
def plane():
    return ChooseK(source=FIVE, points=60, seed=3)


@pytest.mark.parametrize("kind", ["picture", "plane"])
def test_every_fit_is_a_fixed_point_of_em(kind, request):
    shown = request.getfixturevalue(kind)
    for model in shown.models:
        again = em(shown.data, model, floor=FLOOR, tolerance=0, max_iterations=2000)
        one = again.history[1].log_likelihood - again.history[0].log_likelihood
        assert -1e-9 <= one <= TOLERANCE * len(shown.data)
        assert (model.weights > 0).all()


@pytest.mark.parametrize("kind", ["picture", "plane"])
def test_the_table_is_what_gmmlib_says_of_the_models(kind, request):
    shown = request.getfixturevalue(kind)
    X = shown.data
    assert [score.K for score in shown.table] == list(range(1, 9))
    for score, model in zip(shown.table, shown.models, strict=True):
        assert score.training == pytest.approx(model.log_likelihood(X) / len(X), rel=1e-14)
        assert score.aic == pytest.approx(aic(model, X), rel=1e-14)
        assert score.bic == pytest.approx(bic(model, X), rel=1e-14)
        assert model.n_components == score.K
    assert (np.diff([score.training for score in shown.table]) > 0).all()


def test_one_component_is_cross_validated_as_by_hand(picture):
    X = picture.data
    score = picture.table[0]
    rows = folds(len(X), picture.split)
    np.testing.assert_array_equal(np.sort(np.concatenate(rows)), np.arange(len(X)))

    def one(training):
        return GaussianMixture([1], training.mean(axis=0)[None], [np.cov(training.T, bias=True)])

    result = cross_validate(one, X, folds=rows)
    assert score.held_out == pytest.approx(result.mean, rel=1e-12)
    assert score.standard_error == pytest.approx(result.standard_error, rel=1e-12)


def test_draws_are_from_their_mixture():
    three = datasets.two_dimensional_mixture()
    X = mixture_draws(5, 4000, three)
    np.testing.assert_allclose(X.mean(axis=0), three.weights @ three.means, atol=0.15)
    about = three.means - three.weights @ three.means
    spread = np.einsum("k,kij->ij", three.weights, three.covariances)
    spread += np.einsum("k,ki,kj->ij", three.weights, about, about)
    np.testing.assert_allclose(np.cov(X.T), spread, rtol=0.1, atol=0.2)
    line = ChooseK(source=ELEVEN_5, points=600, seed=9)
    assert stats.kstest(line.data[:, 0], lambda x: line.truth.cdf(x)).pvalue > 0.001


def test_an_order_is_uniform():
    assert sorted(shuffled(7, 3)) == list(range(7))
    firsts = np.bincount([shuffled(5, seed)[0] for seed in range(1000)], minlength=5)
    assert stats.chisquare(firsts).pvalue > 0.001


def test_data_are_taken_without_repetition():
    birds = datasets.penguins().X
    shown = ChooseK(source=PENGUINS, points=600)
    np.testing.assert_array_equal(shown.data, birds)
    assert shown.truth is None
    shown.points = 40
    some = shown.data
    assert some.shape == (40, 2)
    rows = [np.flatnonzero((birds == bird).all(axis=1)) for bird in some]
    assert all(len(row) for row in rows)
    shown.seed = 2
    assert not np.array_equal(shown.data, some)


def test_starts_follow_the_unit_of_the_data(plane):
    X = plane.data
    start, scaled = seeded_start(X, 4, 1), seeded_start(X * [100, 0.01], 4, 1)
    np.testing.assert_allclose(scaled.means, start.means * [100, 0.01])
    np.testing.assert_allclose(start.covariances[0] * 4, np.cov(X.T, bias=True))
    assert len(np.unique(start.means, axis=0)) == 4


def test_the_longest_axis():
    covariance = np.array([[3, -1.5], [-1.5, 1]])
    axis = longest_axis(covariance)
    largest = np.linalg.eigvalsh(covariance)[-1]
    np.testing.assert_allclose(covariance @ axis, largest * axis, rtol=1e-12)
    assert axis @ axis == pytest.approx(largest)
    assert axis[0] > 0


def test_the_small_presets_say_what_is_so():
    three = {"held out": 3, "one standard error": 3, "AIC": 3, "BIC": 3}
    assert ChooseK().best == three
    assert ChooseK(source=ONE, points=100).best["held out"] == 1
    few = ChooseK(source=ELEVEN_5, points=50).best
    assert (few["held out"], few["BIC"]) == (2, 2)
    assert ChooseK(source=FIVE, points=60).best["held out"] < 5


def test_another_split_changes_what_is_held_out_alone(picture):
    other = ChooseK(points=60, split=2)
    for mine, others in zip(picture.table, other.table, strict=True):
        assert (mine.training, mine.aic, mine.bic) == (others.training, others.aic, others.bic)
        assert mine.held_out != others.held_out


def test_own_data():
    X = np.concatenate([np.linspace(0, 1, 40), np.linspace(9, 10, 40)])
    shown = ChooseK(X, components=2)
    assert shown.source == "Your data"
    assert shown.points == 80
    np.testing.assert_array_equal(np.sort(shown.data[:, 0]), X)
    np.testing.assert_allclose(np.sort(shown.model.means[:, 0]), [0.5, 9.5], atol=0.01)
    shown.source = RUNNING
    assert len(shown.data) == 80


def test_fewer_distinct_values_than_components_are_told():
    shown = ChooseK(np.repeat(np.arange(6.0) ** 2, 5), components=7)
    assert len(shown.models) == 6
    assert np.isnan(shown.table[6].training)
    assert np.isnan(shown.table[6].held_out)
    assert shown.best["BIC"] <= 6
    message = "7 components cannot be fitted to these points; take fewer components."
    with pytest.raises(NoDensityError) as caught:
        _ = shown.model
    assert str(caught.value) == message


def test_the_page_has_all_that_the_picture_needs(picture):
    text = re.search(r'data-state="([^"]*)"', picture.to_html())[1]
    state = json.loads(html.unescape(text))
    assert [source["name"] for source in state["sources"]] == list(picture.source_names)
    assert (state["source"], state["points"], state["components"]) == (RUNNING, 60, 3)
    alt = re.search(r'aria-label="([^"]*)"', picture.to_html())[1]
    assert "60 points" in alt
    assert "Best are 3 components held out, 3 by BIC." in alt
    assert picture.to_html() == ChooseK(points=60).to_html()
    data, _ = picture._repr_mimebundle_()
    assert data["text/plain"] == "ChooseK: 60 points; best K = 3 held out, 3 by BIC; K = 3 shown"


@pytest.mark.parametrize(
    ("state", "error", "message"),
    [
        ({"components": 9}, ValueError, "components must be 1 to 8, got 9."),
        ({"components": 0}, ValueError, "components must be at least 1, got 0."),
        ({"components": 2.5}, TypeError, "components must be a whole number, got 2.5."),
        ({"points": 29}, ValueError, "points must be at least 30, got 29."),
        ({"points": 601}, ValueError, "points must be 30 to 600, got 601."),
        ({"seed": 2**32}, ValueError, "seed must be at most 4294967295, got 4294967296."),
        ({"split": -1}, ValueError, "split must be at least 0, got -1."),
        (
            {"source": "Iris"},
            ValueError,
            f"source must be one of {', '.join(ChooseK().source_names)}; got 'Iris'.",
        ),
        (
            {"X": np.zeros((40, 3))},
            ValueError,
            "X must have 1 or 2 dimensions to be shown, got 3.",
        ),
        (
            {"X": np.arange(10)},
            ValueError,
            "X must hold at least 30 points to hold some of them out, got 10.",
        ),
        (
            {"X": np.column_stack([np.arange(40), np.ones(40)])},
            ValueError,
            "X must vary in every dimension; leave out the one in which it does not.",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(state, error, message):
    with pytest.raises(error) as caught:
        ChooseK(**state)
    assert str(caught.value) == message


def test_a_bad_assignment_loses_no_state():
    shown = ChooseK()
    for key, value in [("components", 12), ("points", 5), ("source", "none")]:
        before = getattr(shown, key)
        with pytest.raises(ValueError, match=f"^{key} must be"):
            setattr(shown, key, value)
        assert getattr(shown, key) == before
