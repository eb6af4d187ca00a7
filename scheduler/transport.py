"""Calls to other machines: one answer or one kind of silence, within limits, never repeated in secret.

A reply is read to a limit, redirects are not followed, and an error never quotes an address, a header or a
body: those hold keys and texts.
"""

from __future__ import annotations

import json as json_
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isnan
from typing import Any

import httpx

from scheduler.guard import Forbidden, GuardedTransport, Policy, Unresolved, roots

#: Seconds to reach the other side, and to wait between two parts of its answer.
CONNECT_S, READ_S = 5.0, 60.0
#: Seconds that a call through a guarded transport waits between two parts, and takes in all: within a lease.
GUARDED_READ_S, WHOLE_S = 40.0, 60.0
#: More than this is no answer to anything we ask (bytes).
LARGEST = 4 * 1024 * 1024

#: Name, file name, content and media type of each part of a form with files.
Files = Mapping[str, tuple[str, bytes, str]]


#: The longest that a channel is waited for at its word, in seconds: the longest window in which one of them counts
#: calls and says when it ends (Mastodon's, for posts). Whoever names more is asked again after this.
LONGEST_WAIT_S = 3 * 3600.0


def bearable_s(seconds: float) -> float | None:
    """A wait that somebody else names, within bounds; None for what is no length of time at all."""
    return None if isnan(seconds) else min(max(seconds, 0.0), LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said. `data` is its JSON, or None when it sent none that can be read."""

    status: int
    headers: Mapping[str, str]
    data: Any = None

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def wait_s(self) -> float | None:
        """The seconds its Retry-After header asks for, where it is a number."""
        try:
            return bearable_s(float(self.headers.get("retry-after", "")))
        except ValueError:
            return None

    def seconds_to(self, reset: datetime, now: datetime) -> float:
        """How long it is until a moment that it names by its own clock, which it tells beside; `now` is ours, for
        servers that do not."""
        try:
            there = parsedate_to_datetime(self.headers.get("date", ""))
        except ValueError:
            there = now
        return (reset - (there if there.tzinfo else now)).total_seconds()

    def at(self, *path: str | int) -> Any:
        """What its JSON holds on this path; None where there is no such thing."""
        found = self.data
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def text_at(self, *path: str | int) -> str:
        """The text or number on this path of its JSON; empty where there is none."""
        found = self.at(*path)
        return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer. `reached`: whether the request may have arrived; False only where that is proven."""

    reason: str
    reached: bool = True


Said = Reply | Silence


def _client() -> httpx.Client:
    timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
    # Proxies of the environment are not used: a test or a service on this machine would go through them.
    return httpx.Client(verify=roots(), timeout=timeout, follow_redirects=False, trust_env=False)


def guarded_client(policy: Policy) -> httpx.Client:
    """A client that connects only where the policy lets it."""
    timeout = httpx.Timeout(GUARDED_READ_S, connect=CONNECT_S)
    return httpx.Client(
        timeout=timeout, follow_redirects=False, trust_env=False, transport=GuardedTransport(policy)
    )


@dataclass
class Transport:
    """An HTTP client with our limits. `largest` in bytes, `whole_s` in seconds for one call."""

    client: httpx.Client = field(default_factory=_client)
    largest: int = LARGEST
    whole_s: float | None = None

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Said:
        """Asks and reads JSON."""
        return self.call("GET", url, headers=headers, query=query)

    def post(self, url: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Said:
        """Sends JSON and reads JSON."""
        return self.call("POST", url, headers=headers, json=body)

    def close(self) -> None:
        """Ends the connections that are kept open."""
        self.client.close()

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        files: Files | None = None,
        content: bytes | None = None,
    ) -> Said:
        """One request of any kind, made once, and what came back."""
        started = time.monotonic()
        try:
            request = self.client.build_request(
                method, url, headers=dict(headers or {}), params=dict(query) if query else None,
                json=json, data=dict(form) if form else None, files=dict(files) if files else None,
                content=content,
            )  # fmt: skip
            response = self.client.send(request, stream=True)
            try:
                body = bytearray()
                for part in response.iter_bytes():
                    body += part
                    if len(body) > self.largest:
                        return Silence("the answer was too large")
                    if self.whole_s is not None and time.monotonic() - started > self.whole_s:
                        return Silence("it did not answer in time")
                return Reply(response.status_code, dict(response.headers), _json(bytes(body)))
            finally:
                response.close()
        except (Forbidden, Unresolved) as problem:
            is_near = isinstance(problem, Forbidden)
            return Silence(
                "its address does not lie in the public internet" if is_near else "its name is unknown",
                reached=False,
            )
        except httpx.ConnectTimeout:
            return Silence("it could not be reached in time", reached=False)
        except httpx.ConnectError:
            return Silence("it cannot be reached", reached=False)
        except httpx.TimeoutException:
            return Silence("it did not answer in time")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            return Silence("its address cannot be used", reached=False)
        except (httpx.HTTPError, httpx.StreamError):
            return Silence("the connection broke")


def _json(content: bytes) -> Any:
    try:
        return json_.loads(content) if content else None
    except (ValueError, RecursionError):
        return None
