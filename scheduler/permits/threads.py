"""Threads."""

from __future__ import annotations

from typing import ClassVar

from scheduler.means import Means
from scheduler.permits.meta import SixtyDays

TOKENS, SERVER = "https://graph.threads.net", "https://graph.threads.net/v1.0"


class Threads(SixtyDays):
    """One account each time: whoever signs in."""

    channel: ClassVar[str] = "threads"
    grant, fields, number = "th_exchange_token", "id,username", "id"

    def __init__(self, means: Means, tokens: str = TOKENS, server: str = SERVER) -> None:
        super().__init__(means)
        self._tokens, self._server = tokens, server
