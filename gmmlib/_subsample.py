"""Rows drawn at random from data of any size, in one pass that reads them anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from gmmlib._sources import ChunkSource, Source, as_source
from gmmlib._validation import Array, as_data, check_data_shape, refuse_sparse


@dataclass(frozen=True)
class Subsample:
    """Rows with the smallest keys so far; of disjoint parts of the data they add up."""

    size: int
    keys: Array  #: (n,)
    index: np.ndarray  #: where the rows stand in the data, (n,)
    X: Array  #: (n, D)
    weights: Array | None

    def __add__(self, other: Subsample) -> Subsample:
        """Smallest keys of both."""
        weights = None
        if self.weights is not None and other.weights is not None:
            weights = np.concatenate([self.weights, other.weights])
        return Subsample(
            self.size,
            np.concatenate([self.keys, other.keys]),
            np.concatenate([self.index, other.index]),
            np.concatenate([self.X, other.X]),
            weights,
        ).cut()

    def cut(self) -> Subsample:
        """No more rows than asked for, in the data's order."""
        kept = np.argsort(self.keys, kind="stable")[: self.size]
        kept = kept[np.argsort(self.index[kept])]
        weights = None if self.weights is None else self.weights[kept]
        return Subsample(self.size, self.keys[kept], self.index[kept], self.X[kept], weights)


@dataclass(frozen=True)
class _Draw:
    """Draw from a block of rows; plain values, so that it can travel to other processes.

    The key of a row depends on the seed and on where the row stands, not on the blocks.
    """

    size: int
    seed: int

    def __call__(self, X: Array, w: Array | None, first: int) -> Subsample:
        counting = np.arange(len(X)) if w is None else np.flatnonzero(w > 0)
        stream = np.random.PCG64(self.seed).advance(first)
        keys = np.random.Generator(stream).random(len(X))[counting]
        weights = None if w is None else w[counting]
        return Subsample(self.size, keys, first + counting, X[counting], weights).cut()


def subsample(source: Source, size: int, rng: np.random.Generator) -> Subsample:
    """Draw so many of the rows that count, all of them if there are no more."""
    return source.reduce(_Draw(size, int(rng.integers(2**63))))


def n_dims_of(X: object) -> int:
    """D of data in any of the forms that :func:`gmmlib._sources.as_source` takes."""
    refuse_sparse(X, "X")
    shape = getattr(X, "shape", None)
    if isinstance(shape, tuple):
        check_data_shape(shape, None)
        return 1 if len(shape) == 1 else int(shape[1])
    if isinstance(X, Sequence):
        of_first = np.shape(X[0]) if len(X) and hasattr(X[0], "__array__") else ()
        return int(of_first[1]) if len(of_first) == 2 else int(as_data(X).shape[1])
    chunked = callable(X) or (isinstance(X, Iterable) and not isinstance(X, Mapping | Set))
    if hasattr(X, "__array__") or not chunked:
        return int(as_data(X).shape[1])  # type: ignore[arg-type]
    source = as_source(X, 1, None)
    first = next(iter(source.read()), ()) if isinstance(source, ChunkSource) else ()
    try:
        shape = np.shape(first)
    except ValueError:  # a ragged list, which is refused with its name
        shape = as_data(first, name="chunk 0 of X").shape
    return 1 if len(shape) < 2 else int(shape[1])
