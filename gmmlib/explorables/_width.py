"""The objective of EM over the width of component 1, the other parameters held fixed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmmlib import gaussian
from gmmlib._maximize import EMPTY
from gmmlib._validation import Array, symmetric_and_factor
from gmmlib.mixture import GaussianMixture
from gmmlib.prior import Prior

#: Steps of the search on the logarithm of the deviation: no hill of a mixture is as narrow.
_STEP = 0.05
#: The search begins at this part of the data's range, or of the distance to the nearest point.
_NARROWEST, _NEAR = 1e-6, 0.1
_BISECTIONS = 60


@dataclass(frozen=True)
class Objective:
    """Log-likelihood, or with a prior the log of the posterior density, over one width."""

    X: Array  #: (N, 1)
    shown: GaussianMixture
    least: float  #: the least variance that is allowed, 0 where there is no floor
    prior: Prior | None

    def model(self, variance: float) -> GaussianMixture:
        """The mixture with another variance of component 1."""
        variances = self.shown.covariances[:, 0, 0].copy()
        variances[0] = variance
        return GaussianMixture(self.shown.weights, self.shown.means, variances)

    def value(self, variance: float) -> float:
        """What is maximized."""
        model = self.model(variance)
        added = 0.0 if self.prior is None else self.prior.log_density(model)
        return model.log_likelihood(self.X) + added

    def slope(self, variance: float) -> float:
        """Derivative by the logarithm of the deviation."""
        rise = float(self._shares(variance) @ (self._distances**2 / variance - 1))
        if self.prior is None:
            return rise
        return rise + self._scatter() / variance - self._degrees()

    def em_variance(self, variance: float) -> float | None:
        """What the M-step gives after the E-step at a variance; None for a collapse."""
        r = self._shares(variance)
        share, scatter = float(r.sum()), float(r @ self._distances**2)
        if self.prior is None:
            if share <= EMPTY * len(self.X):
                return None
            found = scatter / share
        else:
            found = (self._scatter() + scatter) / (self._degrees() + share)
        found = max(found, self.least)
        # Narrower components are nothing but rounding, as gmmlib.em reckons it.
        eps = float(np.finfo(float).eps)
        resolution = 8 * math.sqrt(len(self.X)) * eps * float(np.abs(self.X).max())
        return found if math.sqrt(found) > resolution else None

    def highest(self) -> float | None:
        """The variance where the objective is highest; None where there is no maximum."""
        distances = np.abs(self._distances)
        if self.shown.weights[0] == 0 and self.prior is None:
            return None  # The width plays no part.
        covered = bool(self.shown.weights[1:].any())
        if self.prior is None and self.least == 0 and covered and not distances.all():
            return None  # Without bound.
        span = float(np.ptp(self.X))
        near = min(_NARROWEST * span, _NEAR * float(distances[distances > 0].min()))
        low = math.log(near if self.least == 0 else math.sqrt(self.least))
        high = math.log(2 * max(span, float(distances.max())))
        grid = np.linspace(low, high, math.ceil((high - low) / _STEP) + 1).tolist()
        slopes = [self.slope(math.exp(2 * t)) for t in grid]
        tops = [self.least] if self.least > 0 and slopes[0] <= 0 else []
        for i in range(len(grid) - 1):
            if slopes[i] > 0 >= slopes[i + 1]:
                tops.append(self._between(grid[i], grid[i + 1]))
        return max(tops, key=self.value, default=None)

    def _between(self, low: float, high: float) -> float:
        """The variance where the slope goes through 0, between two logarithms of deviations."""
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            if self.slope(math.exp(2 * middle)) > 0:
                low = middle
            else:
                high = middle
        return math.exp(low + high)

    @cached_property
    def _distances(self) -> Array:
        """From the mean of component 1 to each point, (N,)."""
        distances: Array = (self.X - self.shown.means[0])[:, 0]
        return distances

    @cached_property
    def _rest(self) -> Array:
        """The logarithm of what the other components give at each point, (N,)."""
        rest: Array = np.logaddexp.reduce(
            self.shown.log_joint(self.X)[:, 1:], axis=1, initial=-np.inf
        )
        return rest

    def _shares(self, variance: float) -> Array:
        """How much each point belongs to component 1, (N,); the others are computed once."""
        if self.shown.weights[0] == 0:
            return np.zeros(len(self.X))
        # The factor that the mixture has, too: both round alike.
        _, factor = symmetric_and_factor(np.array([[variance]]), "variances[0]")
        densities = gaussian.log_density(self.X, self.shown.means[0], factor)
        own = math.log(self.shown.weights[0]) + densities
        with np.errstate(over="ignore"):
            less = np.exp(self._rest - own)
        shares: Array = 1 / (1 + less)
        return shares

    def _scatter(self) -> float:
        """What the prior adds to the scatter about the mean."""
        assert self.prior is not None
        distance = float(self.shown.means[0, 0] - self.prior.mean[0])
        return float(self.prior.scatter[0, 0]) + self.prior.mean_strength * distance**2

    def _degrees(self) -> float:
        """What the prior adds to the number of points."""
        assert self.prior is not None
        return self.prior.degrees + 3
