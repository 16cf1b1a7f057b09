"""Run every check and every test; go on after a failure; end with one summary.

usage: python tools/run_tests.py [STEP …]     (make test runs all)

Expects both environments, node_modules and the built book, as `make test` provides them.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from browser import NoBrowserError, find_or_install
from node import node_command, node_environment

ROOT = Path(__file__).resolve().parent.parent
TEST_PYTHON = sys.executable
BOOK_PYTHON = str(ROOT / ".venv" / "bin" / "python")
STRICT = (
    *("-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"),
    *("--nbval-sanitize-with", "tests/nbval.cfg", "--nbval-cell-timeout", "120"),
)


@dataclass(frozen=True)
class Step:
    """One part of the test suite: a name to call it by, and what to run."""

    name: str
    title: str
    command: list[str]


def steps() -> list[Step]:
    """All steps, quick ones first."""
    pytest = [TEST_PYTHON, "-m", "pytest", "-q"]
    npm = node_command("npm")
    chapters = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("chapters/*.ipynb"))
    return [
        Step("lint", "lint", [TEST_PYTHON, "-m", "ruff", "check", "."]),
        Step("format", "formatting", [TEST_PYTHON, "-m", "ruff", "format", "--check", "."]),
        Step("types", "types", [TEST_PYTHON, "-m", "mypy"]),
        Step("js-types", "types of the JavaScript", [*npm, "run", "--silent", "check"]),
        Step("js", "JavaScript tests", [*npm, "test", "--silent"]),
        Step(
            "unit",
            "unit, property and documentation tests",
            [*pytest, "-n", "2", "--doctest-modules", "--ignore=tests/browser", "tests", "gmmlib"],
        ),
        Step(
            "stripped",
            "notebooks hold no noise",
            [TEST_PYTHON, "tools/notebooks.py", "check"],
        ),
        # With the book's environment alone: what Binder installs must be enough.
        Step(
            "notebooks",
            "strict notebook tests",
            [BOOK_PYTHON, *STRICT, *chapters],
        ),
        # Each worker has a server and a browser; the tests of one file share pages.
        Step(
            "browser",
            "browser tests on the built pages",
            [*pytest, "-n", "2", "--dist", "loadfile", "tests/browser"],
        ),
    ]


def main(names: list[str]) -> int:
    """Run the named steps, or all."""
    known = steps()
    unknown = set(names) - {step.name for step in known}
    if unknown:
        sys.exit(f"no such step: {', '.join(sorted(unknown))}; there are "
                 f"{', '.join(step.name for step in known)}")  # fmt: skip
    chosen = [step for step in known if not names or step.name in names]
    outcomes: list[tuple[Step, bool, float]] = []
    for i, step in enumerate(chosen):
        print(f"\n== {i + 1}/{len(chosen)} {step.title} ==", flush=True)
        begin = time.monotonic()
        outcomes.append((step, run(step), time.monotonic() - begin))
    print("\n== summary ==")
    for step, passed, seconds in outcomes:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {step.title}")
    failed = sum(not passed for _, passed, _ in outcomes)
    print(f"\n{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def run(step: Step) -> bool:
    """Run one step; the browser step brings its browser first."""
    if step.name == "browser":
        try:
            print(f"browser: {find_or_install()}", flush=True)
        except NoBrowserError as error:
            print(error)
            return False
    # Two workers with as many threads each would only wait for one another.
    environment = node_environment() | {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(step.command, cwd=ROOT, env=environment).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
