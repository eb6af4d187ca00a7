"""Instagram, for professional accounts, by its own login."""

from __future__ import annotations

from typing import ClassVar

from scheduler.means import Means
from scheduler.permits.meta import SixtyDays

TOKENS, SERVER = "https://api.instagram.com", "https://graph.instagram.com/v26.0"


class Instagram(SixtyDays):
    """One account each time: whoever signs in."""

    channel: ClassVar[str] = "instagram"
    grant, fields, number = "ig_exchange_token", "user_id,username", "user_id"

    def __init__(self, means: Means, tokens: str = TOKENS, server: str = SERVER) -> None:
        super().__init__(means)
        self._tokens, self._server = tokens, server
