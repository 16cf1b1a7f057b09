"""Pictures: what is drawn is what was given, on the axes that were given."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from problems import NOT_NUMBERS, message, unchanged

from gmmlib import GaussianMixture, datasets, modes, plotting

LINE = datasets.figure_11_2()
PLANE = datasets.two_dimensional_mixture()


@pytest.fixture
def ax():
    return Figure().subplots()


def test_a_mixture_is_drawn_with_its_weighted_components(ax):
    plotting.plot_mixture(ax, LINE)
    mixture, *parts = ax.lines
    x = mixture.get_xdata()
    np.testing.assert_array_equal(mixture.get_ydata(), LINE.pdf(x))
    np.testing.assert_allclose(sum(part.get_ydata() for part in parts), LINE.pdf(x), rtol=1e-13)
    assert [line.get_label() for line in ax.lines] == [
        "mixture",
        "component 1",
        "component 2",
        "component 3",
    ]
    assert ax.get_ylim()[0] == 0
    assert (np.diff(x) > 0).all()


def test_components_differ_by_color_and_by_dash(ax):
    plotting.plot_mixture(ax, GaussianMixture(np.full(6, 1 / 6), np.arange(6), np.ones(6)))
    parts = ax.lines[1:]
    assert len({part.get_color() for part in parts}) == 6
    assert len({str(part._dash_pattern) for part in parts}) == 6


def test_more_than_six_components_are_drawn(ax):
    plotting.plot_mixture(ax, GaussianMixture(np.full(8, 1 / 8), np.arange(8), np.ones(8)))
    assert len(ax.lines) == 9


def test_no_peak_is_cut_off(ax):
    model = GaussianMixture([0.5, 0.5], [0, 100], [1e-6, 1])
    plotting.plot_mixture(ax, model)
    assert ax.lines[0].get_ydata().max() == pytest.approx(model.pdf(modes(model)).max(), rel=1e-9)


def test_a_mixture_is_drawn_where_it_is_asked_for(ax):
    plotting.plot_mixture(ax, LINE, [0, 1, 2], components=False)
    assert len(ax.lines) == 1
    assert ax.lines[0].get_xdata().tolist() == [0, 1, 2]


def test_points_on_the_line(ax):
    plotting.plot_points(ax, [1, 2.5])
    [collection] = ax.collections
    assert collection.get_offsets().tolist() == [[1, 0], [2.5, 0]]


def test_groups_of_points_differ_by_color_and_by_marker(ax):
    data = datasets.penguins()
    plotting.plot_points(ax, data.X, data.labels)
    assert len(ax.collections) == 3
    assert sum(len(c.get_offsets()) for c in ax.collections) == 342
    assert len({tuple(c.get_facecolor()[0]) for c in ax.collections}) == 3
    assert len({c.get_paths()[0].vertices.tobytes() for c in ax.collections}) == 3
    for k, collection in enumerate(ax.collections):
        np.testing.assert_array_equal(collection.get_offsets(), data.X[data.labels == k])


def test_points_of_the_plane_without_groups(ax):
    plotting.plot_points(ax, [[1, 2], [3, 4]])
    assert ax.collections[0].get_offsets().tolist() == [[1, 2], [3, 4]]


def test_contours_lie_where_the_density_has_their_height(ax):
    ax.set(xlim=(-8, 8), ylim=(-6, 6))
    plotting.plot_contours(ax, PLANE, levels=5)
    assert ax.get_xlim() == (-8, 8)
    [contours] = ax.collections
    heights = contours.levels
    assert len(heights) == 5
    np.testing.assert_allclose(heights[1:] / heights[:-1], 2)
    for height, path in zip(heights, contours.get_paths(), strict=True):
        # Straight lines between the points of a grid of 150 × 150.
        np.testing.assert_allclose(PLANE.pdf(path.vertices), height, rtol=0.05)


def test_a_view_without_room_for_a_contour_shows_none(ax):
    ax.set(xlim=(1.2, 1.2001), ylim=(0.4, 0.4001))
    plotting.plot_contours(ax, PLANE)
    assert len(ax.collections) == 0


def test_ellipses_have_the_components_place_size_and_number(ax):
    plotting.plot_ellipses(ax, PLANE, radius=3)
    assert [text.get_text() for text in ax.texts] == ["1", "2", "3"]
    assert len({str(patch.get_linestyle()) for patch in ax.patches}) == 3
    for patch, (_, mu, S) in zip(ax.patches, PLANE, strict=True):
        assert patch.center == tuple(mu)
        circle = np.column_stack([np.cos(np.arange(8)), np.sin(np.arange(8))])
        border = patch.get_patch_transform().transform(circle)
        z = np.linalg.solve(np.linalg.cholesky(S), (border - mu).T)
        np.testing.assert_allclose(np.linalg.norm(z, axis=0), 3, rtol=1e-12)


def test_a_matrix_is_written_entry_by_entry(ax):
    plotting.draw_matrix(
        ax, [[0.25, 0.75], [1, 0]], rows=["a", "b"], columns=["c", "d"], decimals=1
    )
    assert [text.get_text() for text in ax.texts] == ["0.2", "0.8", "1.0", "0.0"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["c", "d"]
    assert ax.images[0].get_clim() == (0, 1)


def test_the_text_of_a_matrix_stands_out_from_its_ground(ax):
    values = np.linspace(0, 1, 201)
    plotting.draw_matrix(ax, [values])
    [image] = ax.images
    for text, value in zip(ax.texts, values, strict=True):
        assert contrast(image.cmap(image.norm(value)), text.get_color()) >= 4.5


def contrast(a, b):
    """Contrast of two colors as WCAG defines it."""

    def luminance(color):
        channels = np.array(to_rgb(color))
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted([luminance(a), luminance(b)])
    return (high + 0.05) / (low + 0.05)


def test_colors_stand_out_from_white():
    assert len(set(plotting.COLORS)) == 6
    for color in plotting.COLORS:
        assert contrast(color, "white") >= 3


def test_nothing_is_shown_and_no_figure_is_left_open(ax):
    plotting.plot_mixture(ax, LINE)
    plotting.plot_points(ax, [1, 2])
    plotting.draw_matrix(ax, [[1]])
    assert plt.get_fignums() == []


def test_arguments_stay(ax):
    X, labels, x = np.zeros((2, 2)), np.array([0, 1]), np.linspace(0, 1, 3)
    with unchanged(X, labels, x):
        plotting.plot_points(ax, X, labels)
        plotting.plot_mixture(ax, LINE, x)
        plotting.draw_matrix(ax, X)
        ax.collections[0].set_offsets([[9, 9]])


CALLS = {
    "plot_mixture": lambda ax: plotting.plot_mixture(ax, LINE),
    "plot_points": lambda ax: plotting.plot_points(ax, [1]),
    "plot_contours": lambda ax: plotting.plot_contours(ax, PLANE),
    "plot_ellipses": lambda ax: plotting.plot_ellipses(ax, PLANE),
    "draw_matrix": lambda ax: plotting.draw_matrix(ax, [[1]]),
}


@pytest.mark.parametrize("name", CALLS)
def test_something_else_than_axes(name):
    assert message(lambda: CALLS[name](None), TypeError) == (
        "ax must be an instance of Axes, got NoneType."
    )
    assert message(lambda: CALLS[name](Figure()), TypeError) == (
        "ax must be an instance of Axes, got Figure."
    )


@pytest.mark.parametrize("function", [plotting.plot_contours, plotting.plot_ellipses])
def test_models_for_the_plane(function, ax):
    assert message(lambda: function(ax, LINE), ValueError) == (
        "model must have D = 2, got D = 1; take a marginal of two."
    )
    assert message(lambda: function(ax, [1]), TypeError) == (
        "model must be an instance of GaussianMixture, got list."
    )


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda ax: plotting.plot_mixture(ax, PLANE),
            ValueError,
            "model must have D = 1, got D = 2; see plot_contours.",
        ),
        (
            lambda ax: plotting.plot_mixture(ax, "model"),
            TypeError,
            "model must be an instance of GaussianMixture, got str.",
        ),
        (
            lambda ax: plotting.plot_mixture(ax, LINE, 3),
            ValueError,
            "x must have shape (N,) or (N, 1), got a scalar; for a single point write [x].",
        ),
        (
            lambda ax: plotting.plot_mixture(ax, LINE, [[1, 2]]),
            ValueError,
            "x must have shape (N,) or (N, 1), got shape (1, 2).",
        ),
        (
            lambda ax: plotting.plot_mixture(ax, LINE, [0, np.nan]),
            ValueError,
            "x[1] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            lambda ax: plotting.plot_points(ax, [[1, 2, 3]]),
            ValueError,
            "X must have D = 1 or 2, got D = 3; choose two columns.",
        ),
        (
            lambda ax: plotting.plot_points(ax, []),
            ValueError,
            "X is empty (shape (0,)); at least one number is needed.",
        ),
        (
            lambda ax: plotting.plot_points(ax, [1, 2], [0, 1]),
            ValueError,
            "labels are drawn in two dimensions, but X has one; leave them out.",
        ),
        (
            lambda ax: plotting.plot_points(ax, [[1, 2]], [0, 1]),
            ValueError,
            "labels must have shape (1,), one a point, got shape (2,).",
        ),
        (
            lambda ax: plotting.plot_points(ax, [[1, 2]], 0),
            ValueError,
            "labels must have shape (1,), one a point, got a scalar.",
        ),
        (
            lambda ax: plotting.plot_points(ax, [[1, 2]], ["a"]),
            TypeError,
            "labels must hold real numbers, got dtype <U1; convert them to numbers first.",
        ),
        (
            lambda ax: plotting.plot_contours(ax, PLANE, levels=0),
            ValueError,
            "levels must be at least 1, got 0.",
        ),
        (
            lambda ax: plotting.plot_contours(ax, PLANE, levels=[0.1]),
            TypeError,
            "levels must be a whole number, got [0.1].",
        ),
        (
            lambda ax: plotting.plot_contours(ax, PLANE, levels=2000),
            ValueError,
            "ax shows a range where the density is too small for 2000 lines; set its limits "
            "around the components, or ask for fewer levels.",
        ),
        (
            lambda ax: plotting.plot_ellipses(ax, PLANE, radius=0),
            ValueError,
            "radius must be greater than 0, got 0.",
        ),
        (
            lambda ax: plotting.plot_ellipses(ax, PLANE, radius=np.inf),
            ValueError,
            "radius is inf; every entry must be finite: remove or replace it.",
        ),
        (
            lambda ax: plotting.plot_ellipses(ax, PLANE, radius=None),
            TypeError,
            "radius must hold real numbers, got None; convert them to numbers first.",
        ),
        (
            lambda ax: plotting.draw_matrix(ax, [1, 2]),
            ValueError,
            "matrix must have shape (N, K), got shape (2,).",
        ),
        (
            lambda ax: plotting.draw_matrix(ax, [[1, np.nan]]),
            ValueError,
            "matrix[0, 1] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            lambda ax: plotting.draw_matrix(ax, [[1, 2]], rows=["a", "b"]),
            ValueError,
            "rows must have 1 names, as matrix has, got 2.",
        ),
        (
            lambda ax: plotting.draw_matrix(ax, [[1, 2]], columns=["a"]),
            ValueError,
            "columns must have 2 names, as matrix has, got 1.",
        ),
        (
            lambda ax: plotting.draw_matrix(ax, [[1, 2]], decimals=-1),
            ValueError,
            "decimals must be at least 0, got -1.",
        ),
        (
            lambda ax: plotting.draw_matrix(ax, [[1, 2]], decimals=1.5),
            TypeError,
            "decimals must be a whole number, got 1.5.",
        ),
    ],
)
def test_bad_arguments(call, kind, told, ax):
    assert message(lambda: call(ax), kind) == told
    assert not ax.has_data()


@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_what_is_no_number(values, told, ax):
    assert message(lambda: plotting.plot_points(ax, values), TypeError) == f"X {told}"
    assert message(lambda: plotting.draw_matrix(ax, values), TypeError) == f"matrix {told}"
    if values is not None:
        assert message(lambda: plotting.plot_mixture(ax, LINE, values), TypeError) == f"x {told}"


def test_contours_far_from_every_component(ax):
    ax.set(xlim=(1e3, 2e3), ylim=(1e3, 2e3))
    assert message(lambda: plotting.plot_contours(ax, PLANE), ValueError) == (
        "ax shows a range where the density is too small for 8 lines; set its limits around the "
        "components, or ask for fewer levels."
    )


def test_the_style_is_set_once_and_only_when_asked():
    with mpl.rc_context():
        mpl.rcParams["svg.fonttype"] = "path"
        plotting.use_book_style()
        assert mpl.rcParams["svg.fonttype"] == "none"
        assert mpl.rcParams["svg.hashsalt"] == "gmmlib"
