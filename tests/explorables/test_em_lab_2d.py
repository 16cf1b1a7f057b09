"""EMLab2D's Python side: data, start, trail and bad values."""

import json
import re

import numpy as np
import pytest

from gmmlib import GaussianMixture, datasets, em
from gmmlib.explorables import EMLab2D
from gmmlib.initial import random_points_start

X = datasets.two_dimensional().X


def flat(model):
    lists = (model.weights, model.means, model.covariances)
    return "_".join(",".join(repr(float(x)) for x in np.ravel(numbers)) for numbers in lists)


def same(model, other):
    for name in ("weights", "means", "covariances"):
        np.testing.assert_allclose(getattr(model, name), getattr(other, name), rtol=1e-9)


def test_it_starts_where_the_page_does():
    lab = EMLab2D()
    same(lab.model, random_points_start(X, 3, rng=0))
    np.testing.assert_array_equal(lab.data, X)
    assert [birds["name"] for birds in lab.sets] == ["Penguins"]
    birds = datasets.penguins()
    np.testing.assert_array_equal(lab.sets[0]["X"], birds.X)
    assert lab.sets[0]["columns"] == list(birds.columns)


def test_the_history_of_cycles_is_em_s():
    start = random_points_start(X, 3, rng=0)
    fit = em(X, start, max_iterations=2000)
    lab = EMLab2D(X, start)
    at = fit.history[7].model
    lab.set_state(
        {
            "weights": at.weights.tolist(),
            "means": at.means.tolist(),
            "covariances": at.covariances.tolist(),
            "trail": f"{flat(start)}_C9_7",
        }
    )
    assert lab.iteration == 7
    assert len(lab.history) == 10
    for mine, iterate in zip(lab.history, fit.history, strict=False):
        same(mine, iterate.model)
    lab.model = fit.model
    assert (lab.iteration, len(lab.history)) == (0, 1)
    assert lab.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)


def test_components_may_become_more():
    lab = EMLab2D(X)
    lab.model = GaussianMixture([0.25] * 4, [[0, 0], [1, 0], [2, 0], [3, 0]], [np.eye(2)] * 4)
    assert len(lab.means) == 4
    assert lab.start["means"] != lab.means


def test_three_renderings():
    lab = EMLab2D()
    data, _ = lab._repr_mimebundle_()
    assert data["text/plain"] == repr(lab)
    html = data["text/html"]
    assert html == lab.to_html()
    state = json.loads(re.search(r'data-state="([^"]*)"', html)[1].replace("&quot;", '"'))
    np.testing.assert_allclose(state["X"], X, rtol=1e-11)
    assert state["trail"] == ""
    label = re.search(r'aria-label="([^"]*)"', html)[1]
    assert "600 points in the plane" in label
    assert "it falls from 3375 to 2374" in label


BAD = [
    ("means", [[0, 0]], "means must have shape"),
    ("covariances", [[1, 0], [0, 1]], "covariances must have shape (K, 2, 2), got shape (2, 2)."),
    (
        "weights",
        [0.5, 0.6, 0],
        "weights must sum to 1, got a sum of 1.1; divide them by their sum.",
    ),
    ("X", [[1, 2, 3]], "X must have shape (N, 2)"),
    ("means", [[0, 1e60], [0, 0], [0, 0]], "means must lie between -1e50 and 1e50"),
    ("covariances", [np.zeros((2, 2))] * 3, "covariances[0]"),
    ("trail", "E", "trail must be a start, steps among EMVWC and a place on them, got 'E'."),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_bad_assignments_are_refused_and_lose_no_state(name, value, message):
    lab = EMLab2D()
    before = getattr(lab, name)
    with pytest.raises(ValueError) as error:  # noqa: PT011
        setattr(lab, name, value)
    assert str(error.value).startswith(message)
    assert getattr(lab, name) == before


def test_models_that_cannot_be_shown_are_refused():
    lab = EMLab2D()
    with pytest.raises(ValueError, match=r"^model must have D = 2 to be shown here, got D = 1\.$"):
        lab.model = GaussianMixture([1], [0], [1])
    seven = GaussianMixture(np.eye(7)[0], np.zeros((7, 2)), [np.eye(2)] * 7)
    with pytest.raises(ValueError, match=r"^model must have 1 to 6 components, got 7\.$"):
        lab.model = seven
    with pytest.raises(TypeError, match=r"^start must be an instance of GaussianMixture"):
        EMLab2D(X, [1, 2])
