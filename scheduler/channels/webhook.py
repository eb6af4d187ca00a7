"""A webhook: another program gets the post as a signed message (Standard Webhooks) and takes each id once."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import Adapter, Barred, Health, Outcome, Prepared, Published, Rejected, Well
from scheduler.means import Means
from scheduler.transport import Reply
from scheduler.verdicts import Judge, Kind, Rule

TABLE = (
    # The receiver wants no more messages (Standard Webhooks, "delivery").
    Rule(Kind.RESTRICTED, {410}),
    Rule(Kind.UNKNOWN, {408}),
)
PREFIX = "whsec_"


class Webhook(Adapter):
    """`options`: the `address` that gets the messages. The secret's part is `signing_key`, whsec_ and base64."""

    channel: ClassVar[str] = "webhook"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.KEYED
    key_minutes: ClassVar[int | None] = 1440

    def __init__(self, means: Means) -> None:
        self._means = means
        self._judge = Judge(TABLE, means)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | Barred:
        key = self._key(sender)
        if key is None:
            return Barred(reasons.NO_SECRET)
        files = [{"digest": file.digest, "address": self._means.address_of(file)} for file in wire.files]
        message = {
            "type": "post.published",
            "timestamp": wire.due_at.isoformat(),
            "data": {**wire.manifest, "key": wire.key, "digest": wire.digest, "files": files},
        }
        return Prepared(wire, sender, (json.dumps(message, ensure_ascii=False).encode(), key))

    def send(self, prepared: Prepared) -> Outcome:
        body, key = prepared.payload
        number = f"post_{prepared.wire.key}"
        at = str(int(self._means.clock().timestamp()))
        said = self._means.transport.call(
            "POST",
            str(prepared.sender.options.get("address", "")),
            headers={
                "Content-Type": "application/json",
                "webhook-id": number,
                "webhook-timestamp": at,
                "webhook-signature": signature(number, at, body, key),
            },
            content=body,
        )
        if isinstance(said, Reply) and said.is_good:
            return Published(number)
        return self._judge.after(said)

    def examine(self, sender: Sender) -> Health:
        return Well(sender.name) if self._key(sender) else Barred(reasons.NO_SECRET)

    def _key(self, sender: Sender) -> bytes | None:
        kept = self._means.vault.open(sender).get("signing_key", "").removeprefix(PREFIX)
        try:
            return base64.b64decode(kept, validate=True) or None
        except (binascii.Error, ValueError):
            return None


def signature(number: str, at: str, body: bytes, key: bytes) -> str:
    """The signature of a message: over its id, its moment and its bytes."""
    said = hmac.new(key, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(said).decode()}"
