"""Data as discs on a line or as a scatter plot in the plane."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from gmmlib._style import COLORS, MARKERS
from gmmlib._validation import as_data, as_floats, as_instance, shape_text


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
