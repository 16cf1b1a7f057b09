"""Numbers between 0 and 1 as a shaded table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from gmmlib._validation import as_count, as_floats, as_instance, shape_text


def draw_matrix(
    ax: Axes,
    matrix: ArrayLike,
    *,
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    decimals: int = 3,
) -> None:
    """Draw responsibilities (or other numbers in [0, 1]) as a table, darker for larger.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    matrix : array_like, shape (N, K)
        Numbers.
    rows, columns : sequence of str, optional
        Names; by default n and k counted from 1.
    decimals : int
        How many to print.

    Raises
    ------
    ValueError
        If the matrix has not two dimensions, or there is not one name a row and column.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> ax = Figure().subplots()
    >>> plotting.draw_matrix(ax, [[0.25, 0.75]])
    >>> [text.get_text() for text in ax.texts]
    ['0.250', '0.750']
    """
    as_instance(ax, Axes, "ax")
    values = as_floats(matrix, "matrix")
    if values.ndim != 2:
        raise ValueError(f"matrix must have shape (N, K), got {shape_text(values.shape)}.")
    N, K = values.shape
    for name, names, count in (("rows", rows, N), ("columns", columns, K)):
        if names is not None and len(names) != count:
            raise ValueError(f"{name} must have {count} names, as matrix has, got {len(names)}.")
    as_count(decimals, "decimals", at_least=0)
    ax.imshow(values, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (n, k), value in np.ndenumerate(values):
        # The blue is dark enough for white letters from here on, and too dark for black ones.
        shade = "white" if value > 0.712 else "black"
        ax.text(k, n, f"{value:.{decimals}f}", ha="center", va="center", color=shade)
    ax.set_xticks(range(K), columns or [f"$k = {k + 1}$" for k in range(K)])
    ax.set_yticks(range(N), rows or [f"$n = {n + 1}$" for n in range(N)])
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.spines[:].set_visible(False)
