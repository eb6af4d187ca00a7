"""Bodies that never end do not hold a thread."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Any

from web.patience import Patience


def reading(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A desk that reads its body to the end, as reading a form does."""
    connection: socket.socket = environ["gunicorn.socket"]
    wanted, body = int(environ.get("CONTENT_LENGTH") or 0), b""
    while len(body) < wanted and (part := connection.recv(1024)):
        body += part
    return [body]


def call(patience: Patience, sent: bytes, length: int) -> bytes:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        return b"".join(patience({"gunicorn.socket": ours, "CONTENT_LENGTH": str(length)}, lambda *_: None))


def test_a_body_that_stops_in_the_middle_is_given_up() -> None:
    assert call(Patience(reading, grace_s=0.05), b"half", 1_000) == b"half"


def test_a_body_that_comes_is_read_whole() -> None:
    assert call(Patience(reading, grace_s=30), b"whole", 5) == b"whole"


def test_a_longer_body_gets_longer() -> None:
    waiting = Patience(reading, grace_s=0.0, slowest=10.0)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        environ = {"gunicorn.socket": ours, "CONTENT_LENGTH": "2"}
        theirs.sendall(b"ab")
        assert b"".join(waiting(environ, lambda *_: None)) == b"ab"


def test_without_a_socket_nothing_is_watched() -> None:
    def desk(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return [b"fine"]

    assert b"".join(Patience(desk, grace_s=0.0)({"CONTENT_LENGTH": "9"}, lambda *_: None)) == b"fine"
