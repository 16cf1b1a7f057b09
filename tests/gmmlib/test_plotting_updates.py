"""Pictures of the updates: what is drawn is what was given, and what is computed is right."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from problems import message, unchanged
from scipy.optimize import minimize
from scipy.stats import norm

from gmmlib import GaussianMixture, datasets, e_step, em, plotting, update_means

X, START = datasets.running_example()
FITTED = em(X, START).model
PLANE = datasets.two_dimensional_mixture()
CORNERS = np.array([[0, 0], [1, 0], [0.5, np.sqrt(3) / 2]])
POINTS = np.array([[1.0, 1], [2, 4.2], [5, 4.6], [6, 1.4]])


@pytest.fixture
def ax():
    return Figure().subplots()


@pytest.fixture
def axes():
    return Figure().subplots(1, 2)


def test_an_update_shows_both_mixtures_on_the_same_scales(axes):
    plotting.plot_update(axes, X, START, FITTED)
    for ax, model, title in zip(axes, (START, FITTED), ("(a) before", "(b) after"), strict=True):
        mixture = ax.lines[0]
        np.testing.assert_array_equal(mixture.get_ydata(), model.pdf(mixture.get_xdata()))
        assert ax.collections[0].get_offsets().tolist() == [[x, 0] for x in X[:, 0]]
        assert ax.get_title() == title
        for line in ax.lines:
            low, high = ax.get_xlim()
            assert low <= line.get_xdata().min()
            assert line.get_xdata().max() <= high
            assert line.get_ydata().max() < ax.get_ylim()[1]
    assert axes[0].get_xlim() == axes[1].get_xlim()
    assert axes[0].get_ylim() == axes[1].get_ylim()


def test_each_component_has_its_number_at_its_mean(axes):
    plotting.plot_update(axes, X, START, FITTED)
    for ax, model in zip(axes, (START, FITTED), strict=True):
        assert [text.get_text() for text in ax.texts] == ["1", "2", "3"]
        assert [text.xy[0] for text in ax.texts] == model.means[:, 0].tolist()
        assert [text.get_color() for text in ax.texts] == list(plotting.COLORS[:3])


def test_pulls_are_in_proportion_and_end_at_the_points(ax):
    r = np.array([0.8, 0.4, 0, 0.2])
    plotting.plot_pulls(ax, POINTS, r, [3, 2])
    arrows = [text for text in ax.texts if text.arrow_patch is not None]
    assert [tuple(arrow.xy) for arrow in arrows] == [tuple(x) for x in POINTS]
    assert all(arrow.get_position() == (3, 2) for arrow in arrows)
    widths = np.array([arrow.arrow_patch.get_linewidth() for arrow in arrows])
    np.testing.assert_allclose((widths - widths[2]) / (widths[0] - widths[2]), r / 0.8)
    numbers = [text.get_text() for text in ax.texts if text.arrow_patch is None]
    assert numbers == ["$r_{1} = 0.80$", "$r_{2} = 0.40$", "$r_{3} = 0.00$", "$r_{4} = 0.20$"]


def test_pulls_lead_to_the_mean_of_theorem_11_1(ax):
    model = GaussianMixture([0.4, 0.6], [[3, 2], [6, 4]], [np.eye(2), 2 * np.eye(2)])
    r = e_step(POINTS, model)
    plotting.plot_pulls(ax, POINTS, r[:, 0], model.means[0])
    old, new = ax.collections[-2:]
    assert old.get_offsets().tolist() == [[3, 2]]
    np.testing.assert_allclose(new.get_offsets()[0], update_means(POINTS, r)[0], rtol=1e-14)
    assert [old.get_label(), new.get_label()] == ["mean before", "mean after"]
    assert not np.array_equal(old.get_facecolor(), new.get_facecolor())


def test_a_point_at_the_mean_pulls_nowhere(ax):
    plotting.plot_pulls(ax, [[1, 1]], [1], [1, 1])
    assert ax.collections[-1].get_offsets().tolist() == [[1, 1]]


def test_the_area_of_a_disc_is_its_share(ax):
    shares = np.array([0.1, 0, 1, 0.5])
    plotting.plot_shares(ax, POINTS, shares)
    dots, discs = ax.collections
    np.testing.assert_array_equal(discs.get_offsets(), POINTS[[0, 2, 3]])
    np.testing.assert_allclose(discs.get_sizes() / discs.get_sizes()[1], [0.1, 1, 0.5])
    np.testing.assert_array_equal(dots.get_offsets(), POINTS)
    assert len(dots.get_sizes()) == 1
    assert dots.get_sizes()[0] < discs.get_sizes().min()


def log_likelihood(weights):
    parts = norm.pdf(X, START.means[:, 0], np.sqrt(START.covariances[:, 0, 0]))
    return np.log(parts @ weights).sum()


def test_contours_over_the_weights_lie_at_their_depth_below_the_top(ax):
    plotting.plot_simplex(ax, X, START, [START.weights])
    [contours] = ax.collections
    best = minimize(
        lambda w: -log_likelihood([*w, 1 - w.sum()]),
        [0.3, 0.3], bounds=[(1e-6, 0.5)] * 2, tol=1e-12,
    )  # fmt: skip
    for depth, path in zip(contours.levels, contours.get_paths(), strict=True):
        assert len(path.vertices) > 0
        weights = np.linalg.solve(np.vstack([CORNERS.T, np.ones(3)]), homogeneous(path.vertices))
        np.testing.assert_allclose(weights.sum(axis=0), 1)
        heights = [log_likelihood(w) for w in weights.T] + best.fun
        # Linear within triangles of a grid in steps of 1/120, on which the top is sought, too.
        np.testing.assert_allclose(heights, depth, rtol=0.02, atol=0.01)


def homogeneous(places):
    return np.vstack([places.T, np.ones(len(places))])


def test_the_path_goes_from_a_hollow_mark_to_a_filled_one(ax):
    rows = [[1, 0, 0], [0.5, 0.25, 0.25], [0, 0.5, 0.5]]
    plotting.plot_simplex(ax, X, START, rows)
    path, start, end = ax.lines
    np.testing.assert_allclose(path.get_xydata(), np.array(rows) @ CORNERS)
    np.testing.assert_allclose(start.get_xydata(), [CORNERS[0]])
    np.testing.assert_allclose(end.get_xydata(), [(CORNERS[1] + CORNERS[2]) / 2])
    assert start.get_markerfacecolor() == "white"
    assert end.get_markerfacecolor() == end.get_color()


def test_the_corners_are_named(ax):
    plotting.plot_simplex(ax, X, START, [START.weights])
    named = {text.get_text(): text.xy for text in ax.texts if hasattr(text, "xy")}
    for k, corner in enumerate(CORNERS):
        np.testing.assert_allclose(named[rf"$\pi_{k + 1} = 1$"], corner)


def test_only_means_and_covariances_of_the_model_count_on_the_simplex():
    lines = []
    for weights in ([1 / 3] * 3, [1, 0, 0]):
        ax = Figure().subplots()
        model = GaussianMixture(weights, START.means, START.covariances)
        plotting.plot_simplex(ax, X, model, [[0.2, 0.3, 0.5]])
        lines.append(np.concatenate([path.vertices for path in ax.collections[0].get_paths()]))
    np.testing.assert_array_equal(*lines)


def test_a_point_that_one_component_alone_explains(ax):
    far = GaussianMixture([1 / 3] * 3, [0, 1, 1000], [1, 1, 1])
    plotting.plot_simplex(ax, [0, 1, 1000], far, [[1 / 3] * 3])
    assert len(ax.collections[0].get_paths()[-1].vertices) > 0


def test_the_simplex_in_the_plane(ax):
    plotting.plot_simplex(ax, datasets.two_dimensional().X, PLANE, [PLANE.weights])
    assert len(ax.lines) == 3


def test_nothing_is_shown_and_arguments_stay(ax, axes):
    r, path, mean = np.array([0.5, 0.1, 0.2, 0.3]), np.array([[0.2, 0.3, 0.5]]), np.array([3.0, 2])
    data, points = np.array(X), POINTS.copy()
    with unchanged(data, points, r, path, mean):
        plotting.plot_update(axes, data, START, FITTED)
        plotting.plot_pulls(ax, points, r, mean)
        plotting.plot_shares(ax, points, r)
        plotting.plot_simplex(ax, data, START, path)
        for collection in ax.collections[:4]:
            collection.set_offsets([[9, 9]])
    assert plt.get_fignums() == []


CALLS = {
    "plot_pulls": lambda ax: plotting.plot_pulls(ax, POINTS, [1] * 4, [0, 0]),
    "plot_shares": lambda ax: plotting.plot_shares(ax, POINTS, [1] * 4),
    "plot_simplex": lambda ax: plotting.plot_simplex(ax, X, START, [START.weights]),
}


@pytest.mark.parametrize("name", CALLS)
def test_something_else_than_axes(name):
    assert message(lambda: CALLS[name](None), TypeError) == (
        "ax must be an instance of Axes, got NoneType."
    )


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda ax: plotting.plot_update([ax], X, START, FITTED),
            ValueError,
            "axes must be two, one for before and one for after, got 1.",
        ),
        (
            lambda ax: plotting.plot_update([ax, None], X, START, FITTED),
            TypeError,
            "axes[1] must be an instance of Axes, got NoneType.",
        ),
        (
            lambda ax: plotting.plot_update([ax, ax], POINTS, START, FITTED),
            ValueError,
            "X must have shape (N,) or (N, 1), got shape (4, 2).",
        ),
        (
            lambda ax: plotting.plot_update([ax, ax], X, PLANE, FITTED),
            ValueError,
            "before must have D = 1, got D = 2; see plot_ellipses.",
        ),
        (
            lambda ax: plotting.plot_update([ax, ax], X, START, PLANE),
            ValueError,
            "after must have D = 1, got D = 2; see plot_ellipses.",
        ),
        (
            lambda ax: plotting.plot_update([ax, ax], X, START, None),
            TypeError,
            "after must be an instance of GaussianMixture, got NoneType.",
        ),
        (
            lambda ax: plotting.plot_pulls(ax, X, np.ones(7), [0, 0]),
            ValueError,
            "X must have shape (N, 2), got shape (7, 1).",
        ),
        (
            lambda ax: plotting.plot_pulls(ax, POINTS, [1, 2], [0, 0]),
            ValueError,
            "strengths must have shape (4,), one a row of X, got shape (2,).",
        ),
        (
            lambda ax: plotting.plot_pulls(ax, POINTS, [1, -1, 1, 1], [0, 0]),
            ValueError,
            "strengths must not be negative, got strengths[1] = -1.",
        ),
        (
            lambda ax: plotting.plot_pulls(ax, POINTS, [0, 0, 0, 0], [0, 0]),
            ValueError,
            "strengths is 0 for every point; at least one must count.",
        ),
        (
            lambda ax: plotting.plot_pulls(ax, POINTS, [1, 1, 1, 1], [0, 0, 0]),
            ValueError,
            "mean must have shape (2,), got shape (3,).",
        ),
        (
            lambda ax: plotting.plot_pulls(ax, POINTS, [1, 1, 1, 1], [0, np.nan]),
            ValueError,
            "mean[1] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            lambda ax: plotting.plot_shares(ax, POINTS, [1, 2, 3]),
            ValueError,
            "shares must have shape (4,), one a row of X, got shape (3,).",
        ),
        (
            lambda ax: plotting.plot_shares(ax, POINTS, [0, 0, 0, 0]),
            ValueError,
            "shares is 0 for every point; at least one must count.",
        ),
        (
            lambda ax: plotting.plot_simplex(ax, X, GaussianMixture([1], [0], [1]), [[1]]),
            ValueError,
            "model must have K = 3 components, got K = 1; the triangle is for three.",
        ),
        (
            lambda ax: plotting.plot_simplex(ax, POINTS, START, [[1, 0, 0]]),
            ValueError,
            "X must have shape (N,) or (N, 1), got shape (4, 2).",
        ),
        (
            lambda ax: plotting.plot_simplex(ax, X, START, [1, 0, 0]),
            ValueError,
            "path must have shape (n, 3), got shape (3,).",
        ),
        (
            lambda ax: plotting.plot_simplex(ax, X, START, [[1, 0, 0], [0.5, 0.5, 0.5]]),
            ValueError,
            "path[1] must sum to 1, got a sum of 1.5; divide them by their sum.",
        ),
    ],
)
def test_bad_arguments(call, kind, told, ax):
    assert message(lambda: call(ax), kind) == told
    assert not ax.has_data()
