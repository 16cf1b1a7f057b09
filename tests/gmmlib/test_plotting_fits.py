"""Pictures of fits and of graphical models: what is drawn is what was given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from problems import message

from gmmlib import datasets, e_step, em, plotting

X, START = datasets.running_example()
FIT = em(X, START)
PLANE = datasets.two_dimensional_mixture()
POINTS = datasets.two_dimensional(40).X
VALUES = [iterate.log_likelihood for iterate in FIT.history]


@pytest.fixture
def ax():
    return Figure().subplots()


def label_of(texts):
    return [text.get_text() for text in texts if text.get_text()]


def test_a_history_is_drawn_with_the_sign_turned(ax):
    plotting.plot_history(ax, VALUES, marks=[0, 3])
    curve, *discs = ax.lines
    np.testing.assert_array_equal(curve.get_xdata(), np.arange(len(VALUES)))
    np.testing.assert_array_equal(curve.get_ydata(), -np.array(VALUES))
    assert [disc.get_xydata().tolist() for disc in discs] == [[[i, -VALUES[i]]] for i in (0, 3)]
    assert label_of(ax.texts) == ["0", "3"]
    assert ax.get_ylabel() == "negative log-likelihood"


def test_iterations_are_whole_numbers(ax):
    plotting.plot_history(ax, [-3, -2, -1.5])
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


@pytest.mark.parametrize(("data", "models"), [(X, [START, FIT.model]), (POINTS, [PLANE, PLANE])])
def test_stages_stand_on_the_same_scales(data, models):
    axes = Figure().subplots(1, 2)
    plotting.plot_stages(axes, data, models, ["a", "b"])
    assert axes[0].get_xlim() == axes[1].get_xlim()
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert [ax.get_title() for ax in axes] == ["a", "b"]
    low, high = axes[0].get_xlim()
    assert low <= data[:, 0].min()
    assert data[:, 0].max() <= high


def test_a_stage_in_one_dimension_is_a_density():
    [ax] = Figure().subplots(1, 1, squeeze=False)[0]
    plotting.plot_stages([ax], X, [FIT.model], ["end"])
    line = ax.lines[0]
    np.testing.assert_array_equal(line.get_ydata(), FIT.model.pdf(line.get_xdata()))
    assert ax.get_ylim()[0] == 0


def test_a_stage_in_two_dimensions_has_an_ellipse_and_a_number_a_component():
    [ax] = Figure().subplots(1, 1, squeeze=False)[0]
    plotting.plot_stages([ax], POINTS, [PLANE], ["end"])
    assert [patch.center for patch in ax.patches] == [tuple(mu) for mu in PLANE.means]
    assert label_of(ax.texts) == ["1", "2", "3"]
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), POINTS)


def test_a_color_is_the_mixture_of_the_components_colors(ax):
    r = np.array([[1, 0, 0], [0, 0.6, 0.4], [0.1, 0, 0.9], [0, 1, 0]])
    plotting.plot_responsibilities(ax, POINTS[:4], r)
    drawn = {}
    for points in ax.collections:
        for place, color in zip(points.get_offsets(), points.get_facecolors(), strict=True):
            drawn[tuple(np.asarray(place))] = (color[:3], points.get_linewidths()[0])
    pure = np.array([to_rgb(color) for color in plotting.COLORS[:3]])
    for point, row in zip(POINTS, r, strict=False):
        color, rim = drawn[tuple(point)]
        np.testing.assert_allclose(color, row @ pure, atol=1e-12)
        assert (rim > 0) == (row.max() <= 0.8)
    assert to_hex(drawn[tuple(POINTS[3])][0]) == plotting.COLORS[1].lower()


def test_the_marker_is_that_of_the_largest_share(ax):
    r = e_step(POINTS, PLANE)
    plotting.plot_responsibilities(ax, POINTS, r)
    shapes = {}
    for points in ax.collections:
        shape = tuple(map(tuple, points.get_paths()[0].vertices.round(3)))
        for place in points.get_offsets():
            shapes.setdefault(shape, set()).add(int(r[(place == POINTS).all(axis=1)].argmax()))
    assert sorted(map(tuple, shapes.values())) == [(0,), (1,), (2,)]


def test_bounds_are_drawn_with_their_touching_points_and_tops(ax):
    x, curve = [0.0, 1, 2, 3], [0.0, 2, 3, 1]
    plotting.plot_bounds(ax, x, curve, [[0, 1, 0.5, -1], [-1, 1.5, 2.5, 0]], [0, 1.5])
    black, first, touch, top, second, touch_2, top_2 = ax.lines
    np.testing.assert_array_equal(black.get_ydata(), curve)
    np.testing.assert_array_equal(first.get_ydata(), [0, 1, 0.5, -1])
    np.testing.assert_array_equal(second.get_ydata(), [-1, 1.5, 2.5, 0])
    assert touch.get_xydata().tolist() == [[0, 0]]
    assert touch_2.get_xydata().tolist() == [[1.5, 2.5]]
    assert top.get_xydata().tolist() == [[1, 1]]
    assert top_2.get_xydata().tolist() == [[2, 2.5]]
    assert touch.get_markerfacecolor() == "white"
    assert first.get_color() != second.get_color()
    assert first.get_linestyle() != black.get_linestyle()
    labels = ax.get_legend_handles_labels()[1]
    assert labels == ["log-likelihood", "bound 1", "touches", "top of the bound", "bound 2"]


@pytest.mark.parametrize(
    ("dataset", "names", "plates"),
    [
        (False, ["$\\pi$", "$z$", "$x$"], ["$k = 1, \\dots, K$"]),
        (True, ["$\\pi$", "$z_n$", "$x_n$"], ["$k = 1, \\dots, K$", "$n = 1, \\dots, N$"]),
    ],
)
def test_a_graph_names_its_nodes_and_plates(ax, dataset, names, plates):
    plotting.plot_graph(ax, dataset=dataset)
    assert set(label_of(ax.texts)) == {*names, *plates, "$\\mu_k$", "$\\Sigma_k$"}


def boxes(ax):
    """What stands on each plate, by the plate's text."""
    plates = [patch for patch in ax.patches if hasattr(patch, "get_boxstyle")]
    found = {}
    for plate in plates:
        x, y, w, h = plate.get_x(), plate.get_y(), plate.get_width(), plate.get_height()
        inside = [
            text.get_text()
            for text in ax.texts
            if text.get_text() and x < text.get_position()[0] < x + w
            and y < text.get_position()[1] < y + h
        ]  # fmt: skip
        [index] = [text for text in inside if "dots" in text]
        found[index] = {text for text in inside if text != index}
    return found


def test_a_plate_holds_what_is_repeated(ax):
    plotting.plot_graph(ax, dataset=True)
    assert boxes(ax) == {
        "$k = 1, \\dots, K$": {"$\\mu_k$", "$\\Sigma_k$"},
        "$n = 1, \\dots, N$": {"$z_n$", "$x_n$"},
    }


def test_only_the_data_are_shaded_and_arrows_lead_to_them(ax):
    plotting.plot_graph(ax)
    circles = [patch for patch in ax.patches if getattr(patch, "radius", 0) == 1]
    z, x = circles
    assert z.get_facecolor()[:3] == (1, 1, 1)
    assert 0.5 < x.get_facecolor()[0] < 1
    heads = [np.array(text.xy) for text in ax.texts if getattr(text, "arrow_patch", None)]
    at_rim = [[np.isclose(np.hypot(*(h - c.center)), 1) for c in circles] for h in heads]
    assert np.sum(at_rim, axis=0).tolist() == [1, 3]  # one arrow into z, three into x


def test_pictures_are_the_same_every_time():
    def drawn():
        figure = Figure()
        axes = figure.subplots(1, 3)
        plotting.plot_graph(axes[0], dataset=True)
        plotting.plot_responsibilities(axes[1], POINTS, e_step(POINTS, PLANE))
        plotting.plot_history(axes[2], VALUES, marks=[1])
        return plotting.svg(figure, alt="a graph, points and a curve")

    assert drawn() == drawn()


ONE, TWO = START, PLANE


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda ax: plotting.plot_history(ax, [[1]]),
            ValueError,
            "log_likelihoods must have shape (n,), one an iterate, got shape (1, 1).",
        ),
        (
            lambda ax: plotting.plot_history(ax, [1, 2], marks=[2]),
            ValueError,
            "marks must lie in 0…1, the iterations there are, got 2.",
        ),
        (
            lambda ax: plotting.plot_stages([ax], X, [ONE, ONE], ["a"]),
            ValueError,
            "axes, models and titles must be equally many, got 1, 2 and 1.",
        ),
        (
            lambda ax: plotting.plot_stages([ax], POINTS, [ONE], ["a"]),
            ValueError,
            "models[0] must have D = 2, as X has, got D = 1.",
        ),
        (
            lambda ax: plotting.plot_stages([ax], np.zeros((2, 3)), [ONE], ["a"]),
            ValueError,
            "X must have D = 1 or 2, got D = 3; choose two columns.",
        ),
        (
            lambda ax: plotting.plot_stages([ax], X, [1], ["a"]),
            TypeError,
            "models[0] must be an instance of GaussianMixture, got int.",
        ),
        (
            lambda ax: plotting.plot_responsibilities(ax, POINTS[:1], np.full((1, 7), 1 / 7)),
            ValueError,
            "responsibilities must have at most 6 columns, got 7.",
        ),
        (
            lambda ax: plotting.plot_bounds(ax, [[0]], [0], [], []),
            ValueError,
            "parameter must have shape (n,), got shape (1, 1).",
        ),
        (
            lambda ax: plotting.plot_bounds(ax, [0, 1], [0, 1], [[0, 1]], []),
            ValueError,
            "touches must be one a bound, 1 in number, got 0.",
        ),
        (
            lambda ax: plotting.plot_bounds(ax, [0, 1], [0, 1], [[0]], [0]),
            ValueError,
            "bounds[0] must have shape (2,), as parameter has, got shape (1,).",
        ),
        (
            lambda ax: plotting.plot_graph(ax, dataset=1),
            TypeError,
            "dataset must be an instance of bool, got int.",
        ),
    ],
)
def test_bad_arguments(ax, call, kind, told):
    assert message(lambda: call(ax), kind) == told


@pytest.mark.parametrize(
    "call",
    [
        lambda: plotting.plot_history(None, VALUES),
        lambda: plotting.plot_responsibilities(None, POINTS, e_step(POINTS, PLANE)),
        lambda: plotting.plot_bounds(None, [0], [0], [], []),
        lambda: plotting.plot_graph(None),
    ],
)
def test_axes_are_needed(call):
    assert message(call, TypeError) == "ax must be an instance of Axes, got NoneType."


def test_more_bounds_than_colors(ax):
    plotting.plot_bounds(ax, [0, 1], [2, 2], [[0, 1]] * 7, [0] * 7)
    assert len(ax.lines) == 1 + 3 * 7


def test_a_mixture_of_one_component_has_one_color(ax):
    plotting.plot_responsibilities(ax, POINTS, np.ones((len(POINTS), 1)))
    [points] = ax.collections
    assert {to_hex(color) for color in points.get_facecolors()} == {plotting.COLORS[0].lower()}
