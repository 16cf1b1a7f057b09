"""One component that shrinks: the log-likelihood over its width, and what bounds it."""

from __future__ import annotations

import math
from typing import Any

import traitlets
from numpy.typing import ArrayLike

from gmmlib.explorables import _collapse_picture
from gmmlib.explorables._state import Number, StateError
from gmmlib.explorables._width import Objective
from gmmlib.explorables._with_data import WithData
from gmmlib.mixture import GaussianMixture
from gmmlib.prior import Prior
from gmmlib.results import CollapseError

#: The floors that the picture takes, as parts of the data's variance.
_LEAST_FLOOR, _LARGEST_FLOOR = 1e-12, 0.9
#: A link has twelve digits, so that a variance on the floor may come back below it.
_SAME = 1e-9


class Collapse(WithData):
    """The log-likelihood (11.10) over the width of component 1, which has no maximum.

    Where the mean of component 1 is a data point and another component covers the rest, the
    log-likelihood grows without bound as the component shrinks. A floor or a prior, as
    :func:`gmmlib.em` takes them, gives it a maximum.

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data, at least two different points; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Parameters; by default a mixture of three whose first component is on a data point.
    with_floor : bool
        Whether no variance may be below `floor` times the variance of the data.
    floor : float
        From 1e-12 to 0.9.
    with_prior : bool
        Whether :meth:`gmmlib.Prior.from_data` is added: the objective of MAP.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If data, parameters or floor cannot be shown; the message says which and why.

    Notes
    -----
    For component 1 on one of N different points, and as its deviation goes to 0,
    the log-likelihood is a constant minus the logarithm of the deviation.

    References
    ----------
    Bishop (2006), *Pattern Recognition and Machine Learning*, section 9.2.1.

    Examples
    --------
    >>> from gmmlib.explorables import Collapse
    >>> collapse = Collapse(variances=[1e-4, 3, 2])
    >>> collapse
    Collapse: log-likelihood -13.81, slope -0.9987, at the deviation 0.01; no maximum
    >>> collapse.with_floor = True
    >>> collapse
    Collapse: log-likelihood -13.81, slope -0.9987, at the deviation 0.01; maximum at 0.3408
    >>> collapse.jump()
    >>> collapse
    Collapse: log-likelihood -15.52, slope 0, at the deviation 0.3408; maximum at 0.3408
    """

    _kind = "collapse"

    with_floor = traitlets.Bool(False).tag(sync=True)
    floor = Number().tag(sync=True)
    with_prior = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        weights: ArrayLike = (1 / 3, 1 / 3, 1 / 3),
        means: ArrayLike = (-3, 0, 4),
        variances: ArrayLike = (1, 3, 2),
        *,
        with_floor: bool = False,
        floor: float = 0.01,
        with_prior: bool = False,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        super().__init__(
            X, weights, means, variances, with_floor=with_floor, floor=floor,
            with_prior=with_prior, name=name, **widget,
        )  # fmt: skip

    @traitlets.validate("X")
    def _check_data(self, proposal: Any) -> list[float]:
        points: list[float] = proposal["value"]
        if min(points) == max(points):
            raise StateError(
                "X must hold at least two different points, got "
                f"{len(points)} equal to {points[0]:g}."
            )
        return points

    @traitlets.validate("floor")
    def _check_floor(self, proposal: Any) -> float:
        floor: float = proposal["value"]
        if not _LEAST_FLOOR <= floor <= _LARGEST_FLOOR:
            raise StateError(
                f"floor must lie between 1e-12 and 0.9, as a part of the data's variance, "
                f"got {floor:g}."
            )
        return floor

    @property
    def deviation(self) -> float:
        """The standard deviation of component 1."""
        return math.sqrt(self.variances[0])

    @property
    def least_variance(self) -> float:
        """What the floor allows; 0 without one."""
        return float(self.floor * self.data.var()) if self.with_floor else 0.0

    @property
    def is_allowed(self) -> bool:
        """Whether component 1 is not below the floor."""
        return bool(self.variances[0] >= self.least_variance * (1 - _SAME))

    @property
    def prior(self) -> Prior | None:
        """The prior that is added; None without one."""
        return Prior.from_data(self.data, len(self.means)) if self.with_prior else None

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood of the model shown, (11.10)."""
        return self.model.log_likelihood(self.data)

    @property
    def objective(self) -> float:
        """What is maximized: the log-likelihood, with the prior's log density if there is one."""
        return self._objective().value(self.variances[0])

    @property
    def slope(self) -> float:
        """Derivative of the objective by the logarithm of the deviation."""
        return self._objective().slope(self.variances[0])

    @property
    def maximum(self) -> float | None:
        """The deviation of component 1 at which the objective is highest, the rest as it is.

        None where there is no maximum.
        """
        variance = self._objective().highest()
        return None if variance is None else math.sqrt(variance)

    def model_at(self, deviation: float) -> GaussianMixture:
        """Give the mixture with another width of component 1.

        Parameters
        ----------
        deviation : float
            Standard deviation, greater than 0.

        Returns
        -------
        GaussianMixture
        """
        return self._objective().model(deviation**2)

    def objective_at(self, deviation: float) -> float:
        """Give the objective at another width of component 1.

        Parameters
        ----------
        deviation : float
            Standard deviation, greater than 0.

        Returns
        -------
        float
        """
        return self._objective().value(deviation**2)

    def em_step(self) -> None:
        """Make the E-step and the M-step of this variance alone, (11.30).

        Raises
        ------
        CollapseError
            If component 1 loses its width or its points.
        """
        variance = self._objective().em_variance(self.variances[0])
        if variance is None:
            raise CollapseError(
                "component 1 has collapsed; give a floor or a prior, or start wider.", 0, 1, ()
            )
        self._move_to(variance)

    def jump(self) -> None:
        """Move to the maximum.

        Raises
        ------
        ValueError
            If there is none.
        """
        variance = self._objective().highest()
        if variance is None:
            raise ValueError(
                "the objective has no maximum over this width; give a floor or a prior, or move "
                "the mean off the data."
            )
        self._move_to(variance)

    def _move_to(self, variance: float) -> None:
        self.model = GaussianMixture(self.weights, self.means, [variance, *self.variances[1:]])

    def _objective(self) -> Objective:
        return Objective(self.data, self.model, self.least_variance, self.prior)

    def _state(self) -> dict[str, Any]:
        own = ("with_floor", "floor", "with_prior")
        return super()._state() | {key: getattr(self, key) for key in own}

    def _static_svg(self) -> str:
        return _collapse_picture.collapse_picture(self)

    def _numbers(self) -> str:
        goal = self.maximum
        objective = f", objective {self.objective:.4g}" if self.with_prior else ""
        # A slope of rounding errors is none.
        slope = 0 if abs(self.slope) < _SAME else self.slope
        where = "no maximum" if goal is None else f"maximum at {goal:.4g}"
        return (
            f"log-likelihood {self.log_likelihood:.4g}{objective}, slope {slope:.4g}, "
            f"at the deviation {self.deviation:.4g}; {where}"
        )
