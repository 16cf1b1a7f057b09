"""Expectation maximization: the steps of :mod:`gmmlib.updates`, iterated, with their history."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _failures, _progress
from gmmlib._engine import Formulation
from gmmlib._fit import Fit
from gmmlib._maximize import CollapsedError
from gmmlib._responsibilities import FarAwayError
from gmmlib._sources import as_source
from gmmlib._validation import as_count, as_instance, as_number, shown
from gmmlib.mixture import GaussianMixture
from gmmlib.prior import Prior
from gmmlib.results import ConvergenceWarning, EMResult, FitInterrupted, Iterate
from gmmlib.structure import as_structure, has_structure

#: What an M-step may update.
UPDATES = ("means", "covariances", "weights")


def em(
    X: ArrayLike | Iterable[ArrayLike] | Callable[[], Iterable[ArrayLike]],
    start: GaussianMixture,
    *,
    covariance: Literal["full", "diagonal", "spherical", "tied"] = "full",
    sample_weight: ArrayLike | None = None,
    update: Collection[str] = UPDATES,
    prior: Prior | None = None,
    floor: float = 0.0,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
    formulation: Literal["auto", "quadratic", "whitening"] = "auto",
    callback: Callable[[int, Iterate], object] | None = None,
    progress: bool = False,
) -> EMResult:
    r"""Fit a Gaussian mixture by expectation maximization, (11.53) to (11.56).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,), or chunks of rows
        Data. Data too large for memory may come as chunks of shape (n, D): a memory-mapped
        array, an iterable that gives the same chunks at every pass, or a function that gives
        an iterator. Rows of a ``dask.array`` are reduced where they lie (``gmmlib[dask]``).
    start : GaussianMixture
        Where to start; it sets K, D and, since EM finds a local optimum, the outcome. Its
        covariances must have the structure asked for.
    covariance : {"full", "diagonal", "spherical", "tied"}
        Structure of the covariances: any; without correlations; one variance in all
        dimensions; or one covariance shared by all components.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.
    update : collection of str
        Which of ``"means"``, ``"covariances"``, ``"weights"`` to update; the others stay as
        they are in `start`.
    prior : Prior, optional
        Maximize the posterior density under this prior instead of the likelihood.
    floor : float
        Least variance of a component in any direction, as a part of the data's variances.
        The likelihood is then maximized among such mixtures.
    tolerance : float
        The iteration ends when an iteration raises the mean log-likelihood of a point (with
        a prior, the objective a point) by no more than this. That is a relative change of the
        mean density, so it does not depend on the unit of the data.
    max_iterations : int
        At most so many iterations; ending there gives a :class:`ConvergenceWarning`.
    formulation : {"auto", "quadratic", "whitening"}
        How to compute. ``"auto"`` takes quadratic features of the points, which are fast,
        while they lose no more than 4 of float64's 16 digits, and whitened deviations
        otherwise, which keep the digits of a component however narrow it is.
    callback : callable, optional
        Called after each iteration with its number, from 1, and its :class:`Iterate`.
    progress : bool
        Show a progress bar; needs the package tqdm.

    Returns
    -------
    EMResult
        ``.model``, ``.converged``, ``.n_iterations`` and ``.history``.

    Raises
    ------
    CollapseError
        If a component shrinks onto a point or empties; the history is kept on it.
    FitInterrupted
        If the user interrupts; the history is kept on it.
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
    model = as_instance(start, GaussianMixture, "start")
    source = as_source(X, model.n_dims, sample_weight)
    limit = as_count(max_iterations, "max_iterations")
    part = as_number(tolerance, "tolerance")
    if not 0 <= part < 1:
        raise ValueError(f"tolerance must lie in [0, 1), got {part:g}; 1e-10 is usual.")
    structure, updates = _as_structure_of(model, covariance), _as_updates(update)
    given_prior, least = _as_prior(prior, model, updates), _as_floor(floor)
    chosen = _as_formulation(formulation)
    _check_callback(callback)
    history: list[Iterate] = []
    try:
        fit = Fit.of(source, model, structure, updates, given_prior, least, chosen)
        with _progress.bar(limit, "em", "it", progress) as bar:
            converged, rise = _run(fit, model, part, limit, history, callback, bar)
    except KeyboardInterrupt:
        raise FitInterrupted(tuple(history)) from None
    except FarAwayError:
        at = history[-1].model if history else model
        raise _failures.far_away(source, at) from None
    if not converged:
        warnings.warn(
            f"em stopped after {limit} iterations, the last of which still raised the "
            f"log-likelihood by {rise:.3g}; raise max_iterations or tolerance.",
            ConvergenceWarning,
            stacklevel=2,
        )
    return EMResult(tuple(history), converged)


def _run(
    fit: Fit,
    start: GaussianMixture,
    tolerance: float,
    limit: int,
    history: list[Iterate],
    callback: Callable[[int, Iterate], object] | None,
    bar: Any,
) -> tuple[bool, float]:
    """Iterate, filling the history; give whether it converged and the last rise."""
    state = fit.expect(fit.start(start))
    history.append(fit.iterate(state, start))
    rise = np.inf
    while len(history) <= limit:
        try:
            state = fit.advance(state)
        except CollapsedError as error:
            raise _failures.collapse(fit.source, error, tuple(history)) from None
        history.append(fit.iterate(state))
        rise = history[-1].objective - history[-2].objective
        if callback is not None:
            callback(len(history) - 1, history[-1])
        if bar is not None:
            bar.set_postfix_str(f"objective {history[-1].objective:.6g}", refresh=False)
            bar.update()
        # A start narrower than the floor allows may have been better than what is allowed.
        if len(history) == 2 and fit.rules.has_floor:
            continue
        if rise <= tolerance * fit.moments.weight:
            return True, rise
    return False, rise


def _as_structure_of(start: GaussianMixture, covariance: object) -> Any:
    structure = as_structure(covariance)
    if not has_structure(start.covariances, structure):
        raise ValueError(
            f"start must have {structure} covariances to begin a fit with covariance="
            f'"{structure}"; use constrained(start, "{structure}").'
        )
    return structure


def _as_updates(update: object) -> frozenset[str]:
    listed = f"update must name some of {', '.join(UPDATES)}"
    if isinstance(update, str) or not isinstance(update, Collection):
        raise TypeError(f"{listed}, as a tuple; got {shown(update)}.")
    for name in update:
        if not isinstance(name, str) or name not in UPDATES:
            raise ValueError(f"{listed}; got {shown(name)}.")
    if len(update) == 0:
        raise ValueError(f"{listed}; got none, and there is nothing to fit.")
    return frozenset(update)


def _as_prior(prior: object, start: GaussianMixture, updates: frozenset[str]) -> Prior | None:
    if prior is None:
        return None
    given = as_instance(prior, Prior, "prior")
    if len(given.mean) != start.n_dims:
        raise ValueError(
            f"prior must have as many dimensions as start, {start.n_dims}, got {len(given.mean)}."
        )
    empty = start.weights == 0
    if given.concentration > 1 and empty.any() and "weights" not in updates:
        raise ValueError(
            f"start has the weight 0 for component {int(np.argmax(empty)) + 1}, where the prior's "
            "density is 0, and weights are not updated; leave that component out."
        )
    return given


def _as_floor(floor: ArrayLike) -> float:
    part = as_number(floor, "floor")
    if not 0 <= part < 1:
        raise ValueError(
            f"floor must lie in [0, 1), as a part of the data's variances, got {part:g}; 1e-6 is "
            "usual."
        )
    return part


def _as_formulation(formulation: object) -> Formulation | None:
    if isinstance(formulation, str):
        if formulation == "auto":
            return None
        if formulation == "quadratic":
            return "quadratic"
        if formulation == "whitening":
            return "whitening"
    raise ValueError(
        f"formulation must be one of auto, quadratic, whitening; got {shown(formulation)}."
    )


def _check_callback(callback: object) -> None:
    if callback is not None and not callable(callback):
        raise TypeError(
            f"callback must be a function of the iteration's number and its Iterate, got "
            f"{shown(callback)}."
        )
