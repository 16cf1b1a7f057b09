"""Sums of exponentials that neither overflow nor vanish."""

from __future__ import annotations

import numpy as np

from gmmlib._validation import Array


def finite_max(log_joint: Array) -> Array:
    """Give the largest of each column; where all are -inf, the components' weights are lost.

    That happens for points so far away that the squared distance overflows.
    """
    top: Array = log_joint.max(axis=0)
    if not np.isfinite(top).all():
        n = int(np.argmax(~np.isfinite(top)))
        raise ValueError(
            f"X[{n}] is so far from every component that its squared distance exceeds the "
            "range of float64; rescale the data."
        )
    return top


def log_sum_exp(log_joint: Array) -> Array:
    """Logarithm of the sum over the rows of (K, N): the largest is taken out first."""
    top = finite_max(log_joint)
    total: Array = top + np.log(np.exp(log_joint - top).sum(axis=0))
    return total
