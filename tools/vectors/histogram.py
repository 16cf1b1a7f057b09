"""Histograms on grids, their scores, and the numbers of bins that rules give."""

import numpy as np

from gmmlib import Histogram
from gmmlib.explorables._grid import grid_edges
from vectors import Case
from vectors._lines import lines

RULES = ("auto", "sturges", "scott", "freedman-diaconis")


def cases() -> list[Case]:
    """Edges, counts, densities and scores of several grids for each data set."""
    found: list[Case] = []
    for name, x in lines().items():
        low, span = x[0], np.ptp(x)
        for B, shift in ((1, 0.0), (4, 0.0), (7, 0.3), (60, 0.0), (13, -5.25)):
            width = span / B
            origin = low + shift * width
            edges = grid_edges(x, origin, width)
            bars = Histogram(x, edges=edges)
            places = np.concatenate([[low - span], x[:3], (x[:3] + x[1:4]) / 2 if len(x) > 3 else x,
                                     x[-1:], edges[1:3]])  # fmt: skip
            found.append(
                {
                    "name": f"{name}, {B} widths, shift {shift:g}",
                    "xs": x,
                    "origin": origin,
                    "width": width,
                    "edges": edges,
                    "counts": bars.counts,
                    "heights": bars.density,
                    "places": places,
                    "density": bars.pdf(places),
                    "squares": bars.loo_squared_error(),
                    "likelihood": bars.loo_log_likelihood(),
                    "rules": {rule: _bins(x, rule) for rule in RULES},
                }
            )
    return found


def _bins(x: np.ndarray, rule: str) -> int:
    """Number of bins by a rule; 0 where it gives no width, and at most as many as a picture has."""
    try:
        return min(2000, len(Histogram(x, rule=rule).counts))
    except ValueError:
        return 0
