"""mastodon_mock with every idempotency key taken away before it arrives: `python forgetful.py SETTINGS`.

Runs on the interpreter of `make test-live`, which knows nothing of Litfass.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from mastodon_mock.app import create_app
from mastodon_mock.config import MastodonMockConfig

Scope = MutableMapping[str, Any]


class Forgetful:
    """Hands everything on but the key."""

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            kept = [each for each in scope["headers"] if each[0].lower() != b"idempotency-key"]
            scope = {**scope, "headers": kept}
        await self.inner(scope, receive, send)


if __name__ == "__main__":
    settings = MastodonMockConfig.load(sys.argv[1])
    uvicorn.run(
        Forgetful(create_app(settings)),
        host=settings.server.host,
        port=settings.server.port,
        log_level="warning",
    )
