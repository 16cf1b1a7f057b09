"""The committed bundles are what the sources give."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "gmmlib" / "explorables" / "bundle"
NODE = [sys.executable, str(ROOT / "tools" / "node.py")]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    command = [*NODE, "node", str(ROOT / "tools" / "bundle.mjs"), str(folder)]
    # Run from elsewhere: where one stands must not get into the bundles.
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return folder


def test_the_same_files(built):
    names = {path.name for path in built.iterdir()}
    assert names == {
        "explorables.mjs",
        "explorables.page.js",
        "explorables.css",
        "explorables.LICENSES.txt",
    }
    assert {path.name for path in COMMITTED.iterdir()} == names


@pytest.mark.parametrize(
    "name",
    ["explorables.mjs", "explorables.page.js", "explorables.css", "explorables.LICENSES.txt"],
)
def test_the_same_bytes(built, name):
    same = (COMMITTED / name).read_bytes() == (built / name).read_bytes()
    assert same, f"{name} is not what the sources give; run `make bundle` and commit it"


@pytest.mark.parametrize("name", ["explorables.mjs", "explorables.page.js", "explorables.css"])
def test_bundles_load_nothing_else(built, name):
    text = (built / name).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    # Names of XML spaces are the only addresses, and nobody asks for them.
    assert text.count("http") == text.count("http://www.w3.org/")


def test_the_widget_is_a_module_and_the_page_a_classic_script(built):
    assert "export{" in (built / "explorables.mjs").read_text(encoding="utf-8")
    page = (built / "explorables.page.js").read_text(encoding="utf-8")
    assert "export{" not in page
    check = subprocess.run(
        [*NODE, "node", "--check", "--input-type=commonjs", "-"],
        input=page,
        text=True,
        capture_output=True,
    )
    assert check.returncode == 0, check.stderr


def test_every_bundled_package_brings_its_license(built):
    text = (built / "explorables.LICENSES.txt").read_text(encoding="utf-8")
    for name in ("d3-scale", "d3-interpolate", "d3-color"):  # each needs the next
        assert f"\n{name} " in text
    assert text.count("Permission to use, copy, modify") == text.count(" (ISC)\n")


def test_the_lock_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "://" not in lock
