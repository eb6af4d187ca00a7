"""Calls to other machines: one answer or one kind of silence, within limits, never repeated in secret.

A reply is read to a limit, redirects are not followed, and an error never quotes an address, a header or a
body: those hold keys and texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

#: Seconds to reach the other side, and to wait between two parts of its answer.
CONNECT_S, READ_S = 5.0, 60.0
#: More than this is no answer to anything we ask (bytes).
LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said. `data` is its JSON, or None when it sent none that can be read."""

    status: int
    headers: Mapping[str, str]
    data: Any = None

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def wait_s(self, most: float = 3600.0) -> float | None:
        """The seconds its Retry-After header asks for, where it is a number."""
        try:
            return min(max(float(self.headers.get("retry-after", "")), 0.0), most)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer. `reached`: whether the request may have arrived; False only where that is proven."""

    reason: str
    reached: bool = True


def _client() -> httpx.Client:
    timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
    # Proxies of the environment are not used: a test or a service on this machine would go through them.
    return httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False)


@dataclass
class Transport:
    """An HTTP client with our limits. `largest` in bytes."""

    client: httpx.Client = field(default_factory=_client)
    largest: int = LARGEST

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Reply | Silence:
        """Asks and reads JSON."""
        return self._call("GET", url, headers or {}, None)

    def post(self, url: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Reply | Silence:
        """Sends JSON and reads JSON."""
        return self._call("POST", url, headers or {}, body)

    def close(self) -> None:
        """Ends the connections that are kept open."""
        self.client.close()

    def _call(self, method: str, url: str, headers: Mapping[str, str], body: Any) -> Reply | Silence:
        try:
            with self.client.stream(method, url, headers=dict(headers), json=body) as response:
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > self.largest:
                        return Silence("the answer was too large")
                return Reply(response.status_code, dict(response.headers), _json(bytes(content)))
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
        return json.loads(content) if content else None
    except (ValueError, RecursionError):
        return None
