"""The three updates of the M-step, each with its effect: Figures 11.4 to 11.7."""

from __future__ import annotations

from typing import ClassVar

from gmmlib._validation import Array
from gmmlib.explorables import _static_picture
from gmmlib.explorables._with_data import WithData
from gmmlib.mixture import GaussianMixture
from gmmlib.updates import e_step, update_covariances, update_means, update_weights


class _Update(WithData):
    """One update of an EM cycle that starts at the model shown."""

    #: How many updates of the cycle come before this one.
    _stage: ClassVar[int]
    #: What is updated, as plain text writes it.
    _symbol: ClassVar[str]

    @property
    def responsibilities(self) -> Array:
        """The responsibilities under the model shown, (N, K), (11.17)."""
        return e_step(self.data, self.model)

    @property
    def before(self) -> GaussianMixture:
        """The mixture right before this update; the earlier updates of the cycle are made."""
        return self._after(self._stage)

    @property
    def after(self) -> GaussianMixture:
        """The mixture after this update.

        A ValueError says so where it is none: a component has lost all its points, or has
        collapsed onto one of them.
        """
        return self._after(self._stage + 1)

    @property
    def log_likelihoods(self) -> tuple[float, float]:
        """The log-likelihood (11.10) before and after this update."""
        return self.before.log_likelihood(self.data), self.after.log_likelihood(self.data)

    def _after(self, updates: int) -> GaussianMixture:
        """Make the first so many updates of the cycle: means, covariances, weights."""
        model, r = self.model, self.responsibilities
        means = update_means(self.data, r) if updates > 0 else model.means
        covariances = update_covariances(self.data, r, means) if updates > 1 else model.covariances
        weights = update_weights(r) if updates > 2 else model.weights
        return GaussianMixture(weights, means, covariances)

    def _pairs(self) -> list[tuple[float, float]]:
        """Give old and new value of each component."""
        raise NotImplementedError

    def _static_svg(self) -> str:
        try:
            before, after = self.before, self.after
        except ValueError:
            return _static_picture.likelihood_picture(self.model, self.data)
        return _static_picture.update_picture(before, after, self.data, self._kind)

    def _numbers(self) -> str:
        try:
            scores = self.log_likelihoods
            pairs = self._pairs()
        except ValueError as error:
            return f"no update of {self.model}: {error}"
        changes = ", ".join(
            f"{self._symbol}_{k}: {old:.4g} -> {new:.4g}"
            for k, (old, new) in enumerate(pairs, start=1)
        )
        return f"{changes}; log-likelihood {scores[0]:.4g} -> {scores[1]:.4g}"


class MeanUpdate(_Update):
    """Each point pulls at each mean, as strongly as r_nk says, Theorem 11.1, (11.20).

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Where the cycle starts; by default as in Example 11.1, (11.6)–(11.8).
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.2.2.

    Examples
    --------
    >>> from gmmlib.explorables import MeanUpdate
    >>> update = MeanUpdate()
    >>> update
    MeanUpdate: mu_1: -4 -> -2.701, mu_2: 0 -> -0.4034, mu_3: 8 -> 3.704;
    log-likelihood -28.33 -> -16
    >>> update.new_means.round(1)
    array([-2.7, -0.4,  3.7])

    Assigning the result moves the picture on:

    >>> update.model = update.after
    """

    _kind = "mean-update"
    _stage = 0
    _symbol = "mu"

    @property
    def new_means(self) -> Array:
        """The updated means, (K,), (11.20)."""
        return update_means(self.data, self.responsibilities)[:, 0]

    def _pairs(self) -> list[tuple[float, float]]:
        return list(zip(self.means, self.new_means.tolist(), strict=True))


class CovarianceUpdate(_Update):
    """Deviations from the new means, averaged with the weights r_nk, Theorem 11.2, (11.30).

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Where the cycle starts; by default as in Example 11.1, (11.6)–(11.8). The means are
        updated first, as in the source.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.2.3.

    Examples
    --------
    >>> from gmmlib.explorables import CovarianceUpdate
    >>> update = CovarianceUpdate()
    >>> update.new_variances.round(2)
    array([0.14, 0.44, 1.53])
    >>> [round(value, 2) for value in update.log_likelihoods]
    [-16.0, -14.55]
    """

    _kind = "covariance-update"
    _stage = 1
    _symbol = "sigma^2"

    @property
    def new_variances(self) -> Array:
        """The updated variances, (K,), (11.30), around the new means."""
        r = self.responsibilities
        return update_covariances(self.data, r, update_means(self.data, r))[:, 0, 0]

    def _pairs(self) -> list[tuple[float, float]]:
        return list(zip(self.variances, self.new_variances.tolist(), strict=True))


class WeightUpdate(_Update):
    """Each component's share of all points, Theorem 11.3, (11.42).

    With three components the picture shows the simplex of all weights, too.

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Where the cycle starts; by default as in Example 11.1, (11.6)–(11.8). Means and
        variances are updated first, as in the source.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.2.4.

    Examples
    --------
    >>> from gmmlib.explorables import WeightUpdate
    >>> update = WeightUpdate()
    >>> update.new_weights.round(2)
    array([0.29, 0.29, 0.42])
    >>> [round(value, 2) for value in update.log_likelihoods]
    [-14.55, -14.41]
    """

    _kind = "weight-update"
    _stage = 2
    _symbol = "pi"

    @property
    def new_weights(self) -> Array:
        """The updated weights, (K,), (11.42)."""
        return update_weights(self.responsibilities)

    def _pairs(self) -> list[tuple[float, float]]:
        return list(zip(self.weights, self.new_weights.tolist(), strict=True))
