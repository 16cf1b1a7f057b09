"""What :func:`gmmlib.em` gives, and how it says that something went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from gmmlib.mixture import GaussianMixture


class ConvergenceWarning(UserWarning):
    """An iteration ended before its tolerance was reached."""


class CollapseError(ValueError):
    """A component lost its points or its width during :func:`gmmlib.em`.

    Attributes
    ----------
    component : int
        Which, from 0.
    iteration : int
        In which iteration, from 1.
    history : tuple of Iterate
        All iterates up to there.
    """

    def __init__(
        self, message: str, component: int, iteration: int, history: tuple[Iterate, ...]
    ) -> None:
        super().__init__(message)
        self.component, self.iteration, self.history = component, iteration, history

    def __reduce__(self) -> tuple[type[CollapseError], tuple[object, ...]]:
        """Pickle with all arguments."""
        return CollapseError, (str(self), self.component, self.iteration, self.history)


class FitInterrupted(KeyboardInterrupt):
    """A fit was interrupted; what it had reached is kept.

    In a notebook, ``sys.last_value.history`` gives it.

    Attributes
    ----------
    history : tuple of Iterate
        All iterates up to there.
    """

    def __init__(self, history: tuple[Iterate, ...]) -> None:
        super().__init__(
            f"em was interrupted in iteration {len(history)}; the iterates up to there are the "
            "attribute history of this exception (in a notebook, sys.last_value.history)."
        )
        self.history = history


@dataclass(frozen=True)
class Iterate:
    """One state of an iteration.

    Attributes
    ----------
    log_likelihood : float
        The value (11.10) at *these* parameters.
    objective : float
        What is maximized: the log-likelihood, plus the log density of the prior if there is
        one.
    formulation : {"quadratic", "whitening"}
        How the E-step at these parameters was computed: by quadratic features of the points,
        or by whitened deviations where those would lose digits.
    make_model : callable
        Gives the model; called when it is first asked for.
    """

    log_likelihood: float
    objective: float
    formulation: Literal["quadratic", "whitening"]
    make_model: Callable[[], GaussianMixture] = field(repr=False, compare=False)

    @cached_property
    def model(self) -> GaussianMixture:
        """The parameters."""
        return self.make_model()


@dataclass(frozen=True)
class EMResult:
    """What :func:`gmmlib.em` gives.

    Attributes
    ----------
    history : tuple of Iterate
        Every iterate; ``history[0]`` is the start.
    converged : bool
        Whether the tolerance was reached.
    """

    history: tuple[Iterate, ...]
    converged: bool

    @property
    def model(self) -> GaussianMixture:
        """The last iterate's model."""
        return self.history[-1].model

    @property
    def log_likelihood(self) -> float:
        """The last iterate's log-likelihood."""
        return self.history[-1].log_likelihood

    @property
    def objective(self) -> float:
        """The last iterate's objective."""
        return self.history[-1].objective

    @property
    def n_iterations(self) -> int:
        """Number of E-steps and M-steps done."""
        return len(self.history) - 1
