"""Where the points of ChooseK come from: mixtures to draw from, and data to take from."""

from __future__ import annotations

from typing import Any

import numpy as np

from gmmlib._validation import Array
from gmmlib.datasets import figure_11_2, penguins, running_example, two_dimensional_mixture
from gmmlib.em import em
from gmmlib.explorables._random import mixture_draws, shuffled
from gmmlib.mixture import GaussianMixture

#: Digits of a mixture to draw from: any will do, and these read well.
_DECIMALS = 2
_PLANE = ["x₁", "x₂"]


def built_in() -> list[dict[str, Any]]:
    """Give the sources that the picture offers, by name."""
    birds = penguins()
    five = GaussianMixture(
        [0.3, 0.2, 0.2, 0.15, 0.15],
        [[-3.0, -2.0], [3.0, -2.0], [0.0, 2.5], [-4.0, 3.0], [3.5, 3.0]],
        [
            [[1.5, 0.8], [0.8, 1.2]],
            [[1.0, 0.0], [0.0, 1.0]],
            [[1.2, -0.5], [-0.5, 0.8]],
            [[1.0, 0.0], [0.0, 1.0]],
            [[1.0, 0.0], [0.0, 1.0]],
        ],
    )
    return [
        _mixture("The running example, more points", ["x"], _fitted()),
        _mixture("Mixture (11.5)", ["x"], figure_11_2()),
        _mixture("One Gaussian", ["x"], GaussianMixture([1], [0], [1])),
        _mixture("Three groups in the plane", _PLANE, two_dimensional_mixture()),
        _mixture("Five groups in the plane", _PLANE, five),
        points("Penguins", list(birds.columns), birds.X),
    ]


def points(name: str, columns: list[str], X: Array) -> dict[str, Any]:
    """Give a source that is data."""
    return {"name": name, "columns": columns, "X": X.tolist()}


def n_available(source: dict[str, Any], n: int) -> int:
    """How many points there are, n at the most."""
    return min(n, len(source["X"])) if "X" in source else n


def drawn(source: dict[str, Any], n: int, seed: int) -> Array:
    """Draw points from a mixture, or rows from data, (N, D)."""
    if "X" in source:
        X = np.array(source["X"])
        rows: Array = X[np.sort(shuffled(len(X), seed)[:n])]
        return rows
    parameters = source["mixture"]
    return mixture_draws(
        seed,
        n,
        GaussianMixture(parameters["weights"], parameters["means"], parameters["covariances"]),
    )


def _fitted() -> GaussianMixture:
    """The mixture that EM gives the seven points, rounded."""
    model = em(*running_example()).model
    weights = model.weights.round(_DECIMALS)
    weights[-1] = 1 - weights[:-1].sum()
    return GaussianMixture(
        weights, model.means.round(_DECIMALS), model.covariances.round(_DECIMALS)
    )


def _mixture(name: str, columns: list[str], model: GaussianMixture) -> dict[str, Any]:
    parameters = {
        "weights": model.weights.tolist(),
        "means": model.means.tolist(),
        "covariances": model.covariances.tolist(),
    }
    return {"name": name, "columns": columns, "mixture": parameters}
