"""EM in the plane, step by step from any start."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import Array, as_data, as_instance
from gmmlib.datasets import penguins, two_dimensional
from gmmlib.explorables import _em_pictures
from gmmlib.explorables._base import Live
from gmmlib.explorables._plane_state import Covariances, Points, plane_parameters
from gmmlib.explorables._state import Numbers
from gmmlib.explorables._trail import Trail
from gmmlib.initial import random_points_start
from gmmlib.mixture import GaussianMixture

_PARAMETERS = ("weights", "means", "covariances")


class EMLab2D(Live):
    """Data in the plane, a start to choose, and the steps of EM from there, (11.53)–(11.56).

    Parameters
    ----------
    X : array_like, shape (N, 2), optional
        Data; by default the book's own of the kind of Figure 11.9.
    start : GaussianMixture, optional
        Where the reader starts; by default three points of the data, chosen at random, with
        the covariance of all.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If data or start are not of two dimensions.
    TypeError
        If the start is no mixture.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.3.

    Examples
    --------
    >>> from gmmlib import em
    >>> from gmmlib.explorables import EMLab2D
    >>> lab = EMLab2D()
    >>> lab
    EMLab2D: iteration 0, negative log-likelihood 3375 of 600 points, 3 components
    >>> lab.model = em(lab.X, lab.model).model
    >>> round(-lab.log_likelihood)
    2374
    """

    _kind = "em-lab-2d"

    X = Points().tag(sync=True)
    weights = Numbers().tag(sync=True)
    means = Points().tag(sync=True)
    covariances = Covariances().tag(sync=True)
    #: The steps that the reader took, as the picture writes them; empty at a start.
    trail = traitlets.Unicode("").tag(sync=True)
    #: Further data that the picture offers.
    sets: Any = traitlets.List(read_only=True).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        start: GaussianMixture | None = None,
        *,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        points = two_dimensional().X if X is None else as_data(X, 2)
        if start is None:
            start = random_points_start(points, 3, rng=0)
        given = plane_parameters(as_instance(start, GaussianMixture, "start"))
        super().__init__(name=name, X=points, **given, **widget)
        birds = penguins()
        self.set_trait(
            "sets", [{"name": "Penguins", "columns": list(birds.columns), "X": birds.X.tolist()}]
        )

    @property
    def data(self) -> Array:
        """The data, shape (N, 2)."""
        return np.array(self.X)

    @property
    def model(self) -> GaussianMixture:
        """The mixture that the picture shows; assign another one to show that."""
        return GaussianMixture(self.weights, self.means, self.covariances)

    @model.setter
    def model(self, model: GaussianMixture) -> None:
        self._assign(plane_parameters(model))

    @traitlets.validate(*_PARAMETERS)
    def _check(self, proposal: Any) -> Any:
        values = {key: getattr(self, key) for key in _PARAMETERS}
        values[proposal["trait"].name] = proposal["value"]
        plane_parameters(GaussianMixture(**values))
        return proposal["value"]

    @traitlets.validate("trail")
    def _check_trail(self, proposal: Any) -> str:
        Trail.read(proposal["value"])
        text: str = proposal["value"]
        return text

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood of the model shown, (11.10)."""
        return self.model.log_likelihood(self.data)

    @property
    def iteration(self) -> int:
        """How many iterations the model shown is away from its start."""
        trail = self._trail()
        return 0 if trail is None else trail.iteration

    @property
    def history(self) -> list[GaussianMixture]:
        """The mixture after every step from the start on; the model alone where there is none."""
        trail = self._trail()
        return [self.model] if trail is None else trail.replay(self.data)

    def _trail(self) -> Trail | None:
        """Give the trail, if the model shown lies on it: who moves something starts anew."""
        trail = Trail.read(self.trail)
        return trail if trail is not None and trail.leads_to(self.model, self.data) else None

    def _state(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in (*_PARAMETERS, "X", "trail")}

    def _page_state(self) -> dict[str, Any]:
        return super()._page_state() | {"sets": self.sets}

    def _static_svg(self) -> str:
        return _em_pictures.plane_picture(self.model, self.data)

    def _numbers(self) -> str:
        return (
            f"iteration {self.iteration}, negative log-likelihood {-self.log_likelihood:.4g} "
            f"of {len(self.X)} points, {len(self.weights)} components"
        )
