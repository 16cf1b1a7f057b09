"""Parameters of a mixture as the engine holds them, in the frame of the fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from gmmlib._validation import Array

LOG_2PI = math.log(2 * math.pi)


class SingularError(ArithmeticError):
    """A covariance is not positive definite in floating point."""


@dataclass(frozen=True)
class Parameters:
    """Weights (K,), means (K, D), and covariances (K, D, D), or variances (K, D) of the axes.

    One-dimensional, diagonal and spherical mixtures are held by their axes' variances: no
    matrix needs to be factored.
    """

    weights: Array
    means: Array
    spread: Array

    @property
    def on_axes(self) -> bool:
        """Whether the spread is the axes' variances."""
        return self.spread.ndim == 2

    @cached_property
    def variances(self) -> Array:
        """Variances of the axes, (K, D)."""
        if self.on_axes:
            return self.spread
        return _diagonals(self.spread)

    @cached_property
    def factors(self) -> Array:
        """Lower Cholesky factors (K, D, D), or standard deviations (K, D)."""
        if self.on_axes:
            deviations: Array = np.sqrt(self.spread)
            return deviations
        # To the last bit as `_validation` factors a covariance that a user gives: what is
        # accepted here is accepted there.
        sd = np.sqrt(self.variances)[:, :, None]
        correlations = self.spread / sd / sd.transpose(0, 2, 1)
        try:
            L = np.linalg.cholesky((correlations + correlations.transpose(0, 2, 1)) / 2)
        except np.linalg.LinAlgError:
            raise SingularError from None
        if (_diagonals(L) ** 2 <= L.shape[1] * np.finfo(float).eps).any():
            raise SingularError
        factors: Array = sd * L
        return factors

    @cached_property
    def inverse_factors(self) -> Array:
        """Inverses of the factors: they whiten a deviation from the mean."""
        if self.on_axes:
            return 1 / self.factors
        inverse: Array = np.where(_lower(self.means.shape[1]), np.linalg.inv(self.factors), 0.0)
        return inverse

    @cached_property
    def precisions(self) -> Array:
        """Inverse covariances (K, D, D), or inverse variances (K, D)."""
        if self.on_axes:
            return 1 / self.spread
        precisions: Array = self.inverse_factors.transpose(0, 2, 1) @ self.inverse_factors
        return precisions

    @cached_property
    def log_constants(self) -> Array:
        """Log of weight and normalization, (K,): what the log joint (11.61) is at the mean.

        Of a weight of 0 it is -inf, of which numpy warns unless it is told not to.
        """
        factors = self.factors if self.on_axes else _diagonals(self.factors)
        log_volumes = np.log(factors).sum(axis=1)
        constants: Array = np.log(self.weights) - log_volumes
        constants -= 0.5 * LOG_2PI * self.means.shape[1]
        return constants

    def narrowness(self, deviations: Array) -> float:
        """How many digits quadratic features lose, as a factor; `deviations` are the data's.

        The terms of the quadratic form are this much larger than the form itself: for
        uncorrelated axes the trace of the precision times the data's covariance, or the
        squared distance of the component from the center, whichever is larger; few points far
        away hardly count in that covariance.
        """
        reach = np.maximum(np.abs(self.means), deviations)
        if self.on_axes:
            return float(np.vecdot(self.precisions * reach, reach).max())
        sizes = np.matmul(np.abs(self.precisions), reach[:, :, None])[:, :, 0]
        return float(np.vecdot(sizes, reach).max())


@lru_cache
def _lower(D: int) -> np.ndarray:
    return np.tri(D, dtype=bool)


def _diagonals(matrices: np.ndarray) -> Array:
    diagonals: Array = np.diagonal(matrices, axis1=1, axis2=2)
    return diagonals
