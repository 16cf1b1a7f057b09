"""Pictures of mixtures, drawn on axes that the caller gives. Nothing is shown or saved here.

Component k has a color *and* a dash *and* its number, so that no picture speaks by color
alone. The colors are Okabe and Ito's, the paler ones darkened to a contrast of 3:1 on white.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from numpy.typing import ArrayLike

from gmmlib._style import COLORS, DASHES, MARKERS, svg, use_book_style
from gmmlib._validation import (
    as_count,
    as_data,
    as_floats,
    as_instance,
    as_number,
    shape_text,
)
from gmmlib.mixture import GaussianMixture

__all__ = [
    "COLORS",
    "DASHES",
    "MARKERS",
    "draw_matrix",
    "plot_contours",
    "plot_ellipses",
    "plot_mixture",
    "plot_points",
    "svg",
    "use_book_style",
]


def plot_mixture(
    ax: Axes,
    model: GaussianMixture,
    x: ArrayLike | None = None,
    *,
    components: bool = True,
) -> None:
    """Draw a one-dimensional mixture (black) and its weighted components (dashed), Figure 11.2.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    model : GaussianMixture
        With D = 1.
    x : array_like, shape (n,), optional
        Where to evaluate; by default four standard deviations around all components.
    components : bool
        Whether to draw the components too.

    Raises
    ------
    ValueError
        If the mixture has more than one dimension.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_mixture(ax, datasets.figure_11_2())
    >>> len(ax.lines)
    4
    """
    as_instance(ax, Axes, "ax")
    if as_instance(model, GaussianMixture, "model").n_dims != 1:
        raise ValueError(f"model must have D = 1, got D = {model.n_dims}; see plot_contours.")
    mu, sd = model.means[:, 0], np.sqrt(model.covariances[:, 0, 0])
    if x is None:
        low, high = (mu - 4 * sd).min(), (mu + 4 * sd).max()
        # Even steps, and finer ones around each component, so that no peak is cut off.
        near = mu[:, None] + sd[:, None] * np.linspace(-4, 4, 121)
        x = np.unique(np.concatenate([np.linspace(low, high, 300), near.ravel()]))
    points = as_data(x, 1, "x")[:, 0]
    # The mixture lies below: where one component is alone, its dashes show on the black line.
    ax.plot(points, model.pdf(points), color="black", lw=2.8, label="mixture")
    if components:
        parts = np.exp(model.log_joint(points))
        for k in range(model.n_components):
            look = {"color": COLORS[k % 6], "linestyle": DASHES[k % 6], "lw": 1.6}
            ax.plot(points, parts[:, k], label=f"component {k + 1}", **look)
    ax.set(xlabel="$x$", ylabel="density")
    ax.set_ylim(bottom=0)


def plot_points(ax: Axes, X: ArrayLike, labels: ArrayLike | None = None) -> None:
    """Draw data: discs on the axis in one dimension, a scatter plot in two.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    X : array_like, shape (N, D) or (N,)
        Data, D = 1 or 2.
    labels : array_like of int, shape (N,), optional
        Group of each point; each gets a color and a marker of its own (D = 2).

    Raises
    ------
    ValueError
        If D is neither 1 nor 2, or there is not one label a point (D = 2).

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_points(ax, datasets.running_example()[0])
    >>> len(ax.collections)
    1
    """
    as_instance(ax, Axes, "ax")
    data = as_data(X)
    if data.shape[1] > 2:
        raise ValueError(f"X must have D = 1 or 2, got D = {data.shape[1]}; choose two columns.")
    if data.shape[1] == 1:
        if labels is not None:
            raise ValueError("labels are drawn in two dimensions, but X has one; leave them out.")
        ax.scatter(
            data[:, 0], np.zeros(len(data)), s=45, color="black", zorder=5, clip_on=False,
            label="data",
        )  # fmt: skip
        return
    if labels is None:
        ax.scatter(data[:, 0], data[:, 1], s=9, color="#444444", linewidths=0)
        return
    groups = as_floats(labels, "labels")
    if groups.shape != (len(data),):
        raise ValueError(
            f"labels must have shape ({len(data)},), one a point, got {shape_text(groups.shape)}."
        )
    for i, group in enumerate(np.unique(groups)):
        chosen = data[groups == group]
        ax.scatter(
            chosen[:, 0], chosen[:, 1], s=14, color=COLORS[i % 6], marker=MARKERS[i % 6],
            linewidths=0, alpha=0.8,
        )  # fmt: skip


def plot_contours(
    ax: Axes, model: GaussianMixture, *, levels: int = 8, color: str = "black"
) -> None:
    """Draw lines of equal density of a two-dimensional mixture over the axes' present range.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; its limits stay.
    model : GaussianMixture
        With D = 2.
    levels : int
        How many lines; each is half as high as the next.
    color : str
        Of the lines.

    Raises
    ------
    ValueError
        If the mixture has not two dimensions, or no density to draw in the axes' range.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, plotting
    >>> ax = Figure().subplots()
    >>> _ = ax.set(xlim=(-8, 8), ylim=(-6, 6))
    >>> plotting.plot_contours(ax, datasets.two_dimensional_mixture())
    """
    as_instance(ax, Axes, "ax")
    if as_instance(model, GaussianMixture, "model").n_dims != 2:
        raise ValueError(f"model must have D = 2, got D = {model.n_dims}; take a marginal of two.")
    n_lines = as_count(levels, "levels")
    a, b = np.meshgrid(np.linspace(*ax.get_xlim(), 150), np.linspace(*ax.get_ylim(), 150))
    density = model.pdf(np.column_stack([a.ravel(), b.ravel()])).reshape(a.shape)
    heights = density.max() * 0.5 ** np.arange(n_lines, 0, -1)
    if heights[0] == 0:
        raise ValueError(
            f"ax shows a range where the density is too small for {n_lines} lines; set its limits "
            "around the components, or ask for fewer levels."
        )
    visible = heights[heights > density.min()]
    if len(visible):
        ax.contour(a, b, density, levels=visible, colors=color, linewidths=1)


def plot_ellipses(ax: Axes, model: GaussianMixture, *, radius: float = 2.0) -> None:
    """Draw each component of a two-dimensional mixture as an ellipse with its number.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    model : GaussianMixture
        With D = 2.
    radius : float
        Of the ellipse, in standard deviations.

    Raises
    ------
    ValueError
        If the mixture has not two dimensions, or the radius is not greater than 0.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_ellipses(ax, datasets.two_dimensional_mixture())
    >>> len(ax.patches)
    3
    """
    as_instance(ax, Axes, "ax")
    if as_instance(model, GaussianMixture, "model").n_dims != 2:
        raise ValueError(f"model must have D = 2, got D = {model.n_dims}; take a marginal of two.")
    size = as_number(radius, "radius")
    if size <= 0:
        raise ValueError(f"radius must be greater than 0, got {size:g}.")
    for k, (_, mu, Sigma) in enumerate(model):
        variances, axes = np.linalg.eigh(Sigma)
        width, height = 2 * size * np.sqrt(variances)
        angle = float(np.degrees(np.arctan2(axes[1, 0], axes[0, 0])))
        style = {"edgecolor": COLORS[k % 6], "linestyle": DASHES[k % 6], "linewidth": 2}
        ax.add_patch(Ellipse((mu[0], mu[1]), width, height, angle=angle, fill=False, **style))
        ax.annotate(
            str(k + 1), (mu[0], mu[1]), ha="center", va="center", fontweight="bold", fontsize=9,
            bbox={"boxstyle": "circle,pad=0.25", "fc": "white", "ec": COLORS[k % 6], "lw": 1.5},
        )  # fmt: skip
    ax.autoscale_view()


def draw_matrix(
    ax: Axes,
    matrix: ArrayLike,
    *,
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    decimals: int = 3,
) -> None:
    """Draw responsibilities (or other numbers in [0, 1]) as a table, darker for larger.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    matrix : array_like, shape (N, K)
        Numbers.
    rows, columns : sequence of str, optional
        Names; by default n and k counted from 1.
    decimals : int
        How many to print.

    Raises
    ------
    ValueError
        If the matrix has not two dimensions, or there is not one name a row and column.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.draw_matrix(ax, [[0.25, 0.75]])
    >>> [text.get_text() for text in ax.texts]
    ['0.250', '0.750']
    """
    as_instance(ax, Axes, "ax")
    values = as_floats(matrix, "matrix")
    if values.ndim != 2:
        raise ValueError(f"matrix must have shape (N, K), got {shape_text(values.shape)}.")
    N, K = values.shape
    for name, names, count in (("rows", rows, N), ("columns", columns, K)):
        if names is not None and len(names) != count:
            raise ValueError(f"{name} must have {count} names, as matrix has, got {len(names)}.")
    as_count(decimals, "decimals", at_least=0)
    ax.imshow(values, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (n, k), value in np.ndenumerate(values):
        # The blue is dark enough for white letters from here on, and too dark for black ones.
        shade = "white" if value > 0.712 else "black"
        ax.text(k, n, f"{value:.{decimals}f}", ha="center", va="center", color=shade)
    ax.set_xticks(range(K), columns or [f"$k = {k + 1}$" for k in range(K)])
    ax.set_yticks(range(N), rows or [f"$n = {n + 1}$" for n in range(N)])
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.spines[:].set_visible(False)
