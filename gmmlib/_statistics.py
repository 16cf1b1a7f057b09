"""Sufficient statistics of EM: all that the M-step needs to know of the data. They add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmmlib._validation import Array

#: Totals are divided by no less than this: means of nothing are 0.
TINY = float(np.finfo(float).tiny)


@dataclass(frozen=True)
class Statistics:
    """Weighted totals, means and scatters of the components, and the log-likelihood.

    Scatters are about the component's own mean, so that adding never cancels digits. They
    are (K, D, D), or (K, D) where only the axes' own are needed.
    """

    totals: Array  #: N_k, (11.24), shape (K,)
    means: Array  #: weighted means, shape (K, D); 0 where a total is 0
    scatters: Array  #: sum of r (x - mean)(x - mean)^T
    log_likelihood: float  #: (11.10) of the parameters behind the responsibilities

    def __add__(self, other: Statistics) -> Statistics:
        """Statistics of both parts of the data (Chan, Golub and LeVeque, 1979)."""
        totals = self.totals + other.totals
        share = other.totals / np.where(totals > 0, totals, 1.0)
        d = other.means - self.means
        weight = (self.totals * share)[:, None]
        if self.scatters.ndim == 3:
            between = (weight * d)[:, :, None] * d[:, None, :]
        else:
            between = weight * d * d
        return Statistics(
            totals,
            self.means + share[:, None] * d,
            self.scatters + other.scatters + between,
            self.log_likelihood + other.log_likelihood,
        )
