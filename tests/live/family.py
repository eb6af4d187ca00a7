"""A server of other people that speaks Mastodon's interface: mastodon_mock, from PyPI, as it is or without its memory.

No server of the family that ignores keys comes as a package. This one knows keys; `forgetful.py` takes each key away
before it gets there, which is all that ignoring means.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from bs4 import BeautifulSoup

from tests.live.place import HERE, PYTHON, install_python
from tests.live.processes import free_port, started
from tests.live.server import LiveServer, asking
from tests.scheduler.channels.network import Post

#: More than there are tests; the first one reacts and follows, the others post.
ACCOUNTS = 80


def install() -> Path:
    """The package as the lock names it; the interpreter that has it."""
    return install_python()


@dataclass
class Instance:
    """A running server. Accounts are handed out once each."""

    port: int
    client: httpx.Client
    tokens: list[str]
    reader: str = field(default="")

    def account(self) -> tuple[str, str]:
        """The token and the number of an account that nobody has used."""
        token = self.tokens.pop()
        return token, str(self.call("GET", "/api/v1/accounts/verify_credentials", token)["id"])

    def call(self, method: str, path: str, token: str = "", **more: Any) -> Any:
        """What it answers to a call that has to go well."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        said = self.client.request(method, f"http://127.0.0.1:{self.port}{path}", headers=headers, **more)
        said.raise_for_status()
        return said.json()

    def file(self, address: str) -> bytes:
        """A file of a post, as everybody gets it: the server names it by the host that it was uploaded through."""
        path = httpx.URL(address).path
        said = self.client.get(f"http://127.0.0.1:{self.port}{path}")
        said.raise_for_status()
        return said.content


@contextlib.contextmanager
def running(folder: Path, *, forgets: bool) -> Iterator[Instance]:
    """The server as long as the block; `forgets`: it knows no key again."""
    install()
    port, tokens = free_port(), [secrets.token_hex(16) for _ in range(ACCOUNTS)]
    settings = folder / "settings.toml"
    settings.write_text(
        f'[server]\nhost = "127.0.0.1"\nport = {port}\n[database]\npath = "{folder}/posts.sqlite"\n'
        + "".join(
            f'[[seed.accounts]]\nusername = "advice{number}"\naccess_token = "{token}"\n'
            for number, token in enumerate(tokens)
        )
    )
    whole = [PYTHON, "-m", "mastodon_mock", "serve", "--config", settings, "--log-level", "warning"]
    command = [PYTHON, HERE / "forgetful.py", settings] if forgets else whole
    with (
        started("The server of Mastodon's family", command, port=port, folder=folder) as _,
        asking() as client,
    ):
        yield Instance(port, client, tokens[1:], reader=tokens[0])


class LiveFamily(LiveServer):
    """A new account of the instance."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(instance.port)
        self.instance = instance
        self.token, self.number = instance.account()

    def read(self) -> list[Post]:
        found = self.instance.call("GET", f"/api/v1/accounts/{self.number}/statuses", params={"limit": 40})
        return [_post(each) for each in reversed(found)]

    def strike(self, trouble: str) -> None:
        if trouble == "signed_out":
            self.instance.call("POST", "/oauth/revoke", data={"token": self.token})
            return
        assert trouble == "too_many", trouble
        rule = {
            "match": {"methods": ["POST"], "path": "/api/v1/statuses"},
            "effect": {"type": "ratelimit"},
            "count": 1,
        }
        self.instance.call("POST", "/api/v1/_mock/faults", json=rule)

    def react(self, counts: Mapping[str, Any]) -> None:
        last, reader = self.posts[-1].id, self.instance.reader
        for _ in range(int(counts.get("favourites_count", 0))):
            self.instance.call("POST", f"/api/v1/statuses/{last}/favourite", reader)
        for _ in range(int(counts.get("replies_count", 0))):
            answer = {"status": "Thank you!", "in_reply_to_id": last}
            self.instance.call("POST", "/api/v1/statuses", reader, json=answer)

    def follow(self, count: int) -> None:
        for token in [self.instance.tokens.pop() for _ in range(count)]:
            self.instance.call("POST", f"/api/v1/accounts/{self.number}/follow", token)


def _post(status: Mapping[str, Any]) -> Post:
    """As a reader's program takes it: words out of the HTML, line by line."""
    words = BeautifulSoup(
        str(status["content"]).replace("<br />", "\n").replace("</p><p>", "\n\n"), "html.parser"
    )
    details = {
        "language": status["language"],
        "alts": [each["description"] for each in status["media_attachments"]],
        "media": [each["url"] for each in status["media_attachments"]],
        "content": status["content"],
        "visibility": status["visibility"],
    }
    at = datetime.fromisoformat(str(status["created_at"]).replace("Z", "+00:00"))
    return Post(str(status["id"]), words.get_text(), at, details)
