"""Data that are to be binned: their range, what they count, and edges that fit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._binning import MOST_CELLS
from gmmlib._validation import Array, as_data, as_sample_weight, check_data_shape

#: Dimensions that an array of counts can have.
MOST_DIMS = 64


@dataclass(frozen=True)
class BinData:
    """Points that count, with their range."""

    X: Array  #: (N, D)
    low: Array  #: (D,)
    high: Array  #: (D,)
    weights: Array | None  #: (N,), all greater than 0
    total: float  #: their sum, or N

    @staticmethod
    def of(X: ArrayLike, sample_weight: ArrayLike | None) -> BinData:
        """Check the arguments of a public function; rows of weight 0 are left out."""
        data, low, high = _ranged(X)
        if data.shape[1] > MOST_DIMS:
            raise ValueError(
                f"X has {data.shape[1]} dimensions, but bins can have at most {MOST_DIMS}; "
                "take fewer of them."
            )
        if sample_weight is None:
            return BinData(data, low, high, None, float(len(data)))
        weights = as_sample_weight(sample_weight, len(data))
        with np.errstate(over="ignore"):
            total = float(weights.sum())
        if np.isinf(total):
            raise ValueError(
                "sample_weight has a sum beyond the range of float64; divide the weights."
            )
        if (weights == 0).any():
            data, weights = data[weights > 0], weights[weights > 0]
            low, high = _range(data)
        return BinData(data, low, high, weights, total)

    @property
    def n_dims(self) -> int:
        """D, the number of dimensions."""
        return int(self.X.shape[1])

    @property
    def span(self) -> Array:
        """Largest minus smallest value in each dimension, all greater than 0 and finite."""
        with np.errstate(over="ignore"):
            span: Array = self.high - self.low
        if (span == 0).any():
            d, N = int(np.argmax(span == 0)), len(self.X)
            where = f" in dimension {d}" if self.n_dims > 1 else ""
            values = "its only value is" if N == 1 else f"all {N} values are"
            raise ValueError(
                f"X has no spread{where}: {values} {self.low[d]:g}, which sets no width of a bin; "
                "give edges."
            )
        if np.isinf(span).any():
            raise ValueError("X spans more than the range of float64; rescale the data.")
        return span

    def finest(self) -> list[int]:
        """How many bins of equal width float64 can tell apart in each dimension."""
        apart = 2 * np.spacing(np.maximum(np.abs(self.low), np.abs(self.high)))
        return [max(1, int(most)) for most in self.span // apart]

    def even_edges(self, n_bins: Sequence[int], name: str = "bins") -> list[Array]:
        """Edges of bins of equal width in each dimension, from the lowest to the highest value."""
        check_cells(n_bins)
        finest = self.finest()
        edges = [
            np.linspace(low, high, n + 1)
            for low, high, n in zip(self.low, self.high, n_bins, strict=True)
        ]
        for d, e in enumerate(edges):
            if not (np.diff(e) > 0).all():
                raise ValueError(
                    f"{name} must be so few that float64 can tell their edges apart, got "
                    f"{n_bins[d]} between {self.low[d]!s} and {self.high[d]!s}; use at most "
                    f"{finest[d]}."
                )
        return edges


def check_cells(n_bins: Sequence[int]) -> None:
    """Refuse more cells than memory should hold."""
    cells = 1
    for n in n_bins:
        cells *= n
    if cells > MOST_CELLS:
        raise ValueError(
            f"a histogram can have at most {MOST_CELLS} cells, got "
            f"{times(n_bins)}{f' = {cells}' if len(n_bins) > 1 else ''}; use fewer bins."
        )


def times(n_bins: Sequence[object]) -> str:
    """Write numbers of bins as a product."""
    return " x ".join(map(str, n_bins))


def _ranged(X: object) -> tuple[Array, Array, Array]:
    """Give data as (N, D), with the least and the largest value in each dimension.

    A float64 array is not copied, and its range tells whether all of it is finite.
    """
    masked = isinstance(X, np.ma.MaskedArray)
    if isinstance(X, np.ndarray) and not masked and X.dtype == np.float64 and X.size:
        check_data_shape(X.shape, None)
        data: Array = X[:, None] if X.ndim == 1 else X
        low, high = _range(data)
        if np.isfinite(low).all() and np.isfinite(high).all():
            return data, low, high
    data = as_data(X)  # type: ignore[arg-type]
    return data, *_range(data)


def _range(data: Array) -> tuple[Array, Array]:
    return np.array([x.min() for x in data.T]), np.array([x.max() for x in data.T])
