"""Pictures of densities and of their scores: what is drawn is what was given."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from problems import message

from gmmlib import GaussianMixture, Histogram, KernelDensity, datasets, plotting, select
from gmmlib.scores import NoDensityError

LINE = datasets.one_dimensional(60).X
PLANE = datasets.two_dimensional(60).X
CURVE = KernelDensity(LINE, bandwidth=0.5)


def bell(X):
    return GaussianMixture([1], [X.mean()], [X.var()])


def narrow(X):
    return KernelDensity(X, bandwidth=0.3)


CHOICE = select({"one bell": bell, "narrow": narrow}, LINE[:, 0], rng=0)


@pytest.fixture
def ax():
    return Figure().subplots()


def test_bars_have_the_share_of_the_points_as_their_area(ax):
    edges = [-6, -3, -1, 0, 5, 9]
    plotting.plot_histogram(ax, Histogram(LINE, edges=edges))
    areas = [bar.get_width() * bar.get_height() for bar in ax.patches]
    np.testing.assert_allclose(areas, np.histogram(LINE, edges)[0] / len(LINE))
    assert [bar.get_x() for bar in ax.patches] == edges[:-1]


def test_rectangles_are_the_bins_that_hold_points(ax):
    histogram = Histogram(PLANE, bins=[4, 3])
    plotting.plot_histogram(ax, histogram)
    [cells] = ax.collections
    volumes = [np.ptp(p.vertices[:, 0]) * np.ptp(p.vertices[:, 1]) for p in cells.get_paths()]
    assert len(volumes) == (histogram.counts > 0).sum()
    np.testing.assert_allclose(np.sum(volumes * np.asarray(cells.get_array())), 1)
    for path, height in zip(cells.get_paths(), cells.get_array(), strict=True):
        center = (path.vertices[0] + path.vertices[2]) / 2
        np.testing.assert_allclose(histogram.pdf(center[None]), height)


def test_all_rectangles_are_in_view(ax):
    histogram = Histogram(PLANE, bins=3)
    plotting.plot_histogram(ax, histogram)
    for edges, (low, high) in zip(histogram.edges, (ax.get_xlim(), ax.get_ylim()), strict=True):
        assert low <= edges[0]
        assert edges[-1] <= high


def test_a_curve_is_the_density_over_the_present_range(ax):
    ax.set_xlim(-4, 7)
    plotting.plot_density(ax, CURVE, look=0, label="estimate", n=50)
    [line] = ax.lines
    np.testing.assert_array_equal(line.get_xdata(), np.linspace(-4, 7, 50))
    np.testing.assert_array_equal(line.get_ydata(), CURVE.pdf(line.get_xdata()))
    assert ax.get_xlim() == (-4, 7)
    assert ax.get_ylim()[0] == 0
    assert line.get_color() == plotting.COLORS[0]
    assert ax.get_legend_handles_labels()[1] == ["estimate"]


def test_looks_differ_in_color_and_in_dash(ax):
    ax.set_xlim(-4, 7)
    for look in (None, 0, 1):
        plotting.plot_density(ax, CURVE, look=look)
    assert len({line.get_color() for line in ax.lines}) == 3
    assert len({str(line._unscaled_dash_pattern) for line in ax.lines}) == 3


def test_each_contour_is_half_as_high_as_the_next(ax):
    mixture = datasets.two_dimensional_mixture()
    ax.set(xlim=(-8, 8), ylim=(-6, 6))
    plotting.plot_density(ax, mixture, levels=3)
    [contours] = ax.collections
    levels = np.asarray(contours.levels)
    np.testing.assert_allclose(levels[1:] / levels[:-1], 2)
    for path, level in zip(contours.get_paths(), levels, strict=True):
        # Between the places where it is computed, the density is interpolated.
        np.testing.assert_allclose(mixture.pdf(path.vertices), level, rtol=0.05)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-8, 8), (-6, 6))


def test_a_flat_density_has_no_contours(ax):
    ax.set(xlim=(0, 1), ylim=(0, 1))
    plotting.plot_density(ax, Histogram([[0, 0], [1, 1]], edges=[[-2, 2], [-2, 2]]))
    assert len(ax.collections) == 0


@pytest.mark.parametrize(("best", "where"), [("highest", 3.0), ("lowest", 2.0)])
def test_the_optimum_is_marked_and_given(ax, best, where):
    assert plotting.plot_scores(ax, [1, 2, 3, 4], [5, 4, 6, -np.inf], best=best) == where
    curve, mark = ax.lines
    np.testing.assert_array_equal(curve.get_xydata(), [[1, 5], [2, 4], [3, 6]])
    assert mark.get_xydata().tolist() == [[where, {3.0: 6, 2.0: 4}[where]]]


def test_a_selection_shows_held_out_and_training_scores(ax):
    plotting.plot_selection(ax, CHOICE)
    one_below, training = ax.lines[:2]
    [held_out] = [container.lines[0] for container in ax.containers]
    [ring] = [line for line in ax.lines if line.get_label() == "best"]
    best = CHOICE.scores[CHOICE.best]
    np.testing.assert_allclose(one_below.get_ydata(), best.mean - best.standard_error)
    np.testing.assert_array_equal(training.get_ydata(), [r.training_mean for r in CHOICE.results])
    np.testing.assert_array_equal(held_out.get_ydata(), [r.mean for r in CHOICE.results])
    assert list(ring.get_ydata()) == [best.mean]
    assert ax.get_legend_handles_labels()[1] == ["training", "best", "held out"]


def test_a_candidate_without_a_finite_score_has_no_mark(ax):
    def far(X):
        return KernelDensity(X + 1e3, bandwidth=1, kernel="uniform")

    choice = select({"one bell": bell, "far": far}, LINE[:, 0], rng=0)
    plotting.plot_selection(ax, choice)
    [container] = ax.containers
    assert container.lines[0].get_xdata().tolist() == [0]


def test_a_selection_of_none(ax):
    choice = select({"far": lambda X: KernelDensity(X + 1e3, bandwidth=1, kernel="uniform")},
                    LINE[:, 0], rng=0)  # fmt: skip
    with pytest.raises(NoDensityError):
        plotting.plot_selection(ax, choice)


def test_pictures_are_the_same_every_time():
    def drawn():
        figure = Figure()
        axes = figure.subplots(1, 4)
        plotting.plot_histogram(axes[0], Histogram(LINE, bins=5))
        plotting.plot_density(axes[0], CURVE, look=0)
        plotting.plot_histogram(axes[1], Histogram(PLANE, bins=5))
        plotting.plot_scores(axes[2], [1, 2], [3, 4], best="lowest")
        plotting.plot_selection(axes[3], CHOICE)
        return plotting.svg(figure, alt="bars, a curve, rectangles and scores")

    assert drawn() == drawn()


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda ax: plotting.plot_histogram(ax, [1, 2]),
            TypeError,
            "histogram must be an instance of Histogram, got list.",
        ),
        (
            lambda ax: plotting.plot_histogram(ax, Histogram(np.eye(3), bins=2)),
            ValueError,
            "histogram must have D = 1 or 2, got D = 3; choose two columns.",
        ),
        (
            lambda ax: plotting.plot_density(ax, 1),
            TypeError,
            "density must have the method pdf and the attribute n_dims, as a mixture has, got int.",
        ),
        (
            lambda ax: plotting.plot_density(ax, KernelDensity(np.eye(3), bandwidth=1)),
            ValueError,
            "density must have D = 1 or 2, got D = 3; take a marginal of two.",
        ),
        (
            lambda ax: plotting.plot_scores(ax, [1, 2], [1], best="lowest"),
            ValueError,
            "values and scores must have the same shape (n,), got shape (2,) and shape (1,).",
        ),
        (
            lambda ax: plotting.plot_scores(ax, [1], [1], best="top"),
            ValueError,
            "best must be one of highest, lowest; got 'top'.",
        ),
        (
            lambda ax: plotting.plot_scores(ax, [1], [-np.inf], best="highest"),
            ValueError,
            "scores holds no finite number; choose other values.",
        ),
        (
            lambda ax: plotting.plot_selection(ax, {}),
            TypeError,
            "selection must be an instance of Selection, got dict.",
        ),
        (
            lambda ax: plotting.plot_density(None, CURVE),
            TypeError,
            "ax must be an instance of Axes, got NoneType.",
        ),
    ],
)
def test_bad_arguments(ax, call, kind, told):
    assert message(lambda: call(ax), kind) == told
