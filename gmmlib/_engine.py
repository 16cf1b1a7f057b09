"""One fused pass over the data: E-step and sufficient statistics, by two formulations.

Nothing else knows how the statistics come about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from gmmlib import _quadratic, _whitening
from gmmlib._block import Block
from gmmlib._parameters import Parameters
from gmmlib._statistics import Statistics
from gmmlib._validation import Array

Formulation = Literal["quadratic", "whitening"]
#: Quadratic features serve while they lose no more than this factor of float64's digits.
LARGEST_LOSS = 1e4
#: Whitened statistics are gathered again around the means just found if those are further
#: from the old ones than the root of this, in the new component's standard deviations.
LARGEST_SHIFT = 1e3


class Blocks(Protocol):
    """Data in the frame, wherever it lies: a function of blocks is summed over them by `+`."""

    def reduce(self, function: Callable[[Block], Statistics]) -> Statistics:
        """Sum of the function's values, always in the same order."""
        ...


@dataclass(frozen=True)
class Pass:
    """What to do to each block; plain values, so that it can travel to other processes."""

    theta: Parameters
    centers: Array | None = None

    def __call__(self, block: Block) -> Statistics:
        """Give the block's statistics."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
            if self.centers is None:
                return _quadratic.gather(block, self.theta)
            return _whitening.gather(block, self.theta, self.centers)


def choose(theta: Parameters, deviations: Array) -> Formulation:
    """Quadratic features where they keep enough digits, otherwise whitening."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        loss = theta.narrowness(deviations)
    return "quadratic" if loss < LARGEST_LOSS else "whitening"


def gather(blocks: Blocks, theta: Parameters, formulation: Formulation) -> Statistics:
    """Sufficient statistics of all data under the parameters, by the formulation chosen."""
    if formulation == "quadratic":
        return blocks.reduce(Pass(theta))
    statistics, centers = blocks.reduce(Pass(theta, theta.means)), theta.means
    # A component that becomes much narrower than it moves would be a difference of large
    # numbers. Gathered around its new mean it is not; the second time for that mean's digits.
    for _ in range(2):
        if not _far(statistics, centers):
            break
        centers = statistics.means
        statistics = blocks.reduce(Pass(theta, centers))
    return statistics


def _far(found: Statistics, centers: Array) -> bool:
    """Whether a new mean is many of its own standard deviations from where was gathered."""
    shifts = found.means - centers
    if found.scatters.ndim == 2:
        squared = shifts**2 * found.totals[:, None]
        return bool((squared > LARGEST_SHIFT * np.maximum(found.scatters, 0)).any())
    for shift, total, scatter in zip(shifts, found.totals, found.scatters, strict=True):
        if not shift.any():
            continue
        width = np.sqrt(np.maximum(np.diag(scatter), 0))
        if (np.abs(shift) * np.sqrt(total) > np.sqrt(LARGEST_SHIFT) * width).any():
            return True
        scale = np.outer(width, width)
        scaled = shift * np.sqrt(total) / np.where(width > 0, width, 1)
        try:
            distance = scaled @ np.linalg.solve(scatter / np.where(scale > 0, scale, 1), scaled)
        except np.linalg.LinAlgError:
            return True
        if not 0 <= distance < LARGEST_SHIFT:
            return True
    return False
