"""Structures of covariances: full, diagonal, spherical, tied."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from gmmlib._validation import Array, as_instance, shown
from gmmlib.mixture import GaussianMixture

__all__ = ["constrained"]

Structure = Literal["full", "diagonal", "spherical", "tied"]
STRUCTURES: tuple[Structure, ...] = get_args(Structure)
#: How far a covariance may be from its structure, relative to its standard deviations.
TOLERANCE = 1e-12


def constrained(
    model: GaussianMixture, covariance: Literal["full", "diagonal", "spherical", "tied"]
) -> GaussianMixture:
    """Mixture whose covariances have a structure: where a fit of that structure may start.

    Parameters
    ----------
    model : GaussianMixture
        Any mixture.
    covariance : {"full", "diagonal", "spherical", "tied"}
        ``"diagonal"`` keeps the variances alone, ``"spherical"`` gives their mean to all
        dimensions, ``"tied"`` gives the weighted mean covariance to all components.

    Returns
    -------
    GaussianMixture

    Raises
    ------
    ValueError, TypeError
        If `covariance` is no structure, or `model` no mixture.

    Examples
    --------
    >>> from gmmlib import GaussianMixture, constrained
    >>> model = GaussianMixture([0.5, 0.5], [0, 1], [1, 3])
    >>> print(constrained(model, "tied"))
    0.50 N(x | 0.00, 2.00) + 0.50 N(x | 1.00, 2.00)
    """
    structure = as_structure(covariance)
    given = as_instance(model, GaussianMixture, "model")
    covariances = _constrain(given.weights, given.covariances, structure)
    return GaussianMixture(given.weights, given.means, covariances)


def as_structure(value: object, name: str = "covariance") -> Structure:
    """Give the name of a structure."""
    for structure in STRUCTURES:
        if isinstance(value, str) and value == structure:
            return structure
    raise ValueError(f"{name} must be one of {', '.join(STRUCTURES)}; got {shown(value)}.")


def _constrain(weights: Array, covariances: Array, structure: Structure) -> Array:
    D = covariances.shape[1]
    if structure == "diagonal":
        diagonal: Array = covariances * np.eye(D)
        return diagonal
    if structure == "spherical":
        variances = np.trace(covariances, axis1=1, axis2=2) / D
        spherical: Array = variances[:, None, None] * np.eye(D)
        return spherical
    if structure == "tied":
        mean = np.tensordot(weights / weights.sum(), covariances, axes=1)
        return np.repeat(mean[None], len(covariances), axis=0)
    return covariances


def has_structure(covariances: Array, structure: Structure) -> bool:
    """Whether covariances (K, D, D) have the structure, up to rounding."""
    if structure == "full":
        return True
    equal = np.full(len(covariances), 1 / len(covariances))
    difference = np.abs(covariances - _constrain(equal, covariances, structure))
    deviations = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    allowed = TOLERANCE * deviations[:, :, None] * deviations[:, None, :]
    return bool((difference <= allowed).all())
