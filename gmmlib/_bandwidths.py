"""Rules that choose a bandwidth from the data."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from gmmlib._kde_points import Points
from gmmlib._kde_scores import least_squares, loo_log_likelihood
from gmmlib._kernels import Kernel, bandwidth_ratio
from gmmlib._sheather_jones import improved_sheather_jones
from gmmlib._validation import Array

#: Interquartile range of the standard normal density, as Silverman rounds it.
_NORMAL_IQR = 1.34
#: Bandwidths a factor of 2^(1/4) apart are tried, first from 2^-7 to 2^2 of Silverman's.
_STEPS, _LOWEST, _HIGHEST = 4, -28, 8
#: The search gives up at this part of Silverman's bandwidth.
_VANISHING = 2.0**-40


def choose(rule: str, points: Points, kernel: Kernel) -> Array:
    """Bandwidth (D,) of a kernel by a rule.

    The rule sees the data moved to 0 and divided by a power of 2, which is exact: data in
    another unit give the same bandwidth in that unit.
    """
    if points.total <= 1:
        raise ValueError(
            f"X must have more than one point for a rule, got a total weight of "
            f"{points.total:g}; give a bandwidth."
        )
    origin = points.X.min(axis=0)
    with np.errstate(over="ignore"):
        spread = points.X.max(axis=0) - origin
    if not np.isfinite(spread).all():
        raise ValueError("X spans more than the range of float64; rescale the data.")
    if (spread == 0).any():
        d = int(np.argmax(spread == 0))
        where = f" in dimension {d}" if points.n_dims > 1 else ""
        raise ValueError(
            f"X has no spread{where}: every value is {origin[d]:g}, so that no rule gives a "
            "bandwidth; give one."
        )
    _, exponent = np.frexp(spread)
    X = np.ldexp(points.X - origin, -exponent)
    low, high = (
        float(np.ldexp(b - origin[0], -exponent[0])) if math.isfinite(b) else b
        for b in (points.low, points.high)
    )
    bandwidth: Array = np.ldexp(RULES[rule](Points(X, points.weights, low, high), kernel), exponent)
    return bandwidth


def scott(points: Points, kernel: Kernel) -> Array:
    """Scott's rule: standard deviations times N^(-1/(D + 4))."""
    return standard_deviations(points) * _shrinkage(points, kernel)


def silverman(points: Points, kernel: Kernel) -> Array:
    """Silverman's robust rule of thumb."""
    D = points.n_dims
    factor = 0.9 if D == 1 else (4 / (D + 2)) ** (1 / (D + 4))
    sd = standard_deviations(points)
    robust = interquartile_ranges(points) / _NORMAL_IQR
    return factor * np.where(robust > 0, np.minimum(sd, robust), sd) * _shrinkage(points, kernel)


def sheather_jones(points: Points, kernel: Kernel) -> Array:
    """The improved Sheather-Jones plug-in rule."""
    if points.n_dims > 1:
        raise ValueError(
            "rule 'improved-sheather-jones' is for data in one dimension, got D = "
            f"{points.n_dims}; take 'silverman' or 'likelihood'."
        )
    h = improved_sheather_jones(points.X[:, 0], points.weights)
    return np.array([h * bandwidth_ratio(kernel, 1)])


def by_least_squares(points: Points, kernel: Kernel) -> Array:
    """Least-squares cross-validation."""
    # In units of Silverman's bandwidth; an outlier makes it tiny in those of the range.
    log_volume = float(np.log(silverman(points, kernel)).sum())
    return _search(points, kernel, lambda h: least_squares(points, kernel, h, log_volume))


def by_likelihood(points: Points, kernel: Kernel) -> Array:
    """Likelihood cross-validation."""
    return _search(points, kernel, lambda h: -loo_log_likelihood(points, kernel, h))


RULES: dict[str, Callable[[Points, Kernel], Array]] = {
    "silverman": silverman,
    "scott": scott,
    "improved-sheather-jones": sheather_jones,
    "least-squares": by_least_squares,
    "likelihood": by_likelihood,
}


def standard_deviations(points: Points) -> Array:
    """Sample standard deviations (D,), with N - 1."""
    X, w = points.X, points.weights
    centered = X - w @ X / points.total
    sd: Array = np.sqrt(w @ (centered * centered) / (points.total - 1))
    return sd


def interquartile_ranges(points: Points) -> Array:
    """Distances (D,) between the quartiles of as many copies of each point as it weighs."""
    X, w = points.X, points.weights
    if (w == 1).all():
        low, high = np.quantile(X, [0.25, 0.75], axis=0)
        return np.asarray(high - low)
    ranges = np.empty(points.n_dims)
    for d in range(points.n_dims):
        order = np.argsort(X[:, d], kind="stable")
        cumulative = np.cumsum(w[order])
        place = np.array([0.25, 0.75]) * (points.total - 1)
        whole = np.floor(place)
        below, above = (
            X[order[np.minimum(np.searchsorted(cumulative, i, "right"), len(w) - 1)], d]
            for i in (whole, whole + 1)
        )
        low, high = below + (place - whole) * (above - below)
        ranges[d] = high - low
    return ranges


def _shrinkage(points: Points, kernel: Kernel) -> float:
    D = points.n_dims
    return float(points.total ** (-1 / (D + 4))) * bandwidth_ratio(kernel, D)


def _search(points: Points, kernel: Kernel, score: Callable[[Array], float]) -> Array:
    """Bandwidths, proportional to Silverman's, where a score is least.

    On a grid first, which grows while its best is at an end, since such scores have several
    minima; then within the grid's step.
    """
    # Imported here: `import gmmlib` loads numpy alone.
    from scipy.optimize import minimize_scalar

    start = silverman(points, kernel)
    # Between two bounds a bandwidth is at most their distance.
    limit = min((points.high - points.low) / float(start[0]), 2.0**40)
    if math.log2(limit) < _LOWEST / _STEPS:
        return np.array([points.high - points.low])

    def at(j: float) -> float:
        return score(start * min(2.0 ** (j / _STEPS), limit))

    scores = {j: at(j) for j in range(_LOWEST, _HIGHEST + 1)}
    while True:
        best = min(scores, key=lambda j: (scores[j], -j))
        if best == min(scores):
            if 2.0 ** (best / _STEPS) < _VANISHING:
                raise ValueError(
                    f"X has so many equal values that the score of {kernel.name} kernels grows "
                    "without end as the bandwidth shrinks to 0; take rule 'silverman' or give a "
                    "bandwidth."
                )
            scores |= {j: at(j) for j in range(best - _STEPS, best)}
        elif best == max(scores) and 2.0 ** (best / _STEPS) < limit:
            scores |= {j: at(j) for j in range(best + 1, best + 1 + _STEPS)}
        else:
            break
    # Compact kernels may score infinity on a part of the interval. The parabola through such
    # scores is NaN, for which the method takes a golden section instead.
    with np.errstate(invalid="ignore"):
        inner = minimize_scalar(
            at, bounds=(best - 1, best + 1), method="bounded", options={"xatol": 1e-6}
        )
    j = inner.x if inner.fun <= scores[best] else best
    bandwidth: Array = start * min(2.0 ** (j / _STEPS), limit)
    return bandwidth
