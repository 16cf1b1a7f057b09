"""Data as the starts of EM see them, and the mixture that hard assignments give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._frame import Frame, Moments
from gmmlib._lloyd import TooFewPointsError, assign, too_few_points
from gmmlib._validation import (
    Array,
    as_count,
    as_data,
    as_rng,
    as_sample_weight,
    check_squares,
    symmetric_and_factor,
)
from gmmlib.mixture import GaussianMixture
from gmmlib.structure import Structure, as_structure, constrained


@dataclass(frozen=True)
class Points:
    """Data in their frame, with what the starts have in common."""

    Y: Array  #: (D, N)
    w: Array | None
    K: int
    frame: Frame
    volume: Array  #: B, the covariance with which K components fill the data's volume
    structure: Structure
    rng: np.random.Generator

    @staticmethod
    def of(
        X: ArrayLike,
        n_components: int,
        rng: object,
        covariance: str,
        sample_weight: ArrayLike | None,
    ) -> Points:
        """Check the arguments of a start."""
        data, structure = as_data(X), as_structure(covariance)
        K = as_count(n_components, "n_components")
        w = None if sample_weight is None else as_sample_weight(sample_weight, len(data))
        if w is not None:  # rows that do not count may be anywhere
            data, w = data[w > 0], w[w > 0]
        moments = Moments.of(data, w)
        frame = Frame.of(moments, same_scale=structure == "spherical")
        S = _spread(moments, frame, structure, data)
        volume = S / K ** (2 / len(S))
        return Points(frame.points_in(data), w, K, frame, volume, structure, as_rng(rng))

    def standardized(self) -> Array:
        """Columns whose distances do not depend on units, where the structure does not."""
        if self.structure == "spherical":
            return self.Y
        deviations = np.sqrt(np.diag(self.volume))[:, None]
        standardized: Array = self.Y / deviations
        return standardized

    def mixture(self, weights: Array, means: Array, spread: Array) -> GaussianMixture:
        """Give the mixture in the data's units."""
        inside = constrained(GaussianMixture(weights, means, spread), self.structure)
        return GaussianMixture(
            weights, self.frame.means_out(means), self.frame.covariances_out(inside.covariances)
        )


def _spread(moments: Moments, frame: Frame, structure: Structure, X: Array) -> Array:
    """Covariance of the data in the frame, of the structure; it must not be singular."""
    variances = np.diag(moments.covariance)
    # Circles need but one dimension in which the data spread.
    check_squares(
        np.full_like(variances, variances.max()) if structure == "spherical" else variances, X
    )
    S = frame.covariances_in(moments.covariance[None])[0]
    if structure == "spherical":
        S = np.diag(S).mean() * np.eye(len(S))
    elif structure == "diagonal":
        S = np.diag(np.diag(S))
    eps = np.finfo(float).eps
    rounding = np.ldexp(8 * np.sqrt(moments.n_points) * eps * moments.largest, -frame.exponent)
    flat = np.flatnonzero(np.diag(S) <= rounding**2)
    if len(flat):
        raise ValueError(
            f"X is constant in dimension {flat[0]}, up to rounding, and no start can be made "
            "from it; drop that dimension, or give a start of your own."
        )
    return symmetric_and_factor(S, "the covariance of X")[0]


def mixture_of_groups(points: Points, centers: Callable[[Array], Array]) -> GaussianMixture:
    """M-step with hard responsibilities, covariances drawn towards their mean."""
    Z = points.standardized()
    try:
        labels = assign(Z, points.w, centers(Z)).labels
    except TooFewPointsError as error:
        raise ValueError(too_few_points(error, f"n_components = {points.K}")) from None
    groups = [
        Moments.of(points.Y[:, own].T, None if points.w is None else points.w[own])
        for own in (labels == k for k in range(points.K))
    ]
    N_k = np.array([group.weight for group in groups])
    scatters = np.array([group.weight * group.covariance for group in groups])
    nu = len(Z) + 1
    within = (scatters.sum(axis=0) + nu * points.volume) / (N_k.sum() + nu)
    spread = (scatters + nu * within) / (N_k + nu)[:, None, None]
    means = np.array([group.mean for group in groups])
    return points.mixture(N_k / N_k.sum(), means, spread)
