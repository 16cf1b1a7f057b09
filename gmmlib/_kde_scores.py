"""How well a bandwidth serves: exact leave-one-out scores."""

from __future__ import annotations

import math

import numpy as np

from gmmlib._kde_points import Points
from gmmlib._kernel_sums import KernelSums
from gmmlib._kernels import Kernel, convolved
from gmmlib._validation import Array


def loo_log_densities(points: Points, kernel: Kernel, bandwidth: Array) -> Array:
    """Log density at each point of the estimate from the others, (N,)."""
    rest = points.total - np.minimum(points.weights, 1)
    if len(points.X) == 1 and rest[0] <= 0:
        raise ValueError(
            f"X must have more than one point to leave one out, got a total weight of "
            f"{points.total:g}; a weight of 2 counts as two copies."
        )
    sums = KernelSums(points, kernel, bandwidth).log_without_itself()
    log_densities: Array = sums - np.log(rest) - np.log(bandwidth).sum()
    return log_densities


def loo_log_likelihood(points: Points, kernel: Kernel, bandwidth: Array) -> float:
    """Sum of the leave-one-out log densities; high is good."""
    return float(points.weights @ loo_log_densities(points, kernel, bandwidth))


def least_squares(
    points: Points, kernel: Kernel, bandwidth: Array, log_volume: float = 0.0
) -> float:
    r"""Leave-one-out estimate of the integrated squared error, up to a constant; low is good.

    The integral of the squared estimate is a sum of convolved kernels; also between mirrors,
    where reflected kernels compose as the kernels do. The score is multiplied by a volume,
    given by its log; beyond the range of float64 it is infinite, and keeps its sign.
    """
    w = points.weights / points.total
    if math.isinf(kernel.support):
        # The convolution is the same Gaussian, wider: it has a quick sum.
        pairs = KernelSums(points, kernel, bandwidth * math.sqrt(2))
    else:
        pairs = KernelSums(points, convolved(kernel), bandwidth)
    log_squares = pairs.log_at(points.X) - math.log(points.total) - np.log(pairs.bandwidth).sum()
    log_others = loo_log_densities(points, kernel, bandwidth)
    # The largest is factored out: a density may leave the range of float64, a ratio does not.
    peak = max(float(log_squares.max()), float(log_others.max()))
    with np.errstate(under="ignore", over="ignore"):
        relative = float(w @ (np.exp(log_squares - peak) - 2 * np.exp(log_others - peak)))
        return relative * float(np.exp(peak + log_volume)) if relative else 0.0
