"""What every explorable is: a widget where there is a kernel, a figure where there is none."""

from __future__ import annotations

import re
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from numpy.typing import ArrayLike

from gmmlib.explorables._state import (
    Number,
    Numbers,
    as_json,
    check_parameters,
    parameters,
)
from gmmlib.explorables._whole_page import whole_page
from gmmlib.mixture import GaussianMixture

#: Folder of the stylesheet and the scripts; a page needs `explorables.css`,
#: `explorables.page.js` and, beside these, the scripts of its kinds.
BUNDLE = Path(__file__).parent / "bundle"
_PARAMETERS = ("weights", "means", "variances")
#: What a figure may be called: it becomes part of a link.
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Live(anywidget.AnyWidget):
    """What is a widget where there is a kernel, and a figure where there is none.

    Its traits are its state, shared with the picture: an assignment moves the picture, and
    what the reader does in the picture is read from the traits.

    Parameters
    ----------
    name : str, optional
        What links to this picture call it: lower-case letters, digits and hyphens. Two
        pictures of one kind on a page need two names.
    **state
        The traits.
    """

    #: Which JavaScript view draws it; also its name where none is given.
    kind = traitlets.Unicode(read_only=True).tag(sync=True)
    #: What Reset returns to.
    start = traitlets.Dict(read_only=True).tag(sync=True)

    _kind: ClassVar[str] = ""
    _esm = BUNDLE / "explorables.mjs"
    _css = BUNDLE / "explorables.css"

    def __init__(self, *, name: str | None = None, **state: Any) -> None:
        self.name = self._kind if name is None else name
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                f"name must be lower-case letters, digits and hyphens, got {self.name!r}."
            )
        super().__init__(**state)
        self.set_trait("kind", self._kind)
        self.set_trait("start", self._state())

    def _state(self) -> dict[str, Any]:
        """Give what the reader can change."""
        raise NotImplementedError

    def _assign(self, values: dict[str, Any]) -> None:
        """Set several traits at once: halfway they would not fit together."""
        # In one message to the picture, which makes it one step to undo.
        with self.hold_sync(), self.hold_trait_notifications():
            for key, value in values.items():
                self.set_trait(key, value)

    def _page_state(self) -> dict[str, Any]:
        """Give all that a static page needs to draw the picture."""
        moved = {"start": self.start} if self.start != self._state() else {}
        return self._state() | moved

    def _static_svg(self) -> str:
        """Draw the picture for print and for readers without JavaScript."""
        raise NotImplementedError

    def _numbers(self) -> str:
        """Say the state in one line."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self._numbers()}"

    def to_html(self) -> str:
        """Write the figure of a static page: the state as data, the static picture inside.

        Returns
        -------
        str
            The same on every machine: numbers have 12 significant digits.
        """
        identity = f"live-{self.name}"
        # Ids are global on a page, and several pictures share one.
        picture = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{identity}-", self._static_svg())
        return (
            f'<figure class="explorable" id="{identity}" data-kind="{self._kind}" '
            f'data-state="{escape(as_json(self._page_state()), quote=True)}">'
            f'<div class="explorable-static">{picture}</div></figure>'
        )

    def save(self, path: str | PathLike[str], *, title: str | None = None) -> None:
        """Write a page in one file that is live offline: style and scripts are inside.

        Parameters
        ----------
        path : str or path-like
            The file, such as ``"em.html"``; one that is there is overwritten.
        title : str, optional
            Title and heading of the page; by default the name of the class.
        """
        heading = type(self).__name__ if title is None else title
        page = whole_page(BUNDLE, self._kind, self.to_html(), heading)
        # The same bytes on every system.
        Path(path).write_text(page, encoding="utf-8", newline="\n")

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the three renderings: the widget, the figure of a page, one line of numbers."""
        widget = super()._repr_mimebundle_(**kwargs)
        data, metadata = widget if widget is not None else ({}, {})
        return {**data, "text/html": self.to_html(), "text/plain": repr(self)}, metadata


class Explorable(Live):
    """A mixture under the reader's hand; the base of all explorables in one dimension.

    Parameters
    ----------
    weights, means, variances : array_like, shape (K,)
        Parameters of the mixture, 1 to 6 components.
    name : str, optional
        What links to this picture call it; see :class:`Live`.
    """

    weights = Numbers().tag(sync=True)
    means = Numbers().tag(sync=True)
    variances = Numbers().tag(sync=True)

    def __init__(
        self,
        weights: ArrayLike,
        means: ArrayLike,
        variances: ArrayLike,
        *,
        name: str | None = None,
        **state: Any,
    ) -> None:
        check_parameters(weights, means, variances)
        self._visited: list[tuple[tuple[float, ...], ...]] = []
        super().__init__(name=name, weights=weights, means=means, variances=variances, **state)
        self._remember()
        self.observe(self._remember, names=list(_PARAMETERS))

    @property
    def model(self) -> GaussianMixture:
        """The mixture that the picture shows; assign another one to show that."""
        return GaussianMixture(self.weights, self.means, self.variances)

    @model.setter
    def model(self, model: GaussianMixture) -> None:
        values = parameters(model)
        check_parameters(**values)
        self._assign(values)

    @property
    def history(self) -> list[GaussianMixture]:
        """The models visited, from the start on; a drag counts when it ends."""
        return [GaussianMixture(*values) for values in self._visited]

    @traitlets.validate(*_PARAMETERS)
    def _check(self, proposal: Any) -> list[float]:
        values = {key: getattr(self, key) for key in _PARAMETERS}
        values[proposal["trait"].name] = proposal["value"]
        check_parameters(**values)
        checked: list[float] = proposal["value"]
        return checked

    def _remember(self, _: Any = None) -> None:
        now = tuple(tuple(getattr(self, key)) for key in _PARAMETERS)
        # One assignment of .model changes three traits, and is one visit.
        if not self._visited or self._visited[-1] != now:
            self._visited.append(now)

    def _state(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in _PARAMETERS}


class WithCursor(Explorable):
    """An explorable with a place on the x axis that the reader moves."""

    cursor = Number().tag(sync=True)

    def _state(self) -> dict[str, Any]:
        return super()._state() | {"cursor": self.cursor}
