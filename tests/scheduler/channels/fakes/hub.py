"""A WebSub hub on loopback, written after the W3C recommendation of 2018-01-23, and a subscriber.

The hub verifies a subscriber's intent by a challenge (5.3), fetches the topic when its publisher says that it changed,
and hands the same bytes to every subscriber with the links of topic and hub (7) and, where there is a secret, a
signature over the body (8).
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

#: Says what stands at a topic's address: its media type and bytes.
Fetch = Callable[[str], tuple[str, bytes]]


@dataclass
class Subscription:
    """Who wants a topic, where, and signed with what."""

    callback: str
    secret: str


@dataclass
class Hub:
    """`status` is what it answers publishers; `pings` the topics they named, taken or not."""

    fetch: Fetch
    address: str = ""
    status: int = 202
    pings: list[str] = field(default_factory=list)
    subscriptions: dict[str, list[Subscription]] = field(default_factory=dict)

    def heard(self, form: Mapping[str, str]) -> int:
        mode, topic = form.get("hub.mode"), form.get("hub.topic") or form.get("hub.url") or ""
        if mode == "publish":
            self.pings.append(topic)
            if self.status < 300:
                self._distribute(topic)
            return self.status
        if mode == "subscribe" and topic and form.get("hub.callback"):
            return self._subscribe(topic, form)
        return 400

    def _subscribe(self, topic: str, form: Mapping[str, str]) -> int:
        challenge = secrets.token_urlsafe(12)
        asked = {
            "hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": challenge, "hub.lease_seconds": "864000",
        }  # fmt: skip
        answer = httpx.get(form["hub.callback"], params=asked)
        if answer.status_code // 100 != 2 or answer.text != challenge:
            return 404
        wanted = Subscription(form["hub.callback"], form.get("hub.secret", ""))
        self.subscriptions.setdefault(topic, []).append(wanted)
        return 202

    def _distribute(self, topic: str) -> None:
        wanted = self.subscriptions.get(topic, [])
        if not wanted:
            return
        media_type, body = self.fetch(topic)
        for each in wanted:
            headers = {
                "Content-Type": media_type,
                "Link": f'<{topic}>; rel="self", <{self.address}>; rel="hub"',
            }
            if each.secret:
                signed = hmac.new(each.secret.encode(), body, hashlib.sha256).hexdigest()
                headers["X-Hub-Signature"] = f"sha256={signed}"
            httpx.post(each.callback, content=body, headers=headers)


@dataclass
class Subscriber:
    """Asks for one topic and believes only what is signed."""

    topic: str
    secret: str = "kept between two"
    address: str = ""
    got: list[bytes] = field(default_factory=list)

    def subscribe(self, hub: str) -> int:
        form = {
            "hub.mode": "subscribe", "hub.topic": self.topic, "hub.callback": self.address, "hub.secret": self.secret,
        }  # fmt: skip
        return httpx.post(hub, data=form).status_code

    def asked(self, query: Mapping[str, str]) -> str | None:
        """The challenge, when it is about the topic that was asked for (5.3.1)."""
        return query.get("hub.challenge") if query.get("hub.topic") == self.topic else None

    def told(self, headers: Mapping[str, str], body: bytes) -> None:
        right = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        if hmac.compare_digest(headers.get("X-Hub-Signature", ""), f"sha256={right}"):
            self.got.append(body)


@contextlib.contextmanager
def serving(hub: Hub, subscriber: Subscriber | None = None) -> Iterator[None]:
    """Hub and subscriber on one server of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

        def do_GET(self) -> None:
            query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
            challenge = subscriber.asked(query) if subscriber else None
            self._answer(200 if challenge else 404, (challenge or "").encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if self.path == "/callback":
                assert subscriber is not None
                subscriber.told(self.headers, body)
                self._answer(200)
                return
            form = {name: values[-1] for name, values in parse_qs(body.decode()).items()}
            self._answer(hub.heard(form))

        def _answer(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_address[1]}"
    hub.address = f"{here}/hub"
    if subscriber is not None:
        subscriber.address = f"{here}/callback"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
