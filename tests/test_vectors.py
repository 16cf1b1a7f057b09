"""tests/vectors hold what gmmlib gives, and the comparison finds what differs."""

import importlib.util
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("make_vectors", ROOT / "tools" / "make_vectors.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


@pytest.fixture(scope="module")
def computed():
    return tool.every_vector()


@pytest.fixture(autouse=True)
def computed_once(computed, monkeypatch):
    monkeypatch.setattr(tool, "every_vector", lambda: computed)


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(tool.FOLDER, tmp_path / "vectors"))


def test_the_committed_vectors_are_what_gmmlib_gives():
    assert tool.check(tool.FOLDER) is None


def test_a_changed_number_is_named(copy):
    path = copy / "modes.json"
    cases = json.loads(path.read_text())
    true = cases[1]["modes"][2]
    cases[1]["modes"][2] = true * (1 + 1e-11)
    path.write_text(json.dumps(cases))
    assert tool.check(copy) == (
        f"modes.json[1].modes[2]: committed {cases[1]['modes'][2]}, gmmlib gives {true}"
    )


def test_a_change_of_the_last_bits_is_not(copy):
    path = copy / "modes.json"
    cases = json.loads(path.read_text())
    cases[1]["modes"][2] *= 1 + 1e-14
    path.write_text(json.dumps(cases))
    assert tool.check(copy) is None


def test_missing_and_strange_files_are_named(copy):
    (copy / "old.json").touch()
    assert tool.check(copy) == "old.json is made by nothing; remove it"
    (copy / "em.json").unlink()
    assert tool.check(copy) == "em.json is missing; make it with `make vectors`"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (1.0, 1.0, None),
        (0.0, 1e-300, "x: committed 0.0, gmmlib gives 1e-300"),
        ("-Infinity", -1e300, 'x: committed "-Infinity", gmmlib gives -1e+300'),
        ([1, 2], [1], "x: committed [1, 2], gmmlib gives [1]"),
        ({"a": 1}, {"b": 1}, 'x: committed {"a": 1}, gmmlib gives {"b": 1}'),
        ({"a": [1, 2]}, {"a": [1, 3]}, "x.a[1]: committed 2, gmmlib gives 3"),
    ],
)
def test_difference(old, new, found):
    assert tool.difference(old, new, "x") == found


@pytest.mark.parametrize(
    ("place", "value", "same", "other"),
    [
        ("kde.json[6].likelihood", 2.0, 2e-13, 1e-11),
        ("kde.json[6].rules.silverman", 2.0, 2e-13, 1e-11),
        ("kde.json[6].rules.likelihood", 2.0, 1e-7, 1e-5),
        ("kernels.json[3].convolution[8]", 3e-7, 1e-16, 1e-14),
        ("kernels.json[3].density[8]", 3e-7, 1e-20, 1e-16),
    ],
)
def test_what_is_searched_or_interpolated_is_known_less_well(place, value, same, other):
    assert tool.difference(value, value + same, place) is None
    assert tool.difference(value, value + other, place) is not None


def test_infinity_becomes_a_string_and_nan_is_refused():
    assert tool.to_json({"a": np.array([-np.inf, 1.5])}) == {"a": ["-Infinity", 1.5]}
    with pytest.raises(ValueError, match="a vector must not hold NaN"):
        tool.to_json([np.nan])


def test_the_command_line_exits_with_1_on_a_difference(copy, monkeypatch, capsys):
    monkeypatch.setattr(tool, "FOLDER", copy)
    assert tool.main(["--check"]) == 0
    (copy / "em.json").unlink()
    assert tool.main(["--check"]) == 1
    assert "em.json is missing" in capsys.readouterr().out
    assert tool.main([]) == 0
    assert re.search(r"em.json: \d+ cases\n(.*\n)*modes.json: as before", capsys.readouterr().out)
    assert tool.check(copy) is None
    assert tool.main(["--wrong"]) == 2
