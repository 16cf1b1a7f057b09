"""The static picture of soft and hard assignments, on a light ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from gmmlib.explorables._static_picture import _in_book_style
from gmmlib.plotting import COLORS, plot_responsibilities, svg

if TYPE_CHECKING:
    from gmmlib.explorables.soft_to_hard import SoftToHard


@_in_book_style
def hard_picture(shown: SoftToHard) -> str:
    """Draw points by their responsibilities, the means of EM and the centers of K-means."""
    figure = Figure(figsize=(7, 4.4))
    ax = figure.subplots()
    plot_responsibilities(ax, shown.data, shown.responsibilities)
    model = shown.model
    for k, (mean, center) in enumerate(zip(model.means, shown.centers, strict=True)):
        ax.plot(*center, "D", ms=17, mfc="none", mec=COLORS[k % 6], mew=1.8, zorder=4)
        ax.plot(*mean, "o", ms=13, mfc="white", mec=COLORS[k % 6], mew=1.8, zorder=5)
        ax.text(
            float(mean[0]),
            float(mean[1]),
            str(k + 1),
            ha="center",
            va="center",
            fontsize=9,
            zorder=6,
        )
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    means = "; ".join(f"{mean[0]:.4g}, {mean[1]:.4g}" for mean in model.means)
    return svg(
        figure,
        f"{len(shown.X)} points in the plane, in colors mixed by their responsibilities under "
        f"{model.n_components} round components of variance {shown.variance:.4g}, with means at "
        f"{means}. {shown.undecided} points are undecided. Diamonds mark the centers of K-means. "
        f"The objective J is {shown.objective:.4g}, its soft version "
        f"{shown.soft_objective:.4g}, and that of K-means {shown.kmeans_objective:.4g}.",
    )
