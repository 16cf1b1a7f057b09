"""Estimates that are ready to be cross-validated: functions of rows that give a density."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import as_count
from gmmlib.fit import fit
from gmmlib.mixture import GaussianMixture
from gmmlib.outcomes import FitResult
from gmmlib.prior import Prior
from gmmlib.structure import as_structure

__all__ = ["gaussian_mixture"]


def gaussian_mixture(
    n_components: int,
    *,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    starts: int | Sequence[GaussianMixture] = 10,
    prior: Prior | None = None,
    floor: float = 0.0,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
    rng: int = 0,
) -> Callable[[ArrayLike], FitResult]:
    r"""Estimate of a Gaussian mixture (11.3): :func:`gmmlib.fit`, ready to be cross-validated.

    Parameters
    ----------
    n_components : int
        K.
    covariance, starts, prior, floor, tolerance, max_iterations
        As for :func:`gmmlib.fit`.
    rng : int
        Seed: the same rows give the same fit, whenever and wherever it is called.

    Returns
    -------
    callable
        A function of rows that gives a :class:`gmmlib.FitResult`; it can be pickled.

    Raises
    ------
    ValueError, TypeError
        For bad arguments, some of which are seen only when it is called.

    Notes
    -----
    A floor is a part of the variances of the rows that are trained on, so nothing leaks. A
    prior made from all of X would leak; make it inside an estimate of your own:
    ``lambda rows: fit(rows, 3, prior=Prior.from_data(rows, 3))``.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> from gmmlib.estimates import gaussian_mixture
    >>> estimate = gaussian_mixture(2, covariance="tied", floor=1e-3)
    >>> estimate(datasets.two_dimensional().X).model.n_components
    2
    """
    K, structure = as_count(n_components, "n_components"), as_structure(covariance)
    if isinstance(rng, np.random.Generator) or rng is None:
        raise TypeError(
            f"rng must be a whole number, got {type(rng).__name__}; a fixed seed makes the "
            "estimate give the same whenever it is called."
        )
    return partial(
        fit,
        n_components=K,
        covariance=structure,
        starts=starts,
        rng=as_count(rng, "rng", at_least=0),
        prior=prior,
        floor=floor,
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
