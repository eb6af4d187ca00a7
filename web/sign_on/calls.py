"""The desk's only calls to another machine: to the provider of single sign-on that the operator named.

They happen while somebody waits at the login, so nobody else can make them. HTTPS, or this machine; no redirects,
no proxies, a few seconds, a limited answer.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from campaigns.errors import Unusable

#: Seconds for a whole call, and the largest answer in bytes.
PATIENCE_S, LARGEST = 8.0, 256_000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ProviderFails(Unusable):
    """The provider does not answer as it should."""


@cache
def _roots() -> ssl.SSLContext:
    """Whose certificates are believed; read once, because reading them takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


def fetch_json(url: str) -> dict[str, Any]:
    """What the provider publishes at this address."""
    return _call("GET", url)


def post_form(url: str, fields: Mapping[str, str], *, login: tuple[str, str] | None) -> dict[str, Any]:
    """Hands a form over and reads what the provider gives for it. `login`: our id and secret there."""
    return _call("POST", url, data=dict(fields), auth=login)


def _call(method: str, url: str, **more: Any) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ProviderFails(
            "The provider of single sign-on is not reached over HTTPS; nothing was sent to it."
        )
    try:
        with (
            httpx.Client(
                verify=_roots(), timeout=PATIENCE_S, follow_redirects=False, trust_env=False
            ) as client,
            client.stream(method, url, headers={"Accept": "application/json"}, **more) as response,
        ):
            content = bytearray()
            for part in response.iter_bytes():
                content += part
                if len(content) > LARGEST:
                    raise _fails()
            answer = json.loads(bytes(content)) if response.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, RecursionError):
        raise _fails() from None
    if not isinstance(answer, dict):
        raise _fails()
    return answer


def _fails() -> ProviderFails:
    return ProviderFails(
        "The provider of single sign-on does not answer as it should. Log in with your password."
    )
