"""Write what gmmlib computes to tests/vectors: the explorables' JavaScript is held to it.

usage: python tools/make_vectors.py           write the files
       python tools/make_vectors.py --check   compare the files with gmmlib; exit 1 if they differ

Infinity stands as a string, since JSON has no number for it. The random problems are
rounded, so that they read well and hang on no last bit of a random generator. To add a file,
add a module to the package `vectors`.
"""

import json
import math
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import vectors

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "vectors"
RELATIVE = 1e-12
#: What is known less well, by its place: how far it may differ, relatively and absolutely.
LOOSER = {
    # The search for a bandwidth ends within a millionth of an octave.
    r"\.rules\.(least-squares|likelihood)$": (1e-6, 0.0),
    # Interpolated, so to the rounding of its peak, which is below 1.
    r"\.convolution\[\d+\]$": (RELATIVE, 1e-15),
}


def every_vector() -> dict[str, Any]:
    """Compute every file's cases, as JSON holds them."""
    return {name: to_json(cases) for name, cases in vectors.every_case().items()}


def to_json(value: Any) -> Any:
    """Turn arrays into lists and infinities into strings."""
    if isinstance(value, dict):
        return {key: to_json(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [to_json(part) for part in value]
    if isinstance(value, float | np.floating) and not math.isfinite(value):
        if math.isnan(value):
            raise ValueError("a vector must not hold NaN; gmmlib never gives it.")
        return "Infinity" if value > 0 else "-Infinity"
    return value.item() if isinstance(value, np.generic) else value


def difference(old: Any, new: Any, place: str) -> str | None:
    """Name the first place where two vectors differ by more than rounding."""
    if isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new):
        found = (difference(old[key], new[key], f"{place}.{key}") for key in old)
        return next(filter(None, found), None)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        found = (difference(*pair, f"{place}[{i}]") for i, pair in enumerate(zip(old, new)))  # noqa: B905
        return next(filter(None, found), None)
    numbers = all(isinstance(value, int | float) for value in (old, new))
    relative, absolute = next((v for k, v in LOOSER.items() if re.search(k, place)), (RELATIVE, 0))
    if old == new or (numbers and math.isclose(old, new, rel_tol=relative, abs_tol=absolute)):
        return None
    return f"{place}: committed {_short(old)}, gmmlib gives {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else text[:79] + "…"


def write(folder: Path) -> None:
    """Write the files that differ, one case a line, so that a diff shows which case changed.

    A file that agrees stays as it is: another processor rounds the last bits differently.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, cases in every_vector().items():
        path = folder / name
        if path.exists() and not difference(json.loads(path.read_text("utf-8")), cases, name):
            print(f"{name}: as before")
            continue
        lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        print(f"{name}: {len(cases)} cases")


def check(folder: Path) -> str | None:
    """Compare the committed files with gmmlib; give the first difference."""
    fresh = every_vector()
    for name, cases in fresh.items():
        if not (folder / name).exists():
            return f"{name} is missing; make it with `make vectors`"
        committed = json.loads((folder / name).read_text(encoding="utf-8"))
        if found := difference(committed, cases, name):
            return found
    strangers = sorted({path.name for path in folder.iterdir()} - set(fresh))
    return f"{strangers[0]} is made by nothing; remove it" if strangers else None


def main(arguments: list[str]) -> int:
    """Write or check, as the command line asks."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not arguments:
        write(FOLDER)
        return 0
    found = check(FOLDER)
    print(found or "tests/vectors hold what gmmlib gives.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
