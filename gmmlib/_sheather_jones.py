"""The improved Sheather-Jones rule: a bandwidth that is a fixed point of its own estimate."""

from __future__ import annotations

import math

import numpy as np

from gmmlib._validation import Array

#: Derivatives that are estimated one from the other, the first by the bandwidth itself.
_STAGES = 7
#: Points of the grid: at first and at most. A bandwidth has at least so many steps of it.
_FIRST_GRID, _LAST_GRID, _STEPS = 2**12, 2**20, 8
#: Squared bandwidth, in parts of the squared width of the grid, above which there is no root.
_LARGEST = 0.1


def improved_sheather_jones(x: Array, weights: Array) -> float:
    r"""Bandwidth of a Gaussian kernel for points (N,) with weights (N,).

    Notes
    -----
    With t the squared bandwidth, the estimate :math:`t = (2 N \sqrt\pi \|f''\|^2)^{-2/5}` needs
    the norm of f''; that is estimated with a bandwidth which needs the norm of the third
    derivative, and so on to the seventh, which is estimated with t. Norms are sums of squared
    cosine coefficients (Parseval). The grid becomes finer until the root is resolved.

    References
    ----------
    Botev, Grotowski and Kroese (2010), *Annals of Statistics* 38(5), 2916–2957.
    """
    # Imported here: `import gmmlib` loads numpy alone.
    from scipy.optimize import brentq

    low, spread = float(x.min()), float(np.ptp(x))
    n_distinct, n = len(np.unique(x)), _FIRST_GRID
    while n <= _LAST_GRID:
        squares = _cosine_squares((x - low + spread / 2) / (2 * spread), weights, n)

        def excess(log_t: float, squares: Array = squares) -> float:
            t = math.exp(log_t)
            return t - _next(t, squares, n_distinct)

        below, log_t = None, 2 * math.log(_STEPS / n)
        while excess(log_t) <= 0:
            if log_t >= math.log(_LARGEST):
                raise ValueError(
                    "X gives no bandwidth by rule 'improved-sheather-jones': its equation has no "
                    "root; take rule 'silverman'."
                )
            below, log_t = log_t, min(log_t + math.log(2), math.log(_LARGEST))
        if below is not None:
            return 2 * spread * math.exp(brentq(excess, below, log_t, xtol=1e-12) / 2)
        n *= 4
    raise ValueError(
        "X spans so many bandwidths that rule 'improved-sheather-jones' cannot resolve it; take "
        "rule 'silverman', or remove the outliers."
    )


def _cosine_squares(u: Array, weights: Array, n: int) -> Array:
    """Squared cosine coefficients 1…n - 1 of points in [0, 1], shared among n cells."""
    # Imported here: `import gmmlib` loads numpy alone.
    from scipy.fft import dct

    place = np.clip(u * n - 0.5, 0, n - 1)  # cell i has its center at (i + 1/2)/n
    left = np.minimum(np.floor(place).astype(np.intp), n - 2)
    right_share = place - left
    cells = np.bincount(left, weights * (1 - right_share), minlength=n)
    cells += np.bincount(left + 1, weights * right_share, minlength=n)
    coefficients = dct(cells / weights.sum())[1:]
    squares: Array = coefficients * coefficients
    return squares


def _next(t: float, squares: Array, n_points: int) -> float:
    """The squared bandwidth that follows from the seventh derivative's norm under t."""

    def norm(order: int, t: float) -> float:
        """Squared norm of a derivative of the estimate."""
        # Behind the peak at k²π²t = order, terms fall below rounding.
        last = min(len(squares), math.ceil(math.sqrt((order + 750) / t) / math.pi))
        k2 = (np.pi * np.arange(1.0, last + 1)) ** 2
        return 0.5 * float(np.exp(order * np.log(k2) - k2 * t) @ squares[:last])

    f = norm(_STAGES, t)
    for s in range(_STAGES - 1, 1, -1):
        if f == 0:  # a flat estimate, however wide its kernels are
            return math.inf
        odd = math.prod(range(1, 2 * s, 2)) / math.sqrt(2 * math.pi)
        constant = (1 + 0.5 ** (s + 0.5)) / 3
        f = norm(s, (2 * constant * odd / (n_points * f)) ** (2 / (3 + 2 * s)))
    return float((2 * n_points * math.sqrt(math.pi) * f) ** (-2 / 5)) if f else math.inf
