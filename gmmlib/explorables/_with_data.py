"""Explorables that show data, by default the running example."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._validation import Array
from gmmlib.datasets import running_example
from gmmlib.explorables._base import Explorable
from gmmlib.explorables._state import Numbers, check_parameters, parameters


class WithData(Explorable):
    """An explorable with one-dimensional data; the reader moves the model, not the data.

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Parameters; by default those of Example 11.1.
    name : str, optional
        What links to this picture call it.
    **state
        Further traits.
    """

    X = Numbers().tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        means: ArrayLike | None = None,
        variances: ArrayLike | None = None,
        *,
        name: str | None = None,
        **state: Any,
    ) -> None:
        points, model = running_example()
        given = {"weights": weights, "means": means, "variances": variances}
        values: dict[str, Any] = parameters(model)
        values |= {key: value for key, value in given.items() if value is not None}
        check_parameters(**values)
        super().__init__(**values, X=points if X is None else X, name=name, **state)

    @property
    def data(self) -> Array:
        """The data, shape (N, 1)."""
        return np.array(self.X)[:, None]

    def _page_state(self) -> dict[str, Any]:
        return super()._page_state() | {"X": self.X}
