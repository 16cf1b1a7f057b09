"""The static picture of a component that collapses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from gmmlib._style import COLORS, DASHES
from gmmlib.explorables._static_picture import _formula, _in_book_style
from gmmlib.plotting import plot_mixture, plot_points, svg

if TYPE_CHECKING:
    from gmmlib.explorables.collapse import Collapse

#: How far the curve with a prior is followed down, below its top.
_DEPTH = 8.0


@_in_book_style
def collapse_picture(shown: Collapse) -> str:
    """Draw a mixture over data; below, the objective over the width of component 1."""
    X, model, here = shown.data, shown.model, shown.deviation
    figure = Figure(figsize=(7, 5.4))
    ax, below = figure.subplots(2, height_ratios=[1, 1.3])
    plot_mixture(ax, model)
    plot_points(ax, X)
    ax.legend(frameon=False, fontsize=9)
    span = float(np.ptp(X))
    widths = np.geomspace(min(1e-6 * span, here), max(span, here), 241)
    curve = np.array([shown.model_at(float(width)).log_likelihood(X) for width in widths])
    below.plot(widths, curve, color=COLORS[0], label="log-likelihood")
    low, high = float(curve.min()), float(curve.max())
    prior = shown.prior
    if prior is not None:
        added = [prior.log_density(shown.model_at(float(width))) for width in widths]
        posterior = curve + np.array(added)
        below.plot(
            widths, posterior, color=COLORS[1], dashes=DASHES[1][1], label="with the log prior"
        )
        low = min(low, float(posterior.max()) - _DEPTH)
    room = 0.08 * (high - low)
    below.plot([here], [shown.objective], "o", color="black", ms=7, label="here")
    goal = shown.maximum
    if goal is not None:
        top = shown.objective_at(goal) + 0.6 * room
        below.plot([goal], [top], "v", color="0.25", ms=8, label="maximum")
    if shown.least_variance > 0:
        below.axvspan(
            widths[0], math.sqrt(shown.least_variance), color="0.9", label="below the floor"
        )
    below.set(
        xscale="log", xlabel=r"$\sigma_1$", ylim=(low - room, high + room),
        xlim=(widths[0], widths[-1]), ylabel="objective",
    )  # fmt: skip
    below.legend(frameon=False, fontsize=9)
    where = "There is no maximum" if goal is None else f"The maximum is at {goal:.4g}"
    return svg(
        figure,
        f"Above, the density of the Gaussian mixture {_formula(model)} over {len(X)} data points. "
        f"Below, the log-likelihood over the standard deviation of component 1, on a logarithmic "
        f"axis. At {here:.4g} it is {shown.log_likelihood:.4g}. {where}.",
    )
