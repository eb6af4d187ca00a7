"""Where the worker may connect to at a stranger's word: https, port 443, the public internet, and nothing else.

A name is resolved once and the connection goes to that very address, so that a name server that answers
differently the second time gains nothing. The certificate is still checked against the name.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from functools import cache

import httpx

#: Says to which address a connection to (scheme, host, port) goes, or raises `Forbidden`.
Policy = Callable[[str, str, int], str]
#: Addresses of a host and port, as the name servers give them.
Resolve = Callable[[str, int], list[str]]


class Forbidden(httpx.TransportError):
    """The address lies where nothing of ours may connect to. Nothing was sent."""


class Unresolved(httpx.TransportError):
    """The name servers know no address of this host. Nothing was sent."""


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, in the order of the system's resolver."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unresolved("the name is unknown") from None
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, also behind the disguises of IPv6."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour or (known.teredo[1] if known.teredo else None)
        if inner is not None:
            return is_public(str(inner)) and known.ipv4_mapped is None
        # RFC 6052: the last four bytes of 64:ff9b::/96 are an IPv4 address; ::/96 was one in old days.
        if known in ipaddress.ip_network("64:ff9b::/96") or known in ipaddress.ip_network("::/96"):
            return False
    return known.is_global and not known.is_multicast and not _is_for_protocols(known)


def _is_for_protocols(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it lies in 192.0.0.0/24 (RFC 6890), of which older Pythons know only the first eight."""
    return address.version == 4 and address in ipaddress.ip_network("192.0.0.0/24")


def public_only(scheme: str, host: str, port: int, *, resolve: Resolve = resolve) -> str:
    """The policy of the product. One address that is not public forbids the whole name."""
    if scheme != "https" or port != 443:
        raise Forbidden("only https on its usual port")
    addresses = resolve(host, port)
    if not addresses:
        raise Unresolved("the name is unknown")
    if not all(is_public(address) for address in addresses):
        raise Forbidden("not in the public internet")
    # There is one try: of a name with both, the kind of address that every network has.
    return next((address for address in addresses if "." in address), addresses[0])


@cache
def roots() -> ssl.SSLContext:
    """Whose certificates are believed; read once a process, because reading them takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.BaseTransport):
    """Asks the policy before each connection, and connects to the address that it named."""

    def __init__(self, policy: Policy, inner: httpx.BaseTransport | None = None) -> None:
        self._policy = policy
        # A connection that the other side closed meanwhile would make a post that never left look sent.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._inner = inner or httpx.HTTPTransport(verify=roots(), retries=0, limits=limits, trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.userinfo:
            raise Forbidden("no names and passwords in addresses")
        port = url.port or (443 if url.scheme == "https" else 80)
        address = self._policy(url.scheme, url.host, port)
        pinned = httpx.Request(
            request.method,
            url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        self._inner.close()
