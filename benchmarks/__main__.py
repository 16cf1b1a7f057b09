"""Measure the library against its peers, and the pages of the book against their budgets.

usage: python -m benchmarks [PART …]     (all unless named; `make bench` runs all)

Parts: engine, growth, kde, histogram, kmeans, imports, dask; pages, which needs the built book.
"""

from __future__ import annotations

import sys
import time


def main(names: list[str]) -> int:
    """Measure, with a line for each step; the exit code says whether all targets are kept."""
    # Inside: Dask's workers import this module too, and need none of it.
    from benchmarks.library import run

    known = [*run.PARTS, "pages"]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = [name for name in known if not names or name in names]
    begin = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begin:6.1f} s  {text}", flush=True)

    codes = []
    if library := [name for name in chosen if name in run.PARTS]:
        codes.append(run.measure(library, say))
    if "pages" in chosen:
        from benchmarks import book_run

        codes.append(book_run.measure(say))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
