"""A real JupyterLab for the tests: its own folders, a free port, a token; gone afterwards."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil

START_SECONDS = 60
STOP_SECONDS = 10
#: Neither news nor updates are asked for: there is no other host.
QUIET = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


class LabError(RuntimeError):
    """JupyterLab did not start."""


@contextmanager
def jupyter_lab(folder: Path):
    """Serve the notebooks in `folder`; gives the address and the token."""
    # Outside of `folder`, else Lab would list it.
    own = folder.parent / f"{folder.name}-lab"
    settings = own / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET))
    token = secrets.token_hex(16)
    log = own / "log.txt"
    with log.open("wb") as output:
        process = psutil.Popen(
            command(folder, free_port(), token),
            cwd=folder, env=environment(own), stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield address(process, own / "runtime", log), token
    finally:
        stop(process)


def command(folder, port, token):
    given = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": folder,
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": token,
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in given.items())]


def environment(own):
    """Nobody's own settings, extensions or kernels get in, and nothing is left behind."""
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    return os.environ | {name: str(own / folder) for name, folder in folders.items()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def address(process, runtime, log):
    """Wait for the file in which the server says where it listens, then for an answer."""
    file = runtime / f"jpserver-{process.pid}.json"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            url = json.loads(file.read_text())["url"].rstrip("/")
            with urllib.request.urlopen(f"{url}/api", timeout=5):
                return url
        except (OSError, ValueError):
            time.sleep(0.1)
    raise LabError(f"JupyterLab does not answer; it wrote:\n{log.read_text()[-4000:]}")


def stop(process):
    """End the server, which ends its kernels; what is left after some seconds is killed."""
    family = [process, *process.children(recursive=True)] if process.is_running() else []
    if family:
        process.terminate()
    _, left = psutil.wait_procs(family, timeout=STOP_SECONDS)
    for child in left:
        child.kill()
    psutil.wait_procs(left, timeout=STOP_SECONDS)
