"""The state of an explorable in the plane, checked when it is assigned."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import as_data, as_floats, as_instance, shape_text
from gmmlib.explorables._state import MAX_COMPONENTS, StateError, _check_size
from gmmlib.mixture import GaussianMixture


class Points(traitlets.TraitType[list[list[float]], ArrayLike]):
    """A trait that takes points of the plane and holds a list of pairs."""

    info_text = "points of the plane, shape (N, 2)"

    def validate(self, obj: Any, value: ArrayLike) -> list[list[float]]:
        """Check shape and size; the error names the trait."""
        name = self.name or "points"
        array = as_data(value, 2, name)
        _check_size(array.ravel(), name)
        pairs: list[list[float]] = array.tolist()
        return pairs


class Covariances(traitlets.TraitType[list[list[list[float]]], ArrayLike]):
    """A trait that takes covariances and holds lists."""

    info_text = "covariances, shape (K, 2, 2)"

    def validate(self, obj: Any, value: ArrayLike) -> list[list[list[float]]]:
        """Check the shape; whether they are covariances, the mixture says."""
        name = self.name or "covariances"
        array = as_floats(value, name)
        if array.shape[1:] != (2, 2):
            raise StateError(f"{name} must have shape (K, 2, 2), got {shape_text(array.shape)}.")
        lists: list[list[list[float]]] = array.tolist()
        return lists


def plane_parameters(model: GaussianMixture) -> dict[str, Any]:
    """Give weights, means and covariances of a mixture in the plane as lists.

    Raises
    ------
    TypeError
        If it is no GaussianMixture.
    ValueError
        If it has not two dimensions, or too many components.
    """
    as_instance(model, GaussianMixture, "model")
    if model.n_dims != 2:
        raise StateError(f"model must have D = 2 to be shown here, got D = {model.n_dims}.")
    if model.n_components > MAX_COMPONENTS:
        raise StateError(
            f"model must have 1 to {MAX_COMPONENTS} components, got {model.n_components}."
        )
    _check_size(np.ravel(model.means), "means")
    return {
        "weights": model.weights.tolist(),
        "means": model.means.tolist(),
        "covariances": model.covariances.tolist(),
    }
