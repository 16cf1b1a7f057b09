"""How long `import gmmlib` takes where numpy is imported already, and how long its peers take."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.library.section import Check, Say, Section, duration
from benchmarks.library.timing import in_turn

NEEDS = ()
TITLE = "Importing"
BEYOND = "import gmmlib beyond numpy"
RUNS = 7
#: What a user of the same methods imports.
MODULES = {
    "gmmlib": "gmmlib",
    "scikit-learn": "sklearn.mixture",
    "scipy": "scipy.stats",
    "KDEpy": "KDEpy",
    "pomegranate": "pomegranate.gmm",
}

#: In one interpreter, so that the chance of two processes does not enter the difference.
PROGRAM = """
import time
import numpy
begin = time.perf_counter()
import {}
print(time.perf_counter() - begin)
"""


def measure(say: Say, modules: Mapping[str, str] = MODULES, runs: int = RUNS) -> list[Section]:
    """Import in fresh interpreters, in turn; the first of each compiles what it reads."""
    there = {name: m for name, m in modules.items() if find_spec(m.partition(".")[0])}
    times: dict[str, list[float]] = {name: [] for name in there}
    with TemporaryDirectory() as compiled:
        for name in in_turn(list(there), runs + 1):
            times[name].append(run(there[name], compiled))
    found = {name: median(values[1:]) for name, values in times.items()}
    say("imports")
    check = Check.budget(BEYOND, 1e3 * found["gmmlib"], "gmmlib")
    cells = [
        (
            f"`import {module}`",
            duration(found[name]) if name in found else "not installed",
            check.verdict if name == "gmmlib" else "",
        )
        for name, module in modules.items()
    ]
    return [
        Section(
            TITLE,
            "In a fresh interpreter that has imported numpy already, from compiled modules, as an "
            f"installed package has them; the median of {runs}.",
            ("statement", "time beyond numpy", "target"),
            tuple(cells),
            (check,),
        )
    ]


def run(module: str, compiled: str) -> float:
    """Give the seconds of one fresh interpreter, which keeps what it compiles in that folder.

    As an installed package is: the packages here may lie as they are written, and an
    environment may forbid to keep anything.
    """
    command = [sys.executable, "-X", f"pycache_prefix={compiled}", "-c", PROGRAM.format(module)]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=kept)
    return float(done.stdout)
