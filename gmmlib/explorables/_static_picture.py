"""The static pictures of the explorables, on a light ground: print, no JavaScript, GitHub."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gmmlib._style import STYLE
from gmmlib._text import mixture
from gmmlib._validation import Array
from gmmlib.mixture import GaussianMixture
from gmmlib.plotting import (
    COLORS,
    DASHES,
    draw_matrix,
    plot_contours,
    plot_ellipses,
    plot_mixture,
    plot_points,
    plot_simplex,
    plot_update,
    svg,
)

_P = ParamSpec("_P")


def _in_book_style(draw: Callable[_P, str]) -> Callable[_P, str]:
    """Draw the same whatever the reader's notebook has set."""

    @wraps(draw)
    def styled(*args: _P.args, **kwargs: _P.kwargs) -> str:
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(STYLE)  # type: ignore[arg-type]
            return draw(*args, **kwargs)

    return styled


@_in_book_style
def mixture_picture(model: GaussianMixture, cursor: float) -> str:
    """Draw a mixture, its weighted components and the cursor."""
    figure = Figure(figsize=(7, 3.2))
    ax = figure.subplots()
    plot_mixture(ax, model)
    _mark_cursor(ax, cursor)
    ax.legend(frameon=False, fontsize=9)
    height = float(model.pdf([cursor])[0])
    return svg(
        figure,
        f"Density of the Gaussian mixture {_formula(model)}, solid, and its weighted "
        f"components, dashed. At x = {cursor:.4g} the density is {height:.4g}.",
    )


@_in_book_style
def likelihood_picture(model: GaussianMixture, X: Array) -> str:
    """Draw a mixture over data, and below what each point adds to the log-likelihood."""
    figure = Figure(figsize=(7, 4.6))
    ax, below = figure.subplots(2, sharex=True, height_ratios=[3, 2])
    plot_mixture(ax, model)
    plot_points(ax, X)
    ax.set_xlabel("")
    ax.legend(frameon=False, fontsize=9)
    contributions = model.logpdf(X)
    below.axhline(0, color="black", lw=0.8)
    below.vlines(X[:, 0], 0, contributions, color=COLORS[0], lw=3)
    below.plot(X[:, 0], contributions, "o", color=COLORS[0], ms=5)
    below.set(xlabel="$x$", ylabel=r"$\log p(x_n)$")
    total = float(contributions.sum())
    return svg(
        figure,
        f"Above, the density of the Gaussian mixture {_formula(model)} over {len(X)} data "
        f"points. Below, what each point adds to the log-likelihood, which is {total:.4g}; "
        f"the least, {contributions.min():.4g}, comes from x = {X[contributions.argmin(), 0]:.4g}.",
    )


@_in_book_style
def update_picture(before: GaussianMixture, after: GaussianMixture, X: Array, kind: str) -> str:
    """Draw a mixture before and after an update, and for three weights the simplex."""
    is_map = kind == "weight-update" and before.n_components == 3
    figure = Figure(figsize=(7, 6.4 if is_map else 3.2))
    grid = figure.add_gridspec(2 if is_map else 1, 2)
    plot_update([figure.add_subplot(grid[0, i]) for i in range(2)], X, before, after)
    if is_map:
        plot_simplex(figure.add_subplot(grid[1, :]), X, before, [before.weights, after.weights])
    scores = [model.log_likelihood(X) for model in (before, after)]
    below = (
        " Below, the simplex of all weights with lines of equal log-likelihood; a step leads from "
        "the old weights to the new ones, toward the summit."
    )
    return svg(
        figure,
        f"Left, the density before the update: {_formula(before)}, with log-likelihood "
        f"{scores[0]:.4g}. Right, after it: {_formula(after)}, with log-likelihood "
        f"{scores[1]:.4g}.{below if is_map else ''}",
    )


@_in_book_style
def one_gaussian_picture(one: GaussianMixture, several: GaussianMixture, X: Array) -> str:
    """Draw data in the plane, one Gaussian and a mixture."""
    figure = Figure(figsize=(7, 4.4))
    ax = figure.subplots()
    plot_points(ax, X)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    plot_contours(ax, one, levels=3, color="0.25")
    plot_ellipses(ax, several)
    scores = [model.log_likelihood(X) / len(X) for model in (one, several)]
    return svg(
        figure,
        f"{len(X)} points in the plane. Lines of equal density of one Gaussian, "
        f"{_formula(one)}, reach across all of them. Numbered ellipses show the components of a "
        f"mixture with K = {several.n_components}. The log-likelihood a point is {scores[0]:.4g} "
        f"for one Gaussian and {scores[1]:.4g} for the mixture.",
    )


@_in_book_style
def responsibilities_picture(model: GaussianMixture, X: Array, cursor: float) -> str:
    """Draw a mixture, its responsibilities over x, and their matrix for the data."""
    rows = min(len(X), 12)
    figure = Figure(figsize=(7, 6.4))
    grid = figure.add_gridspec(3, 1, height_ratios=[2.2, 1.4, 0.3 * rows + 0.4])
    ax = figure.add_subplot(grid[0])
    plot_mixture(ax, model)
    plot_points(ax, X)
    ax.set_xlabel("")
    ax.legend(frameon=False, fontsize=9)
    below = figure.add_subplot(grid[1], sharex=ax)
    x = np.linspace(*ax.get_xlim(), 400)
    for k, share in enumerate(model.responsibilities(x).T):
        below.plot(x, share, color=COLORS[k % 6], dashes=DASHES[k % 6][1], lw=1.8)
    for axes in (ax, below):
        _mark_cursor(axes, cursor)
    below.set(xlabel="$x$", ylabel="$r_k(x)$", ylim=(-0.04, 1.04))
    r = model.responsibilities(X)
    draw_matrix(
        figure.add_subplot(grid[2]), r[:rows],
        rows=[f"$x_{{{n + 1}}} = {value:.4g}$" for n, value in enumerate(X[:rows, 0])],
    )  # fmt: skip
    totals = ", ".join(f"{total:.3f}" for total in r.sum(axis=0))
    return svg(
        figure,
        f"Above, the density of the Gaussian mixture {_formula(model)}. Between, the "
        f"responsibility of each component as a curve over x. Below, the responsibilities "
        f"for the first {rows} of {len(X)} data points as a matrix; over all points the "
        f"components' totals are {totals}.",
    )


def _mark_cursor(ax: Axes, cursor: float) -> None:
    low, high = ax.get_xlim()
    if low <= cursor <= high:
        ax.axvline(cursor, color="0.4", lw=1, ls=":")


def _formula(model: GaussianMixture) -> str:
    return mixture(model.weights, model.means, model.covariances)
