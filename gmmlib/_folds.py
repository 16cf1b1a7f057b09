"""Folds: the parts of the rows that are held out in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gmmlib._validation import as_count, as_rng, shape_text, shown

Rows = NDArray[np.intp]
LEAVE_ONE_OUT = "leave-one-out"


@dataclass(frozen=True)
class Split:
    """Rows that are held out together, in ascending order; all others are trained on."""

    repeat: int  #: from 0; in each repeat every row is held out once
    rows: Rows
    n_points: int

    @property
    def training(self) -> NDArray[np.bool_]:
        """Which rows are trained on, (N,)."""
        kept = np.ones(self.n_points, dtype=bool)
        kept[self.rows] = False
        return kept


def as_splits(
    folds: object, n_points: int, repeats: object, rng: object, name: str = "folds"
) -> tuple[Split, ...]:
    """Give the splits of all repeats, as even as can be where they are drawn."""
    times = as_count(repeats, "repeats")
    generator = as_rng(rng)
    if isinstance(folds, Sequence | np.ndarray) and not isinstance(folds, str):
        parts = list(_as_partition(folds, n_points, name))
        _refuse_repeats(times, "given folds, which are the same in each")
        return tuple(Split(0, rows, n_points) for rows in parts)
    count = n_folds(folds, n_points, name)
    if count == n_points:
        _refuse_repeats(times, "leave-one-out, which is the same in each")
        return tuple(Split(0, rows, n_points) for rows in np.split(np.arange(n_points), n_points))
    return tuple(
        Split(repeat, np.sort(rows), n_points)
        for repeat in range(times)
        for rows in np.array_split(generator.permutation(n_points), count)
    )


def n_folds(folds: object, n_points: int, name: str = "folds") -> int:
    """Into how many parts the rows are split."""
    if n_points < 2:
        raise ValueError(f"X must have at least 2 rows to hold some out, got {n_points}.")
    if isinstance(folds, str) and folds == LEAVE_ONE_OUT:
        return n_points
    if isinstance(folds, str):
        raise ValueError(f'{name} must be a whole number or "{LEAVE_ONE_OUT}"; got {shown(folds)}.')
    count = as_count(folds, name, at_least=2)
    if count > n_points:
        raise ValueError(
            f"{name} must be at most the number of rows that are split, {n_points}, got {count}; "
            f'"{LEAVE_ONE_OUT}" makes each row a fold.'
        )
    return count


def _refuse_repeats(times: int, what: str) -> None:
    if times > 1:
        raise ValueError(f"repeats must be 1 with {what}; got {times}.")


def _as_partition(folds: Sequence[Any] | NDArray[Any], n_points: int, name: str) -> Iterator[Rows]:
    """Give arrays of row indices that hold every row once."""
    if len(folds) < 2:
        raise ValueError(f"{name} must hold at least 2 arrays of row indices, got {len(folds)}.")
    times = np.zeros(n_points, dtype=int)
    for i, fold in enumerate(folds):
        try:
            rows = np.asarray(fold)
        except ValueError:  # a ragged list
            rows = np.empty(0, dtype=object)
        if rows.ndim != 1 or rows.size == 0 or rows.dtype.kind not in "iu":
            raise ValueError(
                f"{name}[{i}] must hold row indices, at least one, got {shape_text(rows.shape)} "
                f"of dtype {rows.dtype}."
            )
        outside = rows[(rows < 0) | (rows >= n_points)]
        if len(outside):
            raise ValueError(
                f"{name}[{i}] must hold indices in 0…{n_points - 1}, got {outside[0]}."
            )
        np.add.at(times, rows, 1)
        yield np.sort(rows).astype(np.intp)
    if (times != 1).any():
        n = int(np.argmax(times != 1))
        raise ValueError(
            f"{name} must hold every row of X once, but row {n} stands in them {times[n]} times."
        )
