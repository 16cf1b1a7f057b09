"""EM in one dimension, step by step from any start."""

from __future__ import annotations

from typing import Any

import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import as_instance
from gmmlib.explorables import _em_pictures
from gmmlib.explorables._base import Explorable
from gmmlib.explorables._state import parameters
from gmmlib.explorables._trail import Trail
from gmmlib.explorables._with_data import WithData
from gmmlib.mixture import GaussianMixture


class EMLab(WithData):
    """Data, a start to choose, and the steps of EM from there, (11.53)–(11.56).

    Parameters
    ----------
    X : array_like, shape (N,) or (N, 1), optional
        Data; by default those of the running example.
    start : GaussianMixture, optional
        Where the reader starts; by default as in Example 11.1, (11.6)–(11.8).
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If data or start have more than one dimension.
    TypeError
        If the start is no mixture.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.3.

    Examples
    --------
    >>> from gmmlib import em
    >>> from gmmlib.explorables import EMLab
    >>> lab = EMLab()
    >>> lab
    EMLab: iteration 0, negative log-likelihood 28.33 of 7 points under
    0.33 N(x | -4.00, 1.00) + 0.33 N(x | 0.00, 0.20) + 0.33 N(x | 8.00, 3.00)
    >>> lab.model = em(lab.data, lab.model).model
    >>> len(lab.history)
    1
    """

    _kind = "em-lab"

    #: The steps that the reader took, as the picture writes them; empty at a start.
    trail = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        start: GaussianMixture | None = None,
        *,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        given = {} if start is None else parameters(as_instance(start, GaussianMixture, "start"))
        super().__init__(X, **given, name=name, **widget)

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
        return Explorable._state(self) | {"X": self.X, "trail": self.trail}

    def _static_svg(self) -> str:
        return _em_pictures.line_picture(self.model, self.data)

    def _numbers(self) -> str:
        return (
            f"iteration {self.iteration}, negative log-likelihood {-self.log_likelihood:.4g} "
            f"of {len(self.X)} points under {self.model}"
        )
