"""Labels of what the source numbers: ``eq-11-17`` says that it is Equation (11.17)."""

from __future__ import annotations

import re

CHAPTER = 11
#: How a label begins, for each kind of thing (Sphinx's names) that the source numbers.
PREFIXES = {"displaymath": "eq", "figure": "fig", "theorem": "thm", "example": "exm"}

#: A label that is meant as the source's: our own have no number after the prefix.
_MEANT = re.compile(rf"({'|'.join(PREFIXES.values())})-\d+(-.*)?", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<prefix>[a-z]+)-(?P<chapter>\d+)-(?P<number>[1-9]\d*)(?P<letter>[a-z]?)")

Number = tuple[str, str]


class LabelError(ValueError):
    """A label that looks like one of the source's and is none."""


def source_number(label: str, kind: str) -> Number | None:
    """Read the source's number off a label; None for a label of our own.

    Parameters
    ----------
    label : str
        For example ``eq-11-21a``.
    kind : str
        What carries it, as Sphinx calls it: displaymath, figure, theorem, example, …

    Raises
    ------
    LabelError
        If the label begins like one of the source's but has no number, or another kind's.
    """
    if not _MEANT.fullmatch(label):
        return None
    prefix = PREFIXES.get(kind)
    match = _NUMBER.fullmatch(label)
    lettered = bool(match and match["letter"])
    if not match or int(match["chapter"]) != CHAPTER or (lettered and prefix != "eq"):
        example = f"{prefix or 'eq'}-{CHAPTER}-17"
        raise LabelError(f"label {label!r} has no number of the source; write one like {example}")
    if match["prefix"] != prefix:
        expected = f"{prefix}-{CHAPTER}-{match['number']}" if prefix else "a label of our own"
        name = "equation" if kind == "displaymath" else kind
        article = "an" if name[0] in "aeiou" else "a"
        raise LabelError(f"label {label!r} stands on {article} {name}; expected {expected}")
    return match["chapter"], match["number"] + match["letter"]
