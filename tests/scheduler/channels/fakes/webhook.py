"""A receiver of Standard Webhooks: checks id, moment and signature, and takes each id once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from tests.scheduler.channels.network import Answer, Fake, Request

KEY = "whsec_" + base64.b64encode(b"the key of the two of us, long enough").decode()
TOLERANCE_S = 300


class WebhookReceiver(Fake):
    """Verifies as the specification has it: constant-time, over the raw bytes, within five minutes."""

    #: Takes messages of any age: for receivers whose clock stands still.
    is_patient = False

    def publishes(self, request: Request) -> bool:
        return True

    def answer(self, request: Request) -> Answer:
        number = request.headers.get("webhook-id", "")
        at = request.headers.get("webhook-timestamp", "")
        if not self.is_patient and abs(int(at) - self.clock().timestamp()) > TOLERANCE_S:
            return Answer(400, {"error": "the message is too old or from the future"})
        key = base64.b64decode(KEY.removeprefix("whsec_"))
        right = hmac.new(key, f"{number}.{at}.".encode() + request.body, hashlib.sha256).digest()
        offered = [one.removeprefix("v1,") for one in request.headers["webhook-signature"].split()]
        if not any(hmac.compare_digest(base64.b64encode(right).decode(), one) for one in offered):
            return Answer(400, {"error": "wrong signature"})
        if number not in {post.id for post in self.posts}:
            said = json.loads(request.body)
            self.publish(number, said["data"]["text"], said=said)
        return Answer(204)
