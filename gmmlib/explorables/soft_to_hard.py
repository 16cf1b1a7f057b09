"""Round components whose common variance vanishes: EM becomes K-means."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import Array, as_data, as_floats
from gmmlib.datasets import two_dimensional
from gmmlib.explorables import _hard_picture
from gmmlib.explorables._base import Live
from gmmlib.explorables._hard_steps import (
    check_enough,
    common_variance,
    kmeans_after,
    round_mixture,
    squared_distances,
)
from gmmlib.explorables._plane_state import Points, plane_parameters
from gmmlib.explorables._state import LARGEST, Count, Number, StateError
from gmmlib.kmeans import KMeansIterate
from gmmlib.mixture import GaussianMixture
from gmmlib.updates import e_step, update_means

#: A point in which no component has at least this much is undecided.
DECIDED = 0.99
#: Iterations that the picture takes; a changed variance is answered with all of them at once.
_MOST_ITERATIONS = 200
#: Points of the page's own data: as many as the chapter's example takes.
_POINTS = 200


class SoftToHard(Live):
    r"""EM of the means of round components beside K-means, from the same start.

    All components have the weight 1/K and the covariance :math:`\varepsilon I`. As
    :math:`\varepsilon \to 0` the responsibilities (11.17) become 0 and 1, and EM becomes K-means.

    Parameters
    ----------
    X : array_like, shape (N, 2), optional
        Data; by default 200 points of the kind of Figure 11.1.
    means : array_like, shape (K, 2), optional
        Where both start, 1 to 6 components; by default three, one near each cloud.
    variance : float
        The variance :math:`\varepsilon`, in squared units of the data.
    steps : int
        Half-steps from the start, 0 to 400: E-step and M-step in turn, after the first E-step.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If shapes or sizes do not fit, or there are fewer different points than components.

    Notes
    -----
    With :math:`d_{nk}` the distance of point n from mean k,

    .. math:: J_\varepsilon = -2\varepsilon \sum_n \log \sum_k e^{-d_{nk}^2 / 2\varepsilon}

    is the log-likelihood without its constants, times :math:`-2\varepsilon`. It rises to the
    objective of K-means, :math:`J = \sum_n \min_k d_{nk}^2`, as :math:`\varepsilon \to 0`.

    References
    ----------
    MacKay (2003), *Information Theory, Inference, and Learning Algorithms*, chapter 22.

    Examples
    --------
    >>> from gmmlib.explorables import SoftToHard
    >>> picture = SoftToHard(variance=0.25)
    >>> picture
    SoftToHard: iteration 0, variance 0.25, 13 of 200 points undecided, objective 782.3, soft 781.6
    >>> picture.variance = 1e-5
    >>> picture.undecided, round(picture.objective - picture.soft_objective, 9)
    (0, 0.0)
    """

    _kind = "soft-to-hard"

    X = Points().tag(sync=True)
    #: Where both start.
    means = Points().tag(sync=True)
    variance = Number().tag(sync=True)
    #: Half-steps taken: an even number of them ends with an E-step, an odd one with an M-step.
    steps = Count(2 * _MOST_ITERATIONS).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        means: ArrayLike = ((0, 0), (-4, 0), (4, 0)),
        variance: float = 1.0,
        steps: int = 0,
        *,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        points = two_dimensional().X[:_POINTS] if X is None else as_data(X, 2)
        check_enough(points, as_data(means, 2, "means"))
        super().__init__(name=name, X=points, means=means, variance=variance, steps=steps, **widget)

    @property
    def data(self) -> Array:
        """The data, shape (N, 2)."""
        return np.array(self.X)

    @property
    def iteration(self) -> int:
        """How many M-steps were taken."""
        return (self.steps + 1) // 2

    @property
    def history(self) -> list[GaussianMixture]:
        """The mixture after every M-step, the start first.

        It ends early where a component has no share in any point.
        """
        return self._path(self.iteration)

    @property
    def model(self) -> GaussianMixture:
        """The mixture that the picture shows; another one is a new start for both."""
        return self.history[-1]

    @model.setter
    def model(self, model: GaussianMixture) -> None:
        values = plane_parameters(model)
        variance = common_variance(model)
        check_enough(self.data, model.means)
        # At once: halfway, the old steps would go from the new start.
        self._assign({"means": values["means"], "variance": variance, "steps": 0})

    @property
    def responsibilities(self) -> Array:
        """Those of the last E-step, shape (N, K)."""
        return e_step(self.data, self._path(self.steps // 2)[-1])

    @property
    def undecided(self) -> int:
        """Points in which no component has a share of at least 0.99."""
        return int((self.responsibilities.max(axis=1) < DECIDED).sum())

    @property
    def centers(self) -> Array:
        """The centers of K-means after as many iterations, shape (K, 2)."""
        return self._hard.centers

    @property
    def kmeans_objective(self) -> float:
        """The objective J of those centers."""
        return self._hard.objective

    @property
    def objective(self) -> float:
        """The objective J of K-means at the means of the model shown."""
        return float(squared_distances(self.data, self.model.means).min(axis=1).sum())

    @property
    def soft_objective(self) -> float:
        r"""The soft objective :math:`J_\varepsilon` of the model shown, at most ``objective``."""
        squared = squared_distances(self.data, self.model.means)
        nearest = squared.min(axis=1, keepdims=True)
        terms = np.exp((nearest - squared) / (2 * self.variance)).sum(axis=1)
        return float((nearest[:, 0] - 2 * self.variance * np.log(terms)).sum())

    def e_step(self) -> None:
        """Let the responsibilities follow the means, if the last half-step was an M-step."""
        self.steps += self.steps % 2

    def m_step(self) -> None:
        """Let means and centers follow their points, after an E-step if need be."""
        self.steps += 1 + self.steps % 2

    @property
    def _hard(self) -> KMeansIterate:
        return kmeans_after(self.data, np.array(self.means), self.iteration)

    def _path(self, iterations: int) -> list[GaussianMixture]:
        X, models = self.data, [round_mixture(np.array(self.means), self.variance)]
        for _ in range(iterations):
            r = e_step(X, models[-1])
            if (r.sum(axis=0) == 0).any():
                break
            models.append(round_mixture(update_means(X, r), self.variance))
        return models

    @traitlets.validate("variance")
    def _check_variance(self, proposal: Any) -> float:
        variance: float = proposal["value"]
        if not 1 / LARGEST <= variance <= LARGEST:
            raise StateError(
                f"variance must be greater than 0 (from 1e-50 to 1e50), got {variance:g}."
            )
        return variance

    @traitlets.validate("X")
    def _check_X(self, proposal: Any) -> Any:
        if self.means:
            check_enough(as_floats(proposal["value"], "X"), as_floats(self.means, "means"))
        return proposal["value"]

    @traitlets.validate("means")
    def _check_means(self, proposal: Any) -> Any:
        if self.X:
            check_enough(self.data, as_floats(proposal["value"], "means"))
        return proposal["value"]

    def _state(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in ("X", "means", "variance", "steps")}

    def _static_svg(self) -> str:
        return _hard_picture.hard_picture(self)

    def _numbers(self) -> str:
        return (
            f"iteration {self.iteration}, variance {self.variance:.4g}, {self.undecided} of "
            f"{len(self.X)} points undecided, objective {self.objective:.4g}, "
            f"soft {self.soft_objective:.4g}"
        )
