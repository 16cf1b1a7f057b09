"""The book's environment is its lock, so a chapter that runs in it runs in Binder."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
#: What a new virtual environment has of its own.
OWN = {"pip", "setuptools", "wheel"}


def locked(path: Path) -> dict[str, str]:
    """Name and version of every package that the lock asks for on this machine."""
    lines = [line for line in path.read_text().splitlines() if re.match(r"[a-z0-9]", line)]
    wanted = [Requirement(line) for line in lines]
    return {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r in wanted
        if r.marker is None or r.marker.evaluate()
    }


@pytest.mark.parametrize("lock", [LOCK, ROOT / "tests" / "requirements.txt"])
def test_locks_name_exact_versions_and_install_gmmlib(lock):
    text = lock.read_text()
    assert "\n-e .\n" in text
    assert all(re.fullmatch(r"[0-9][^,*]*", version) for version in locked(lock).values())
    assert "://" not in text


def test_both_locks_agree():
    book, tests = locked(LOCK), locked(ROOT / "tests" / "requirements.txt")
    assert {name: tests[name] for name in book} == book


def test_the_book_environment_holds_exactly_the_lock():
    listing = subprocess.run(
        [ROOT / ".venv" / "bin" / "python", "-m", "pip", "list", "--format=json"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    installed = {canonicalize_name(p["name"]): p["version"] for p in json.loads(listing)}
    assert "gmmlib" in installed
    mine = {name: v for name, v in installed.items() if name not in OWN | {"gmmlib"}}
    assert mine == {name: v for name, v in locked(LOCK).items() if name not in OWN}
