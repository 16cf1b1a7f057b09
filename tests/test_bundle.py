"""The committed bundles are what the sources give, and pages load no more than they need."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXPLORABLES = ROOT / "gmmlib" / "explorables"
COMMITTED = EXPLORABLES / "bundle"
NODE = [sys.executable, str(ROOT / "tools" / "node.py")]
KINDS = sorted(path.stem for path in (EXPLORABLES / "js" / "kinds").glob("*.js"))
KINDS.remove("index")
SCRIPTS = [f"explorables.{name}.js" for name in ("page", *KINDS)]
NAMES = ["explorables.mjs", *SCRIPTS, "explorables.css", "explorables.LICENSES.txt"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    command = [*NODE, "node", str(ROOT / "tools" / "bundle.mjs"), str(folder)]
    # Run from elsewhere: where one stands must not get into the bundles.
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return folder


def test_the_same_files(built):
    assert sorted(path.name for path in built.iterdir()) == sorted(NAMES)
    assert sorted(path.name for path in COMMITTED.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes(built, name):
    same = (COMMITTED / name).read_bytes() == (built / name).read_bytes()
    assert same, f"{name} is not what the sources give; run `make bundle` and commit it"


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".txt")])
def test_bundles_load_nothing_else(built, name):
    text = (built / name).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    # Names of XML spaces are the only addresses, and nobody asks for them.
    assert text.count("http") == text.count("http://www.w3.org/")


def test_the_widget_is_a_module(built):
    assert "export{" in (built / "explorables.mjs").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCRIPTS)
def test_pages_get_classic_scripts(built, name):
    text = (built / name).read_text(encoding="utf-8")
    assert "export{" not in text
    check = subprocess.run(
        [*NODE, "node", "--check", "--input-type=commonjs", "-"],
        input=text,
        text=True,
        capture_output=True,
    )
    assert check.returncode == 0, check.stderr


def test_notebooks_get_every_kind():
    index = (EXPLORABLES / "js" / "kinds" / "index.js").read_text(encoding="utf-8")
    assert re.findall(r'from "\./(.+)\.js"', index) == KINDS


def taken(script):
    """What a kind's script takes from the core."""
    return set(re.findall(r"gmmlibExplorables\.shared\.([\w$]+)", script))


def test_a_kind_takes_from_the_core_what_the_core_has(built):
    core = (built / "explorables.page.js").read_text(encoding="utf-8")
    used = set()
    for kind in KINDS:
        script = (built / f"explorables.{kind}.js").read_text(encoding="utf-8")
        assert len(taken(script)) > 10
        assert f'gmmlibExplorables.add("{kind}",' in script
        used |= taken(script)
    has = [set(re.findall(r"([\w$]+):[\w$]+", part)) for part in re.findall(r"\{([^{}]+)\}", core)]
    assert used in has  # no more and no less


@pytest.mark.parametrize("sign", ["hsl", "1999/xhtml", "xp-toolbar"])
def test_what_all_kinds_need_is_in_the_core_alone(built, sign):
    found = [name for name in SCRIPTS if re.search(sign, (built / name).read_text("utf-8"))]
    assert found == ["explorables.page.js"]


def test_every_bundled_package_brings_its_license(built):
    text = (built / "explorables.LICENSES.txt").read_text(encoding="utf-8")
    for name in ("d3-scale", "d3-interpolate", "d3-color"):  # each needs the next
        assert f"\n{name} " in text
    assert text.count("Permission to use, copy, modify") == text.count(" (ISC)\n")


def test_the_lock_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "://" not in lock
