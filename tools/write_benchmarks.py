"""Write the measured tables into the README and onto the book's page of benchmarks.

usage: python tools/write_benchmarks.py     (after a whole run of `python -m benchmarks`)
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from benchmarks.library import pages  # noqa: E402
from benchmarks.library.section import load  # noqa: E402

#: Where the tables go, and what is written there.
WRITERS = {
    ROOT / "README.md": pages.summary,
    ROOT / "chapters" / "benchmarks.md": pages.whole,
}


def main(measured: Path = pages.MEASURED) -> int:
    """Fill all pages, or say how to measure first."""
    if not measured.exists():
        print(f"There is no run in {measured}. Measure first: make bench", file=sys.stderr)
        return 1
    sections, machine = load(measured)
    for page, write in WRITERS.items():
        text = page.read_text(encoding="utf-8")
        page.write_text(pages.filled(text, write(sections, machine), page.name), encoding="utf-8")
        print(f"{page.relative_to(ROOT)}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
