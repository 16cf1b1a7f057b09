"""Fits: the log-likelihood over the iterations, stages of a fit and shared points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from gmmlib._style import COLORS, MARKERS
from gmmlib._validation import (
    as_count,
    as_data,
    as_floats,
    as_instance,
    as_responsibilities,
    shape_text,
)
from gmmlib.mixture import GaussianMixture
from gmmlib.plotting.mixtures import plot_ellipses, plot_mixture
from gmmlib.plotting.points import plot_points

#: A point is ringed if no component has a larger share in it.
_SHARED = 0.8


def plot_history(ax: Axes, log_likelihoods: ArrayLike, *, marks: Sequence[int] = ()) -> None:
    """Draw the negative log-likelihood over EM's iterations, Figures 11.8 (b) and 11.9 (b).

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    log_likelihoods : array_like, shape (n,)
        Of the iterates, the start first.
    marks : sequence of int
        Iterations to mark by a disc with their number.

    Raises
    ------
    ValueError
        If there is no value, or no iteration of a marked number.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, em, plotting
    >>> fit = em(*datasets.running_example())
    >>> ax = Figure().subplots()
    >>> plotting.plot_history(ax, [i.log_likelihood for i in fit.history], marks=[0, 1])
    >>> [text.get_text() for text in ax.texts]
    ['0', '1']
    """
    as_instance(ax, Axes, "ax")
    values = as_floats(log_likelihoods, "log_likelihoods")
    if values.ndim != 1:
        raise ValueError(
            f"log_likelihoods must have shape (n,), one an iterate, got {shape_text(values.shape)}."
        )
    last = len(values) - 1
    for mark in marks:
        if as_count(mark, "marks", at_least=0) > last:
            raise ValueError(f"marks must lie in 0…{last}, the iterations there are, got {mark}.")
    ax.plot(range(len(values)), -values, color="black", marker=".", ms=5, lw=1.3)
    for mark in marks:
        ax.plot(mark, -values[mark], marker="o", ms=9, color=COLORS[1], ls="none")
        ax.annotate(
            str(mark), (mark, -values[mark]), xytext=(6, 4), textcoords="offset points",
            fontweight="bold", color=COLORS[1],
        )  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set(xlabel="iteration", ylabel="negative log-likelihood")


def plot_stages(
    axes: Sequence[Axes], X: ArrayLike, models: Sequence[GaussianMixture], titles: Sequence[str]
) -> None:
    """Draw data and mixtures side by side on the same scales, Figures 11.8 (a), 11.9 (c)–(f).

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
        Where to draw, one for each mixture.
    X : array_like, shape (N, D) or (N,)
        Data, D = 1 or 2.
    models : sequence of GaussianMixture
        For D = 1 drawn as densities, for D = 2 as ellipses of two standard deviations.
    titles : sequence of str
        One for each mixture.

    Raises
    ------
    ValueError
        If axes, mixtures and titles are not equally many, or dimensions do not fit.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, em, plotting
    >>> X, start = datasets.running_example()
    >>> axes = Figure().subplots(1, 2)
    >>> plotting.plot_stages(axes, X, [start, em(X, start).model], ["start", "end"])
    >>> [ax.get_title() for ax in axes]
    ['start', 'end']
    """
    if not len(axes) == len(models) == len(titles):
        raise ValueError(
            "axes, models and titles must be equally many, got "
            f"{len(axes)}, {len(models)} and {len(titles)}."
        )
    data = as_data(X)
    if data.shape[1] > 2:
        raise ValueError(f"X must have D = 1 or 2, got D = {data.shape[1]}; choose two columns.")
    for i, (ax, model, title) in enumerate(zip(axes, models, titles, strict=True)):
        as_instance(ax, Axes, f"axes[{i}]")
        if as_instance(model, GaussianMixture, f"models[{i}]").n_dims != data.shape[1]:
            raise ValueError(
                f"models[{i}] must have D = {data.shape[1]}, as X has, got D = {model.n_dims}."
            )
        if data.shape[1] == 1:
            plot_mixture(ax, model)
            plot_points(ax, data)
        else:
            plot_points(ax, data)
            plot_ellipses(ax, model)
        ax.set_title(title, fontsize="medium")
    limits = np.array([[ax.get_xlim(), ax.get_ylim()] for ax in axes])
    for ax in axes:
        ax.set_xlim(limits[:, 0, 0].min(), limits[:, 0, 1].max())
        ax.set_ylim(limits[:, 1, 0].min(), limits[:, 1, 1].max())


def plot_responsibilities(ax: Axes, X: ArrayLike, responsibilities: ArrayLike) -> None:
    """Draw points of the plane colored by their responsibilities, Figure 11.10 (b).

    A point's color is the mixture of the components' colors in the proportion of their
    shares; its marker is that of the component with the largest one. A point in which no
    component has more than 0.8 has a black rim.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    X : array_like, shape (N, 2)
        Points.
    responsibilities : array_like, shape (N, K)
        Rows summing to 1, K at most 6.

    Raises
    ------
    ValueError
        If the points are not in the plane, there is not one row of responsibilities a point,
        or there are more components than colors.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_responsibilities(ax, [[0, 0], [4, 0], [2, 0]], [[1, 0], [0, 1], [0.5, 0.5]])
    >>> len(ax.collections)  # clear and shared points of one component, clear ones of another
    3
    """
    as_instance(ax, Axes, "ax")
    data = as_data(X, 2)
    r = as_responsibilities(responsibilities, len(data))
    K = r.shape[1]
    if len(COLORS) < K:
        raise ValueError(f"responsibilities must have at most {len(COLORS)} columns, got {K}.")
    # Clipped, as rounding may leave a sum a bit above 1.
    blends = np.clip(r @ np.array([to_rgb(color) for color in COLORS[:K]]), 0, 1)
    most, shared = r.argmax(axis=1), r.max(axis=1) <= _SHARED
    for k in range(K):
        for rimmed in (False, True):
            chosen = (most == k) & (shared == rimmed)
            if chosen.any():
                ax.scatter(
                    data[chosen, 0], data[chosen, 1], c=blends[chosen], marker=MARKERS[k],
                    s=34 if rimmed else 16, linewidths=0.9 if rimmed else 0, edgecolors="black",
                    zorder=3 if rimmed else 2,
                )  # fmt: skip
