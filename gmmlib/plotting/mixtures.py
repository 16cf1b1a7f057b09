"""Mixtures as curves, contours and ellipses."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from numpy.typing import ArrayLike

from gmmlib._style import COLORS, DASHES
from gmmlib._validation import as_count, as_data, as_instance, as_number
from gmmlib.mixture import GaussianMixture


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
