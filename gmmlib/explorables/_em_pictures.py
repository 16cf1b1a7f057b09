"""The static pictures of EM, on a light ground."""

from __future__ import annotations

from matplotlib.figure import Figure

from gmmlib._validation import Array
from gmmlib.em import em
from gmmlib.explorables._static_picture import _formula, _in_book_style
from gmmlib.mixture import GaussianMixture
from gmmlib.plotting import plot_ellipses, plot_history, plot_mixture, plot_points, svg
from gmmlib.results import CollapseError, Iterate


def run(X: Array, model: GaussianMixture) -> tuple[Iterate, ...]:
    """Give the iterates of EM, also those before a collapse."""
    try:
        return em(X, model, tolerance=1e-6, max_iterations=5000).history
    except CollapseError as error:
        return error.history


@_in_book_style
def line_picture(model: GaussianMixture, X: Array) -> str:
    """Draw a mixture over data, and the way of EM from there."""
    history = run(X, model)
    figure = Figure(figsize=(7, 5))
    ax, below = figure.subplots(2, height_ratios=[3, 2])
    plot_mixture(ax, model)
    plot_points(ax, X)
    ax.legend(frameon=False, fontsize=9)
    plot_history(below, [iterate.log_likelihood for iterate in history])
    return svg(
        figure,
        f"Above, the density of the Gaussian mixture {_formula(model)} over {len(X)} data points. "
        f"Below, the negative log-likelihood over the iterations of EM: it falls from "
        f"{-history[0].log_likelihood:.4g} to {-history[-1].log_likelihood:.4g} in "
        f"{len(history) - 1} iterations.",
    )


@_in_book_style
def plane_picture(model: GaussianMixture, X: Array) -> str:
    """Draw points and ellipses, and the way of EM from there."""
    history = run(X, model)
    figure = Figure(figsize=(7, 7))
    ax, below = figure.subplots(2, height_ratios=[5, 2])
    plot_points(ax, X)
    plot_ellipses(ax, model)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    plot_history(below, [iterate.log_likelihood for iterate in history])
    means = "; ".join(f"{mean[0]:.4g}, {mean[1]:.4g}" for mean in model.means)
    return svg(
        figure,
        f"Above, {len(X)} points in the plane and the ellipses of two standard deviations of "
        f"{model.n_components} components, with means at {means}. Below, the negative "
        f"log-likelihood over the iterations of EM: it falls from "
        f"{-history[0].log_likelihood:.4g} to {-history[-1].log_likelihood:.4g} in "
        f"{len(history) - 1} iterations.",
    )
