"""The static pictures of the explorables of section 11.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gmmlib._style import COLORS, DASHES
from gmmlib._validation import Array
from gmmlib.bound import lower_bound
from gmmlib.explorables._static_picture import _formula, _in_book_style, _mark_cursor
from gmmlib.mixture import GaussianMixture
from gmmlib.plotting import plot_bounds, plot_mixture, svg

if TYPE_CHECKING:
    from gmmlib.explorables.lower_bound import LowerBound


@_in_book_style
def posterior_picture(model: GaussianMixture, cursor: float, likelihood: Array) -> str:
    """Draw a mixture with the cursor; prior, likelihood and posterior there; r_k over x."""
    posterior = model.responsibilities([cursor])[0]
    figure = Figure(figsize=(7, 6.2))
    grid = figure.add_gridspec(3, 3, height_ratios=[2.2, 0.35 * model.n_components + 0.3, 1.4])
    ax = figure.add_subplot(grid[0, :])
    plot_mixture(ax, model)
    _mark_cursor(ax, cursor)
    ax.set_xlabel("")
    ax.legend(frameon=False, fontsize=9)
    terms = {
        r"prior $\pi_k$": model.weights,
        r"× likelihood $p(x \mid z_k = 1)$": likelihood,
        r"→ posterior $p(z_k = 1 \mid x)$": posterior,
    }
    for i, (title, values) in enumerate(terms.items()):
        _draw_bars(figure.add_subplot(grid[1, i]), title, values)
    below = figure.add_subplot(grid[2, :], sharex=ax)
    x = np.linspace(*ax.get_xlim(), 400)
    for k, share in enumerate(model.responsibilities(x).T):
        below.plot(x, share, color=COLORS[k % 6], dashes=DASHES[k % 6][1], lw=1.8)
    _mark_cursor(below, cursor)
    below.set(xlabel="$x$", ylabel="$r_k(x)$", ylim=(-0.04, 1.04))
    texts = [", ".join(f"{value:.4g}" for value in values) for values in terms.values()]
    return svg(
        figure,
        f"Above, the density of the Gaussian mixture {_formula(model)}. Between, bars for its "
        f"components at x = {cursor:.4g}: the prior is {texts[0]}, the likelihood {texts[1]}, "
        f"and the posterior {texts[2]}. Below, the posterior of each component over x.",
    )


@_in_book_style
def sampling_picture(model: GaussianMixture, z: NDArray[np.intp] | None, x: Array) -> str:
    """Draw a mixture over a histogram of its draws; below, the draws, a lane a component."""
    figure = Figure(figsize=(7, 4.6))
    ax, below = figure.subplots(2, sharex=True, height_ratios=[3, 1.2])
    plot_mixture(ax, model)
    low, high = ax.get_xlim()
    if len(x):
        edges = np.linspace(low, high, 31)
        # Draws outside of the picture count for the area, too.
        heights = np.histogram(x, edges)[0] / (len(x) * np.diff(edges))
        ax.stairs(heights, edges, fill=True, color="0.85")
    ax.set_xlabel("")
    ax.legend(frameon=False, fontsize=9)
    lanes = np.zeros(len(x)) if z is None else z + 1
    look = {"ms": 11, "ls": "none", "marker": "|"}
    for k in np.unique(lanes):
        color = "0.35" if z is None else COLORS[(int(k) - 1) % 6]
        below.plot(x[lanes == k], lanes[lanes == k], color=color, **look)
    K = model.n_components
    ticks = [0] if z is None else range(1, K + 1)
    below.set(xlabel="$x$", ylabel="$z$", yticks=ticks, xlim=(low, high))
    below.set_ylim(1, -1) if z is None else below.set_ylim(K + 0.6, 0.4)
    if z is None:
        below.set_yticklabels(["?"])
        labels = "Their components are hidden."
    else:
        counts = ", ".join(str(count) for count in np.bincount(z, minlength=K))
        labels = f"The components made {counts} of them."
    return svg(
        figure,
        f"Above, the density of the Gaussian mixture {_formula(model)} over a histogram of "
        f"{len(x)} draws from it. Below, the draws. {labels}",
    )


@_in_book_style
def bound_picture(shown: LowerBound) -> str:
    """Draw the log-likelihood over the free parameter, and the bound of each E-step."""
    # The last bounds only: more would hide one another.
    touches = shown.path[-3:]
    X = shown.data
    spread = float(np.ptp(X)) or 1.0
    if shown.free == "mean":
        values = np.linspace(float(X.min()) - 0.4 * spread, float(X.max()) + 0.4 * spread, 301)
    elif shown.free == "variance":
        values = spread**2 * np.exp(np.linspace(-8, 1, 301))
    else:
        values = np.linspace(0.002, 0.998, 301)
    models = [shown.model_at(float(value)) for value in values]
    curve = np.array([model.log_likelihood(X) for model in models])
    shares = [shown.model_at(touch).responsibilities(X) for touch in touches]
    bounds = [[lower_bound(X, r, model) for model in models] for r in shares]
    figure = Figure(figsize=(7, 4))
    ax = figure.subplots()
    plot_bounds(ax, values, curve, bounds, touches)
    half = float(curve.max() - np.median(curve)) or 1.0
    ax.set_ylim(
        max(float(curve.min()), curve.max() - 3.5 * half) - 0.3 * half, curve.max() + 0.3 * half
    )
    ax.set(xlabel=f"{shown.free} of component {len(shown.means)}", ylabel="log-likelihood")
    if shown.free == "variance":
        ax.set_xscale("log")
    ax.legend(frameon=False, fontsize=9)
    return svg(
        figure,
        f"The log-likelihood of the density {_formula(shown.model)} over one parameter, the "
        f"{shown.free} of its last component, and a lower bound that touches it at "
        f"{shown.path[-1]:.4g} and is highest at {shown.top:.4g}. At {shown.value:.4g} the "
        f"log-likelihood is {shown.log_likelihood:.4g} and the bound {shown.bound:.4g}.",
    )


def _draw_bars(ax: Axes, title: str, values: Array) -> None:
    K = len(values)
    ax.barh(range(1, K + 1), values, height=0.6, color=[COLORS[k % 6] for k in range(K)])
    for k, value in enumerate(values, start=1):
        ax.annotate(
            f"{value:.3g}", (value, k), (4, 0), textcoords="offset points", va="center", fontsize=8
        )
    ax.set_title(title, fontsize="small", loc="left")
    ax.set(ylim=(K + 0.6, 0.4), yticks=range(1, K + 1), xticks=[])
    ax.set_xlim(0, 1.5 * (float(values.max()) or 1))
    ax.spines["bottom"].set_visible(False)
