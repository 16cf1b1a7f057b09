"""HistogramKDE in Python: its estimates, its state, and what it refuses."""

import json
import re

import numpy as np
import pytest

from gmmlib import (
    Histogram,
    KernelDensity,
    datasets,
    histogram_scores,
    least_squares_score,
    loo_log_likelihood,
)
from gmmlib.explorables import HistogramKDE

X = [0.0, 1.0, 1.5, 4.0]


@pytest.fixture
def picture():
    return HistogramKDE()


def test_by_default_the_data_of_figure_11_13_with_the_libraries_choices(picture):
    x = datasets.one_dimensional().X
    bars, smooth = Histogram(x), KernelDensity(x)
    np.testing.assert_array_equal(picture.data, x)
    np.testing.assert_array_equal(picture.histogram.counts, bars.counts)
    np.testing.assert_allclose(picture.edges, bars.edges, rtol=1e-14)
    assert picture.kde.bandwidth == smooth.bandwidth
    assert picture.cursor == np.median(x)


@pytest.mark.parametrize("rule", ["sturges", "scott", "freedman-diaconis", "stone", "knuth"])
def test_a_histogram_of_equal_bins_can_be_assigned(picture, rule):
    picture.histogram = Histogram(picture.data, rule=rule)
    assert picture.histogram_score == Histogram(picture.data, rule=rule).loo_squared_error()


def test_an_estimate_can_be_assigned(picture):
    picture.kde = KernelDensity(picture.data, rule="likelihood", kernel="tricube")
    assert picture.kernel == "tricube"
    picture.criterion = "likelihood"
    expected = KernelDensity(picture.data, rule="likelihood", kernel="tricube")
    np.testing.assert_allclose(picture.kde_score, expected.loo_logpdf().sum(), rtol=1e-13)


def test_scores_are_the_library_s(picture):
    picture.width, picture.origin, picture.bandwidth = 0.7, -9.3, 0.4
    x = picture.data
    edges = -9.3 + 0.7 * np.arange(7, 23)
    bars = Histogram(x, edges=edges)
    np.testing.assert_array_equal(picture.edges, edges)
    assert picture.histogram_score == bars.loo_squared_error()
    assert picture.kde_score == least_squares_score(x, [0.4])[0]
    picture.criterion = "likelihood"
    assert picture.histogram_score == bars.loo_log_likelihood()
    assert picture.kde_score == loo_log_likelihood(x, [0.4])[0]


@pytest.mark.parametrize("criterion", ["squares", "likelihood"])
def test_the_curve_of_widths_from_the_lowest_value_is_histogram_scores(picture, criterion):
    picture.criterion = criterion
    widths, scores = picture.width_scores(range(1, 101))
    peer = histogram_scores(picture.data, range(1, 101))
    np.testing.assert_allclose(widths, peer.widths, rtol=1e-14)
    expected = peer.squared_error if criterion == "squares" else peer.log_likelihood
    np.testing.assert_allclose(scores, expected, rtol=1e-9)


def test_bins_hold_every_point_wherever_they_begin():
    rng = np.random.default_rng(2)
    picture = HistogramKDE(rng.normal(size=200))
    for _ in range(200):
        with picture.hold_trait_notifications():
            picture.width, picture.origin = rng.uniform(0.01, 9), rng.uniform(-50, 50)
        edges = picture.edges
        assert picture.histogram.counts.sum() == 200
        np.testing.assert_allclose(np.diff(edges), picture.width, rtol=1e-6)
        offsets = (edges[1:-1] - picture.origin) / picture.width
        np.testing.assert_allclose(offsets, offsets.round(), atol=1e-6)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            {"X": [3]},
            "X has no spread: its only value is 3; bins and kernels need two different values.",
        ),
        (
            {"X": [3, 3, 3]},
            "X has no spread: all 3 values are 3; bins and kernels need two different values.",
        ),
        ({"X": [1, 1e60]}, "X must lie between -1e50 and 1e50, got 1e+60 at index 1."),
        ({"X": [[1, 2]]}, "X must have shape (N,) or (N, 1), got shape (1, 2)."),
        (
            {"X": np.arange(20_001)},
            "X must hold at most 20000 points to be shown here, got 20001; draw some of them at "
            "random.",
        ),
        (
            {"X": X, "width": 0},
            "width must be greater than 0 and make at most 2000 bins of these data, so be at "
            "least 0.002, got 0.",
        ),
        (
            {"X": X, "width": 0.0019},
            "width must be greater than 0 and make at most 2000 bins of these data, so be at "
            "least 0.002, got 0.0019.",
        ),
        (
            {"X": X, "width": 1, "origin": 1.1e6},
            "origin must lie within a million widths of the lowest value, 0, got 1.1e+06.",
        ),
        ({"bandwidth": 0}, "bandwidth must be greater than 0 (from 1e-50 to 1e50), got 0."),
        (
            {"kernel": "box"},
            "kernel must be one of uniform, triangular, epanechnikov, biweight, triweight, "
            "tricube, cosine, gaussian; got 'box'.",
        ),
        ({"shown": "bars"}, "shown must be one of both, histogram, density; got 'bars'."),
        ({"criterion": "aic"}, "criterion must be one of squares, likelihood; got 'aic'."),
        (
            {"name": "My data"},
            "name must be lower-case letters, digits and hyphens, got 'My data'.",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(bad, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        HistogramKDE(**bad)
    assert str(error.value) == message


def test_a_bad_assignment_is_taken_back(picture):
    before = picture.width
    with pytest.raises(ValueError, match="at most 2000 bins"):
        picture.width = 1e-9
    assert picture.width == before
    with pytest.raises(ValueError, match=r"^histogram must have bins of equal width"):
        picture.histogram = Histogram(X, edges=[0, 1, 4])
    with pytest.raises(ValueError, match=r"^histogram must have D = 1 to be shown here, got D = 2"):
        picture.histogram = Histogram([[0, 1], [2, 3], [4, 1]], bins=2)
    with pytest.raises(ValueError, match=r"^kde must have D = 1 to be shown here, got D = 2"):
        picture.kde = KernelDensity([[0, 1], [2, 3], [4, 1]])
    with pytest.raises(TypeError, match=r"^kde must be an instance of KernelDensity, got float"):
        picture.kde = 0.3


def test_an_outlier_at_1e12_makes_bins_that_can_be_drawn():
    picture = HistogramKDE([1, 2, 3, 4, 5, 1e12])
    assert len(picture.edges) <= 20
    assert picture.histogram.counts.sum() == 6
    assert "1e+12" in picture.to_html() or "2e+11" in picture.to_html()


def test_duplicates_are_shown():
    picture = HistogramKDE([1, 1, 1, 1, 2])
    assert picture.histogram.counts.max() == 4
    assert "<svg" in picture.to_html()


@pytest.mark.parametrize("shown", ["both", "histogram", "density"])
@pytest.mark.parametrize("criterion", ["squares", "likelihood"])
def test_the_static_picture_says_the_numbers(shown, criterion):
    picture = HistogramKDE(X, width=2, bandwidth=0.8, shown=shown, criterion=criterion, cursor=1)
    label = re.search(r'aria-label="([^"]*)"', picture.to_html())[1]
    for value in (
        picture.histogram.pdf([1])[0],
        picture.kde.pdf([1])[0],
        picture.histogram_score,
        picture.kde_score,
    ):
        assert f"{value:.4g}" in label


def test_a_page_gets_state_and_further_data(picture):
    picture.bandwidth = 0.25
    html = picture.to_html()
    text = re.search(r'data-state="([^"]*)"', html)[1].replace("&quot;", '"').replace("&#x27;", "'")
    state = json.loads(text)
    assert state["bandwidth"] == 0.25
    assert state["start"]["bandwidth"] != 0.25
    assert len(state["X"]) == 250
    assert [len(each["X"]) for each in state["sets"]] == [7, 342, 342]


def test_what_the_picture_sends_arrives(picture):
    picture.set_state({"X": X, "width": 2.0, "origin": -1.0, "bandwidth": 0.8, "cursor": 1.0})
    np.testing.assert_array_equal(picture.histogram.counts, [1, 2, 1])
    assert repr(picture) == (
        "HistogramKDE: 3 bins of width 2, squared error 0.02083; gaussian kernels of bandwidth "
        "0.8, squared error -0.06142; 4 points"
    )
