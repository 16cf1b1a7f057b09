"""The data of Figure 11.1: one Gaussian against a mixture of K."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import Array, as_count, as_data
from gmmlib.datasets import two_dimensional
from gmmlib.explorables import _static_picture
from gmmlib.explorables._base import Live
from gmmlib.explorables._state import MAX_COMPONENTS, Numbers, StateError
from gmmlib.fit import fit
from gmmlib.mixture import GaussianMixture

#: Decimals of the fitted parameters: more than a picture shows, fewer than EM leaves open.
_DECIMALS = 3


class OneGaussian(Live):
    """Data in the plane, the best single Gaussian, and the best mixture of K, (11.3).

    The mixtures for K = 1 to 6 are fitted by :func:`gmmlib.fit` when the object is made; their
    parameters are kept to about a thousandth of the data's spread.

    Parameters
    ----------
    X : array_like, shape (N, 2), optional
        Data, at least 60 points; by default those of Figure 11.1.
    components : int
        Which of the mixtures to show, K = 1 to 6.
    place : array_like, shape (2,)
        Where the densities are compared.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If data, number or place cannot be shown; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, chapter 11.

    Examples
    --------
    >>> from gmmlib.explorables import OneGaussian
    >>> picture = OneGaussian()
    >>> picture
    OneGaussian: log-likelihood a point -4.459 with K = 1, -3.957 with K = 3
    >>> picture.components = 2
    >>> picture.model.n_components
    2
    """

    _kind = "one-gaussian"

    X: traitlets.List[list[float]] = traitlets.List(read_only=True).tag(sync=True)
    fits: traitlets.List[dict[str, Any]] = traitlets.List(read_only=True).tag(sync=True)
    components = traitlets.Any().tag(sync=True)
    place = Numbers().tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        *,
        components: int = 3,
        place: ArrayLike = (-2.0, 0.5),
        name: str | None = None,
        **widget: Any,
    ) -> None:
        points = as_data(two_dimensional().X if X is None else X, 2)
        if len(points) < 10 * MAX_COMPONENTS:
            raise ValueError(
                f"X must hold at least {10 * MAX_COMPONENTS} points to fit {MAX_COMPONENTS} "
                f"components to, got {len(points)}."
            )
        self._models = _fits(points.tobytes(), len(points))
        super().__init__(name=name, components=components, place=place, **widget)
        self.set_trait("X", points.tolist())
        self.set_trait("fits", [_plain(model) for model in self._models])

    @traitlets.validate("components")
    def _check_components(self, proposal: Any) -> int:
        K = as_count(proposal["value"], "components")
        if K > MAX_COMPONENTS:
            raise StateError(f"components must be 1 to {MAX_COMPONENTS}, got {K}.")
        return K

    @traitlets.validate("place")
    def _check_place(self, proposal: Any) -> list[float]:
        place: list[float] = proposal["value"]
        if len(place) != 2:
            raise StateError(f"place must be 2 numbers, got {len(place)}.")
        return place

    @property
    def data(self) -> Array:
        """The data, shape (N, 2)."""
        return np.array(self.X)

    @property
    def model(self) -> GaussianMixture:
        """The mixture that the picture shows."""
        K: int = self.components
        return self._models[K - 1]

    @property
    def mean_log_likelihoods(self) -> Array:
        """The log-likelihood (11.10) a point for K = 1 to 6."""
        data = self.data
        return np.array([model.log_likelihood(data) / len(data) for model in self._models])

    def _state(self) -> dict[str, Any]:
        return {"components": self.components, "place": self.place}

    def _page_state(self) -> dict[str, Any]:
        return super()._page_state() | {"X": self.X, "fits": self.fits}

    def _static_svg(self) -> str:
        return _static_picture.one_gaussian_picture(self._models[0], self.model, self.data)

    def _numbers(self) -> str:
        scores = self.mean_log_likelihoods
        text = f"log-likelihood a point {scores[0]:.4g} with K = 1"
        K = self.components
        return text if K == 1 else f"{text}, {scores[K - 1]:.4g} with K = {K}"


@lru_cache(maxsize=8)
def _fits(points: bytes, N: int) -> tuple[GaussianMixture, ...]:
    """Fit 1 to 6 components."""
    X = np.frombuffer(points).reshape(N, 2)
    # Rounded relative to the spread, so that no last bit of a processor is stored.
    unit = 10.0 ** np.floor(np.log10(X.std(axis=0)))
    models = []
    for K in range(1, MAX_COMPONENTS + 1):
        model = fit(X, K, rng=0).model
        weights = model.weights.round(_DECIMALS)
        weights[np.argmax(weights)] += 1 - weights.sum()
        models.append(
            GaussianMixture(
                weights,
                (model.means / unit).round(_DECIMALS) * unit,
                (model.covariances / np.outer(unit, unit)).round(_DECIMALS) * np.outer(unit, unit),
            )
        )
    return tuple(models)


def _plain(model: GaussianMixture) -> dict[str, Any]:
    return {
        "weights": model.weights.tolist(),
        "means": model.means.tolist(),
        "covariances": model.covariances.tolist(),
    }
