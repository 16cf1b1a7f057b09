"""The M-step from sufficient statistics: structures, fixed parameters, prior and floor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmmlib._parameters import Parameters, SingularError
from gmmlib._statistics import Statistics
from gmmlib._validation import Array
from gmmlib.structure import Structure

#: A share of the points this small is none: below it responsibilities are not resolved.
EMPTY = 1e-280


class CollapsedError(ArithmeticError):
    """Component k, from 0, lost its points or its width."""

    def __init__(self, k: int, empty: bool) -> None:
        super().__init__(k)
        self.k, self.empty = k, empty


@dataclass(frozen=True)
class FramedPrior:
    """A :class:`gmmlib.Prior` in the coordinates of the fit; the scatter as the spread is."""

    mean: Array  #: (D,)
    scatter: Array  #: (D, D), or (D,) on axes
    mean_strength: float
    degrees: float
    concentration: float


@dataclass(frozen=True)
class Rules:
    """What the M-step maximizes over, and the limits it keeps."""

    structure: Structure
    update: frozenset[str]
    least_variances: Array  #: the floor, (D,), 0 where there is none
    resolution: Array  #: variances that are nothing but rounding, (D,)
    prior: FramedPrior | None

    @cached_property
    def has_floor(self) -> bool:
        """Whether any variance is kept from falling."""
        return bool(self.least_variances.any())


def maximize(found: Statistics, old: Parameters, rules: Rules) -> Parameters:
    """Parameters that maximize the expected complete log-likelihood, (11.54) to (11.56)."""
    prior, N_k = rules.prior, found.totals
    N = float(N_k.sum())
    if prior is None and not N_k.min() > EMPTY * N:
        raise CollapsedError(int(np.argmin(N_k)), empty=True)

    weights, means, spread = old.weights, old.means, old.spread
    if "weights" in rules.update:
        counts = N_k if prior is None else N_k + (prior.concentration - 1)
        weights = counts / (N if prior is None else counts.sum())
    if "means" in rules.update:
        means = found.means
        if prior is not None:
            means = means + _pull(prior, N_k)[:, None] * (prior.mean - means)
    if "covariances" not in rules.update:
        return Parameters(weights, means, spread)

    scatters = _about(found, means, rules)
    spread = _spread(scatters, N_k, rules)
    if rules.has_floor:
        spread = _raised(spread, rules.least_variances)
    new = Parameters(weights, means, spread)
    _check_width(new, rules.resolution)
    return new


def _pull(prior: FramedPrior, N_k: Array) -> Array:
    """By what part of the way a mean goes to the prior's, (K,)."""
    pull: Array = prior.mean_strength / (prior.mean_strength + N_k)
    return pull


def _about(found: Statistics, means: Array, rules: Rules) -> Array:
    """Scatters about the means chosen, and those means' own about the prior's."""
    prior, N_k = rules.prior, found.totals
    if "means" in rules.update:
        if prior is None:
            return found.scatters
        # Of both squares together the means chosen drop out: a great strength would multiply
        # their rounding.
        worth = _each(N_k * _pull(prior, N_k), found.scatters)
        pulled: Array = found.scatters + worth * _squares(found.means - prior.mean, found.scatters)
        return pulled
    scatters = found.scatters
    scatters = scatters + _each(N_k, scatters) * _squares(found.means - means, scatters)
    if prior is not None:
        scatters = scatters + prior.mean_strength * _squares(means - prior.mean, scatters)
    return scatters


def _each(values: Array, like: Array) -> Array:
    """One value a component, shaped to multiply all its spread."""
    return values[:, None] if like.ndim == 2 else values[:, None, None]


def _squares(d: Array, like: Array) -> Array:
    """Products of deviations (K, D), of the axes alone or of all pairs."""
    return d * d if like.ndim == 2 else d[:, :, None] * d[:, None, :]


def _spread(scatters: Array, N_k: Array, rules: Rules) -> Array:
    """Covariances of the structure from scatters about the means, (11.30)."""
    prior, K, D = rules.prior, len(N_k), rules.resolution.shape[0]
    if rules.structure == "tied":
        pooled, count = scatters.sum(axis=0), N_k.sum()
        if prior is not None:
            pooled, count = pooled + prior.scatter, count + prior.degrees + D + 1 + K
        return np.repeat((pooled / count)[None], K, axis=0)
    counts = N_k
    if prior is not None:
        scatters, counts = scatters + prior.scatter, N_k + (prior.degrees + D + 2)
    spread: Array = scatters / _each(counts, scatters)
    if rules.structure == "spherical" and D > 1:
        spread = np.repeat(spread.mean(axis=1, keepdims=True), D, axis=1)
    return spread


def _raised(spread: Array, least: Array) -> Array:
    """Covariances that are nowhere narrower than the least variances allow.

    Raising the eigenvalues, in units of the least standard deviations, to at least 1
    maximizes the expected log-likelihood among such covariances.
    """
    if spread.ndim == 2:
        return np.maximum(spread, least)
    s = np.sqrt(np.where(least > 0, least, 1.0))
    values, vectors = np.linalg.eigh(spread / s[:, None] / s)
    missing = np.maximum(1 - values, 0)  # added, so that what is wide enough keeps its digits
    missing[values >= 1] = 0
    more = (vectors * missing[:, None, :]) @ vectors.transpose(0, 2, 1)
    more = (more + more.transpose(0, 2, 1)) / 2
    return spread + np.where((least[:, None] > 0) & (least > 0), more * s[:, None] * s, 0.0)


def _check_width(theta: Parameters, resolution: Array) -> None:
    """Refuse a component that is no wider than rounding, or flat."""
    wide = theta.variances > resolution
    if not wide.all():
        raise CollapsedError(int(np.argmin(wide.all(axis=1))), empty=False)
    if theta.on_axes:
        return
    try:
        _ = theta.factors
    except SingularError:
        for k, matrix in enumerate(theta.spread):
            alone = Parameters(theta.weights[:1], theta.means[:1], matrix[None])
            try:
                _ = alone.factors
            except SingularError:
                raise CollapsedError(k, empty=False) from None
        raise
