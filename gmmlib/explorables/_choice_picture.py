"""The static picture of the choice of K, on a light ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gmmlib._style import COLORS
from gmmlib._validation import Array
from gmmlib.explorables._static_picture import _in_book_style
from gmmlib.mixture import GaussianMixture
from gmmlib.plotting import plot_ellipses, plot_mixture, plot_points, plot_selection, svg

if TYPE_CHECKING:
    from gmmlib.explorables.choose_k import ChooseK, Score

_CRITERIA = {"BIC": ("D", COLORS[2]), "AIC": ("^", COLORS[3])}


@_in_book_style
def choice_picture(picture: ChooseK) -> str:
    """Draw the scores over K, and below the data with the mixture shown."""
    X, table, best = picture.data, picture.table, picture.best
    figure = Figure(figsize=(7, 7))
    ax, below = figure.subplots(2, height_ratios=[4, 3.4])
    plot_selection(ax, picture.selection)
    shown = ["BIC", "AIC"] if picture.akaike else ["BIC"]
    for name in shown:
        marker, color = _CRITERIA[name]
        values = np.array([getattr(score, name.lower()) for score in table]) / (-2 * len(X))
        ax.plot(values, color=color, marker=marker, ms=5, lw=1.4, ls=":", label=f"−{name} / 2N")
        k = best[name] - 1
        ax.plot(k, values[k], marker=marker, ms=12, mfc="none", mec="black", mew=1.4)
    ax.set(xlabel="$K$", ylim=_heights(table, len(X)))
    ax.legend(frameon=False, fontsize=9)
    _draw_model(below, X, picture.model, picture._source["columns"])
    taken = ", ".join(f"{best[name]} by {name}" for name in shown)
    at = table[picture.components - 1]
    return svg(
        figure,
        f"Above, scores of mixtures of 1 to {len(table)} components for {len(X)} points, higher "
        f"is better: the log-likelihood a point in training and, with bars of one standard error, "
        f"held out, and −{' and −'.join(shown)} over 2N. Best are {best['held out']} components "
        f"held out, {taken}. Below, the points and the mixture of {picture.components}: "
        f"log-likelihood a point {at.training:.4g} in training, {at.held_out:.4g} held out.",
    )


def _heights(table: tuple[Score, ...], N: int) -> tuple[float, float]:
    """Give heights down to twice what training gains: worse ones would flatten the others."""
    found = [score for score in table if np.isfinite(score.training + score.held_out)]
    least, top = found[0].training, max(score.training for score in found)
    worst = min(min(score.held_out - score.standard_error, score.bic / (-2 * N)) for score in found)
    low = max(worst, least - max(top - least, 4 * found[0].standard_error))
    margin = 0.1 * (top - low)
    return low - margin, top + margin


def _draw_model(ax: Axes, X: Array, model: GaussianMixture, columns: list[str]) -> None:
    if X.shape[1] == 2:
        plot_points(ax, X)
        plot_ellipses(ax, model)
        ax.set(xlabel=columns[0], ylabel=columns[1])
        return
    ax.hist(X[:, 0], bins="auto", density=True, color="0.88", edgecolor="0.7")
    plot_mixture(ax, model)
    ax.plot(X[:, 0], np.zeros(len(X)), "|", color="black", ms=10)
    ax.legend(frameon=False, fontsize=9)
