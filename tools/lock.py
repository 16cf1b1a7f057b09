"""Resolve the exact versions of the book's and of the tests' environment.

usage: python tools/lock.py   (needs the PyPI package `uv`; `make lock` has it)

The ranges stand in pyproject.toml. The locks are universal: one file for every Python
from 3.11 on and every system.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Exact versions, made by `make lock` from the ranges in pyproject.toml.\n"


def resolve(extras: str, target: Path) -> None:
    """Write the lock of gmmlib with the named extras."""
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal",
        "--python-version", "3.11", "--no-header", "--no-emit-index-url",
        "--no-emit-find-links", "--upgrade", "-",
    ]  # fmt: skip
    lock = subprocess.run(
        command, input=f"-e .[{extras}]", cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    target.write_text(HEADER + lock, encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {lock.count('==')} packages")


if __name__ == "__main__":
    resolve("book", ROOT / "requirements.txt")
    resolve("book,test", ROOT / "tests" / "requirements.txt")
