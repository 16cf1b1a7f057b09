"""Serve a built book on this machine.

usage: python tools/serve.py HTML_DIR [PORT]     (PORT is 8000 unless given; 0: any free one)
"""

from __future__ import annotations

import errno
import functools
import signal
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: Only this machine can reach it.
HOST = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Serve files as they are now, and log nothing."""

    def end_headers(self) -> None:
        """Forbid caches: a rebuilt page must be the one that is seen."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Leave the terminal to the address."""


class Server(ThreadingHTTPServer):
    """A server whose port is busy if another server has it."""

    # On Windows the default would let two servers share a port.
    allow_reuse_address = sys.platform != "win32"


def make_server(folder: Path, port: int) -> Server:
    """Open the port; raise OSError where that cannot be done."""
    return Server((HOST, port), functools.partial(Handler, directory=str(folder)))


def main(folder: str, port: str = "8000") -> int:
    """Serve until Ctrl-C."""
    path = Path(folder)
    if not (path / "index.html").exists():
        print(f"{path} holds no book (no index.html). Build it: make html", file=sys.stderr)
        return 1
    if not port.isdecimal() or int(port) > 65535:
        print(f"PORT= must be a number from 0 to 65535, got {port!r}.", file=sys.stderr)
        return 1
    try:
        server = make_server(path, int(port))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        busy = error.errno == errno.EADDRINUSE
        reason = "is busy" if busy else "may not be opened by this user"
        print(
            f"Port {port} {reason}; choose another one: make book PORT={_other(int(port))}",
            file=sys.stderr,
        )
        return 1
    # Asked for by name: a shell starts what runs in its background with these ignored.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.default_int_handler)
    with server:
        print(f"The book is at http://localhost:{server.server_port}  (Ctrl-C ends)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _other(port: int) -> int:
    """Give a port to propose: the next one, above those of the system."""
    return max(port, 8000) + 1 if port < 65535 else 8001


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
