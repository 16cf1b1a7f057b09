"""A fit in its frame: the translation between a user's values and the engine's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from gmmlib import _engine
from gmmlib._engine import Formulation
from gmmlib._frame import Frame, Moments
from gmmlib._maximize import CollapsedError, FramedPrior, Rules, maximize
from gmmlib._parameters import Parameters
from gmmlib._responsibilities import FarAwayError
from gmmlib._sources import FramedSource, Source
from gmmlib._statistics import Statistics
from gmmlib._validation import Array
from gmmlib.mixture import GaussianMixture
from gmmlib.prior import Prior
from gmmlib.results import Iterate
from gmmlib.structure import Structure


@dataclass(frozen=True)
class State:
    """Parameters with the statistics of their E-step."""

    theta: Parameters
    statistics: Statistics
    formulation: Formulation


@dataclass(frozen=True)
class Fit:
    """All that stays the same during a fit."""

    source: Source
    moments: Moments
    frame: Frame
    blocks: FramedSource = field(repr=False)
    deviations: Array  #: standard deviations of the data in the frame, (D,)
    rules: Rules
    prior: Prior | None
    formulation: Formulation | None  #: None chooses by the rule
    held_means: Array | None  #: means that are not updated, in the data's units

    @staticmethod
    def of(
        source: Source,
        start: GaussianMixture,
        structure: Structure,
        update: frozenset[str],
        prior: Prior | None,
        floor: float,
        formulation: Formulation | None,
    ) -> Fit:
        """Read the data once, for the frame, and move them into it."""
        moments = source.reduce(_moments)
        if not np.isfinite(moments.covariance).all():
            raise FarAwayError
        _check_not_too_small(moments)
        frame = Frame.of(moments, same_scale=structure == "spherical")
        variances = np.ldexp(np.diag(moments.covariance), -2 * frame.exponent)
        deviations = np.sqrt(variances)
        if structure == "spherical":
            variances = np.full_like(variances, variances.mean())
        eps = np.finfo(float).eps
        resolution = np.ldexp(
            8 * np.sqrt(moments.n_points) * eps * moments.largest, -frame.exponent
        )
        rules = Rules(
            structure, update, floor * variances, resolution**2, _framed(prior, frame, structure)
        )
        blocks = source.framed(frame)
        held = None if "means" in update else start.means
        return Fit(source, moments, frame, blocks, deviations, rules, prior, formulation, held)

    def start(self, model: GaussianMixture) -> Parameters:
        """Parameters of a user's mixture."""
        spread = self.frame.covariances_in(model.covariances)
        if model.n_dims == 1 or self.rules.structure in ("diagonal", "spherical"):
            spread = np.diagonal(spread, axis1=1, axis2=2).copy()
        return Parameters(model.weights, self.frame.means_in(model.means), spread)

    def expect(self, theta: Parameters, formulation: Formulation | None = None) -> State:
        """E-step with its statistics, by the formulation given or chosen."""
        formulation = formulation or self._choose(theta)
        statistics = _engine.gather(self.blocks, theta, formulation, self.deviations)
        return State(theta, statistics, formulation)

    def advance(self, state: State) -> State:
        """M-step and E-step; the M-step from sharper statistics where those given are too coarse.

        Raises
        ------
        CollapsedError
        """
        sharp = state.formulation == "whitening" or self.formulation is not None
        try:
            theta = maximize(state.statistics, state.theta, self.rules)
            chosen = self._choose(theta)
            if sharp or chosen == "quadratic":
                return self.expect(theta, chosen)
        except CollapsedError as error:
            if sharp or error.empty:
                raise
        sharper = _engine.gather(self.blocks, state.theta, "whitening", self.deviations)
        return self.expect(maximize(sharper, state.theta, self.rules))

    def _choose(self, theta: Parameters) -> Formulation:
        return self.formulation or _engine.choose(theta, self.deviations)

    def iterate(self, state: State, start: GaussianMixture | None = None) -> Iterate:
        """What the user sees of a state; the start's own model is given back as it is."""
        volume = self.moments.weight * self.frame.log_volume
        log_likelihood = state.statistics.log_likelihood - volume
        # Nothing here refers to the data: a history outlives them.
        make = partial(_model, self.frame, state.theta, self.held_means)
        if start is not None:
            make = partial(_given, start)
        objective = log_likelihood
        if self.prior is not None:
            objective += self.prior.log_density(make(), self.rules.structure)
        return Iterate(log_likelihood, objective, state.formulation, make)


def _check_not_too_small(moments: Moments) -> None:
    """Refuse data whose squares have lost their digits, or are gone."""
    variances = np.diag(moments.covariance)
    lost = (variances > 0) | ((moments.largest > 0) & (moments.largest < 1e-150))
    small = (variances < np.finfo(float).tiny) & lost
    if small.any():
        raise ValueError(
            f"X spans so little in dimension {int(np.argmax(small))} that its squared distances "
            "fall below the range of float64; rescale the data."
        )


def _model(frame: Frame, theta: Parameters, means: Array | None) -> GaussianMixture:
    """Give the mixture with these parameters, in the data's units; means as given, if held."""
    spread = theta.spread
    if theta.on_axes:
        spread = spread[:, None] * np.eye(theta.means.shape[1])
    if means is None:
        means = frame.means_out(theta.means)
    return GaussianMixture(theta.weights, means, frame.covariances_out(spread))


def _given(model: GaussianMixture) -> GaussianMixture:
    return model


def _moments(X: Array, w: Array | None, first: int) -> Moments:
    return Moments.of(X, w)


def _framed(prior: Prior | None, frame: Frame, structure: Structure) -> FramedPrior | None:
    """Give the prior in the frame."""
    if prior is None:
        return None
    scatter = frame.covariances_in(prior.scatter[None])[0]
    if len(scatter) == 1 or structure in ("diagonal", "spherical"):
        scatter = np.diag(scatter).copy()
    return FramedPrior(
        frame.means_in(prior.mean[None])[0], scatter, prior.mean_strength, prior.degrees,
        prior.concentration,
    )  # fmt: skip
