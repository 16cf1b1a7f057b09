"""Expectation maximization: the steps of :mod:`gmmlib.updates`, iterated, with their history."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import (
    Array,
    as_count,
    as_data,
    as_instance,
    as_number,
    symmetric_and_factor,
)
from gmmlib.mixture import GaussianMixture
from gmmlib.updates import e_step, m_step, update_covariances, update_means


class ConvergenceWarning(UserWarning):
    """An iteration ended before its tolerance was reached."""


class CollapseError(ValueError):
    """A component lost its points or its width during :func:`em`.

    Attributes
    ----------
    component : int
        Which, from 0.
    iteration : int
        In which iteration, from 1.
    history : tuple of Iterate
        All iterates up to there.
    """

    def __init__(
        self, message: str, component: int, iteration: int, history: tuple[Iterate, ...]
    ) -> None:
        super().__init__(message)
        self.component, self.iteration, self.history = component, iteration, history


@dataclass(frozen=True)
class Iterate:
    """One state of an iteration.

    Attributes
    ----------
    model : GaussianMixture
    log_likelihood : float
        The value (11.10) at *these* parameters.
    """

    model: GaussianMixture
    log_likelihood: float


@dataclass(frozen=True)
class EMResult:
    """What :func:`em` gives.

    Attributes
    ----------
    history : tuple of Iterate
        Every iterate; ``history[0]`` is the start.
    converged : bool
        Whether the tolerance was reached.
    """

    history: tuple[Iterate, ...]
    converged: bool

    @property
    def model(self) -> GaussianMixture:
        """The last iterate's model."""
        return self.history[-1].model

    @property
    def log_likelihood(self) -> float:
        """The last iterate's log-likelihood."""
        return self.history[-1].log_likelihood

    @property
    def n_iterations(self) -> int:
        """Number of E-steps and M-steps done."""
        return len(self.history) - 1


def em(
    X: ArrayLike,
    start: GaussianMixture,
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
) -> EMResult:
    """Fit a Gaussian mixture by expectation maximization, (11.53) to (11.56).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    start : GaussianMixture
        Where to start; it sets K, D and, since EM finds a local optimum, the outcome.
    tolerance : float
        The iteration ends when an iteration raises the log-likelihood by no more than this
        part of its absolute value (at least 1 a point).
    max_iterations : int
        At most so many iterations; ending there gives a :class:`ConvergenceWarning`.

    Returns
    -------
    EMResult
        ``.model``, ``.converged``, ``.n_iterations`` and ``.history``.

    Raises
    ------
    CollapseError
        If a component shrinks onto a point or empties; the history is kept on it.
    ValueError, TypeError
        For bad arguments, or data whose squares exceed the range of float64.

    Warns
    -----
    ConvergenceWarning
        If `max_iterations` are done before the tolerance is reached.

    References
    ----------
    Dempster, Laird and Rubin (1977), *J. R. Stat. Soc. B* 39(1), 1–38.

    Examples
    --------
    >>> from gmmlib import datasets, em
    >>> X, start = datasets.running_example()
    >>> print(em(X, start).model)
    0.29 N(x | -2.75, 0.06) + 0.28 N(x | -0.50, 0.25) + 0.43 N(x | 3.64, 1.63)
    """
    X = as_data(X, as_instance(start, GaussianMixture, "start").n_dims)
    limit = as_count(max_iterations, "max_iterations")
    part = as_number(tolerance, "tolerance")
    if not 0 <= part < 1:
        raise ValueError(f"tolerance must lie in [0, 1), got {part:g}; 1e-10 is usual.")

    resolution = _resolution(X)
    history = [Iterate(start, start.log_likelihood(X))]
    while len(history) <= limit:
        old = history[-1]
        r = e_step(X, old.model)
        try:
            model = m_step(X, r)
        except ValueError as error:
            raise _collapse(X, r, resolution, tuple(history)) from error
        if any(_has_no_width(Sigma, resolution) for Sigma in model.covariances):
            raise _collapse(X, r, resolution, tuple(history))
        new = Iterate(model, model.log_likelihood(X))
        history.append(new)
        rise = new.log_likelihood - old.log_likelihood
        if rise <= part * max(abs(new.log_likelihood), len(X)):
            return EMResult(tuple(history), converged=True)
    warnings.warn(
        f"em stopped after {limit} iterations, the last of which still raised the "
        f"log-likelihood by {rise:.3g}; raise max_iterations or tolerance.",
        ConvergenceWarning,
        stacklevel=2,
    )
    return EMResult(tuple(history), converged=False)


def _resolution(X: Array) -> Array:
    """Standard deviations (D,) that are nothing but the rounding of a mean of such numbers."""
    resolution: Array = 8 * np.sqrt(len(X)) * np.finfo(float).eps * np.abs(X).max(axis=0)
    return resolution


def _has_no_width(Sigma: Array, resolution: Array) -> bool:
    return bool((np.sqrt(np.diag(Sigma)) <= resolution).any())


def _collapse(X: Array, r: Array, resolution: Array, history: tuple[Iterate, ...]) -> CollapseError:
    """Say which component failed, where and what to do."""
    iteration = len(history)
    empty = r.sum(axis=0) == 0
    if empty.any():
        k = int(np.argmax(empty))
        what = f"component {k + 1} lost all its points in iteration {iteration}"
    else:
        covariances = update_covariances(X, r, update_means(X, r))
        k = next(
            k
            for k, Sigma in enumerate(covariances)
            if _has_no_width(Sigma, resolution) or _is_singular(Sigma)
        )
        n = int(np.argmax(r[:, k]))
        what = (
            f"component {k + 1} collapsed in iteration {iteration}: its covariance became "
            f"singular around X[{n}] = {X[n].tolist()}, where the likelihood grows without bound"
        )
    remedies = (
        "start elsewhere, use fewer components, remove duplicate points, or drop dimensions "
        "that are constant or linear in others."
    )
    return CollapseError(f"{what}; {remedies}", k, iteration, history)


def _is_singular(Sigma: Array) -> bool:
    try:
        symmetric_and_factor(Sigma, "covariance")
    except ValueError:
        return True
    return False
