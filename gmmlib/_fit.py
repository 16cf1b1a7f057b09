"""A fit in its frame: the translation between a user's values and the engine's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from gmmlib import _engine
from gmmlib._block import FarAwayError
from gmmlib._engine import Formulation
from gmmlib._frame import Frame, Moments
from gmmlib._maximize import CollapsedError, FramedPrior, Rules, maximize
from gmmlib._parameters import Parameters
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
    rules: Rules
    prior: Prior | None
    formulation: Formulation | None  #: None chooses by the rule

    @staticmethod
    def of(
        source: Source,
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
        frame = Frame.of(moments, same_scale=structure == "spherical")
        variances = np.ldexp(np.diag(moments.covariance), -2 * frame.exponent)
        if structure == "spherical":
            variances = np.full_like(variances, variances.mean())
        eps = np.finfo(float).eps
        resolution = np.ldexp(
            8 * np.sqrt(moments.n_points) * eps * moments.largest, -frame.exponent
        )
        rules = Rules(
            structure, update, floor * variances, resolution, _framed(prior, frame, structure)
        )
        return Fit(source, moments, frame, source.framed(frame), rules, prior, formulation)

    def start(self, model: GaussianMixture) -> Parameters:
        """Parameters of a user's mixture."""
        spread = self.frame.covariances_in(model.covariances)
        if model.n_dims == 1 or self.rules.structure in ("diagonal", "spherical"):
            spread = np.diagonal(spread, axis1=1, axis2=2).copy()
        return Parameters(model.weights, self.frame.means_in(model.means), spread)

    def expect(self, theta: Parameters) -> State:
        """E-step with its statistics."""
        formulation = self.formulation or _engine.choose(theta, self._deviations)
        return State(theta, _engine.gather(self.blocks, theta, formulation), formulation)

    def advance(self, state: State) -> Parameters:
        """M-step; from sharper statistics where a component became too narrow for the ones given.

        Raises
        ------
        CollapsedError
        """
        sharp = state.formulation == "whitening" or self.formulation is not None
        try:
            theta = maximize(state.statistics, state.theta, self.rules)
            if sharp or _engine.choose(theta, self._deviations) == "quadratic":
                return theta
        except CollapsedError as error:
            if sharp or error.empty:
                raise
        sharper = _engine.gather(self.blocks, state.theta, "whitening")
        return maximize(sharper, state.theta, self.rules)

    def iterate(self, state: State, start: GaussianMixture | None = None) -> Iterate:
        """What the user sees of a state; the start's own model is given back as it is."""
        volume = self.moments.weight * self.frame.log_volume
        log_likelihood = state.statistics.log_likelihood - volume
        # Nothing here refers to the data: a history outlives them.
        make = partial(_model, self.frame, state.theta) if start is None else partial(_given, start)
        objective = log_likelihood
        if self.prior is not None:
            objective += self.prior.log_density(make(), self.rules.structure)
        return Iterate(log_likelihood, objective, state.formulation, make)

    @property
    def _deviations(self) -> Array:
        deviations: Array = np.ldexp(
            np.sqrt(np.diag(self.moments.covariance)), -self.frame.exponent
        )
        return deviations


def _model(frame: Frame, theta: Parameters) -> GaussianMixture:
    """Give the mixture with these parameters, in the data's units."""
    spread = theta.spread
    if theta.on_axes:
        spread = spread[:, None] * np.eye(theta.means.shape[1])
    return GaussianMixture(
        theta.weights, frame.means_out(theta.means), frame.covariances_out(spread)
    )


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
