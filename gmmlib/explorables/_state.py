"""The state of an explorable: numbers that are checked when they are assigned."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import as_count, as_data, as_floats, as_simplex
from gmmlib.mixture import GaussianMixture

#: As many components as a picture has colors and dashes for.
MAX_COMPONENTS = 6
#: Numbers beyond are larger than any data; their squares would leave the range of doubles.
LARGEST = 1e50
#: Digits of a stored state: far above the last bits, which differ between processors.
DIGITS = 12


class StateError(traitlets.TraitError, ValueError):
    """A value that an explorable cannot show; traitlets takes the assignment back."""


class Numbers(traitlets.TraitType[list[float], ArrayLike]):
    """A trait that takes any container of real numbers and holds a list of floats."""

    info_text = "one or more finite numbers"

    def validate(self, obj: Any, value: ArrayLike) -> list[float]:
        """Check shape and size; the error names the trait."""
        name = self.name or "numbers"
        array = as_data(value, 1, name)[:, 0]
        _check_size(array, name)
        return [float(x) for x in array]


class Number(traitlets.TraitType[float, float]):
    """A trait that takes one finite real number."""

    info_text = "a finite number"

    def validate(self, obj: Any, value: float) -> float:
        """Check shape and size; the error names the trait."""
        name = self.name or "number"
        array = as_floats(value, name)
        if array.size != 1:
            raise StateError(f"{name} must be one number, got shape {array.shape}.")
        _check_size(array.ravel(), name)
        return float(array.ravel()[0])


class Count(traitlets.TraitType[int, int]):
    """A trait that takes a whole number from 0 to a largest one."""

    info_text = "a whole number"

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(0, **options)
        self.most = most

    def validate(self, obj: Any, value: int) -> int:
        """Check kind and size; the error names the trait."""
        name = self.name or "number"
        count = as_count(value, name, at_least=0)
        if count > self.most:
            raise StateError(f"{name} must be at most {self.most}, got {count}.")
        return count


def _check_size(array: np.ndarray, name: str) -> None:
    if (np.abs(array) > LARGEST).any():
        n = int(np.argmax(np.abs(array) > LARGEST))
        raise StateError(f"{name} must lie between -1e50 and 1e50, got {array[n]:g} at index {n}.")


def check_parameters(weights: ArrayLike, means: ArrayLike, variances: ArrayLike) -> None:
    """Refuse parameters that are not those of a one-dimensional mixture.

    Raises
    ------
    StateError
        A ValueError that says which argument, what was expected and what came.
    """
    try:
        pi = as_simplex(weights)
    except ValueError as error:
        raise StateError(str(error)) from None
    K = len(pi)
    if K > MAX_COMPONENTS:
        raise StateError(f"weights must hold 1 to {MAX_COMPONENTS} components, got {K}.")
    for name, values in (("means", means), ("variances", variances)):
        got = len(as_data(values, 1, name))
        if got != K:
            raise StateError(
                f"{name} must hold {K} numbers, one a component as weights do, got {got}; "
                "to change the number of components assign .model."
            )
    sigma2 = as_floats(variances, "variances").ravel()
    outside = ~((sigma2 >= 1 / LARGEST) & (sigma2 <= LARGEST))
    if outside.any():
        k = int(np.argmax(outside))
        raise StateError(
            f"variances must be greater than 0 (from 1e-50 to 1e50), "
            f"got variances[{k}] = {sigma2[k]:g} (component {k + 1})."
        )


def parameters(model: GaussianMixture) -> dict[str, list[float]]:
    """Give weights, means and variances of a one-dimensional mixture as lists.

    Raises
    ------
    TypeError
        If it is no GaussianMixture.
    ValueError
        If it has more than one dimension.
    """
    if not isinstance(model, GaussianMixture):
        raise TypeError(f"model must be a gmmlib.GaussianMixture, got {type(model).__name__}.")
    if model.n_dims != 1:
        raise StateError(f"model must have D = 1 to be shown here, got D = {model.n_dims}.")
    return {
        "weights": model.weights.tolist(),
        "means": model.means[:, 0].tolist(),
        "variances": model.covariances[:, 0, 0].tolist(),
    }


def as_json(state: dict[str, Any]) -> str:
    """Write a state the same way on every machine: sorted keys, 12 significant digits.

    Examples
    --------
    >>> as_json({"means": [1 / 3, 2.0], "cursor": -0.0})
    '{"cursor":0,"means":[0.333333333333,2]}'
    """
    return json.dumps(_rounded(state), sort_keys=True, separators=(",", ":"), allow_nan=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_rounded(entry) for entry in value]
    if isinstance(value, float):
        short = float(f"{value:.{DIGITS}g}")
        # Whole numbers as JavaScript writes them.
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value
