"""Make a virtual environment that holds exactly what a lock file names.

usage: python3 tools/make_env.py FOLDER REQUIREMENTS

Runs with any Python >= 3.11 and nothing installed. The folder gets a file `.ready` when
all is in place, so that an interrupted installation is started anew.
"""

import subprocess
import sys
import venv
from pathlib import Path


def main(folder: Path, requirements: Path) -> None:
    """Create the environment and install the lock into it."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs before anything is installed)
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(
            f"This project needs Python 3.11 or newer; this is {found} ({sys.executable}).\n"
            "Install one and name it: make book PYTHON=python3.12"
        )
    print(f"Making {folder} from {requirements} (once, about a minute) …", flush=True)
    ready = folder / ".ready"
    ready.unlink(missing_ok=True)
    try:
        # Cleared, not topped up: a package that left the lock must leave the environment.
        venv.EnvBuilder(clear=True, with_pip=True).create(folder)
    except subprocess.CalledProcessError:
        sys.exit("Python's venv has no pip here. On Debian or Ubuntu: apt install python3-venv")
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--progress-bar", "on", "-r", requirements], check=True)
    subprocess.run([*pip, "check"], check=True)
    ready.touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
