"""Mixtures as text and as LaTeX, the way the source prints (11.57)."""

from __future__ import annotations

import numpy as np

from gmmlib._validation import Array


def number(value: float) -> str:
    """Two decimals as in the source; two significant digits where decimals would hide them."""
    value += 0.0  # -0.0 reads 0.00
    if value == 0 or 0.005 <= abs(value) < 1e6:
        return f"{value:.2f}"
    return f"{value:.2g}"


def mixture(weights: Array, means: Array, covariances: Array, latex: bool = False) -> str:
    """Write a sum of weighted components."""
    write = _latex if latex else _plain
    normal, bar, x = ("\\mathcal{N}", "\\mid", "x") if latex else (" N", "|", "x")
    if latex and means.shape[1] > 1:
        x = "\\mathbf{x}"
    return " + ".join(
        f"{_scalar(pi, latex)}{normal}({x} {bar} {write(mu)}, {write(Sigma)})"
        for pi, mu, Sigma in zip(weights, means, covariances, strict=True)
    )


def _scalar(value: float, latex: bool) -> str:
    text = number(float(value))
    if latex and "e" in text:
        digits, exponent = text.split("e")
        return f"{digits} \\times 10^{{{int(exponent)}}}"
    return text


def _plain(values: Array) -> str:
    if values.size == 1:
        return _scalar(values.item(), latex=False)
    inner = ", ".join(_plain(v) if np.ndim(v) else _scalar(v, latex=False) for v in values)
    return f"[{inner}]"


def _latex(values: Array) -> str:
    if values.size == 1:
        return _scalar(values.item(), latex=True)
    rows = values.reshape(len(values), -1)
    body = " \\\\ ".join(" & ".join(_scalar(v, latex=True) for v in row) for row in rows)
    return f"\\begin{{bmatrix}} {body} \\end{{bmatrix}}"
