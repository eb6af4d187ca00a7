"""The Atom feed. Readers pull it, so publishing is a state of our own database and nothing leaves here."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from campaigns.placements.feed import FEED
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import Absent, Adapter, Finding, Outcome, Prepared, Published


class Feed(Adapter):
    """An entry's id comes from the placement's key, so it is the same on every try and for ever."""

    channel: ClassVar[str] = FEED
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID
    wave: ClassVar[int] = 25

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def send(self, prepared: Prepared) -> Outcome:
        wire, sender = prepared.wire, prepared.sender
        address = f"{self._base_url}/feed/{sender.programme}/{wire.language}.atom"
        return Published(remote_id=entry_id(wire.key), url=address)

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        # The entry exists once the publication is written down, and then nobody asks.
        return Absent()


def entry_id(key: str) -> str:
    """The entry's id: a placement's key is a UUID."""
    return uuid.UUID(hex=key).urn
