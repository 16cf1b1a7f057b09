"""A progress bar, where one is asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any


def bar(total: int, name: str, unit: str, progress: bool) -> AbstractContextManager[Any]:
    """Give a bar of tqdm to enter, or what enters as None."""
    if not progress:
        return nullcontext()
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError(
            "progress=True needs the package tqdm: pip install tqdm, or gmmlib[progress]."
        ) from None
    shown: AbstractContextManager[Any] = tqdm(total=total, desc=name, unit=unit)
    return shown
