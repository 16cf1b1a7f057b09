"""The updates of EM: a mixture before and after, pulls of points, shares of points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from gmmlib._style import COLORS
from gmmlib._validation import as_data, as_floats, as_instance, as_sample_weight, shape_text
from gmmlib.mixture import GaussianMixture
from gmmlib.plotting.mixtures import plot_mixture
from gmmlib.plotting.points import plot_points


def plot_update(
    axes: Sequence[Axes], X: ArrayLike, before: GaussianMixture, after: GaussianMixture
) -> None:
    """Draw a mixture before and after an update, side by side, as in Figure 11.5.

    Figure 11.5 has new means, Figure 11.6 new variances, Figure 11.7 new weights. Both panels
    get the same scales; each component carries its number.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Where to draw: before and after.
    X : array_like, shape (N,) or (N, 1)
        Data.
    before, after : GaussianMixture
        With D = 1.

    Raises
    ------
    ValueError
        If there are not two axes, or data or mixtures have more than one dimension.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, em, plotting
    >>> X, start = datasets.running_example()
    >>> axes = Figure().subplots(1, 2)
    >>> plotting.plot_update(axes, X, start, em(X, start).model)
    >>> [ax.get_title() for ax in axes]
    ['(a) before', '(b) after']
    """
    if len(axes) != 2:
        raise ValueError(f"axes must be two, one for before and one for after, got {len(axes)}.")
    for i, ax in enumerate(axes):
        as_instance(ax, Axes, f"axes[{i}]")
    data = as_data(X, 1)
    for model, name in ((before, "before"), (after, "after")):
        if as_instance(model, GaussianMixture, name).n_dims != 1:
            raise ValueError(f"{name} must have D = 1, got D = {model.n_dims}; see plot_ellipses.")
    for ax, model, title in zip(axes, (before, after), ("(a) before", "(b) after"), strict=True):
        plot_mixture(ax, model)
        plot_points(ax, data)
        ax.set_title(title, fontsize="medium")
        for k, (mu, height) in enumerate(zip(model.means, model.pdf(model.means), strict=True)):
            ax.annotate(
                str(k + 1), (mu[0], height), xytext=(0, 3), textcoords="offset points",
                ha="center", va="bottom", fontweight="bold", color=COLORS[k % 6],
                bbox={"boxstyle": "circle,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
            )  # fmt: skip
    left, right = ([ax.get_xlim(), ax.get_ylim()] for ax in axes)
    for ax in axes:
        ax.set_xlim(min(left[0][0], right[0][0]), max(left[0][1], right[0][1]))
        ax.set_ylim(0, 1.08 * max(left[1][1], right[1][1]))


def plot_pulls(ax: Axes, X: ArrayLike, strengths: ArrayLike, mean: ArrayLike) -> None:
    """Draw how points of the plane pull a mean to their weighted average, Figure 11.4.

    An arrow leads to each point, the thicker the stronger the pull, with its number. A hollow
    star is the mean before, a filled one the mean after.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    X : array_like, shape (N, 2)
        Points.
    strengths : array_like, shape (N,)
        Responsibilities of one component, at least 0.
    mean : array_like, shape (2,)
        Its mean before the update.

    Raises
    ------
    ValueError
        If the points are not in the plane, there is not one strength a point, or none is
        greater than 0.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_pulls(ax, [[0, 0], [4, 0]], [0.75, 0.25], [2, 2])
    >>> ax.collections[-1].get_offsets().tolist()  # the new mean
    [[1.0, 0.0]]
    """
    as_instance(ax, Axes, "ax")
    data = as_data(X, 2)
    r = as_sample_weight(strengths, len(data), "strengths")
    old = as_floats(mean, "mean")
    if old.shape != (2,):
        raise ValueError(f"mean must have shape (2,), got {shape_text(old.shape)}.")
    new = r @ data / r.sum()
    for n, (point, strength) in enumerate(zip(data, r / r.max(), strict=True)):
        ax.annotate(
            "", point, (old[0], old[1]),
            arrowprops={"arrowstyle": "-|>", "lw": 0.4 + 4 * strength, "color": COLORS[0],
                        "shrinkA": 9, "shrinkB": 7},
        )  # fmt: skip
        # Beyond the point, so that no arrow crosses the number.
        away = (point - old) / (float(np.linalg.norm(point - old)) or 1.0)
        ax.annotate(
            f"$r_{{{n + 1}}} = {r[n]:.2f}$", point, (32 * away[0], 18 * away[1]),
            textcoords="offset points", ha="center", va="center",
        )  # fmt: skip
    ax.scatter(data[:, 0], data[:, 1], s=40, color="black", zorder=3)
    star: dict[str, Any] = {"marker": "*", "s": 260, "ec": COLORS[1], "lw": 1.6, "zorder": 4}
    ax.scatter(*old, fc="white", label="mean before", **star)
    ax.scatter(*new, fc=COLORS[1], label="mean after", **star)
    ax.margins(0.25, 0.16)


def plot_shares(ax: Axes, X: ArrayLike, shares: ArrayLike) -> None:
    """Draw points of the plane as discs whose areas are one component's shares in them, (11.17).

    A point with hardly a share is a dot.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    X : array_like, shape (N, 2)
        Points.
    shares : array_like, shape (N,)
        Responsibilities of one component.

    Raises
    ------
    ValueError
        If the points are not in the plane, there is not one share a point, or none is
        greater than 0.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_shares(ax, [[0, 0], [4, 0]], [0.8, 0.2])
    >>> dots, discs = ax.collections
    """
    as_instance(ax, Axes, "ax")
    data = as_data(X, 2)
    r = as_sample_weight(shares, len(data), "shares")
    ax.scatter(data[:, 0], data[:, 1], s=2, color="0.45", linewidths=0)
    seen = 26 * r > 1  # a smaller disc is no more than the dot
    ax.scatter(
        data[seen, 0], data[seen, 1], s=26 * r[seen], color=COLORS[0], linewidths=0, alpha=0.55
    )
