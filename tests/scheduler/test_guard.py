"""Where the worker may connect to at a stranger's word, and where it never does."""

from __future__ import annotations

import ast
import socket
import threading
from pathlib import Path

import httpx
import pytest

from scheduler import channels
from scheduler.guard import Forbidden, GuardedTransport, Unresolved, is_public, public_only
from scheduler.transport import Silence, Transport, guarded_client

INSIDE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.1",  # noqa: S104
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::a00:1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:0:a00:1::", "100::1", "::ffff:8.8.8.8",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:80b::200e"]
ADDRESSES = [
    "http://social.example/", "http://social.example:443/", "https://social.example:8443/", "ftp://social.example/",
    "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0177.0.0.1/", "https://0x7f.1/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data/",
    "https://user:word@social.example/", "https://127.1/", "https://0/", "https://10.1/", "https://[fd00::1]/",
    "file:///etc/passwd", "gopher://127.0.0.1/", "https:///", "//127.0.0.1/", "https://",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_the_public_internet_is_known_in_every_disguise(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_public_internet_is_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*INSIDE, "no address"])
def test_a_name_with_one_address_inside_is_forbidden_as_a_whole(address: str) -> None:
    with pytest.raises(Forbidden):
        public_only("https", "social.example", 443, resolve=lambda host, port: ["8.8.8.8", address])


def test_a_name_that_nobody_knows_was_provably_not_called() -> None:
    with pytest.raises(Unresolved):
        public_only("https", "social.example", 443, resolve=lambda host, port: [])


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_connected_to_for_such_an_address(address: str) -> None:
    calls: list[httpx.Request] = []
    inner = httpx.MockTransport(lambda request: calls.append(request) or httpx.Response(200))  # type: ignore[func-returns-value]

    def inside(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    def policy(scheme: str, host: str, port: int) -> str:
        return public_only(scheme, host, port, resolve=inside)

    client = httpx.Client(transport=GuardedTransport(policy, inner), trust_env=False)
    said = Transport(client).get(address)
    assert isinstance(said, Silence)
    assert not said.reached
    assert calls == []


def test_threat_14_a_name_that_answers_differently_the_second_time_gains_nothing() -> None:
    seen: list[httpx.Request] = []

    def far(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    answers = iter([["8.8.8.8"], ["127.0.0.1"]])

    def rebinding(scheme: str, host: str, port: int) -> str:
        return public_only(scheme, host, port, resolve=lambda _host, _port: next(answers))

    client = httpx.Client(transport=GuardedTransport(rebinding, httpx.MockTransport(far)))
    Transport(client).get("https://social.example/api")
    [request] = seen
    assert request.url.host == "8.8.8.8"
    assert request.headers["host"] == "social.example"
    assert request.extensions["sni_hostname"] == "social.example"


def test_threat_14_a_redirect_inside_is_not_followed() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    target = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    touched = threading.Event()
    listener.settimeout(0.2)

    def moved(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": target})

    client = guarded_client(public_only)
    client._transport = GuardedTransport(lambda *_: "8.8.8.8", httpx.MockTransport(moved))
    said = Transport(client).get("https://social.example/")
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()
    assert not touched.is_set()
    assert not isinstance(said, Silence)
    assert said.status == 302


def _written(number: int) -> list[str]:
    """An IPv4 address inside in the ways in which programs write one: whole, octal, hexadecimal, shortened, mapped."""
    parts = [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]
    dotted = ".".join(map(str, parts))
    return [
        dotted,
        str(number),
        f"0x{number:08x}",
        f"0{number:o}",
        ".".join(f"0{part:o}" for part in parts),
        ".".join(hex(part) for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
        f"[::ffff:{dotted}]",
        f"[64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
        f"{dotted}.",
    ]


DISGUISED = [
    written
    for inside in (
        "127.0.0.1",
        "10.1.2.3",
        "172.16.5.6",
        "192.168.0.7",
        "169.254.169.254",
        "100.64.1.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "198.18.0.1",
        "255.255.255.255",
    )
    for written in _written(int.from_bytes(socket.inet_aton(inside)))
]


def test_threat_14_no_connection_is_tried_to_120_disguises_of_addresses_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The real client with the real resolver; whoever is connected to is written down and nobody is reached."""
    tried: list[str] = []

    def connect(to: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(to[0])
        raise OSError("nobody is reached in a test")

    monkeypatch.setattr(socket, "create_connection", connect)
    transport = Transport(guarded_client(public_only))
    silent = [isinstance(transport.get(f"https://{host}/api"), Silence) for host in DISGUISED]
    transport.get("https://8.8.8.8/api")
    assert len(DISGUISED) == 120
    assert all(silent)
    assert tried == ["8.8.8.8"], "only the public address was tried"


def test_threat_14_channels_have_no_way_out_but_the_guarded_one() -> None:
    """Whatever field of an account holds an address: an adapter can only ask the transport it is handed."""
    ways_out = {"httpx", "socket", "urllib.request", "http.client", "requests", "guarded_client", "_client"}
    for path in Path(channels.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
        }
        assert not named & ways_out, path.name
