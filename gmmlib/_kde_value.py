"""A kernel density estimate as a value: checked once, never changed, and drawn from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._bandwidths import RULES, choose
from gmmlib._kde_points import Points, as_bandwidth, as_bounds, as_points
from gmmlib._kernel_sums import KernelSums
from gmmlib._kernels import Kernel, as_kernel
from gmmlib._validation import Array, as_count, as_data, as_rng, as_sample_weight, shown

#: The rule where neither a bandwidth nor a rule is given.
DEFAULT_RULE = "silverman"


@dataclass(frozen=True, init=False, eq=False, repr=False)
class KernelDensityValue:
    """Points, bandwidth, kernel, weights and bounds, and what follows from them alone."""

    X: Array
    bandwidth: float | Array
    rule: str | None
    kernel: str
    sample_weight: Array | None
    bounds: tuple[float, float]

    def __init__(
        self,
        X: ArrayLike,
        *,
        bandwidth: ArrayLike | None = None,
        rule: str | None = None,
        kernel: str = "gaussian",
        sample_weight: ArrayLike | None = None,
        bounds: Sequence[float | None] | None = None,
    ) -> None:
        X = as_data(X)
        k = as_kernel(kernel)
        w = None if sample_weight is None else as_sample_weight(sample_weight, len(X))
        ends = as_bounds(bounds, X)
        if bandwidth is not None and rule is not None:
            raise ValueError("give either a bandwidth or a rule, not both.")
        if bandwidth is None:
            rule = DEFAULT_RULE if rule is None else rule
            if not isinstance(rule, str) or rule not in RULES:
                raise ValueError(
                    f"rule must be one of {', '.join(map(repr, RULES))}, got {shown(rule)}."
                )
            h = choose(rule, as_points(X, w, ends), k)
        else:
            h = as_bandwidth(bandwidth, X.shape[1], ends)
        self._set(X, h, rule, kernel, w, ends)

    def _set(
        self, X: Array, h: Array, rule: str | None, kernel: str, w: Array | None,
        bounds: tuple[float, float],
    ) -> None:  # fmt: skip
        for array in (X, h, w):
            if array is not None:
                array.flags.writeable = False
        value = float(h[0]) if len(h) == 1 else h
        names = ("X", "bandwidth", "rule", "kernel", "sample_weight", "bounds")
        for name, field in zip(names, (X, value, rule, kernel, w, bounds), strict=True):
            object.__setattr__(self, name, field)

    @property
    def n_points(self) -> int:
        """N, the number of rows."""
        return len(self.X)

    @property
    def n_dims(self) -> int:
        """D, the number of dimensions."""
        return int(self.X.shape[1])

    def sample(self, n: int, rng: int | np.random.Generator | None = None) -> Array:
        """Draw points: one of the data first, then its kernel, (11.74).

        Parameters
        ----------
        n : int
            How many.
        rng : int or numpy.random.Generator, optional
            Seed or generator; the same seed gives the same points.

        Returns
        -------
        ndarray, shape (n, D)

        Examples
        --------
        >>> from gmmlib import KernelDensity
        >>> KernelDensity([0.0, 1.0], bandwidth=0.1).sample(3, rng=1).shape
        (3, 1)
        """
        generator, points = as_rng(rng), self._points
        n = as_count(n, "n")
        rows = generator.choice(len(points.X), size=n, p=points.weights / points.total)
        X: Array = points.X[rows] + self._h * self._kernel.draw(generator, (n, self.n_dims))
        return points.reflected(X) if points.bounded else X

    @cached_property
    def _points(self) -> Points:
        return as_points(self.X, self.sample_weight, self.bounds)

    @cached_property
    def _kernel(self) -> Kernel:
        return as_kernel(self.kernel)

    @cached_property
    def _h(self) -> Array:
        return np.atleast_1d(self.bandwidth)

    @cached_property
    def _sums(self) -> KernelSums:
        return KernelSums(self._points, self._kernel, self._h)

    @property
    def _log_volume(self) -> float:
        return math.log(self._points.total) + float(np.log(self._h).sum())

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Copy and pickle without what was computed: arrays restored so would be writable."""
        return _restored, (
            type(self), self.X, self._h, self.rule, self.kernel, self.sample_weight, self.bounds,
        )  # fmt: skip

    def __repr__(self) -> str:
        """Say what it is made of, not every point."""
        h = ", ".join(f"{value:.3g}" for value in self._h)
        h = f"[{h}]" if self.n_dims > 1 else h
        rule = f" by rule {self.rule!r}" if self.rule else ""
        low, high = self.bounds
        bounds = f", bounds ({low:g}, {high:g})" if self._points.bounded else ""
        return (
            f"<KernelDensity: {self.n_points} points, {self.kernel} kernel, bandwidth {h}{rule}"
            f"{bounds}>"
        )


def _restored(kind: type[KernelDensityValue], *fields: object) -> KernelDensityValue:
    density = object.__new__(kind)
    density._set(*fields)  # type: ignore[arg-type]
    return density
