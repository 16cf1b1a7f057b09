"""Densities of any kind, and the curves by which one of several is chosen, section 11.5."""

from __future__ import annotations

from typing import Any, Literal, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import ArrayLike

from gmmlib._style import COLORS, DASHES
from gmmlib._validation import as_count, as_floats, as_instance, shape_text
from gmmlib.choices import Selection
from gmmlib.histogram import Histogram


class Density(Protocol):
    """What can be drawn: a mixture, a histogram, a kernel density estimate."""

    @property
    def n_dims(self) -> int:
        """D."""
        ...

    def pdf(self, X: Any, /) -> Any:
        """Density at points, (N,)."""
        ...


def plot_histogram(ax: Axes, histogram: Histogram, *, label: str | None = "histogram") -> None:
    """Draw a histogram: bars in one dimension, Figure 11.13, shaded rectangles in two.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    histogram : Histogram
        With D = 1 or 2. A bar's area is the share of the points in its bin; a rectangle is
        the darker, the higher the density, and left out where that is 0.
    label : str, optional
        For the legend.

    Raises
    ------
    ValueError
        If D is neither 1 nor 2.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import Histogram, datasets, plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_histogram(ax, Histogram(datasets.running_example()[0], bins=4))
    >>> len(ax.patches)
    4
    """
    as_instance(ax, Axes, "ax")
    as_instance(histogram, Histogram, "histogram")
    if isinstance(histogram.edges, np.ndarray):
        ax.bar(
            histogram.edges[:-1], histogram.density, np.diff(histogram.edges), align="edge",
            facecolor="#F4CFA8", edgecolor=COLORS[1], linewidth=1, label=label,
        )  # fmt: skip
        ax.set(xlabel="$x$", ylabel="density")
        return
    if len(histogram.edges) > 2:
        raise ValueError(
            f"histogram must have D = 1 or 2, got D = {len(histogram.edges)}; choose two columns."
        )
    a, b = histogram.edges
    i, j = np.nonzero(histogram.counts)
    corners = np.stack([
        np.column_stack([a[i], b[j]]), np.column_stack([a[i + 1], b[j]]),
        np.column_stack([a[i + 1], b[j + 1]]), np.column_stack([a[i], b[j + 1]]),
    ], axis=1)  # fmt: skip
    cells = PolyCollection(
        list(corners), array=histogram.density[i, j], cmap="Oranges", linewidths=0.4, label=label,
        edgecolors="#999999",
    )  # fmt: skip
    cells.set_clim(0, float(histogram.density.max()))
    ax.add_collection(cells)
    ax.autoscale_view()


def plot_density(
    ax: Axes,
    density: Density,
    *,
    look: int | None = None,
    label: str | None = None,
    levels: int = 6,
    n: int | None = None,
) -> None:
    """Draw any density over the axes' range, a curve or contours, Figure 11.13.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; its horizontal range stays, for D = 2 both do.
    density : GaussianMixture, Histogram, KernelDensity or alike
        Anything with `pdf` and `n_dims`, D = 1 or 2.
    look : int, optional
        Which color and dash of the book, from 0; without it solid black.
    label : str, optional
        For the legend (D = 1).
    levels : int
        How many contours; each is half as high as the next (D = 2).
    n : int, optional
        How many places a dimension to compute; 800 for a curve, 120 for contours.

    Raises
    ------
    ValueError
        If D is neither 1 nor 2.
    TypeError
        If `density` has no `pdf` or no `n_dims`.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import KernelDensity, datasets, plotting
    >>> ax = Figure().subplots()
    >>> _ = ax.set_xlim(-5, 7)
    >>> plotting.plot_density(ax, KernelDensity(datasets.running_example()[0]), look=0)
    >>> len(ax.lines)
    1
    """
    as_instance(ax, Axes, "ax")
    if not (hasattr(density, "pdf") and hasattr(density, "n_dims")):
        raise TypeError(
            "density must have the method pdf and the attribute n_dims, as a mixture has, got "
            f"{type(density).__name__}."
        )
    D = int(density.n_dims)
    if D not in (1, 2):
        raise ValueError(f"density must have D = 1 or 2, got D = {D}; take a marginal of two.")
    count = as_count((800, 120)[D - 1] if n is None else n, "n", at_least=2)
    n_lines = as_count(levels, "levels")
    number = None if look is None else as_count(look, "look", at_least=0) % len(COLORS)
    color: Any = "black" if number is None else COLORS[number]
    dash: Any = "solid" if number is None else DASHES[number]
    across = np.linspace(*ax.get_xlim(), count)
    if D == 1:
        limits = ax.get_xlim()
        ax.plot(across, density.pdf(across), color=color, linestyle=dash, lw=2, label=label)
        ax.set_xlim(limits)
        ax.set_ylim(bottom=0)
        ax.set(xlabel="$x$", ylabel="density")
        return
    a, b = np.meshgrid(across, np.linspace(*ax.get_ylim(), count))
    heights = density.pdf(np.column_stack([a.ravel(), b.ravel()])).reshape(a.shape)
    steps = heights.max() * 0.5 ** np.arange(n_lines, 0, -1)
    visible = steps[steps > heights.min()]
    if len(visible):
        ax.contour(a, b, heights, levels=visible, colors=color, linewidths=1.1)


def plot_scores(
    ax: Axes,
    values: ArrayLike,
    scores: ArrayLike,
    *,
    best: Literal["highest", "lowest"],
    look: int = 0,
    label: str | None = None,
) -> float:
    """Draw scores over a setting, with the optimum marked, section 11.5.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : array_like, shape (n,)
        Of the setting, such as bandwidths or numbers of bins.
    scores : array_like, shape (n,)
        Their scores. Infinite ones are left out.
    best : {"highest", "lowest"}
        Which score is the optimum.
    look : int
        Which color and dash of the book, from 0.
    label : str, optional
        For the legend.

    Returns
    -------
    float
        The value with the best score, the first of equal ones.

    Raises
    ------
    ValueError
        If there is not one score a value, or none is finite.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> plotting.plot_scores(Figure().subplots(), [1, 2, 3], [5, 4, 6], best="lowest")
    2.0
    """
    as_instance(ax, Axes, "ax")
    x = as_floats(values, "values")
    y = np.asarray(scores, dtype=np.float64)  # may hold -inf
    if x.ndim != 1 or y.shape != x.shape:
        raise ValueError(
            "values and scores must have the same shape (n,), got "
            f"{shape_text(x.shape)} and {shape_text(y.shape)}."
        )
    if best not in ("highest", "lowest"):
        raise ValueError(f"best must be one of highest, lowest; got {best!r}.")
    finite = np.isfinite(y)
    if not finite.any():
        raise ValueError("scores holds no finite number; choose other values.")
    x, y = x[finite], y[finite]
    k = as_count(look, "look", at_least=0) % len(COLORS)
    ax.plot(x, y, color=COLORS[k], linestyle=DASHES[k], lw=1.8, label=label)
    top = int(y.argmax() if best == "highest" else y.argmin())
    ax.plot(x[top], y[top], marker="o", ms=8, color=COLORS[k], ls="none", zorder=4)
    return float(x[top])


def plot_selection(ax: Axes, selection: Selection[Any]) -> None:
    """Draw candidates' scores, held out and in training, the best marked, section 11.5.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    selection : Selection
        What :func:`gmmlib.select` gives. Bars reach one standard error up and down; the
        dotted line lies one standard error below the best.

    Raises
    ------
    NoDensityError
        If no candidate has a finite score.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import datasets, gaussian_mixture, plotting, select
    >>> candidates = {K: gaussian_mixture(K, starts=1) for K in (1, 2)}
    >>> selection = select(candidates, datasets.two_dimensional().X[:100], rng=0)
    >>> ax = Figure().subplots()
    >>> plotting.plot_selection(ax, selection)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['1', '2']
    """
    as_instance(ax, Axes, "ax")
    chosen: Selection[Any] = as_instance(selection, Selection, "selection")
    best = chosen.scores[chosen.best]
    places = np.arange(len(chosen.names))
    ax.axhline(best.mean - best.standard_error, color="#666666", ls=":", lw=1.2)
    ax.plot(
        places, [result.training_mean for result in chosen.results], color=COLORS[1],
        linestyle=DASHES[1], marker="s", ms=5, label="training",
    )  # fmt: skip
    means = np.array([result.mean for result in chosen.results])
    drawn = np.isfinite(means)
    errors = [result.standard_error for result in chosen.results]
    ax.errorbar(
        places[drawn], means[drawn], np.array(errors)[drawn], color=COLORS[0], marker="o", ms=5,
        capsize=3, label="held out",
    )  # fmt: skip
    top = chosen.names.index(chosen.best)
    ax.plot(
        top, best.mean, marker="o", ms=13, mfc="none", mec="black", mew=1.4, ls="none",
        label="best",
    )  # fmt: skip
    ax.set_xticks(places, [str(name) for name in chosen.names])
    ax.set_ylabel("log-likelihood a point")
