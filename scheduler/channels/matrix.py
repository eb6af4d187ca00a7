"""A Matrix room. The server knows a transaction id again, for the device that sent it and for no other."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from campaigns.placements import reasons
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire, WireFile
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import (
    Absent,
    Adapter,
    Barred,
    Counters,
    Health,
    NotYet,
    Outcome,
    Prepared,
    Published,
    Rejected,
    Unknown,
    Well,
)
from scheduler.counters import figure
from scheduler.likeness import staged_for
from scheduler.means import Means
from scheduler.transport import Reply
from scheduler.verdicts import Fine, Judge, Kind, Rule

#: Pages of reactions that are read.
PAGES = 20
TABLE = (
    Rule(Kind.TOKEN, (), {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}),
    Rule(Kind.RESTRICTED, (), {"M_USER_DEACTIVATED", "M_USER_SUSPENDED", "M_USER_LOCKED"}),
    Rule(Kind.RIGHT, {403}, {"M_FORBIDDEN"}),
    Rule(Kind.RATE, (), {"M_LIMIT_EXCEEDED"}),
    Rule(Kind.CONTENT, {413}, {"M_TOO_LARGE"}),
)


class Matrix(Adapter):
    """`options`: the `homeserver`, like https://matrix.example, and the `room`, like !abc:matrix.example.
    The secret's part is `token`."""

    channel: ClassVar[str] = "matrix"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.KEYED
    key_minutes: ClassVar[int | None] = 30

    def __init__(self, means: Means) -> None:
        self._means = means
        self._judge = Judge(TABLE, means, self._fine_print)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        me = self._means.transport.get(self._at(sender, "/client/v3/account/whoami"), headers=headers)
        if not (isinstance(me, Reply) and me.is_good):
            return self._judge.before(me)
        media = list(staged_for(wire.digest, staged).get("media", []))
        for file in wire.files[len(media) : 1]:
            said = self._means.transport.call(
                "POST",
                self._at(sender, "/media/v3/upload"),
                headers={**headers, "Content-Type": file.media_type},
                content=file.content,
            )
            if not (isinstance(said, Reply) and said.is_good and said.text_at("content_uri")):
                return self._judge.before(said)
            media.append(said.text_at("content_uri"))
        left = {"digest": wire.digest, "media": media, "device": me.text_at("device_id")}
        return Prepared(wire, sender, headers, left)

    def send(self, prepared: Prepared) -> Outcome:
        wire, sender, room = prepared.wire, prepared.sender, self._room(prepared.sender)
        said = self._means.transport.call(
            "PUT",
            self._at(sender, f"/client/v3/rooms/{quote(room, safe='')}/send/m.room.message/{wire.key}"),
            headers=prepared.payload,
            json=event_of(wire, prepared.staged.get("media", [])),
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.after(said)
        number = said.text_at("event_id")
        if not number:
            return Unknown("The channel's answer cannot be read.")
        return Published(number, f"https://matrix.to/#/{room}/{number}")

    def knows_key(self, now: Mapping[str, Any], then: Mapping[str, Any]) -> bool:
        return bool(now.get("device")) and now.get("device") == then.get("device")

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        me = self._means.transport.get(self._at(sender, "/client/v3/account/whoami"), headers=headers)
        rooms = self._means.transport.get(self._at(sender, "/client/v3/joined_rooms"), headers=headers)
        for said in (me, rooms):
            if not (isinstance(said, Reply) and said.is_good):
                return self._judge.health(said)
        assert isinstance(me, Reply)
        assert isinstance(rooms, Reply)
        if self._room(sender) not in (rooms.at("joined_rooms") or []):
            return Barred(reasons.MAY_NOT_POST)
        limits = self._means.transport.get(self._at(sender, "/media/v3/config"), headers=headers)
        largest = limits.at("m.upload.size") if isinstance(limits, Reply) else None
        return Well(
            me.text_at("user_id"), {"media": {"max_bytes": largest}} if isinstance(largest, int) else {}
        )

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        """Reactions, one event each; nobody there counts views."""
        headers = self._headers(sender)
        if headers is None:
            return Unknown(reasons.NO_SECRET)
        room, event = quote(self._room(sender), safe=""), quote(post.remote_id, safe="")
        address = self._at(sender, f"/client/v1/rooms/{room}/relations/{event}/m.annotation")
        counted, after = 0, ""
        for _ in range(PAGES):
            said = self._means.transport.get(
                address, headers=headers, query={"limit": 100} | ({"from": after} if after else {})
            )
            if not (isinstance(said, Reply) and said.is_good and isinstance(said.at("chunk"), list)):
                return self._judge.asked(said)
            counted, after = counted + len(said.at("chunk")), said.text_at("next_batch")
            if not after:
                return (Reading(Metric.REACTIONS, counted),)
        return (Reading(Metric.REACTIONS, None, "There are more reactions than can be counted."),)

    def read_followers(self, sender: Sender) -> Reading | None:
        """Members of the room besides ourselves."""
        said = self._means.transport.get(
            self._at(sender, f"/client/v3/rooms/{quote(self._room(sender), safe='')}/joined_members"),
            headers=self._headers(sender) or {},
        )
        members = said.at("joined") if isinstance(said, Reply) and said.is_good else None
        return figure(Metric.FOLLOWERS, max(len(members) - 1, 0)) if isinstance(members, dict) else None

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        headers, room = self._headers(sender), quote(self._room(sender), safe="")
        if headers is None:
            return Barred(reasons.NO_SECRET)
        out = self._means.transport.get(
            self._at(sender, f"/client/v3/rooms/{room}/event/{quote(remote_id, safe='')}"), headers=headers
        )
        if not (isinstance(out, Reply) and out.is_good):
            return self._judge.after(out)
        # The picture is the one that is out: it is named again, not sent again.
        media = [out.text_at("content", "url")] if wire.files else []
        said = self._means.transport.call(
            "PUT",
            self._at(sender, f"/client/v3/rooms/{room}/send/m.room.message/{wire.key}-{wire.digest[:16]}"),
            headers=headers,
            json=replacement_of(wire, media, remote_id),
        )
        if isinstance(said, Reply) and said.is_good:
            return Published(remote_id, f"https://matrix.to/#/{self._room(sender)}/{remote_id}")
        return self._judge.after(said)

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        room = quote(self._room(sender), safe="")
        said = self._means.transport.call(
            "PUT",
            self._at(
                sender, f"/client/v3/rooms/{room}/redact/{quote(remote_id, safe='')}/{remote_id.strip('$')}"
            ),
            headers=self._headers(sender) or {},
            json={},
        )
        if isinstance(said, Reply) and said.is_good:
            return Absent()
        return self._judge.after(said)

    def _room(self, sender: Sender) -> str:
        return str(sender.options.get("room", ""))

    def _fine_print(self, reply: Reply) -> Fine:
        wait = reply.at("retry_after_ms")
        return Fine([reply.text_at("errcode")], wait / 1000 if isinstance(wait, int) else None)

    def _headers(self, sender: Sender) -> dict[str, str] | None:
        token = self._means.vault.open(sender).get("token")
        return {"Authorization": f"Bearer {token}"} if token else None

    def _at(self, sender: Sender, path: str) -> str:
        return f"{str(sender.options.get('homeserver', '')).rstrip('/')}/_matrix{path}"


def event_of(wire: Wire, media: list[str]) -> dict[str, Any]:
    """The content of the message: a picture with the text as its caption, or the text alone.

    A caption stands in `body`; `filename` beside it is what is read out for the picture (Matrix 1.10).
    """
    lines = html.escape(wire.text).replace("\n", "<br>")
    written = {
        "body": wire.text,
        "format": "org.matrix.custom.html",
        "formatted_body": f'<div lang="{wire.language}" dir="{wire.direction}">{lines}</div>',
    }
    if not media:
        return {"msgtype": "m.text", **written}
    file = wire.files[0]
    kind = "m.video" if file.media_type == "video/mp4" else "m.image"
    return {"msgtype": kind, **written, "filename": _spoken_name(file), "url": media[0], "info": _info(file)}


def replacement_of(wire: Wire, media: list[str], event: str) -> dict[str, Any]:
    """The content of a message that takes the place of another (Matrix 1.4, m.replace).

    Programs that know no replacements show it as a message of its own, which begins with a star.
    """
    new = event_of(wire, media)
    return {
        **new,
        "body": f"* {wire.text}",
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": event},
    }


def _spoken_name(file: WireFile) -> str:
    ending = file.media_type.rpartition("/")[2].replace("jpeg", "jpg")
    return f"{file.alt.strip()[:400] or file.digest[:12]}.{ending}"


def _info(file: WireFile) -> dict[str, Any]:
    return {"mimetype": file.media_type, "w": file.width, "h": file.height, "size": len(file.content)}
