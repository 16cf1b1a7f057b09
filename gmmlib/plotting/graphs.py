"""The graphical models of a Gaussian mixture: what depends on what."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from gmmlib._validation import as_instance

#: Places of the nodes, in units of a node's radius.
_RADIUS = 1.0
_PI, _Z, _X = (0.0, 8.4), (0.0, 4.6), (0.0, 0.0)
_MU, _SIGMA = (5.6, 1.5), (5.6, -1.5)


def plot_graph(ax: Axes, *, dataset: bool = False) -> None:
    r"""Draw the graphical model of a Gaussian mixture, Figure 11.11 or 11.12.

    An arrow leads from each variable to what depends on it. The data are observed, so their
    node is shaded; dots are parameters; what stands on a plate is there once for each value
    of the index in its corner.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    dataset : bool
        Whether there are N data points, on a plate of their own (Figure 11.12), or a single
        one (Figure 11.11).

    Raises
    ------
    TypeError
        If `dataset` is no bool.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.plot_graph(ax)
    >>> [text.get_text() for text in ax.texts if text.get_text()]
    ['$k = 1, \\dots, K$', '$\\pi$', '$\\mu_k$', '$\\Sigma_k$', '$z$', '$x$']
    """
    as_instance(ax, Axes, "ax")
    as_instance(dataset, bool, "dataset")
    index = "_n" if dataset else ""
    _plate(ax, (3.9, -2.9), (7.6, 3.4), "$k = 1, \\dots, K$")
    if dataset:
        _plate(ax, (-2.2, -2.9), (2.2, 6.3), "$n = 1, \\dots, N$")
    for tail, head, gap in ((_PI, _Z, 0.2), (_Z, _X, 1), (_MU, _X, 0.2), (_SIGMA, _X, 0.2)):
        _arrow(ax, tail, head, gap)
    _dot(ax, _PI, "$\\pi$")
    _dot(ax, _MU, "$\\mu_k$")
    _dot(ax, _SIGMA, "$\\Sigma_k$")
    _circle(ax, _Z, f"$z{index}$", "white")
    _circle(ax, _X, f"$x{index}$", "0.82")
    ax.set(xlim=(-3, 8.4), ylim=(-3.7, 9.4))
    ax.set_aspect("equal")
    ax.set_axis_off()


def _circle(ax: Axes, place: tuple[float, float], name: str, shade: str) -> None:
    """Draw a random variable; shaded if it is observed."""
    ax.add_patch(Circle(place, _RADIUS, fc=shade, ec="black", lw=1.4))
    ax.text(*place, name, ha="center", va="center", fontsize=13)


def _dot(ax: Axes, place: tuple[float, float], name: str) -> None:
    """Draw a parameter, which is no random variable here."""
    ax.add_patch(Circle(place, 0.2, fc="black", ec="black"))
    ax.text(place[0] + 0.5, place[1], name, ha="left", va="center", fontsize=13)


def _arrow(ax: Axes, tail: tuple[float, float], head: tuple[float, float], gap: float) -> None:
    """Draw an arrow from the rim of one node, `gap` from its center, to the rim of another."""
    dx, dy = head[0] - tail[0], head[1] - tail[1]
    length = (dx**2 + dy**2) ** 0.5
    ax.annotate(
        "", (head[0] - dx * _RADIUS / length, head[1] - dy * _RADIUS / length),
        (tail[0] + dx * gap / length, tail[1] + dy * gap / length),
        arrowprops={"arrowstyle": "-|>", "color": "black", "lw": 1.2, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip


def _plate(ax: Axes, low: tuple[float, float], high: tuple[float, float], repeats: str) -> None:
    """Draw a plate from corner to corner; what is on it is repeated."""
    width, height = high[0] - low[0], high[1] - low[1]
    ax.add_patch(
        FancyBboxPatch(low, width, height, boxstyle="round,pad=0,rounding_size=0.4",
                       fc="none", ec="0.35", lw=1.2)
    )  # fmt: skip
    ax.text(high[0] - 0.2, low[1] + 0.2, repeats, ha="right", va="bottom", fontsize=9)
