"""Tables as text and as HTML."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from html import escape

#: A header and rows of cells.
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def plain(
    header: Sequence[str], rows: Sequence[Sequence[str]], left: Collection[int] = (0,)
) -> str:
    """Write columns two spaces apart, flush right but for those that hold words."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def html(header: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> str:
    """Write the same for a notebook; what a name or a message holds is text, never markup."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    below = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def number(value: float) -> str:
    """Four decimals, enough for log densities; a dash where there is no number."""
    return "–" if math.isnan(value) else f"{value:.4f}"


def uncertain(value: float, error: float) -> str:
    """A value with its standard error, where it has one."""
    return f"{number(value)} ± {number(error)}" if math.isfinite(error) else number(value)
