"""A histogram and a kernel density estimate of the same data, section 11.5."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from gmmlib._kernels import KERNELS
from gmmlib._validation import Array, as_instance
from gmmlib.bandwidth_scores import least_squares_score, loo_log_likelihood
from gmmlib.datasets import one_dimensional
from gmmlib.explorables import _histogram_picture
from gmmlib.explorables._base import Live
from gmmlib.explorables._grid import GridError, grid_edges, least_width
from gmmlib.explorables._line_data import as_points, sets
from gmmlib.explorables._state import LARGEST, Number, Numbers, StateError
from gmmlib.histogram import Histogram
from gmmlib.kde import KernelDensity

Shown = Literal["both", "histogram", "density"]
Criterion = Literal["squares", "likelihood"]


class HistogramKDE(Live):
    """Bins and kernels over the same data, with the curves of their scores (11.74).

    Parameters
    ----------
    X : array_like, shape (N,) or (N, 1), optional
        Data, at least two different values; by default the book's own of the kind of
        Figure 11.13.
    width : float, optional
        Width of the bins, in the unit of the data; by default as :class:`gmmlib.Histogram`
        chooses their number.
    origin : float, optional
        Where a bin begins; by default the lowest value.
    bandwidth : float, optional
        Of the kernels, in the unit of the data; by default Silverman's.
    kernel : str
        One of the kernels of :class:`gmmlib.KernelDensity`.
    shown : {"both", "histogram", "density"}
        What the picture shows.
    criterion : {"squares", "likelihood"}
        Which leave-one-out score the curves show: the squared error, but for a constant, or
        the log-likelihood.
    cursor : float, optional
        Where both densities are read off; by default the median of the data.
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the data or a setting cannot be shown; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.5.

    Examples
    --------
    >>> from gmmlib.explorables import HistogramKDE
    >>> picture = HistogramKDE([0, 1, 1.5, 4], width=2, bandwidth=0.8)
    >>> picture
    HistogramKDE: 2 bins of width 2, squared error -0.1875; gaussian kernels of
    bandwidth 0.8, squared error -0.06142; 4 points
    >>> picture.histogram.counts
    array([3, 1])
    >>> picture.kernel = "triangular"
    >>> picture.kde.pdf([1.0]).round(4)
    array([0.4297])
    """

    _kind = "histogram-kde"

    X = Numbers().tag(sync=True)
    width = Number().tag(sync=True)
    origin = Number().tag(sync=True)
    bandwidth = Number().tag(sync=True)
    kernel = traitlets.Enum(tuple(KERNELS), "gaussian").tag(sync=True)
    shown = traitlets.Enum(("both", "histogram", "density"), "both").tag(sync=True)
    criterion = traitlets.Enum(("squares", "likelihood"), "squares").tag(sync=True)
    cursor = Number().tag(sync=True)
    #: Further data that the picture offers.
    sets: Any = traitlets.List(read_only=True).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        *,
        width: float | None = None,
        origin: float | None = None,
        bandwidth: float | None = None,
        kernel: str = "gaussian",
        shown: Shown = "both",
        criterion: Criterion = "squares",
        cursor: float | None = None,
        name: str | None = None,
        **widget: Any,
    ) -> None:
        points = as_points(one_dimensional().X if X is None else X)
        for key, value, allowed in (
            ("kernel", kernel, tuple(KERNELS)),
            ("shown", shown, ("both", "histogram", "density")),
            ("criterion", criterion, ("squares", "likelihood")),
        ):
            if value not in allowed:
                raise StateError(f"{key} must be one of {', '.join(allowed)}; got {value!r}.")
        low, high = min(points), max(points)
        if width is None:
            width = max((high - low) / len(Histogram(points).counts), least_width(low, high))
        if bandwidth is None:
            bandwidth = float(KernelDensity(points, kernel=kernel).bandwidth)
        state = {
            "X": points,
            "width": width,
            "origin": low if origin is None else origin,
            "bandwidth": bandwidth,
            "kernel": kernel,
            "shown": shown,
            "criterion": criterion,
            "cursor": float(np.median(points)) if cursor is None else cursor,
        }
        super().__init__(name=name, **state, **widget)
        self.set_trait("sets", sets())

    @property
    def data(self) -> Array:
        """The data, shape (N, 1)."""
        return np.array(self.X)[:, None]

    @property
    def edges(self) -> Array:
        """Edges of the bins, from the last at or below the lowest value, shape (B + 1,)."""
        return grid_edges(np.array(self.X), self.origin, self.width)

    @property
    def histogram(self) -> Histogram:
        """The histogram that the picture shows; assign one with equal bins to show that."""
        return Histogram(self.X, edges=self.edges)

    @histogram.setter
    def histogram(self, histogram: Histogram) -> None:
        edges = as_instance(histogram, Histogram, "histogram").edges
        if not isinstance(edges, np.ndarray):
            raise StateError(
                f"histogram must have D = 1 to be shown here, got D = {histogram.n_dims}."
            )
        width = float(edges[-1] - edges[0]) / (len(edges) - 1)
        if not np.allclose(np.diff(edges), width, rtol=1e-6, atol=0):
            raise StateError("histogram must have bins of equal width to be shown here.")
        # At once: halfway, the two might not fit together.
        self._assign({"origin": float(edges[0]), "width": width})

    @property
    def kde(self) -> KernelDensity:
        """The kernel density estimate that the picture shows; assign one to show that."""
        return KernelDensity(self.X, bandwidth=self.bandwidth, kernel=str(self.kernel))

    @kde.setter
    def kde(self, kde: KernelDensity) -> None:
        if as_instance(kde, KernelDensity, "kde").n_dims != 1:
            raise StateError(f"kde must have D = 1 to be shown here, got D = {kde.n_dims}.")
        self._assign({"bandwidth": float(kde.bandwidth), "kernel": kde.kernel})

    @property
    def histogram_score(self) -> float:
        """The leave-one-out score of the histogram, by the criterion."""
        if self.criterion == "squares":
            return self.histogram.loo_squared_error()
        return self.histogram.loo_log_likelihood()

    @property
    def kde_score(self) -> float:
        """The leave-one-out score of the kernel density estimate, by the criterion."""
        score = least_squares_score if self.criterion == "squares" else loo_log_likelihood
        return float(score(self.X, [self.bandwidth], str(self.kernel))[0])

    def width_scores(self, n_bins: ArrayLike) -> tuple[Array, Array]:
        """Give the curve of the histogram's score with the present origin.

        Parameters
        ----------
        n_bins : array_like of int, shape (M,)
            Widths are the range of the data, divided by these.

        Returns
        -------
        widths : ndarray, shape (M,)
        scores : ndarray, shape (M,)
        """
        X = np.array(self.X)
        widths = np.ptp(X) / np.asarray(n_bins)
        scores = []
        for width in widths:
            bars = Histogram(X, edges=grid_edges(X, self.origin, float(width)))
            scores.append(
                bars.loo_squared_error()
                if self.criterion == "squares"
                else bars.loo_log_likelihood()
            )
        return widths, np.array(scores)

    @traitlets.validate("X", "width", "origin", "bandwidth")
    def _check(self, proposal: Any) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        state = {key: getattr(self, key) for key in ("X", "width", "origin")} | {name: value}
        if name == "X":
            as_points(value)
        if name == "bandwidth":
            if not 1 / LARGEST <= value <= LARGEST:
                raise StateError(
                    f"bandwidth must be greater than 0 (from 1e-50 to 1e50), got {value:g}."
                )
            return value
        try:
            grid_edges(np.array(state["X"]), state["origin"], state["width"])
        except GridError as error:
            raise StateError(str(error)) from None
        return value

    def _state(self) -> dict[str, Any]:
        keys = ("X", "width", "origin", "bandwidth", "kernel", "shown", "criterion", "cursor")
        return {key: getattr(self, key) for key in keys}

    def _page_state(self) -> dict[str, Any]:
        return super()._page_state() | {"sets": self.sets}

    def _static_svg(self) -> str:
        return _histogram_picture.histogram_kde_picture(self)

    def _numbers(self) -> str:
        score = "squared error" if self.criterion == "squares" else "log-likelihood"
        B = len(self.edges) - 1
        return (
            f"{B} bin{'s' if B > 1 else ''} of width {self.width:.4g}, {score} "
            f"{self.histogram_score:.4g}; {self.kernel} kernels of bandwidth "
            f"{self.bandwidth:.4g}, {score} {self.kde_score:.4g}; {len(self.X)} points"
        )
