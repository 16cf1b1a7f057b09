"""The matrix (11.19), following components that the reader moves."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from gmmlib._validation import Array
from gmmlib.explorables import _static_picture
from gmmlib.explorables._base import WithCursor
from gmmlib.explorables._with_data import WithData


class Responsibilities(WithData, WithCursor):
    """Data, a mixture to move, and who is responsible for each point, (11.17) and (11.19).

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Parameters; by default as in Example 11.1, (11.6)–(11.8).
    cursor : float
        Where the responsibilities over x are read off.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.2.1.

    Examples
    --------
    >>> from gmmlib.explorables import Responsibilities
    >>> explorable = Responsibilities()
    >>> explorable
    Responsibilities: N_1 = 2.057, N_2 = 2.009, N_3 = 2.934 for 7 points
    >>> explorable.matrix[2].round(3)
    array([0.057, 0.943, 0.   ])
    """

    _kind = "responsibilities"

    def __init__(
        self,
        X: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        means: ArrayLike | None = None,
        variances: ArrayLike | None = None,
        *,
        cursor: float = 0.0,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        super().__init__(X, weights, means, variances, cursor=cursor, name=name, **widget)

    @property
    def matrix(self) -> Array:
        """The responsibilities of the components for the data, (N, K), (11.17)."""
        return self.model.responsibilities(self.data)

    def _static_svg(self) -> str:
        return _static_picture.responsibilities_picture(self.model, self.data, self.cursor)

    def _numbers(self) -> str:
        totals = self.matrix.sum(axis=0)
        text = ", ".join(f"N_{k} = {total:.3f}" for k, total in enumerate(totals, start=1))
        return f"{text} for {len(self.X)} points"
