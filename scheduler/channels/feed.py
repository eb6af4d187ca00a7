"""The Atom feed. Readers pull it, so publishing is a state of our own database; a hub may be told that it changed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from campaigns.placements.public.feed import FEED
from campaigns.placements.sending.wire import Sender, Wire
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import Absent, Adapter, Finding, Outcome, Prepared, Published
from scheduler.transport import Reply, Transport


class Feed(Adapter):
    """An entry's id comes from the placement's key, so it is the same on every try and for ever."""

    channel: ClassVar[str] = FEED
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID
    wave: ClassVar[int] = 500

    def __init__(self, base_url: str, transport: Transport | None = None) -> None:
        self._base_url, self._transport = base_url, transport

    def send(self, prepared: Prepared) -> Outcome:
        wire, sender = prepared.wire, prepared.sender
        return self._published(entry_id(wire.key), wire, sender)

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        # The entry exists once the publication is written down, and then nobody asks.
        return Absent()

    def edit(self, wire: Wire, sender: Sender, remote_id: str) -> Published:
        """The entry has the new words once they are written down, under its old id."""
        return self._published(remote_id, wire, sender)

    def tell_hub(self, hub: str, programme: str, language: str) -> str:
        """Tells a WebSub hub that a feed changed; what went wrong as a sentence, nothing when the hub took it.

        WebSub leaves the call to hub and publisher; all public hubs take `hub.mode=publish` with the topic's address,
        as PubSubHubbub 0.3 (7.1) had it.
        """
        if self._transport is None:
            return "This worker reaches no hubs."
        topic = self._address(programme, language)
        form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
        said = self._transport.call("POST", hub, form=form)
        if isinstance(said, Reply):
            return "" if said.is_good else f"The hub answered {said.status}."
        return f"The hub did not take it: {said.reason}."

    def _published(self, entry: str, wire: Wire, sender: Sender) -> Published:
        """Its address leads to the entry alone: the whole feed would be no evidence of it."""
        feed = self._address(sender.programme, wire.language)
        return Published(remote_id=entry, url=f"{feed}?entry={entry}")

    def _address(self, programme: str, language: str) -> str:
        return f"{self._base_url}/feed/{programme}/{language}.atom"


def entry_id(key: str) -> str:
    """The entry's id: a placement's key is a UUID."""
    return uuid.UUID(hex=key).urn
