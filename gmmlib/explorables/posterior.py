"""Bayes' theorem for the component that made a point."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import gaussian
from gmmlib._validation import Array
from gmmlib.explorables import _latent_pictures
from gmmlib.explorables._base import WithCursor


class Posterior(WithCursor):
    """Prior times likelihood gives the posterior of the component, wherever x is, (11.69).

    Parameters
    ----------
    weights, means, variances : array_like, shape (K,)
        Parameters; by default those of (11.5). The weights are the prior.
    cursor : float
        The point x whose component is asked for.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.4.3.

    Examples
    --------
    >>> from gmmlib.explorables import Posterior
    >>> explorable = Posterior()
    >>> explorable
    Posterior: 0.572, 0.428, 0.000 at x = -0.6 under
    0.50 N(x | -2.00, 0.50) + 0.20 N(x | 1.00, 2.00) + 0.30 N(x | 4.00, 1.00)
    >>> explorable.likelihood.round(3)
    array([0.079, 0.149, 0.   ])
    >>> explorable.cursor = -2
    >>> explorable.posterior.round(3)
    array([0.979, 0.021, 0.   ])
    """

    _kind = "posterior"

    def __init__(
        self,
        weights: ArrayLike = (0.5, 0.2, 0.3),
        means: ArrayLike = (-2, 1, 4),
        variances: ArrayLike = (0.5, 2, 1),
        *,
        cursor: float = -0.6,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        super().__init__(weights, means, variances, name=name, cursor=cursor, **widget)

    @property
    def likelihood(self) -> Array:
        """The density of x if the component is known, (K,), (11.58)."""
        return np.array(
            [
                gaussian.pdf([self.cursor], mean, variance)[0]
                for mean, variance in zip(self.means, self.variances, strict=True)
            ]
        )

    @property
    def posterior(self) -> Array:
        """The probability of each component once x is known, (K,), (11.69)."""
        shares: Array = self.model.responsibilities([self.cursor])[0]
        return shares

    def _static_svg(self) -> str:
        return _latent_pictures.posterior_picture(self.model, self.cursor, self.likelihood)

    def _numbers(self) -> str:
        shares = ", ".join(f"{share:.3f}" for share in self.posterior)
        return f"{shares} at x = {self.cursor:.4g} under {self.model}"
