"""Mixtures as text and as LaTeX, the way the source prints (11.57)."""

from __future__ import annotations

from gmmlib._validation import Array

#: A formula has at most so many terms, and matrices of at most so many dimensions.
MOST_TERMS, MOST_DIMS = 6, 4


def number(value: float) -> str:
    """Two decimals as in the source; two significant digits where decimals would hide them."""
    value += 0.0  # -0.0 reads 0.00
    if value == 0 or 0.005 <= abs(value) < 1e6:
        return f"{value:.2f}"
    return f"{value:.2g}"


def mixture(weights: Array, means: Array, covariances: Array) -> str:
    """Write a sum of weighted components."""
    return " + ".join(
        f"{number(float(pi))} N(x | {_nested(mu)}, {_nested(Sigma)})"
        for pi, mu, Sigma in zip(weights, means, covariances, strict=True)
    )


def formula(weights: Array, means: Array, covariances: Array) -> str:
    """Write a sum of weighted components in LaTeX that both MathJax and KaTeX know.

    Letters stand for matrices too large to read, dots for components too many.
    """
    K, D = means.shape
    x = "x" if D == 1 else "\\mathbf{x}"
    terms = []
    for k in range(K):
        mu, Sigma = _matrix(means[k]), _matrix(covariances[k])
        if D > MOST_DIMS:
            mu, Sigma = (f"\\boldsymbol{{\\{name}}}_{{{k + 1}}}" for name in ("mu", "Sigma"))
        terms.append(f"{_scalar(weights[k])}\\mathcal{{N}}({x} \\mid {mu}, {Sigma})")
    if K > MOST_TERMS:
        terms[MOST_TERMS - 2 : -1] = ["\\cdots"]
    return " + ".join(terms)


def _nested(values: Array) -> str:
    if values.size == 1:
        return number(values.item())
    return f"[{', '.join(_nested(v) for v in values)}]"


def _scalar(value: float) -> str:
    text = number(float(value))
    if "e" in text:
        digits, exponent = text.split("e")
        return f"{digits} \\times 10^{{{int(exponent)}}}"
    return text


def _matrix(values: Array) -> str:
    if values.size == 1:
        return _scalar(values.item())
    rows = values.reshape(len(values), -1)
    body = " \\\\ ".join(" & ".join(_scalar(v) for v in row) for row in rows)
    return f"\\begin{{bmatrix}} {body} \\end{{bmatrix}}"
