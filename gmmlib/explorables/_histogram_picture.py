"""The static picture of HistogramKDE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from gmmlib.bandwidth_scores import least_squares_score, loo_log_likelihood
from gmmlib.explorables._static_picture import _in_book_style, _mark_cursor
from gmmlib.plotting import plot_density, plot_histogram, plot_scores, svg

if TYPE_CHECKING:
    from gmmlib.explorables.histogram_kde import HistogramKDE

#: Numbers of bins whose scores are drawn, and bandwidths around the present one.
_BINS, _BANDWIDTHS = 60, 41


@_in_book_style
def histogram_kde_picture(shown: HistogramKDE) -> str:
    """Draw bars and curve over the data, and the scores of widths and bandwidths below."""
    figure = Figure(figsize=(7, 5.6))
    grid = figure.add_gridspec(2, 2, height_ratios=[3, 2])
    ax = figure.add_subplot(grid[0, :])
    x = np.array(shown.X)
    low, high = float(x.min()), float(x.max())
    margin = 0.1 * (high - low)
    ax.set_xlim(low - margin, high + margin)
    if shown.shown != "density":
        plot_histogram(ax, shown.histogram)
    if shown.shown != "histogram":
        plot_density(ax, shown.kde, look=0, label="kernel density estimate")
    ax.plot(x, np.full(len(x), 0.012), "|", color="black", ms=7, mew=0.6, label="data",
            transform=ax.get_xaxis_transform())  # fmt: skip
    ax.set(xlabel="$x$", ylabel="density", xlim=(low - margin, high + margin))
    _mark_cursor(ax, shown.cursor)
    ax.legend(frameon=False, fontsize=9)
    _draw_scores(figure, grid, shown)
    word = "squared error" if shown.criterion == "squares" else "log-likelihood"
    heights = shown.histogram.pdf([shown.cursor])[0], shown.kde.pdf([shown.cursor])[0]
    return svg(
        figure,
        f"Above, a histogram of {len(x)} points with {len(shown.edges) - 1} bins of width "
        f"{shown.width:.4g} and a kernel density estimate with {shown.kernel} kernels of bandwidth "
        f"{shown.bandwidth:.4g}. At x = {shown.cursor:.4g} the densities are {heights[0]:.4g} and "
        f"{heights[1]:.4g}. Below, the leave-one-out {word} over the width of the bins and over "
        f"the bandwidth; here it is {shown.histogram_score:.4g} and {shown.kde_score:.4g}.",
    )


def _draw_scores(figure: Figure, grid: object, shown: HistogramKDE) -> None:
    """Draw both curves of scores, the present place as a ring."""
    squares = shown.criterion == "squares"
    score = least_squares_score if squares else loo_log_likelihood
    bandwidths = shown.bandwidth * 2 ** np.linspace(-4, 3, _BANDWIDTHS)
    curves = (
        (*shown.width_scores(range(1, _BINS + 1)), shown.width, shown.histogram_score, "bin width"),
        (
            bandwidths, score(shown.X, bandwidths, str(shown.kernel)), shown.bandwidth,
            shown.kde_score, "bandwidth",
        ),
    )  # fmt: skip
    word = "squared error" if squares else "log-likelihood"
    for i, (values, scores, here, now, label) in enumerate(curves):
        ax = figure.add_subplot(grid[1, i])  # type: ignore[index]
        ax.set(xlabel=label, xscale="log", ylabel=word if i == 0 else "")
        finite = np.isfinite(scores)
        if finite.any():
            plot_scores(ax, values, scores, best="lowest" if squares else "highest", look=1 - i)
            ax.set_ylim(*_heights(scores[finite], squares))
        if np.isfinite(now):
            ax.plot(here, now, "o", ms=9, mfc="none", mec="black", mew=1.4, clip_on=False)
        ax.tick_params(labelsize=8)


def _heights(scores: np.ndarray, squares: bool) -> tuple[float, float]:
    """The heights to show, without steep ends that would press the rest together."""
    good = -scores if squares else scores
    top = float(good.max())
    half = top - float(np.median(good)) or 1.0
    bottom = max(float(good.min()), top - 3.5 * half)
    margin = 0.1 * (top - bottom) or 1.0
    ends = bottom - margin, top + margin
    return (-ends[1], -ends[0]) if squares else ends
