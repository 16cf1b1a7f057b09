"""OneGaussian in Python: its fits, its state, and what it refuses."""

import json
import re

import numpy as np
import pytest
from scipy import stats

from gmmlib import datasets
from gmmlib.explorables import OneGaussian


@pytest.fixture(scope="module")
def picture():
    return OneGaussian()


def test_one_gaussian_has_the_mean_and_covariance_of_the_data(picture):
    X = datasets.two_dimensional().X
    one = OneGaussian(components=1).model
    np.testing.assert_allclose(one.means[0], X.mean(axis=0), atol=1e-3)
    np.testing.assert_allclose(one.covariances[0], np.cov(X.T, bias=True), atol=2e-2)
    peer = stats.multivariate_normal(one.means[0], one.covariances[0])
    expected = peer.logpdf(X).mean()
    assert picture.mean_log_likelihoods[0] == pytest.approx(expected, rel=1e-12)


def test_more_components_fit_better_and_three_are_enough(picture):
    scores = picture.mean_log_likelihoods
    assert (np.diff(scores) > 0).all()
    assert scores[2] - scores[0] > 0.45
    assert scores[5] - scores[2] < 0.05


def test_three_components_are_those_that_drew_the_points(picture):
    # From 100 points or more of a spread of up to 2 a mean is known to about a fifth.
    data = datasets.two_dimensional()
    for group in np.unique(data.labels):
        drawn = data.X[data.labels == group].mean(axis=0)
        assert np.linalg.norm(picture.model.means - drawn, axis=1).min() < 0.3


def test_the_density_in_the_gap_is_as_the_page_says(picture):
    one, three = OneGaussian(components=1).model, picture.model
    assert one.pdf([picture.place])[0] > 10 * three.pdf([picture.place])[0]
    assert one.pdf([[1, 0.5]])[0] < three.pdf([[1, 0.5]])[0]


def test_scaled_data_give_scaled_fits():
    X = datasets.two_dimensional().X
    plain, scaled = OneGaussian(X), OneGaussian(X * [100, 0.1])
    for a, b in zip(plain.fits[:3], scaled.fits[:3], strict=True):
        np.testing.assert_allclose(b["weights"], a["weights"], atol=2e-3)
        np.testing.assert_allclose(np.array(b["means"]) / [100, 0.1], a["means"], atol=5e-3)


def test_the_page_has_all_that_the_picture_needs():
    picture = OneGaussian(components=2)
    picture.components = 4
    html = picture.to_html()
    text = re.search(r'data-state="([^"]*)"', html)[1].replace("&quot;", '"')
    state = json.loads(text)
    assert state["components"] == 4
    assert state["start"] == {"components": 2, "place": [-2, 0.5]}
    assert len(state["X"]) == 600
    assert [len(fit["weights"]) for fit in state["fits"]] == [1, 2, 3, 4, 5, 6]
    assert 'role="img"' in html
    assert "600 points in the plane" in html
    data, _ = picture._repr_mimebundle_()
    assert data["text/html"] == html
    assert data["text/plain"] == repr(picture)
    assert OneGaussian(components=2).to_html() == OneGaussian(components=2).to_html()


@pytest.mark.parametrize(
    ("state", "error", "message"),
    [
        ({"components": 7}, ValueError, "components must be 1 to 6, got 7."),
        ({"components": 0}, ValueError, "components must be at least 1, got 0."),
        ({"place": [1, 2, 3]}, ValueError, "place must be 2 numbers, got 3."),
        (
            {"X": np.zeros((5, 2))},
            ValueError,
            "X must hold at least 60 points to fit 6 components to, got 5.",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(state, error, message):
    with pytest.raises(error) as caught:
        OneGaussian(**state)
    assert str(caught.value) == message


def test_a_bad_assignment_loses_no_state(picture):
    with pytest.raises(ValueError, match=r"^components must be 1 to 6, got 9\.$"):
        picture.components = 9
    assert picture.components == 3
