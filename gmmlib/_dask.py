"""Rows of a dask.array, reduced where they lie: on threads, processes, or many machines.

A pass sends the parameters to the blocks and adds up what comes back, a few numbers a
component. The rows themselves stay: no task gives them to another place.

The workers of a `distributed` client, who need gmmlib too, keep the blocks that a fit has
moved into its coordinates, and write to their disks what exceeds their memory; if one is lost,
its blocks are computed anew from the array's graph. Dask's other schedulers have no memory of
their own, so there the array is read at every pass; `X.persist()` keeps one that fits the
memory, and `dask.config.set(pool=...)` the processes from pass to pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dask import config
from dask.base import compute, get_scheduler, persist
from dask.delayed import Delayed, delayed

from gmmlib._block import Block
from gmmlib._frame import Frame
from gmmlib._validation import Array, as_data

T = TypeVar("T")
#: How many values are added in one task.
ADDED_AT_ONCE = 8


@dataclass(frozen=True)
class Rows:
    """What is known of a block before it is read."""

    n_dims: int
    first: int  #: index of the first row
    length: int
    weights: Array | None

    def read(self, block: Any) -> Array:
        """Check a block; messages give the row's index in the whole array."""
        X = as_data(block, self.n_dims, first=self.first)
        if len(X) != self.length:
            raise ValueError(
                f"X has a block of {len(X)} rows where the dask.array says {self.length}; make "
                "its chunks agree with the data."
            )
        return X


@dataclass(frozen=True)
class DaskSource:
    """Blocks of rows, each a task of its own."""

    blocks: tuple[tuple[Delayed, Rows], ...]

    @staticmethod
    def of(X: Any, n_dims: int, weights: Array | None) -> DaskSource:
        """Blocks of a dask.array (N, D) or (N,), of known shape."""
        if X.shape[0] == 0:
            raise ValueError(f"X is empty (shape {X.shape}); at least one number is needed.")
        whole = X.rechunk({1: -1}) if X.ndim == 2 else X
        blocks, first = [], 0
        for block, length in zip(whole.to_delayed().ravel(), whole.chunks[0], strict=True):
            w = None if weights is None else weights[first : first + length]
            if length > 0:
                blocks.append((block, Rows(n_dims, first, length, w)))
            first += length
        return DaskSource(tuple(blocks))

    def reduce(self, function: Callable[[Array, Array | None, int], T]) -> T:
        """Sum of the function over all blocks."""
        tasks = [_task(_of_rows, function, block, rows) for block, rows in self.blocks]
        total: T = _total(tasks)
        return total

    def framed(self, frame: Frame) -> FramedDask:
        """Move the blocks where they are, and keep them there if that is possible."""
        moved = [_task(_moved, frame, block, rows) for block, rows in self.blocks]
        if _workers_have_memory():
            moved = list(persist(*moved))  # type: ignore[no-untyped-call]
        return FramedDask(tuple(moved))


@dataclass(frozen=True)
class FramedDask:
    """Blocks of columns, wherever they are."""

    blocks: tuple[Delayed, ...]

    def reduce(self, function: Callable[[Block], T]) -> T:
        """Sum of the function over all blocks."""
        total: T = _total([_task(_of_block, function, block) for block in self.blocks])
        return total


def _of_rows(function: Callable[[Array, Array | None, int], T], block: Any, rows: Rows) -> Any:
    return _or_refusal(lambda: function(rows.read(block), rows.weights, rows.first))


def _moved(frame: Frame, block: Any, rows: Rows) -> Any:
    # Plain arrays, because Dask knows how large they are: by that it decides what to spill.
    return _or_refusal(lambda: (frame.points_in(rows.read(block)), rows.weights))


def _of_block(function: Callable[[Block], T], block: Any) -> Any:
    if isinstance(block, Exception):
        return block
    return _or_refusal(lambda: function(Block(*block)))


def _or_refusal(call: Callable[[], T]) -> T | Exception:
    """Give a refusal of the data as a value: the first in the rows' order is then raised.

    Raised on a worker, the first in time would be, with the worker's cries.
    """
    try:
        return call()
    except (ValueError, TypeError, ArithmeticError) as refusal:
        return refusal


def _added(*values: Any) -> Any:
    """Add from left to right; the first refusal wins."""
    total = values[0]
    for value in values[1:]:
        if isinstance(total, Exception):
            return total
        total = value if isinstance(value, Exception) else total + value
    return total


def _total(tasks: list[Delayed]) -> Any:
    """Compute the sum of the tasks' values, as a tree of the same shape every time."""
    while len(tasks) > 1:
        starts = range(0, len(tasks), ADDED_AT_ONCE)
        tasks = [_task(_added, *tasks[i : i + ADDED_AT_ONCE]) for i in starts]
    # To read a block and to reduce it is one task: between two, a pool's processes would send
    # its rows. Workers with memory leave them where they are, and cannot take kept blocks so.
    with config.set({"optimization.fuse.delayed": not _workers_have_memory()}):
        (total,) = compute(tasks[0])  # type: ignore[no-untyped-call]
    if isinstance(total, Exception):
        raise total
    return total


def _task(function: Callable[..., Any], *arguments: Any) -> Delayed:
    """Make a task that depends on blocks alone.

    If what it does with them were a result of its own, a scheduler could send a block to
    where that result happens to be.
    """
    task: Delayed = delayed(function, pure=False, traverse=False)(*arguments)
    return task


def _workers_have_memory() -> bool:
    """Whether the current scheduler keeps results: only a distributed client can persist."""
    get = get_scheduler()  # type: ignore[no-untyped-call]
    return hasattr(getattr(get, "__self__", None), "persist")
