"""From log joints to responsibilities, (11.17), and the log-likelihood, (11.10), in place.

Most of an EM iteration in few dimensions is spent here, and most of that on exponentials and
logarithms. So an exponential of each point is spared where a component is wide enough for the
others to be measured against it, and logarithms are taken of products.
"""

from __future__ import annotations

import math

import numpy as np

from gmmlib._validation import Array

#: Below this, a responsibility is as good as 0; exponentials further down are denormal
#: numbers, a hundred times as slow.
LOWEST = -690.0
#: The largest log odds that are taken as they are: each unit costs a rounding error.
REACH = 200.0
#: Products of totals stay below exp of this.
LARGEST = 700.0
#: Set aside from the largest log joint, whose exponential would be 1: C libraries treat
#: exp(0) apart, as slow as three others where no one can foresee it.
ASIDE = 0.5
#: So many points are worth a numpy operation more.
MANY = 64


class FarAwayError(ArithmeticError):
    """A point's squared distance from every component exceeds the range of float64."""


def normalize(log_joint: Array, weights: Array | None, lowest: float = -math.inf) -> float:
    """Turn log joints (K, n) into (weighted) responsibilities, in place; give the log-likelihood.

    The largest of each column is taken out first: log-sum-exp. No log joint is below `lowest`.
    """
    top = log_joint.max(axis=0)
    if top.size >= MANY:
        top += ASIDE
    log_joint -= top
    if lowest < LOWEST or lowest - top.max() < LOWEST:
        np.maximum(log_joint, LOWEST, out=log_joint)
    np.exp(log_joint, out=log_joint)
    total = log_joint.sum(axis=0)
    log_likelihood = _log_likelihood(top, total, weights, ASIDE + math.log(len(log_joint)))
    if not math.isfinite(log_likelihood):
        raise FarAwayError
    if weights is None:
        log_joint /= total
    else:
        log_joint *= weights / total
    return log_likelihood


def normalize_odds(log_odds: Array, weights: Array | None, highest: float) -> float | None:
    """Likewise from the first component's log joints and the others' log odds against it.

    No log joint exceeds `highest`, but for rounding. Where the first component's lie too far
    below it, None is given, and `normalize` must do it from all log joints.
    """
    first, others = log_odds[0], log_odds[1:]
    reach = highest - float(first.min())
    if not reach < REACH:
        return None
    largest = max(reach, 1.0) + math.log(len(log_odds))
    # Odds are divided by totals: what remains must not be denormal either.
    if others.min(initial=0) < LOWEST + largest:
        np.maximum(others, LOWEST + largest, out=others)
    np.exp(others, out=others)
    total = others.sum(axis=0, initial=1)
    log_likelihood = _log_likelihood(first, total, weights, largest)
    if not math.isfinite(log_likelihood):
        return None
    np.divide(1, total, out=first)
    others *= first
    if weights is not None:
        log_odds *= weights  # last: a small weight over a large total might be nothing
    return log_likelihood


def _log_likelihood(
    taken_out: Array, totals: Array, weights: Array | None, largest: float
) -> float:
    """(Weighted) sum of logarithms of totals and of what was taken out of them.

    No logarithm of a total is further from 0 than `largest`.
    """
    factors = min(int(LARGEST / largest), totals.size // MANY)
    if weights is not None or factors < 2:
        logs = np.log(totals)
        logs += taken_out
        return float(logs.sum() if weights is None else weights @ logs)
    # The logarithm of a product costs no more than that of a factor.
    whole = totals.size // factors * factors
    products = np.multiply.reduce(totals[:whole].reshape(factors, -1))
    return float(np.log(products).sum() + np.log(totals[whole:]).sum() + taken_out.sum())
