"""Pictures of mixtures, drawn on axes that the caller gives. Nothing is shown or saved here.

Component k has a color *and* a dash *and* its number, so that no picture speaks by color
alone. The colors are Okabe and Ito's, the paler ones darkened to a contrast of 3:1 on white.
"""

from gmmlib._style import COLORS, DASHES, MARKERS, svg, use_book_style
from gmmlib.plotting.bounds import plot_bounds
from gmmlib.plotting.densities import (
    plot_density,
    plot_histogram,
    plot_scores,
    plot_selection,
)
from gmmlib.plotting.fits import plot_history, plot_responsibilities, plot_stages
from gmmlib.plotting.graphs import plot_graph
from gmmlib.plotting.matrices import draw_matrix
from gmmlib.plotting.mixtures import plot_contours, plot_ellipses, plot_mixture
from gmmlib.plotting.points import plot_points
from gmmlib.plotting.simplex import plot_simplex
from gmmlib.plotting.updates import plot_pulls, plot_shares, plot_update

__all__ = [
    "COLORS",
    "DASHES",
    "MARKERS",
    "draw_matrix",
    "plot_bounds",
    "plot_contours",
    "plot_density",
    "plot_ellipses",
    "plot_graph",
    "plot_histogram",
    "plot_history",
    "plot_mixture",
    "plot_points",
    "plot_pulls",
    "plot_responsibilities",
    "plot_scores",
    "plot_selection",
    "plot_shares",
    "plot_simplex",
    "plot_stages",
    "plot_update",
    "svg",
    "use_book_style",
]
