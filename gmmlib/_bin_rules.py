"""Rules that choose how many bins of equal width data get."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from gmmlib._bin_data import BinData, times
from gmmlib._bin_scores import log_posterior, scores, squared_error
from gmmlib._validation import Array, shown

Rule = Literal["auto", "sturges", "scott", "freedman-diaconis", "stone", "knuth"]
RULES: tuple[Rule, ...] = get_args(Rule)
#: Cells that a rule may make; whoever needs more gives `bins` or `edges`.
MOST_CELLS_BY_RULE = 2**16
_LOG_MOST_CELLS = math.log(MOST_CELLS_BY_RULE) + 1e-9  # a product of whole numbers, rounded
#: Rules that search try the square root of the number of points, but within these bounds.
LEAST_TRIED, MOST_TRIED = 100, 4096


@dataclass(frozen=True)
class Choice:
    """Bins in each dimension, and what kept the rule from what it asks for, if anything did."""

    n_bins: list[int]
    note: str = ""


def as_rule(value: object) -> Rule:
    """Give the name of a rule, the default for None."""
    if value is None:
        return "auto"
    for rule in RULES:
        if isinstance(value, str) and value == rule:
            return rule
    raise ValueError(f"rule must be one of {', '.join(RULES)}; got {shown(value)}.")


def choose(rule: Rule, data: BinData) -> Choice:
    """Apply a rule to data whose range is not empty."""
    finest = data.finest()  # refuses data without spread before any rule divides by it
    if data.total <= 1:
        raise ValueError(
            f"sample_weight must sum to more than 1 for a rule, got a sum of {data.total:g}; a "
            "weight of 2 counts as two copies."
        )
    if rule in ("stone", "knuth"):
        return _search(rule, data, finest)
    wanted, note = _auto(data) if rule == "auto" else (_wanted(rule, data), "")
    return _limited(rule, wanted, note, finest)


def _wanted(rule: Rule, data: BinData) -> Array:
    """How many bins a rule asks for in each dimension, not yet whole."""
    D, N = data.n_dims, data.total
    if rule == "sturges":
        if D > 1:
            raise ValueError(f"rule 'sturges' is for one dimension, got {D}; use 'scott'.")
        return np.array([math.log2(N) + 1])
    if rule == "scott":
        optimal = 2 * 3 ** (1 / (D + 2)) * math.pi ** (D / (2 * D + 4))
        scale = _deviations(data)
    else:
        optimal, scale = 2.0, _quartile_ranges(data)
        if (scale == 0).any():
            where = f" in dimension {int(np.argmax(scale == 0))}" if D > 1 else ""
            raise ValueError(
                f"X has an interquartile range of 0{where}, so rule 'freedman-diaconis' gives "
                "no width; use 'scott', or give bins or edges."
            )
    with np.errstate(over="ignore"):
        wanted: Array = N ** (1 / (D + 2)) / (optimal * scale)
    return wanted


def _auto(data: BinData) -> tuple[Array, str]:
    D, N = data.n_dims, data.total
    ranges = _quartile_ranges(data)
    if D > 1:
        rule: Rule = "freedman-diaconis" if ranges.all() else "scott"
        return _wanted(rule, data), ""
    sturges = _wanted("sturges", data)
    if not ranges.all():
        return sturges, ""
    robust, most = _wanted("freedman-diaconis", data), np.array([2 * math.sqrt(N)])
    note = ""
    if robust > np.maximum(sturges, most):
        note = (
            f"the Freedman-Diaconis width asks for {_rounded(robust)} bins, but 'auto' makes "
            "at most 2 sqrt(N)"
        )
    return np.maximum(sturges, np.minimum(robust, most)), note


def _limited(rule: Rule, wanted: Array, note: str, finest: list[int]) -> Choice:
    """Whole numbers of bins, no more than a rule may make and float64 can tell apart."""
    notes = [note] if note else []
    most = np.array(finest, dtype=float)
    if (wanted > most).any():
        notes.append(
            f"rule '{rule}' asks for {_rounded(wanted)} bins, but float64 can tell apart only "
            f"{_rounded(most)}"
        )
        wanted = np.minimum(wanted, most)
    n_bins = np.ceil(wanted)
    if np.log(n_bins).sum() > _LOG_MOST_CELLS:
        notes.append(
            f"rule '{rule}' asks for {_rounded(wanted)} bins, but a rule makes at most "
            f"{MOST_CELLS_BY_RULE}; if far points stretch the range, give edges or bins"
        )
        n_bins = _fewer(n_bins)
    return Choice([int(n) for n in n_bins], "; ".join(notes))


def _fewer(n_bins: Array) -> Array:
    """Shrink all numbers of bins alike, none below 1, until a rule may make the cells."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if np.log(_shrunk(n_bins, middle)).sum() <= _LOG_MOST_CELLS:
            low = middle
        else:
            high = middle
    return _shrunk(n_bins, low)


def _shrunk(n_bins: Array, part: float) -> Array:
    shrunk: Array = np.maximum(1, np.floor(n_bins * part))
    return shrunk


def _search(rule: Rule, data: BinData, finest: list[int]) -> Choice:
    """Try every number of bins, the same in all dimensions, and take the best."""
    most = min(max(LEAST_TRIED, math.isqrt(int(data.total))), MOST_TRIED)
    most = min(most, int(MOST_CELLS_BY_RULE ** (1 / data.n_dims) * (1 + 1e-12)))
    tried = range(1, min([most, *finest]) + 1)
    if rule == "stone":
        best = int(np.argmin(scores(data, tried, [squared_error])))
    else:
        best = int(np.argmax(scores(data, tried, [log_posterior])))
    note = ""
    if best == len(tried) - 1 and best > 0:
        note = (
            f"rule '{rule}' tried 1 to {len(tried)} bins and found the last best; repeated "
            "values or far points may be the reason"
        )
    return Choice([tried[best]] * data.n_dims, note)


def _deviations(data: BinData) -> Array:
    """Standard deviations, as parts of the range."""
    w = None if data.weights is None else data.weights / data.total
    deviations = []
    for x, low, span in zip(data.X.T, data.low, data.span, strict=True):
        part = (x - low) / span
        mean = part.mean() if w is None else w @ part
        squares = (part - mean) ** 2
        deviations.append(math.sqrt(squares.mean() if w is None else w @ squares))
    return np.array(deviations)


def _quartile_ranges(data: BinData) -> Array:
    """Interquartile ranges, as parts of the range."""
    if data.weights is None:
        lower, upper = np.quantile(data.X, [0.25, 0.75], axis=0)
    else:
        both = [_weighted_quartiles(x, data.weights) for x in data.X.T]
        lower, upper = np.array(both).T
    ranges: Array = (upper - lower) / data.span
    return ranges


def _weighted_quartiles(x: Array, weights: Array) -> list[float]:
    """Quartiles of the sequence in which a point of weight w stands w times."""
    order = np.argsort(x)
    x, ends = x[order], weights[order].cumsum()
    quartiles = []
    for part in (0.25, 0.75):
        place = part * (ends[-1] - 1)
        whole = math.floor(place)
        i, j = np.searchsorted(ends, [whole, whole + 1], side="right")
        left, right = x[min(i, len(x) - 1)], x[min(j, len(x) - 1)]
        quartiles.append(float(left + (place - whole) * (right - left)))
    return quartiles


def _rounded(numbers: Array) -> str:
    return times([f"{math.ceil(n)}" if n < 1e6 else f"{n:.3g}" for n in numbers])
