"""A body that dribbles in holds a thread of the desk only so long.

The threads read forms before they know who sends them; thirty connections that stop in the middle of a body would
otherwise keep everybody else out. The server offers no deadline for bodies, so a watch ends the reading side of a
connection that is far slower than any phone: what reads the form then sees a body that ended early, and answers.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Timer
from typing import Any

#: Seconds any body may take, and the rate in bytes a second below which a long one is given up.
GRACE_S, SLOWEST = 8.0, 20_000.0

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Patience:
    """The desk behind a watch over bodies. Where the server hands over no socket, nothing is watched."""

    def __init__(self, desk: Application, *, grace_s: float = GRACE_S, slowest: float = SLOWEST) -> None:
        self.desk = desk
        self.grace_s = grace_s
        self.slowest = slowest

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        connection = environ.get("gunicorn.socket")
        if not isinstance(connection, socket.socket) or not _has_body(environ):
            return self.desk(environ, start_response)
        watch = Timer(self.grace_s + _length(environ) / self.slowest, _end_reading, (connection,))
        watch.daemon = True
        watch.start()
        try:
            return self.desk(environ, start_response)
        finally:
            watch.cancel()


def _has_body(environ: dict[str, Any]) -> bool:
    return _length(environ) > 0 or "HTTP_TRANSFER_ENCODING" in environ


def _length(environ: dict[str, Any]) -> int:
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def _end_reading(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
