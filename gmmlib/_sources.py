"""Where the data of a fit come from: an array, or chunks of rows that are read at every pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set, Sized
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._block import Block
from gmmlib._frame import Frame
from gmmlib._validation import Array, as_data, as_sample_weight, check_data_shape, refuse_sparse

T = TypeVar("T")
#: A function of rows (n, D), their weights or None, and the index of the first.
OfRows = Callable[[Array, "Array | None", int], T]


class Source(Protocol):
    """Data whose rows can be gone through again and again."""

    def reduce(self, function: OfRows[T]) -> T:
        """Sum of the function over all blocks of rows, always in the same order."""
        ...

    def framed(self, frame: Frame) -> FramedSource:
        """The same data in the coordinates of a fit."""
        ...


class FramedSource(Protocol):
    """Data in the coordinates of a fit."""

    def reduce(self, function: Callable[[Block], T]) -> T:
        """Sum of the function over all blocks."""
        ...


@dataclass(frozen=True)
class ArraySource:
    """Rows in memory."""

    X: Array
    weights: Array | None

    def reduce(self, function: OfRows[T]) -> T:
        """Give the function's value: there is one block."""
        return function(self.X, self.weights, 0)

    def framed(self, frame: Frame) -> FramedArray:
        """Move once; the moved data are kept."""
        return FramedArray(Block(frame.points_in(self.X), self.weights))


@dataclass(frozen=True)
class FramedArray:
    """Columns in memory."""

    block: Block

    def reduce(self, function: Callable[[Block], T]) -> T:
        """Give the function's value: there is one block."""
        return function(self.block)


#: Rows of a chunk that are copied at once, and numbers in them at most.
ROWS_AT_ONCE = 65_536
NUMBERS_AT_ONCE = 2**20


@dataclass
class ChunkSource:
    """Chunks of rows, read anew at every pass; what is read of them is not kept.

    A chunk without rows is passed over: a file or a filter may well have none.
    """

    read: Callable[[], Iterable[ArrayLike]]
    n_dims: int
    weights: Array | None
    n_rows: int | None = None  #: known after the first pass; the others must have as many
    name: str = "chunk {} of X"  #: what messages call a chunk

    def reduce(self, function: OfRows[T]) -> T:
        """Sum over the chunks, in their order."""
        total: T | None = None
        for X, w, first in self._blocks():
            value = function(X, w, first)
            total = value if total is None else total + value  # type: ignore[operator]
        if total is None:
            raise ValueError("X has no chunk; at least one row is needed.")
        return total

    def framed(self, frame: Frame) -> FramedChunks:
        """Chunks that are moved as they are read."""
        return FramedChunks(self, frame)

    def _blocks(self) -> Iterator[tuple[Array, Array | None, int]]:
        first = 0
        for X in self._pieces():
            w = None if self.weights is None else self.weights[first : first + len(X)]
            if w is not None and len(w) < len(X):
                self._check_length(None)
            yield X, w, first
            first += len(X)
        self._check_length(first)
        self.n_rows = first

    def _pieces(self) -> Iterator[Array]:
        at_once = max(1, min(ROWS_AT_ONCE, NUMBERS_AT_ONCE // self.n_dims))
        for i, chunk in enumerate(self.read()):
            name = self.name.format(i)
            if not isinstance(chunk, np.ndarray):
                if not isinstance(chunk, Sized) or len(chunk) > 0:
                    yield as_data(chunk, self.n_dims, name)
                continue
            check_data_shape(chunk.shape, self.n_dims, name)
            for start in range(0, len(chunk), at_once):
                yield as_data(chunk[start : start + at_once], self.n_dims, name, start)

    def _check_length(self, found: int | None) -> None:
        """Compare the rows of a pass, or None if there are too many, with what is known."""
        rows = "more" if found is None else found
        if self.n_rows is not None and found != self.n_rows:
            raise ValueError(
                f"X has {self.n_rows} rows in the first pass over the data, but {rows} in a "
                "later one; em reads the data at every iteration, so X must give the same rows "
                "each time, from a new iterator."
            )
        if self.weights is not None and found != len(self.weights):
            raise ValueError(
                f"sample_weight has {len(self.weights)} entries, but the chunks of X have "
                f"{rows} rows; give one weight a row."
            )


@dataclass(frozen=True)
class FramedChunks:
    """Chunks of columns, moved as they are read."""

    source: ChunkSource
    frame: Frame

    def reduce(self, function: Callable[[Block], T]) -> T:
        """Sum over the chunks, in their order."""
        return self.source.reduce(lambda X, w, first: function(Block(self.frame.points_in(X), w)))


def as_source(X: object, n_dims: int, sample_weight: ArrayLike | None) -> Source:
    """Give what is to be fitted as a source of rows."""
    refuse_sparse(X, "X")
    weights = None if sample_weight is None else as_sample_weight(sample_weight)
    if _is_dask(X):
        return _dask_source(X, n_dims, weights)
    if isinstance(X, np.memmap):
        return _mapped_source(X, n_dims, weights)
    read = _reader(X, n_dims)
    if read is not None:
        return ChunkSource(read, n_dims, weights)
    data = as_data(X, n_dims)  # type: ignore[arg-type]
    _check_weights(weights, len(data))
    return ArraySource(data, weights)


def _check_weights(weights: Array | None, n_points: int) -> None:
    if weights is not None:
        as_sample_weight(weights, n_points)


def _mapped_source(X: np.memmap[Any, Any], n_dims: int, weights: Array | None) -> ChunkSource:
    check_data_shape(X.shape, n_dims)
    _check_weights(weights, len(X))
    return ChunkSource(lambda: [np.asarray(X)], n_dims, weights, name="X")


def _is_dask(X: object) -> bool:
    """Whether it is one of Dask's collections, told without importing Dask."""
    return any(c.__module__.split(".")[0] in ("dask", "dask_expr") for c in type(X).__mro__)


def _dask_source(X: Any, n_dims: int, weights: Array | None) -> Source:
    if not hasattr(X, "to_delayed") or not hasattr(X, "rechunk"):
        raise TypeError(
            f"X is a Dask {type(X).__name__}, but em takes rows as a dask.array; those of a data "
            "frame are X.to_dask_array(lengths=True)."
        )
    check_data_shape(X.shape, n_dims)
    if not all(float(n).is_integer() for n in X.shape):
        raise ValueError(
            "X is a dask.array that does not know how many rows it has; call "
            "X.compute_chunk_sizes() first."
        )
    _check_weights(weights, X.shape[0])
    from gmmlib._dask import DaskSource

    return DaskSource.of(X, n_dims, weights)


def _reader(X: object, n_dims: int) -> Callable[[], Iterable[ArrayLike]] | None:
    """Give a function that goes through the chunks from the start, or None if X is an array."""
    if hasattr(X, "__array__") or not (isinstance(X, Iterable) or callable(X)):
        return None
    if isinstance(X, Iterator):
        raise TypeError(
            "X is an iterator, which can be read only once, but em reads the data at every "
            "iteration; give a function that makes it, for instance lambda: chunks(...)."
        )
    if callable(X):
        return _Made(X)
    if isinstance(X, Mapping | Set):
        return None
    if isinstance(X, Sequence) and not (len(X) and _is_chunk(X[0], n_dims)):
        return None
    return lambda: X


def _is_chunk(item: object, n_dims: int) -> bool:
    """Whether an item of a sequence is an array of rows, rather than a row or a number."""
    n_axes = getattr(item, "ndim", 0)
    return n_axes == 2 or (n_axes == 1 and n_dims == 1)


@dataclass(frozen=True)
class _Made:
    """Chunks that a function of the user's makes."""

    make: Callable[[], Any]

    def __call__(self) -> Iterable[ArrayLike]:
        """Give the chunks from the start."""
        chunks = self.make()
        if not isinstance(chunks, Iterable) or hasattr(chunks, "__array__"):
            raise TypeError(
                "X is a function, which must give an iterator of chunks of rows, got "
                f"{type(chunks).__name__}; for a single array give the array itself as X."
            )
        return chunks
