"""Data on a line for bins and kernels: what can be shown, and further sets."""

from __future__ import annotations

import math
from typing import Any

from numpy.typing import ArrayLike

from gmmlib.datasets import penguins, running_example
from gmmlib.explorables._state import Numbers, StateError

#: More points make no picture that a page can carry.
_MOST_POINTS = 20_000


def as_points(X: ArrayLike) -> list[float]:
    """Give data that bins and kernels can be chosen for.

    Raises
    ------
    StateError
        A ValueError that says what is wrong with them.
    """
    trait: Numbers = Numbers()
    trait.name = "X"
    points = trait.validate(None, X)
    if len(points) > _MOST_POINTS:
        raise StateError(
            f"X must hold at most {_MOST_POINTS} points to be shown here, got {len(points)}; "
            "draw some of them at random."
        )
    if min(points) == max(points):
        values = "its only value is" if len(points) == 1 else f"all {len(points)} values are"
        raise StateError(
            f"X has no spread: {values} {points[0]:g}; bins and kernels need two different values."
        )
    if not math.isfinite(len(points) / (max(points) - min(points))):
        raise StateError("X spans too little for float64; rescale the data.")
    return points


def sets() -> list[dict[str, Any]]:
    """Give the data that the picture offers beside its own."""
    birds = penguins(("bill_length_mm", "flipper_length_mm")).X
    return [
        {"name": "Seven points of the running example", "X": running_example()[0][:, 0].tolist()},
        {"name": "Bills of penguins (mm)", "X": birds[:, 0].tolist()},
        {"name": "Flippers of penguins, in whole mm", "X": birds[:, 1].tolist()},
    ]
