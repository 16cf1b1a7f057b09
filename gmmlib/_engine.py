"""One fused pass over the data: E-step and sufficient statistics, by two formulations.

Whitening has two ways: one product for all components, or each one's own deviations. Nothing
else knows how the statistics come about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from gmmlib import _quadratic, _shared, _whitening
from gmmlib._block import Block
from gmmlib._parameters import Parameters, SingularError
from gmmlib._statistics import Statistics
from gmmlib._validation import Array

Formulation = Literal["quadratic", "whitening"]
#: Quadratic features serve while they lose no more than this factor of float64's digits.
LARGEST_LOSS = 1e4
#: From so many dimensions, one product for all components is the faster way to whiten.
MANY_DIMENSIONS = 10
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
    way: Literal["quadratic", "shared", "own"]
    centers: Array | None = None  #: for a component's own deviations; None are its means

    def __call__(self, block: Block) -> Statistics:
        """Give the block's statistics."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
            if self.way == "quadratic":
                return _quadratic.gather(block, self.theta)
            if self.way == "shared":
                return _shared.gather(block, self.theta)
            centers = self.theta.means if self.centers is None else self.centers
            return _whitening.gather(block, self.theta, centers)


def choose(theta: Parameters, deviations: Array) -> Formulation:
    """Quadratic features where they keep enough digits, otherwise whitening."""
    return "quadratic" if _loss(theta, deviations) < LARGEST_LOSS else "whitening"


def gather(
    blocks: Blocks, theta: Parameters, formulation: Formulation, deviations: Array
) -> Statistics:
    """Sufficient statistics of all data under the parameters, by the formulation chosen."""
    if formulation == "quadratic":
        return blocks.reduce(Pass(theta, "quadratic"))
    many = not theta.on_axes and len(deviations) >= MANY_DIMENSIONS
    # One product loses the root of what quadratic features lose, and may lose as many digits.
    if many and _loss(theta, deviations) < LARGEST_LOSS**2:
        statistics = blocks.reduce(Pass(theta, "shared"))
        if _kept(statistics, theta, deviations):
            return statistics
    statistics, centers = blocks.reduce(Pass(theta, "own")), theta.means
    # A component that becomes much narrower than it moves would be a difference of large
    # numbers. Gathered around its new mean it is not; the second time for that mean's digits.
    for _ in range(2):
        if not _far(statistics, centers):
            break
        centers = statistics.means
        statistics = blocks.reduce(Pass(theta, "own", centers))
    return statistics


def _loss(theta: Parameters, deviations: Array) -> float:
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return theta.narrowness(deviations)


def _kept(found: Statistics, theta: Parameters, deviations: Array) -> bool:
    """Whether the components found are not too narrow for coordinates of the old widths."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        new = Parameters(theta.weights, found.means, found.scatters / found.totals[:, None, None])
        try:
            loss = new.narrowness(deviations)
        except SingularError:
            return False
        shifts = (found.means - theta.means)[:, :, None]
        moved = (shifts * np.matmul(new.precisions, shifts)).sum(axis=1).max()
    return bool(loss < LARGEST_LOSS**2 and moved < LARGEST_SHIFT)


def _far(found: Statistics, centers: Array) -> bool:
    """Whether a new mean is many of its own standard deviations from where was gathered."""
    shifts = found.means - centers
    if found.scatters.ndim == 2:
        squared = shifts * shifts * found.totals[:, None]
        return not (squared <= LARGEST_SHIFT * found.scatters).all()
    moved = shifts.any(axis=1)
    if not moved.any():
        return False
    scatters = found.scatters[moved]
    widths = np.sqrt(np.maximum(np.diagonal(scatters, axis1=1, axis2=2), 0))
    scaled = shifts[moved] * np.sqrt(found.totals[moved])[:, None]
    if (np.abs(scaled) > np.sqrt(LARGEST_SHIFT) * widths).any():
        return True
    widths[widths == 0] = 1
    correlations = scatters / widths[:, :, None] / widths[:, None, :]
    scaled = (scaled / widths)[:, :, None]
    try:
        distances = (scaled * np.linalg.solve(correlations, scaled)).sum(axis=1)
    except np.linalg.LinAlgError:
        return True
    return not ((distances >= 0) & (distances < LARGEST_SHIFT)).all()
