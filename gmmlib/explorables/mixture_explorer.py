"""The mixture of (11.5) under the reader's hand."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from gmmlib.explorables import _static_picture
from gmmlib.explorables._base import WithCursor


class MixtureExplorer(WithCursor):
    """A mixture of one to six Gaussians, with means, spreads and weights to move, (11.3).

    Parameters
    ----------
    weights, means, variances : array_like, shape (K,)
        Parameters; by default those of (11.5).
    cursor : float
        Where the density is read off.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.1.

    Examples
    --------
    >>> from gmmlib import GaussianMixture
    >>> from gmmlib.explorables import MixtureExplorer
    >>> explorer = MixtureExplorer()
    >>> explorer
    MixtureExplorer: 0.50 N(x | -2.00, 0.50) + 0.20 N(x | 1.00, 2.00) + 0.30 N(x | 4.00, 1.00);
    p(0) = 0.04915

    Assigning a model moves the picture, and the history knows the way:

    >>> explorer.model = GaussianMixture([1], [0], [1])
    >>> [model.n_components for model in explorer.history]
    [3, 1]
    """

    _kind = "mixture-explorer"

    def __init__(
        self,
        weights: ArrayLike = (0.5, 0.2, 0.3),
        means: ArrayLike = (-2, 1, 4),
        variances: ArrayLike = (0.5, 2, 1),
        *,
        cursor: float = 0.0,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        super().__init__(weights, means, variances, name=name, cursor=cursor, **widget)

    @property
    def density(self) -> float:
        """The density at the cursor, (11.3)."""
        return float(self.model.pdf([self.cursor])[0])

    def _static_svg(self) -> str:
        return _static_picture.mixture_picture(self.model, self.cursor)

    def _numbers(self) -> str:
        return f"{self.model}; p({self.cursor:.4g}) = {self.density:.4g}"
