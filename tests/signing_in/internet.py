"""The hosts that channels' documentation names, answered on this machine: no socket is opened, no name is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

import httpx

from scheduler.transport import Transport
from tests.scheduler.channels.network import Fake, Request


class Internet:
    """Hosts by name. `down` are those that cannot be reached, `mute` those that take a call and never answer."""

    def __init__(self, hosts: Mapping[str, Fake]) -> None:
        self.hosts = dict(hosts)
        self.down: set[str] = set()
        self.mute: set[str] = set()

    def transport(self) -> Transport:
        return Transport(httpx.Client(transport=httpx.MockTransport(self._carry)))

    def _carry(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        assert request.url.scheme == "https", request.url
        if host in self.down or host not in self.hosts:
            raise httpx.ConnectError("down")
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = dict(parse_qsl(request.url.query.decode()))
        heard = Request(request.method, request.url.path, query, headers, request.content)
        answer = self.hosts[host].hear(heard)
        if host in self.mute:
            raise httpx.ReadTimeout("mute")
        content = b"" if answer.data is None else json.dumps(answer.data).encode()
        return httpx.Response(answer.status, headers=dict(answer.headers), content=content)
