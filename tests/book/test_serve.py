"""tools/serve.py: serves on this machine, says so, ends quietly."""

import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from book_project import ROOT


@pytest.fixture
def book(tmp_path):
    (tmp_path / "index.html").write_text("<p>The book.</p>")
    return tmp_path


def serve(*words):
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tools" / "serve.py"), *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN])
def test_it_prints_the_address_serves_uncached_and_ends_quietly(book, end, inherited):
    before = signal.signal(signal.SIGINT, inherited)  # ignored, where a shell runs us behind it
    started = serve(book, 0)
    signal.signal(signal.SIGINT, before)
    with started as server:
        line = server.stdout.readline()
        address = line.split()[4]
        assert address.startswith("http://localhost:")
        with urllib.request.urlopen(address.replace("localhost", "127.0.0.1")) as answer:
            assert answer.read() == b"<p>The book.</p>"
            assert answer.headers["Cache-Control"] == "no-store"
        server.send_signal(end)
        out, err = server.communicate(timeout=10)
    assert (server.returncode, out.strip(), err) == (0, "", "")


def test_a_busy_port_is_named_with_another_one(book):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with serve(book, port) as server:
            out, err = server.communicate(timeout=10)
    assert server.returncode == 1
    assert out == ""
    assert err.startswith(f"Port {port} is busy; choose another one: make book PORT=")
    assert err.count("\n") == 1


@pytest.mark.parametrize("port", ["eighty", "-1", "70000", ""])
def test_a_wrong_port_says_what_is_expected(book, port):
    with serve(book, port) as server:
        err = server.communicate(timeout=10)[1]
    assert err == f"PORT= must be a number from 0 to 65535, got {port!r}.\n"


def test_a_folder_without_a_book_says_what_to_do(tmp_path):
    with serve(tmp_path, 0) as server:
        err = server.communicate(timeout=10)[1]
    assert server.returncode == 1
    assert err == f"{tmp_path} holds no book (no index.html). Build it: make html\n"
