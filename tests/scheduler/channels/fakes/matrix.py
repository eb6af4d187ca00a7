"""A Matrix homeserver (client-server API): a transaction id counts for the device whose token it came with."""

from __future__ import annotations

import json
from typing import Any

from campaigns.clock import Clock
from tests.scheduler.channels.network import Answer, Fake, Request

TOKEN, OTHER_TOKEN = "matrix-token", "matrix-token-of-a-new-login"
DEVICES = {TOKEN: "DEVICEONE", OTHER_TOKEN: "DEVICETWO"}
ROOM, USER = "!advice:matrix.example", "@advice:matrix.example"
EVENT_LIMIT, UPLOAD_LIMIT = 65_536, 50_000_000


class MatrixServer(Fake):
    """One account in one room."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.transactions: dict[tuple[str, str], str] = {}
        self.media: set[str] = set()
        self.joined = [ROOM]

    def publishes(self, request: Request) -> bool:
        return request.method == "PUT" and "/send/m.room.message/" in request.path

    def too_many(self) -> Answer:
        return Answer(429, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many", "retry_after_ms": 30_000})

    def signed_out(self) -> Answer:
        return Answer(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Invalid access token"})

    def answer(self, request: Request) -> Answer:
        device = DEVICES.get(request.bearer)
        if device is None:
            return self.signed_out()
        match request.method, request.path.removeprefix("/_matrix/").split("/"):
            case "GET", ["client", "v3", "account", "whoami"]:
                return Answer(200, {"user_id": USER, "device_id": device})
            case "GET", ["client", "v3", "rooms", room, "event", event] if self.has(event):
                return Answer(200, self._event(room, event))
            case "GET", ["client", "v3", "joined_rooms"]:
                return Answer(200, {"joined_rooms": self.joined})
            case "GET", ["client", "v1", "rooms", _, "relations", event, "m.annotation"]:
                return self._reactions(event, int(request.query.get("from", "0")))
            case "GET", ["client", "v3", "rooms", _, "joined_members"]:
                others = {f"@u{each}:matrix.example": {} for each in range(self.following or 0)}
                return Answer(200, {"joined": {USER: {}, **others}})
            case "GET", ["media", "v3", "config"]:
                return Answer(200, {"m.upload.size": UPLOAD_LIMIT})
            case "POST", ["media", "v3", "upload"]:
                address = f"mxc://matrix.example/{len(self.media)}"
                self.media.add(address)
                return Answer(200, {"content_uri": address})
            case "PUT", ["client", "v3", "rooms", room, "send", "m.room.message", transaction]:
                return self._send(room, device, transaction, request)
            case "PUT", ["client", "v3", "rooms", _, "redact", event, _]:
                self.posts = [post for post in self.posts if post.id != event]
                return Answer(200, {"event_id": "$redaction"})
        return Answer(404, {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"})

    def _event(self, room: str, event: str) -> dict[str, Any]:
        """What the specification demands of an event (Client-Server API, Room event format)."""
        [post] = [post for post in self.posts if post.id == event]
        return {
            "event_id": event,
            "room_id": room,
            "sender": USER,
            "type": "m.room.message",
            "origin_server_ts": int(self.clock().timestamp() * 1000),
            "content": post.details["content"],
        }

    def _reactions(self, event: str, start: int) -> Answer:
        """Pages of them, as many as the server likes."""
        if not self.has(event):
            return Answer(404, {"errcode": "M_NOT_FOUND", "error": "Unknown event"})
        end = min(start + 3, self.counts["m.annotation"])
        chunk = [{"type": "m.reaction", "event_id": f"$r{each}"} for each in range(start, end)]
        more = {"next_batch": str(end)} if end < self.counts["m.annotation"] else {}
        return Answer(200, {"chunk": chunk, **more})

    def _send(self, room: str, device: str, transaction: str, request: Request) -> Answer:
        if room not in self.joined:
            return Answer(403, {"errcode": "M_FORBIDDEN", "error": f"User {USER} not in room {room}"})
        known = self.transactions.get((device, transaction))
        if known:
            return Answer(200, {"event_id": known})
        content: dict[str, Any] = request.json()
        if len(json.dumps(content).encode()) > EVENT_LIMIT:
            return Answer(413, {"errcode": "M_TOO_LARGE", "error": "event too large"})
        if content["msgtype"] == "m.image" and content["url"] not in self.media:
            return Answer(400, {"errcode": "M_BAD_JSON", "error": "no such media"})
        event = f"$event{len(self.posts)}_{len(self.transactions)}"
        self.transactions[device, transaction] = event
        if content.get("m.relates_to", {}).get("rel_type") == "m.replace":
            new = content["m.new_content"]
            self.change(content["m.relates_to"]["event_id"], new["body"], content=new, media=new.get("url"))
            return Answer(200, {"event_id": event})
        self.publish(event, content["body"], content=content, media=content.get("url"))
        return Answer(200, {"event_id": event})
