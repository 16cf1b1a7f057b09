"""The log-likelihood over the weights of three components, which form a triangle."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.tri import Triangulation
from numpy.typing import ArrayLike

from gmmlib._style import COLORS
from gmmlib._validation import Array, as_data, as_floats, as_instance, as_simplex, shape_text
from gmmlib.mixture import GaussianMixture

#: Places of the weights (1, 0, 0), (0, 1, 0) and (0, 0, 1).
_CORNERS = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])
#: How far below the top the lines run.
_DROPS = np.array([4.0, 2.0, 1.0, 0.5, 0.1])


def plot_simplex(ax: Axes, X: ArrayLike, model: GaussianMixture, path: ArrayLike) -> None:
    """Draw the log-likelihood (11.10) over all weights (11.4) of three components.

    At the corner k of the triangle all weight is component k's, on the side opposite to it
    component k has none. A line joins weights of equal log-likelihood; its number says how
    far that lies below the highest.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    X : array_like, shape (N, D) or (N,)
        Data.
    model : GaussianMixture
        With K = 3; its means and covariances stay, its weights do not count.
    path : array_like, shape (n, 3)
        Weights to join by a line: hollow where it starts, filled where it ends.

    Raises
    ------
    ValueError
        If the mixture has not three components, or a row of the path is no choice of weights.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, plotting
    >>> X, start = datasets.running_example()
    >>> ax = Figure().subplots()
    >>> plotting.plot_simplex(ax, X, start, [start.weights, [0.2, 0.3, 0.5]])
    >>> [line.get_label() for line in ax.lines]
    ['path', 'start', 'end']
    """
    as_instance(ax, Axes, "ax")
    if as_instance(model, GaussianMixture, "model").n_components != 3:
        raise ValueError(
            f"model must have K = 3 components, got K = {model.n_components}; the triangle is for "
            "three."
        )
    data = as_data(X, model.n_dims)
    rows = as_floats(path, "path")
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise ValueError(f"path must have shape (n, 3), got {shape_text(rows.shape)}.")
    for i, row in enumerate(rows):
        as_simplex(row, f"path[{i}]")
    grid, triangles = _grid(120)
    heights = _log_likelihoods(data, model, grid)
    # What lies far below every line may be -inf; a number there changes no line.
    heights = np.maximum(heights - heights.max(), -2 * _DROPS[0])
    x, y = (grid @ _CORNERS).T
    lines = ax.tricontour(
        Triangulation(x, y, triangles), heights, levels=-_DROPS,
        colors="0.35", linewidths=0.9, linestyles="solid",
    )  # fmt: skip
    ax.clabel(lines, fmt="%g", fontsize=8)
    ax.fill(*_CORNERS.T, fill=False, edgecolor="black", lw=1.4)
    for k, (x, y) in enumerate(_CORNERS):
        ax.annotate(
            f"$\\pi_{k + 1} = 1$", (x, y), xytext=(0, 8 if y else -8),
            textcoords="offset points", ha="center", va="bottom" if y else "top",
        )  # fmt: skip
    x, y = (rows @ _CORNERS).T
    ax.plot(x, y, color=COLORS[1], lw=1.8, label="path")
    mark: dict[str, Any] = {
        "marker": "o",
        "ms": 8,
        "color": COLORS[1],
        "mew": 1.8,
        "ls": "none",
        "zorder": 3,
    }
    ax.plot(x[:1], y[:1], mfc="white", label="start", **mark)
    ax.plot(x[-1:], y[-1:], label="end", **mark)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _grid(n: int) -> tuple[Array, np.ndarray]:
    """Give weights in steps of 1/n, and the small triangles between them as three indices each."""
    index: dict[tuple[int, int], int] = {}
    for i in range(n + 1):
        for j in range(n + 1 - i):
            index[i, j] = len(index)
    triangles = []
    for i, j in index:
        if i + j < n:
            triangles.append((index[i, j], index[i + 1, j], index[i, j + 1]))
        if i + j < n - 1:
            triangles.append((index[i + 1, j], index[i + 1, j + 1], index[i, j + 1]))
    weights = np.array([(i, j, n - i - j) for i, j in index]) / n
    return weights, np.array(triangles)


def _log_likelihoods(X: Array, model: GaussianMixture, weights: Array) -> Array:
    """Give the log-likelihood of the data for each row of weights."""
    equal = GaussianMixture(np.full(3, 1 / 3), model.means, model.covariances)
    logs = equal.log_joint(X) + np.log(3)
    highest = logs.max(axis=1)
    with np.errstate(divide="ignore"):  # without the one component that explains a point: -inf
        mixed = np.log(weights @ np.exp(logs - highest[:, None]).T)
    values: Array = (mixed + highest).sum(axis=1)
    return values
