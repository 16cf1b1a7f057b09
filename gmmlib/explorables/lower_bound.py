"""The log-likelihood over one parameter, and the lower bound that EM climbs."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib import updates
from gmmlib._validation import Array
from gmmlib.bound import lower_bound
from gmmlib.explorables import _latent_pictures
from gmmlib.explorables._state import LARGEST, Numbers, StateError
from gmmlib.explorables._with_data import WithData
from gmmlib.mixture import GaussianMixture

#: Steps of the staircase that are kept.
_STAIRS = 24
#: A staircase goes on where the M-step led, up to the rounding of a link.
_SAME = 1e-9
#: Smaller responsibilities have lost digits.
_TINY = 1e-300

Free = Literal["mean", "variance", "weight"]


class LowerBound(WithData):
    """E-step and M-step for one parameter of the last component, seen as a bound, (11.73).

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Parameters; by default a mixture of two, whose second mean starts at 8.
    free : {"mean", "variance", "weight"}
        Which parameter of the last component is free.
    path : array_like, optional
        Values of the free parameter at which E-steps were made; the bound touches at the last
        one. By default the present value.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture, or the path has a value that the free
        parameter cannot have; the message says which and why.

    References
    ----------
    Neal and Hinton (1999), "A View of the EM Algorithm that Justifies Incremental, Sparse, and
    Other Variants", in *Learning in Graphical Models*, 355–368.

    Examples
    --------
    >>> from gmmlib.explorables import LowerBound
    >>> explorable = LowerBound()
    >>> explorable.m_step()
    >>> explorable
    LowerBound: log-likelihood -17.15, bound -21.57, gap 4.417 at the mean 4.978
    >>> explorable.e_step()
    >>> explorable
    LowerBound: log-likelihood -17.15, bound -17.15, gap 0 at the mean 4.978
    """

    _kind = "lower-bound"

    free = traitlets.Enum(("mean", "variance", "weight"), "mean").tag(sync=True)
    path = Numbers().tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        weights: ArrayLike = (0.5, 0.5),
        means: ArrayLike = (-1, 8),
        variances: ArrayLike = (4, 1),
        *,
        free: Free = "mean",
        path: ArrayLike | None = None,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        values = {"mean": means, "variance": variances, "weight": weights}
        if free not in values:
            raise StateError(f'free must be "mean", "variance" or "weight", got {free!r}.')
        if free == "weight" and len(np.ravel(np.asarray(weights))) == 1:
            raise StateError(
                'free must be "mean" or "variance" where there is one component: its weight is 1.'
            )
        here = np.ravel(np.asarray(values[free]))[-1:] if path is None else path
        super().__init__(X, weights, means, variances, free=free, path=here, name=name, **widget)
        self._seen = self.path
        self.observe(self._begin_anew, names=["free"])
        self.observe(self._see, names=["path"])

    @property
    def value(self) -> float:
        """The free parameter of the model shown."""
        values = {"mean": self.means, "variance": self.variances, "weight": self.weights}
        return float(values[self.free][-1])

    @property
    def responsibilities(self) -> Array:
        """Those of the last E-step, (N, K): they make the bound."""
        return self.model_at(self.path[-1]).responsibilities(self.data)

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood of the model shown, (11.10)."""
        return self.model.log_likelihood(self.data)

    @property
    def bound(self) -> float:
        """The lower bound at the model shown, (11.73) plus entropy."""
        return lower_bound(self.data, self.responsibilities, self.model)

    @property
    def gap(self) -> float:
        """The Kullback-Leibler divergence between log-likelihood and bound."""
        r, model = self.responsibilities, self.model
        own = model.responsibilities(self.data)
        ratio = np.zeros(r.shape)
        # A quotient is 1 where both are the same; logarithms reach further.
        near, far = (r > 0) & (own > _TINY), (r > 0) & (own <= _TINY)
        ratio[near] = np.log(r[near] / own[near])
        logs = model.log_joint(self.data) - model.logpdf(self.data)[:, None]
        ratio[far] = np.log(r[far]) - logs[far]
        return max(0.0, float((r * ratio).sum()))

    @property
    def top(self) -> float:
        """Where the bound is highest: what the M-step gives.

        Of a component without a share in any point the bound says nothing, and it stays.
        """
        r, means = self.responsibilities, self.model.means
        if self.free != "weight" and r[:, -1].sum() == 0:
            return self.value
        if self.free == "mean":
            return float(updates.update_means(self.data, r)[-1, 0])
        if self.free == "variance":
            return float(updates.update_covariances(self.data, r, means)[-1, 0, 0])
        return float(updates.update_weights(r)[-1])

    def e_step(self) -> None:
        """Make the bound touch the log-likelihood at the model shown."""
        led = abs(self.value - self.top) <= _SAME * abs(self.value)
        self.path = [*self.path, self.value][-_STAIRS:] if led else [self.value]

    def m_step(self) -> None:
        """Move the free parameter to the top of the bound."""
        self.model = self.model_at(self.top)

    def model_at(self, value: float) -> GaussianMixture:
        """Give the mixture with another value of the free parameter.

        Parameters
        ----------
        value : float
            Of the free parameter; the other weights share the rest in their proportions.

        Returns
        -------
        GaussianMixture
            The model shown itself where nothing changes.
        """
        if value == self.value:
            return self.model
        weights, means, variances = map(np.array, (self.weights, self.means, self.variances))
        if self.free == "weight":
            weights[:-1] *= (1 - value) / weights[:-1].sum()
            weights[-1] = value
        else:
            (means if self.free == "mean" else variances)[-1] = value
        return GaussianMixture(weights, means, variances)

    @traitlets.validate("path")
    def _check_path(self, proposal: Any) -> list[float]:
        path: list[float] = proposal["value"]
        outside = [value for value in path if not _fits(value, str(self.free))]
        if outside:
            raise StateError(
                f"path must hold values that a {self.free} can have, got {outside[0]:g}."
            )
        return path

    def _begin_anew(self, _: Any) -> None:
        # The picture sends both at once; then the path is the new parameter's own.
        if self.path is self._seen:
            self.path = [self.value]

    def _see(self, _: Any) -> None:
        self._seen = self.path

    def _state(self) -> dict[str, Any]:
        return super()._state() | {"free": self.free, "path": self.path}

    def _static_svg(self) -> str:
        return _latent_pictures.bound_picture(self)

    def _numbers(self) -> str:
        return (
            f"log-likelihood {self.log_likelihood:.4g}, bound {self.bound:.4g}, "
            f"gap {self.gap:.4g} at the {self.free} {self.value:.4g}"
        )


def _fits(value: float, free: str) -> bool:
    if free == "mean":
        return abs(value) <= LARGEST
    if free == "variance":
        return 1 / LARGEST <= value <= LARGEST
    # At 0 and 1 a component is gone, and the logarithm with it.
    return 0 < value < 1
