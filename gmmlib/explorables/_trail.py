"""The way that a reader has taken through EM: a start, steps, and the place on them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from gmmlib._validation import Array
from gmmlib.explorables._state import StateError
from gmmlib.mixture import GaussianMixture
from gmmlib.updates import e_step, update_covariances, update_means, update_weights

#: A start of three lists of numbers, steps with their repetitions, and the place.
_TRAIL = re.compile(r"([^_]+)_([^_]+)_([^_]+)_((?:[EMVWC]\d*)*)_(\d+)")
#: As many as the picture takes.
_MOST_STEPS = 5000


@dataclass(frozen=True)
class Trail:
    """What a picture writes down of its steps.

    The steps are E (E-step), M (means), V (variances or covariances), W (weights) and C (a
    whole cycle).
    """

    weights: list[float]
    means: list[float]
    spreads: list[float]
    steps: str
    at: int

    @staticmethod
    def read(text: str) -> Trail | None:
        """Read the text of a picture; None where there is no trail.

        Raises
        ------
        StateError
            If it is none.
        """
        if not text:
            return None
        match = _TRAIL.fullmatch(text)
        expected = "trail must be a start, steps among EMVWC and a place on them"
        if match is None:
            raise StateError(f"{expected}, got {text[:60]!r}.")
        repeated = [
            (step, int(times or 1)) for step, times in re.findall(r"([A-Z])(\d*)", match[4])
        ]
        total, at = sum(times for _, times in repeated), int(match[5])
        if total > _MOST_STEPS or at > total:
            raise StateError(f"{expected}, got {total} steps and the place {at}.")
        try:
            weights, means, spreads = (
                [float(number) for number in match[i].split(",")] for i in (1, 2, 3)
            )
        except ValueError:
            raise StateError(f"{expected}, got {text[:60]!r}.") from None
        K = len(weights)
        D = len(means) // K
        if (len(means), len(spreads)) != (K * D, K * D * D):
            raise StateError(
                f"{expected}, got {K} weights, {len(means)} numbers of means and {len(spreads)} "
                "of spreads."
            )
        return Trail(weights, means, spreads, "".join(step * times for step, times in repeated), at)

    @property
    def model(self) -> GaussianMixture:
        """Where it starts."""
        K, D = len(self.weights), len(self.means) // len(self.weights)
        weights = np.array(self.weights) / np.sum(self.weights)
        return GaussianMixture(
            weights, np.reshape(self.means, (K, D)), np.reshape(self.spreads, (K, D, D))
        )

    @property
    def iteration(self) -> int:
        """How many iterations were begun up to the place."""
        return len(re.findall("E+C?|C", self.steps[: self.at]))

    def replay(self, X: Array) -> list[GaussianMixture]:
        """Give the mixture after every step, the start first."""
        model, r = self.model, None
        models = [model]
        for step in self.steps:
            if step in "EC":
                r = e_step(X, model)
            if r is None:
                break
            try:
                model = _after(step, X, model, r)
            except ValueError:
                break  # a component without width: the picture has stopped there, too
            models.append(model)
        return models

    def leads_to(self, model: GaussianMixture, X: Array) -> bool:
        """Whether the mixture at its place is this one, up to a picture's rounding."""
        models = self.replay(X)
        return self.at < len(models) and _alike(models[self.at], model)


def _after(step: str, X: Array, model: GaussianMixture, r: Array) -> GaussianMixture:
    weights, means, covariances = model.weights, model.means, model.covariances
    if step in "MC":
        means = update_means(X, r)
    if step in "VC":
        covariances = update_covariances(X, r, means)
    if step in "WC":
        weights = update_weights(r)
    return GaussianMixture(weights, means, covariances)


def _alike(model: GaussianMixture, other: GaussianMixture) -> bool:
    """Whether two mixtures differ by no more than a picture's rounding."""
    return model.n_components == other.n_components and all(
        np.allclose(getattr(model, name), getattr(other, name), rtol=1e-8, atol=1e-14)
        for name in ("weights", "means", "covariances")
    )
