"""How the book's pictures look, and how a figure becomes text that is the same everywhere."""

from __future__ import annotations

import hashlib
import io
import re
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

COLORS = ("#0072B2", "#D55E00", "#009E73", "#B4578D", "#A87400", "#2D87BD")
DASHES: tuple[Any, ...] = (
    (0, (6, 2)),
    (0, (2, 2)),
    (0, (7, 2, 1.5, 2)),
    (0, (1, 1.2)),
    (0, (4, 1, 1, 1, 1, 1)),
    (0, (10, 3)),
)
MARKERS = ("o", "s", "^", "D", "v", "P")
STYLE: dict[str, Any] = {
    "figure.figsize": (7, 3.4),
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",  # text stays text: searchable, and the same on every machine
    "svg.hashsalt": "gmmlib",  # fixed, so that the same picture is the same file
}


def use_book_style() -> None:
    """Draw as the book does; in a notebook, show figures as reproducible SVG."""
    mpl.rcParams.update(STYLE)  # type: ignore[arg-type]
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if get_ipython() is not None:
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats(  # type: ignore[no-untyped-call]
            "svg", metadata={"Date": None, "Creator": None}
        )


def svg(figure: Figure, alt: str) -> str:
    """Give a figure as an SVG element with a text alternative, the same on every machine.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to draw.
    alt : str
        What is to be seen, in words.

    Returns
    -------
    str
        ``<svg role="img" aria-label="…">…</svg>``; coordinates have two decimals, so that
        the last bits of a processor's rounding do not show.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from gmmlib import plotting
    >>> plotting.svg(Figure(), alt="nothing")[:46]
    '<svg role="img" aria-label="nothing" viewBox="'
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"figure must be an instance of Figure, got {type(figure).__name__}.")
    if not isinstance(alt, str):
        raise TypeError(f"alt must be an instance of str, got {type(alt).__name__}.")
    if not alt.strip():
        raise ValueError("alt is empty; say in words what the picture shows.")
    out = io.StringIO()
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]
        figure.savefig(
            out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True
        )
    text = out.getvalue()
    text = text[text.index("<svg") :].strip()
    box = re.search(r'viewBox="([^"]*)"', text)
    if box is None:
        raise RuntimeError("matplotlib's SVG has no viewBox; this version is not supported.")
    body = text[text.index(">") + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    # Within a page matplotlib's rule for `*` would reach every element, and the names of its
    # groups would stand there once for each picture.
    body = re.sub(r"<style[^>]*>\*\{.*?\}</style>", "", body, flags=re.S)
    body = re.sub(r'<g id="[^"]*"', "<g", body)
    # Only within tags: printed numbers keep their decimals.
    body = _renamed(re.sub(r"<[^>]*>", lambda tag: _rounded(tag[0]), body))
    return (
        f'<svg role="img" aria-label="{escape(alt, quote=True)}" viewBox="{box[1]}" '
        'style="stroke-linejoin: round; stroke-linecap: butt" '
        f'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{body}'
    )


def _renamed(body: str) -> str:
    """Name parts by what is drawn, rounded: matplotlib's names tell the last bits of it."""
    places = {name: str(i) for i, name in enumerate(re.findall(r'\bid="([^"]*)"', body))}

    def named(text: str, prefix: str) -> str:
        return re.sub(
            r'(\bid="|href="#|url\(#)([^")]*)',
            lambda found: found[1] + prefix + places.get(found[2], found[2]),
            text,
        )

    # Other pictures of a page have names of their own.
    digest = hashlib.sha256(named(body, "").encode()).hexdigest()
    return named(body, f"p{digest[:10]}-")


def _rounded(tag: str) -> str:
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", tag)
