"""The log-likelihood over one parameter, with lower bounds that touch it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from gmmlib._style import COLORS, DASHES
from gmmlib._validation import as_floats, as_instance, shape_text

_DISC: dict[str, Any] = {"marker": "o", "ms": 8, "ls": "none", "mew": 1.8, "zorder": 3}


def plot_bounds(
    ax: Axes,
    parameter: ArrayLike,
    log_likelihoods: ArrayLike,
    bounds: Sequence[ArrayLike],
    touches: Sequence[float],
) -> None:
    """Draw the log-likelihood over one parameter, and lower bounds that touch it, (11.73).

    Each bound has a hollow disc where it touches and a filled one at its top.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    parameter : array_like, shape (n,)
        Values of the parameter, increasing.
    log_likelihoods : array_like, shape (n,)
        The log-likelihood at each of them.
    bounds : sequence of array_like, shape (n,)
        Lower bounds at each of them.
    touches : sequence of float
        Where each bound touches the log-likelihood.

    Raises
    ------
    ValueError
        If the arrays are not of equal length, or there is not one touching point a bound.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_bounds(ax, [0, 1, 2], [1, 2, 1], [[1, 1.5, 0]], [0])
    >>> [line.get_label() for line in ax.lines]
    ['log-likelihood', 'bound 1', 'touches', 'top of the bound']
    """
    as_instance(ax, Axes, "ax")
    x = as_floats(parameter, "parameter")
    curve = as_floats(log_likelihoods, "log_likelihoods")
    if x.ndim != 1:
        raise ValueError(f"parameter must have shape (n,), got {shape_text(x.shape)}.")
    if len(bounds) != len(touches):
        raise ValueError(
            f"touches must be one a bound, {len(bounds)} in number, got {len(touches)}."
        )
    below = [as_floats(bound, f"bounds[{i}]") for i, bound in enumerate(bounds)]
    for name, values in [("log_likelihoods", curve)] + [
        (f"bounds[{i}]", bound) for i, bound in enumerate(below)
    ]:
        if values.shape != x.shape:
            raise ValueError(
                f"{name} must have shape ({len(x)},), as parameter has, "
                f"got {shape_text(values.shape)}."
            )
    ax.plot(x, curve, color="black", lw=2.4, label="log-likelihood")
    looks = cycle(zip(COLORS, DASHES, strict=True))
    for i, (bound, touch, (color, dash)) in enumerate(zip(below, touches, looks, strict=False)):
        ax.plot(x, bound, color=color, linestyle=dash, lw=1.8, label=f"bound {i + 1}")
        top = int(bound.argmax())
        disc = _DISC | {"color": color}
        ax.plot(
            touch, np.interp(touch, x, curve), mfc="white",
            label="touches" if i == 0 else "_touches", **disc,
        )  # fmt: skip
        ax.plot(x[top], bound[top], label="top of the bound" if i == 0 else "_top", **disc)
