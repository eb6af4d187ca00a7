"""What lies between the worker and a channel: a server of the channel's kind, and a line that can break anywhere.

Everything is on loopback. A server answers as its documentation has it; the line can be cut, stalled or
spoiled after any byte in either direction, once.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from campaigns.clock import Clock
from scheduler.guard import Forbidden

Direction = Literal["there", "back"]
How = Literal["cut", "stall", "spoil"]


def loopback_only(scheme: str, host: str, port: int) -> str:
    """The policy of tests: this machine and nothing else."""
    if host not in {"127.0.0.1", "localhost"}:
        raise Forbidden(host)
    return "127.0.0.1"


@dataclass(frozen=True)
class Part:
    """A part of a form with files."""

    content: bytes
    file_name: str | None
    media_type: str

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True)
class Request:
    """What a client asked, whole."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    #: The path as it came, before anything in it was read.
    target: str = ""

    @property
    def bearer(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def json(self) -> Any:
        assert self.headers["content-type"].split(";")[0] == "application/json", "no JSON"
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        """The fields of either kind of form; files are in `parts`."""
        kind = self.headers.get("content-type", "").split(";")[0]
        if kind == "application/x-www-form-urlencoded":
            return {name: values[-1] for name, values in parse_qs(self.body.decode()).items()}
        if kind == "multipart/form-data":
            return {name: part.text for name, part in self.parts().items() if part.file_name is None}
        if kind == "application/json":
            return {name: str(value) for name, value in json.loads(self.body).items()}
        return {}

    def parts(self) -> dict[str, Part]:
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        found: dict[str, Part] = {}
        message = message_from_bytes(head + self.body)
        for part in message.get_payload():
            assert isinstance(part, Message)
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found[str(name)] = Part(content, part.get_filename(), part.get_content_type())
        return found


@dataclass(frozen=True)
class Answer:
    """What a server says."""

    status: int
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Post:
    """A post as readers see it."""

    id: str
    text: str
    at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)


class Fake:
    """A channel's server. `trouble` strikes the next call that publishes: busy (refused before anything was done),
    broken (an error although it was done), too_many (its limit of calls), signed_out (the token counts no more).

    `counts` are the figures of every post, under the names that the channel has for them; what is not in it is not
    told. `following`: how many follow the account. `ahead`: how far its clock is from ours.
    """

    trouble: str = ""
    ahead: timedelta = timedelta(0)
    following: int | None = None

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.posts: list[Post] = []
        self.calls: list[Request] = []
        self.counts: dict[str, Any] = {}
        self.address = ""
        self._lock = threading.Lock()

    def publishes(self, request: Request) -> bool:
        """Whether this call is the one that puts a post before readers."""
        raise NotImplementedError

    def answer(self, request: Request) -> Answer:
        """What the server does with a call, and what it says."""
        raise NotImplementedError

    def too_many(self) -> Answer:
        return Answer(429, {"error": "Too many requests"}, {"Retry-After": "60"})

    def signed_out(self) -> Answer:
        return Answer(401, {"error": "The access token is invalid"})

    def busy(self) -> Answer:
        return Answer(503, {"error": "Unavailable"})

    def broken(self) -> Answer:
        return Answer(502, None)

    def running(self) -> contextlib.AbstractContextManager[int]:
        """The port of this server, as long as the block runs."""
        return running(self)

    def hear(self, request: Request) -> Answer:
        with self._lock:
            self.calls.append(request)
            if not (self.trouble and self.publishes(request)):
                return self.answer(request)
            trouble, self.trouble = self.trouble, ""
            if trouble == "broken":
                self.answer(request)
            return {
                "too_many": self.too_many,
                "signed_out": self.signed_out,
                "busy": self.busy,
                "broken": self.broken,
            }[trouble]()

    def rest(self) -> None:
        """What happens here between two rounds of a worker: nothing that would need doing."""

    def has(self, number: str) -> bool:
        """Whether readers see a post."""
        return any(post.id == number for post in self.posts)

    def change(self, number: str, text: str, **details: Any) -> Post | None:
        """Puts other words in the place of a post's; None where there is no such post."""
        for place, post in enumerate(self.posts):
            if post.id == number:
                self.posts[place] = Post(number, text, post.at, {**post.details, **details})
                return self.posts[place]
        return None

    def publish(self, number: str, text: str, **details: Any) -> Post:
        post = Post(number, text, self.clock(), details)
        self.posts.append(post)
        return post


@contextlib.contextmanager
def running(fake: Fake) -> Iterator[int]:
    """The port of a server that runs as long as the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

        def _hear(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            if self.headers.get("Transfer-Encoding"):
                raise AssertionError("no chunks expected")
            body = self.rfile.read(length)
            self.close_connection = True
            if len(body) < length:
                return
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, unquote(parts.path), query, headers, body, parts.path)
            answer = fake.hear(request)
            content = b"" if answer.data is None else json.dumps(answer.data, ensure_ascii=False).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            # Unsaid, a client keeps the line for its next call and may lose the race against our closing it.
            self.send_header("Connection", "close")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _hear  # noqa: N815

        def date_time_string(self, timestamp: float | None = None) -> str:
            """The server's own clock, as each of its answers tells it."""
            return format_datetime(fake.clock() + fake.ahead, usegmt=True)

        def handle(self) -> None:
            with contextlib.suppress(ConnectionError):
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Fault:
    """What happens to the line after so many bytes in one direction, counted over the whole conversation."""

    direction: Direction
    after: int
    how: How = "cut"


class Line:
    """A proxy on loopback. `passed` counts the bytes that went by in each direction since the line was set; `answers`
    are the places in the way back at which an answer began."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._fault: Fault | None = None
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self.passed: dict[Direction, int] = {"there": 0, "back": 0}
        self.answers: list[int] = []
        self._asked = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, fault: Fault | None) -> None:
        """Begins a new count; the fault, if any, strikes once."""
        with self._lock:
            self._fault, self.passed = fault, {"there": 0, "back": 0}
            self.answers, self._asked = [], True

    def close(self) -> None:
        self._listener.close()
        with self._lock:
            for each in self._open:
                each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            for source, sink, direction in ((client, server, "there"), (server, client, "back")):
                threading.Thread(target=self._pump, args=(source, sink, direction), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, direction: Direction) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                kept, fault = self._count(chunk, direction)
                sink.sendall(kept)
                if fault is not None:
                    self._strike(fault, source, sink)
                    return
            sink.shutdown(socket.SHUT_WR)

    def _count(self, chunk: bytes, direction: Direction) -> tuple[bytes, Fault | None]:
        with self._lock:
            before, fault = self.passed[direction], self._fault
            self.passed[direction] += len(chunk)
            if direction == "back" and self._asked:
                self.answers.append(before)
            self._asked = direction == "there"
            if fault is None or fault.direction != direction or before + len(chunk) <= fault.after:
                return chunk, None
            self._fault = None
            return chunk[: fault.after - before], fault

    def _strike(self, fault: Fault, source: socket.socket, sink: socket.socket) -> None:
        if fault.how == "stall":
            return
        if fault.how == "spoil":
            with contextlib.suppress(OSError):
                sink.sendall(b"\x00 not what was said \r\n\r\n")
        for each in (source, sink):
            with contextlib.suppress(OSError):
                # Without it the kernel waits for the other thread that still reads here.
                each.shutdown(socket.SHUT_RDWR)
