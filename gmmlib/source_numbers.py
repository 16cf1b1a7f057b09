"""Every number that the source prints, computed here and compared.

The numbers as printed stand in ``data/source_numbers.toml``; this module alone says how each
is computed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from importlib import resources
from typing import Any, Literal

import numpy as np

from gmmlib import datasets
from gmmlib._validation import as_instance
from gmmlib.em import em
from gmmlib.results import EMResult
from gmmlib.updates import e_step, m_step, update_covariances, update_means, update_weights

__all__ = ["Comparison", "Comparisons", "compare", "first_with_final_digits"]

Verdict = Literal["agrees", "differs", "cannot be recomputed"]
#: Decimals shown beyond those of the source.
MORE = 3


@dataclass(frozen=True)
class Comparison:
    """Numbers that the source prints at one place, beside those computed here.

    Attributes
    ----------
    place : str
        Where the source prints them, such as ``(11.19)``.
    what : str
        What they are.
    printed : tuple of str
        As the source prints them.
    call : str
        How they are computed here; empty where they cannot be.
    computed : tuple of float
        What that gives; empty where they cannot be computed.
    given : bool
        Whether they are the source's data: equal then means equal, not rounded.
    remark : str
        Why they differ, or why they cannot be recomputed.
    """

    place: str
    what: str
    printed: tuple[str, ...]
    call: str
    computed: tuple[float, ...]
    given: bool
    remark: str

    @property
    def agreements(self) -> tuple[bool, ...]:
        """Whether each computed number is the printed one."""
        pairs = zip(self.computed, self.printed, strict=bool(self.call))
        if self.given:
            return tuple(value == float(Fraction(text)) for value, text in pairs)
        return tuple(rounded(value, text) == text for value, text in pairs)

    @property
    def verdict(self) -> Verdict:
        """``agrees``, ``differs`` or ``cannot be recomputed``."""
        if not self.call:
            return "cannot be recomputed"
        return "agrees" if all(self.agreements) else "differs"


@dataclass(frozen=True, repr=False)
class Comparisons:
    """All comparisons, in the source's order; a table where it is displayed.

    Attributes
    ----------
    rows : tuple of Comparison
    """

    rows: tuple[Comparison, ...]

    def __iter__(self) -> Iterator[Comparison]:
        """Go through the rows."""
        return iter(self.rows)

    def count(self, verdict: Verdict) -> int:
        """How many printed numbers have a verdict.

        Parameters
        ----------
        verdict : {"agrees", "differs", "cannot be recomputed"}

        Returns
        -------
        int

        Examples
        --------
        >>> from gmmlib import source_numbers
        >>> source_numbers.compare().count("differs")
        4
        """
        if verdict == "cannot be recomputed":
            return sum(len(row.printed) for row in self if row.verdict == verdict)
        return sum(row.agreements.count(verdict == "agrees") for row in self)

    def __repr__(self) -> str:
        """Say how many numbers there are; the rows would fill pages."""
        return f"<{sum(len(row.printed) for row in self)} printed numbers, compared>"

    def __str__(self) -> str:
        """Write one line a place."""
        return "\n".join(
            f"{row.place}: {row.what}: {', '.join(row.printed)}: {row.verdict}" for row in self
        )

    def _repr_markdown_(self) -> str:
        """Give a table: where, what, as printed, as computed, the verdict, and by what."""
        lines = ["| where | what | printed | computed | verdict | by |", "|" + "---|" * 6]
        for row in self:
            verdict = f"**{row.verdict}**" if row.verdict == "differs" else row.verdict
            call = f"`{row.call}`" if row.call else ""
            by = ". ".join(text for text in (call, row.remark) if text)
            cells = (row.place, row.what, ", ".join(row.printed), _shown(row), verdict, by)
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines)


def compare() -> Comparisons:
    """Compute all numbers of Examples 11.1 to 11.6 and of the text between, (11.5) to (11.64).

    Returns
    -------
    Comparisons
        One row a place at which the source prints numbers.

    Notes
    -----
    A computed number agrees if, rounded to the decimals of the printed one, it is equal to it.
    Data that the source states must be equal as they are.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, chapter 11.

    Examples
    --------
    >>> from gmmlib import source_numbers
    >>> [row.place for row in source_numbers.compare() if row.verdict == "differs"]
    ['(11.19)', 'Example 11.2']
    """
    names = _names()
    return Comparisons(tuple(_comparison(entry, names) for entry in _entries()))


def first_with_final_digits(fit: EMResult) -> int:
    """Count EM's iterations until all digits stand that the source prints in (11.57).

    Parameters
    ----------
    fit : EMResult
        A fit that ran until nothing changed any more.

    Returns
    -------
    int
        The first iteration from which the mixture prints as it does at the end.

    Examples
    --------
    >>> from gmmlib import datasets, em, source_numbers
    >>> source_numbers.first_with_final_digits(em(*datasets.running_example(), tolerance=0))
    5
    """
    history = as_instance(fit, EMResult, "fit").history
    texts = [str(iterate.model) for iterate in history]
    others = [i for i, text in enumerate(texts) if text != texts[-1]]
    return max(others, default=-1) + 1


def rounded(value: float, printed: str, more: int = 0) -> str:
    """Round a float's exact value to the decimals of a printed number, and some more."""
    decimals = len(printed.partition(".")[2]) + more
    digits = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return str(abs(digits) if digits == 0 else digits)


def _names() -> dict[str, Any]:
    """Give what the calls in the data file are made of."""
    X, start = datasets.running_example()
    r = e_step(X, start)
    return {
        "X": X,
        "start": start,
        "r": r,
        "means": update_means(X, r),
        "fit": em(X, start, tolerance=0),
        "mixture": datasets.figure_11_2(),
        "one_hot": np.eye(start.n_components),
        "m_step": m_step,
        "update_means": update_means,
        "update_covariances": update_covariances,
        "update_weights": update_weights,
        "first_with_final_digits": first_with_final_digits,
    }


def _entries() -> list[dict[str, Any]]:
    """Read the numbers as printed."""
    file = resources.files("gmmlib") / "data" / "source_numbers.toml"
    entries: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["numbers"]
    return entries


def _comparison(entry: dict[str, Any], names: dict[str, Any]) -> Comparison:
    """Compute what an entry of the file asks for."""
    call = entry.get("call", "")
    # What the table shows is what is evaluated: the two cannot drift apart.
    value = eval(call, {"__builtins__": {}}, names) if call else ()
    parts = value if isinstance(value, tuple) else (value,)
    computed = [float(number) for part in parts for number in np.ravel(part)]
    return Comparison(
        entry["place"],
        entry["what"],
        tuple(entry["printed"]),
        call,
        tuple(computed),
        entry.get("given", False),
        entry.get("reason", entry.get("note", "")),
    )


def _shown(row: Comparison) -> str:
    """Write the computed numbers: data and counts as they are, results with more decimals."""
    pairs = zip(row.computed, row.printed, strict=bool(row.call))
    return ", ".join(
        f"{value:.6g}" if row.given or "." not in text else rounded(value, text, MORE)
        for value, text in pairs
    )
