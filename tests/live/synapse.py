"""Matrix Synapse: the package from PyPI, a database in a temporary folder, nobody else to talk to."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.live.place import PYTHON, install_python, run
from tests.live.processes import free_port, started
from tests.live.server import LiveServer, asking
from tests.scheduler.channels.network import Post

NAME = "live.example"
#: One message, and then one in a hundred seconds, for everybody who is not let go faster.
SLOW = {"per_second": 0.01, "burst_count": 1}
UNHURRIED = {"per_second": 1000, "burst_count": 1000}


@dataclass(frozen=True)
class Synapse:
    """A running homeserver with somebody who may administer it, and people who read along."""

    port: int
    client: httpx.Client
    admin: str
    readers: tuple[str, ...]

    def call(self, method: str, path: str, token: str = "", body: Any = None, **query: Any) -> Any:
        """What it answers to a call that has to go well."""
        said = self.client.request(
            method, f"http://127.0.0.1:{self.port}{path}", json=body, params=query,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )  # fmt: skip
        said.raise_for_status()
        return said.json()

    def register(self, name: str, *, secret: str, admin: bool = False) -> str:
        """A new person; the token of their first device."""
        path = "/_synapse/admin/v1/register"
        nonce = self.call("GET", path)["nonce"]
        words = [nonce, name, name, "admin" if admin else "notadmin"]
        mac = hmac.new(secret.encode(), "\x00".join(words).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": name, "admin": admin, "mac": mac}
        return str(self.call("POST", path, body=body)["access_token"])

    def hurry(self, user: str) -> None:
        """Lets this account send as fast as it likes; without it the limit of the house holds."""
        self.call("POST", pace_of(user), self.admin, {"messages_per_second": 0, "burst_count": 0})

    def log_in(self, user: str) -> str:
        """The token of a new device."""
        who = {"type": "m.id.user", "user": user}
        body = {"type": "m.login.password", "identifier": who, "password": user}
        return str(self.call("POST", "/_matrix/client/v3/login", body=body)["access_token"])


def install() -> Path:
    """Nothing but the package."""
    return install_python()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Synapse]:
    """A homeserver that lives as long as the block."""
    install()
    port, secret = free_port(), secrets.token_hex(16)
    settings = folder / "homeserver.yaml"
    settings.write_text(json.dumps(_settings(folder, port, secret)))
    command: list[str | Path] = [PYTHON, "-m", "synapse.app.homeserver", "--config-path", settings]
    run([*command, "--generate-keys"], why="Synapse could not be set up", folder=folder)
    with started("Synapse", command, port=port, folder=folder), asking() as client:
        bare = Synapse(port, client, "", ())
        admin = bare.register("admin", secret=secret, admin=True)
        readers = tuple(bare.register(f"reader{each}", secret=secret) for each in range(3))
        synapse = Synapse(port, client, admin, readers)
        synapse.hurry(f"@reader0:{NAME}")
        yield synapse


def _settings(folder: Path, port: int, secret: str) -> dict[str, Any]:
    """Its configuration file; JSON is YAML."""
    return {
        "server_name": NAME,
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": secret,
        "macaroon_secret_key": secrets.token_hex(16),
        "form_secret": secrets.token_hex(16),
        "report_stats": False,
        # Nothing leaves this machine.
        "federation_domain_whitelist": [],
        "trusted_key_servers": [],
        "presence": {"enabled": False},
        # Passwords of nobody.
        "bcrypt_rounds": 4,
        "rc_message": SLOW,
        "rc_registration": UNHURRIED,
        "rc_login": {"address": UNHURRIED, "account": UNHURRIED, "failed_attempts": UNHURRIED},
        "rc_joins": {"local": UNHURRIED, "remote": UNHURRIED},
    }


class LiveMatrix(LiveServer):
    """A new account with a new room, that others read."""

    def __init__(self, synapse: Synapse) -> None:
        super().__init__(synapse.port)
        self.synapse, name = synapse, f"advice{secrets.token_hex(4)}"
        self.user = f"@{name}:{NAME}"
        path = f"/_synapse/admin/v2/users/{quote(self.user)}"
        synapse.call("PUT", path, synapse.admin, {"password": name})
        self.token = synapse.log_in(name)
        self.synapse.hurry(self.user)
        self.room, self._aside = (self._new_room() for _ in range(2))
        # Who reads is there before the first post, as a room shows its history to members alone where it likes.
        self.join(synapse.readers[0])

    def join(self, token: str) -> None:
        self.synapse.call("POST", f"/_matrix/client/v3/join/{quote(self.room)}", token, {})

    def _new_room(self) -> str:
        made = self.synapse.call(
            "POST", "/_matrix/client/v3/createRoom", self.token, {"preset": "public_chat"}
        )
        return str(made["room_id"])

    def read(self) -> list[Post]:
        """Messages of the room; the newest words stand in the place of replaced ones."""
        found, start = [], ""
        while True:
            query = {"dir": "f", "limit": 100} | ({"from": start} if start else {})
            page = self.synapse.call("GET", f"{self._room}/messages", self.synapse.readers[0], **query)
            found += [each for each in page["chunk"] if each["type"] == "m.room.message" and each["content"]]
            start = page.get("end", "")
            if not start:
                return [_post(each) for each in found if "m.relates_to" not in each["content"]]

    def file(self, address: str) -> bytes:
        """A file of the content repository, as a reader gets it."""
        path = f"/_matrix/client/v1/media/download/{address.removeprefix('mxc://')}"
        said = self.synapse.client.get(
            f"http://127.0.0.1:{self.port}{path}",
            headers={"Authorization": f"Bearer {self.synapse.readers[0]}"},
        )
        said.raise_for_status()
        return said.content

    def strike(self, trouble: str) -> None:
        if trouble == "signed_out":
            self.synapse.call("POST", "/_matrix/client/v3/logout", self.token, {})
        else:
            assert trouble == "too_many", trouble
            self.synapse.call("DELETE", pace_of(self.user), self.synapse.admin)
            while self._talk_elsewhere() != 429:
                pass

    def rest(self) -> None:
        self.synapse.hurry(self.user)

    def _talk_elsewhere(self) -> int:
        """The status of a message to a room that nobody reads."""
        said = self.synapse.client.put(
            f"http://127.0.0.1:{self.port}/_matrix/client/v3/rooms/{quote(self._aside)}/send/m.room.message/"
            f"{secrets.token_hex(8)}",
            headers={"Authorization": f"Bearer {self.token}"},
            json={"msgtype": "m.text", "body": "."},
        )
        return said.status_code

    def react(self, counts: Mapping[str, Any]) -> None:
        event = self.read()[-1].id
        for each in range(counts["m.annotation"]):
            relation = {"rel_type": "m.annotation", "event_id": event, "key": chr(0x1F600 + each)}
            path = f"{self._room}/send/m.reaction/{secrets.token_hex(8)}"
            self.synapse.call("PUT", path, self.synapse.readers[0], {"m.relates_to": relation})

    def follow(self, count: int) -> None:
        for token in self.synapse.readers[1:count]:
            self.join(token)

    @property
    def _room(self) -> str:
        return f"/_matrix/client/v3/rooms/{quote(self.room)}"


def pace_of(user: str) -> str:
    return f"/_synapse/admin/v1/users/{quote(user)}/override_ratelimit"


def _post(event: Mapping[str, Any]) -> Post:
    newer = event.get("unsigned", {}).get("m.relations", {}).get("m.replace", {})
    content = newer.get("content", {}).get("m.new_content") or event["content"]
    at = datetime.fromtimestamp(event["origin_server_ts"] / 1000, UTC)
    return Post(event["event_id"], content["body"], at, {"content": content, "media": content.get("url")})
