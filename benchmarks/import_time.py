"""How long `import gmmlib` takes where numpy is imported already."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.report import Measurement

RUNS = 11

#: In one interpreter, so that the chance of two processes does not enter the difference.
PROGRAM = """
import time
import numpy
begin = time.perf_counter()
import gmmlib
print(1000 * (time.perf_counter() - begin))
"""


def measure() -> Iterator[Measurement]:
    """Import in fresh interpreters, once more than counted: the first reads from the disk."""
    runs = [run() for _ in range(RUNS + 1)][1:]
    yield Measurement("import gmmlib beyond numpy", "gmmlib", median(runs))


def run() -> float:
    """Give the milliseconds of one fresh interpreter."""
    command = [sys.executable, "-c", PROGRAM]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
