"""How many components: training and held-out log-likelihood, AIC and BIC over K."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._validation import Array, as_count, as_data, shown
from gmmlib.choices import Selection
from gmmlib.criteria import aic, bic
from gmmlib.explorables import _choice_picture
from gmmlib.explorables._base import Live
from gmmlib.explorables._choice import MOST, Choice, choose
from gmmlib.explorables._choice_sources import built_in, drawn, n_available, points
from gmmlib.explorables._state import Count, StateError, _check_size
from gmmlib.mixture import GaussianMixture
from gmmlib.scores import NoDensityError

#: As few and as many points as mixtures are fitted to.
FEWEST, MOST_POINTS = 30, 600
OWN = "Your data"


class Score(NamedTuple):
    """What is said of one number of components; NaN where it cannot be fitted.

    Attributes
    ----------
    K : int
        Number of components.
    training : float
        Log-likelihood a point of all points, which the mixture was fitted to.
    held_out, standard_error : float
        Log-likelihood a point by cross-validation, and its standard error.
    aic, bic : float
        Criteria of the mixture fitted to all points; lower is better.
    """

    K: int
    training: float
    held_out: float
    standard_error: float
    aic: float
    bic: float


class ChooseK(Live):
    """Mixtures of 1 to 8 components, and what speaks for each number, section 11.5.

    Each is fitted by EM, (11.53)–(11.56), from three starts, with variances of at least a
    thousandth of the data's. Cross-validation has five folds.

    Parameters
    ----------
    X : array_like, shape (N,), (N, 1) or (N, 2), optional
        Data of your own, at least 30 points: one more source, called "Your data".
    source : str, optional
        Where the points come from, one of ``.source_names``; by default your own data, or else a
        mixture like that of the running example.
    points : int, optional
        How many, 30 to 600; by default 150, or all of your own. A source of fewer gives all it
        has.
    seed, split : int
        Seeds of the draw of the points and of the split into folds, 0 to 2**32 - 1.
    components : int
        Which of the mixtures to show, K = 1 to 8.
    akaike : bool
        Whether AIC is shown.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError, TypeError
        If data or numbers cannot be shown; the message says which and why.

    References
    ----------
    Smyth (2000), *Statistics and Computing* 10(1), 63–72.

    Examples
    --------
    >>> from gmmlib.explorables import ChooseK
    >>> picture = ChooseK(points=60)
    >>> picture
    ChooseK: 60 points; best K = 3 held out, 3 by BIC; K = 3 shown
    >>> picture.components = 2
    >>> picture.model.n_components
    2
    >>> [score.K for score in picture.table if score.training > picture.table[2].training]
    [4, 5, 6, 7, 8]
    """

    _kind = "choose-k"

    sources: traitlets.List[dict[str, Any]] = traitlets.List(read_only=True).tag(sync=True)
    source = traitlets.Any().tag(sync=True)
    points = traitlets.Any().tag(sync=True)
    seed = Count(2**32 - 1).tag(sync=True)
    split = Count(2**32 - 1).tag(sync=True)
    components = traitlets.Any().tag(sync=True)
    akaike = traitlets.Bool().tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        *,
        source: str | None = None,
        points: int | None = None,
        seed: int = 1,
        split: int = 1,
        components: int = 3,
        akaike: bool = False,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        own = [] if X is None else [_own(X)]
        self._sources = [*own, *built_in()]
        if points is None:
            points = min(MOST_POINTS, len(own[0]["X"])) if own else 150
        super().__init__(
            name=name, source=self._sources[0]["name"] if source is None else source, seed=seed,
            points=points, split=split, components=components, akaike=akaike, **widget,
        )  # fmt: skip
        self.set_trait("sources", self._sources)

    @traitlets.validate("source")
    def _check_source(self, proposal: Any) -> str:
        name: str = proposal["value"]
        if name not in self.source_names:
            raise StateError(
                f"source must be one of {', '.join(self.source_names)}; got {shown(name)}."
            )
        return name

    @traitlets.validate("points")
    def _check_points(self, proposal: Any) -> int:
        return _within(proposal["value"], "points", FEWEST, MOST_POINTS)

    @traitlets.validate("components")
    def _check_components(self, proposal: Any) -> int:
        return _within(proposal["value"], "components", 1, MOST)

    @property
    def source_names(self) -> tuple[str, ...]:
        """What the sources are called."""
        return tuple(source["name"] for source in self._sources)

    @property
    def data(self) -> Array:
        """The points, shape (N, D)."""
        return drawn(self._source, self.points, self.seed)

    @property
    def truth(self) -> GaussianMixture | None:
        """The mixture that the points are drawn from; None if they are data."""
        parameters = self._source.get("mixture")
        return None if parameters is None else GaussianMixture(*parameters.values())

    @property
    def models(self) -> tuple[GaussianMixture, ...]:
        """The mixtures fitted to all points, from K = 1 on."""
        return self._choice.models

    @property
    def model(self) -> GaussianMixture:
        """The mixture that the picture shows."""
        K: int = self.components
        if len(self.models) < K:
            raise NoDensityError(
                f"{K} components cannot be fitted to these points; take fewer components."
            )
        return self.models[K - 1]

    @property
    def selection(self) -> Selection[int]:
        """The cross-validation, as :func:`gmmlib.select` gives it; printed, a table."""
        return self._choice.selection

    @property
    def table(self) -> tuple[Score, ...]:
        """All scores, a :class:`Score` for each number of components."""
        X, models = self.data, self.models
        scores = []
        for K, result in self.selection.scores.items():
            model = models[K - 1] if len(models) >= K else None
            of_fit = [np.nan] * 3
            if model is not None:
                of_fit = [model.log_likelihood(X) / len(X), aic(model, X), bic(model, X)]
            scores.append(Score(K, of_fit[0], result.mean, result.standard_error, *of_fit[1:]))
        return tuple(scores)

    @property
    def best(self) -> dict[str, int]:
        """The number of components that each criterion takes, by the criterion's name."""
        found = [score for score in self.table if np.isfinite(score.bic)]
        return {
            "held out": self.selection.best,
            "one standard error": self.selection.one_standard_error,
            "AIC": min(found, key=lambda score: score.aic).K,
            "BIC": min(found, key=lambda score: score.bic).K,
        }

    @property
    def _source(self) -> dict[str, Any]:
        return next(source for source in self._sources if source["name"] == self.source)

    @property
    def _choice(self) -> Choice:
        return choose(self.data, self.split)

    def _state(self) -> dict[str, Any]:
        keys = ("source", "points", "seed", "split", "components", "akaike")
        return {key: getattr(self, key) for key in keys}

    def _page_state(self) -> dict[str, Any]:
        return super()._page_state() | {"sources": self.sources}

    def _static_svg(self) -> str:
        return _choice_picture.choice_picture(self)

    def _numbers(self) -> str:
        best = self.best
        return (
            f"{n_available(self._source, self.points)} points; best K = {best['held out']} held "
            f"out, {best['BIC']} by BIC; K = {self.components} shown"
        )


def _own(X: ArrayLike) -> dict[str, Any]:
    rows = as_data(X)
    if rows.shape[1] > 2:
        raise ValueError(f"X must have 1 or 2 dimensions to be shown, got {rows.shape[1]}.")
    if len(rows) < FEWEST:
        raise ValueError(
            f"X must hold at least {FEWEST} points to hold some of them out, got {len(rows)}."
        )
    if (rows == rows[0]).all(axis=0).any():
        raise ValueError("X must vary in every dimension; leave out the one in which it does not.")
    _check_size(rows.ravel(), "X")
    return points(OWN, ["x"] if rows.shape[1] == 1 else ["x₁", "x₂"], rows)


def _within(value: object, name: str, least: int, most: int) -> int:
    count = as_count(value, name, at_least=least)
    if count > most:
        raise StateError(f"{name} must be {least} to {most}, got {count}.")
    return count
