"""Draw a component, then a point from it: how a mixture makes data."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from gmmlib._validation import Array
from gmmlib.explorables import _latent_pictures
from gmmlib.explorables._base import Explorable
from gmmlib.explorables._random import ancestral_draws
from gmmlib.explorables._state import Count

#: As many draws as a picture follows at once.
MOST = 2000


class AncestralSampling(Explorable):
    """Points of a mixture, each made in two steps: z from the weights, x from (11.58).

    Parameters
    ----------
    weights, means, variances : array_like, shape (K,)
        Parameters; by default those of (11.5).
    drawn : int
        How many points have been drawn, 0 to 2000.
    seed : int
        Seed of the draws, 0 to 2**32 - 1: the same seed gives the same draws.
    switched : bool
        Whether z of the next point has been drawn, and its x not yet.
    hidden : bool
        Whether the labels z are hidden, as they are in data.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture, or a number is out of its range; the
        message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.4.1.

    Examples
    --------
    >>> from gmmlib.explorables import AncestralSampling
    >>> explorable = AncestralSampling(drawn=1000)
    >>> explorable
    AncestralSampling: 1000 draws from 3 components: 491, 207, 302;
    expected 500.0, 200.0, 300.0
    >>> z, x = explorable.draws
    >>> x[z == 0].mean().round(1)
    np.float64(-2.0)
    """

    _kind = "ancestral-sampling"

    drawn = Count(MOST).tag(sync=True)
    seed = Count(2**32 - 1).tag(sync=True)
    switched = traitlets.Bool().tag(sync=True)
    hidden = traitlets.Bool().tag(sync=True)

    def __init__(
        self,
        weights: ArrayLike = (0.5, 0.2, 0.3),
        means: ArrayLike = (-2, 1, 4),
        variances: ArrayLike = (0.5, 2, 1),
        *,
        drawn: int = 100,
        seed: int = 1,
        switched: bool = False,
        hidden: bool = False,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        own = {"drawn": drawn, "seed": seed, "switched": switched, "hidden": hidden}
        super().__init__(weights, means, variances, name=name, **own, **widget)

    @property
    def draws(self) -> tuple[NDArray[np.intp], Array]:
        """Labels z, from 0, and points x of all draws, two arrays."""
        parameters = (np.array(getattr(self, key)) for key in ("weights", "means", "variances"))
        return ancestral_draws(self.seed, self.drawn, *parameters)

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many of the draws came from each component, (K,)."""
        return np.bincount(self.draws[0], minlength=len(self.means))

    def _state(self) -> dict[str, Any]:
        own = {key: getattr(self, key) for key in ("drawn", "seed", "switched", "hidden")}
        return super()._state() | own

    def _static_svg(self) -> str:
        z, x = self.draws
        return _latent_pictures.sampling_picture(self.model, None if self.hidden else z, x)

    def _numbers(self) -> str:
        counts = ", ".join(f"{count}" for count in self.counts)
        expected = ", ".join(f"{self.drawn * weight:.1f}" for weight in self.weights)
        components = "1 component" if len(self.means) == 1 else f"{len(self.means)} components"
        return f"{self.drawn} draws from {components}: {counts}; expected {expected}"
