"""Bluesky, through the personal data server of the account.

A post is a record under a key of our own choice, so that sending it again writes the same record again. The
key is a timestamp id as the protocol wants it, made from the placement alone; the record is staged as a whole,
so that a repeat is the same to the byte.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

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
    Finding,
    Health,
    NotYet,
    Outcome,
    Prepared,
    Published,
    Rejected,
    Unknown,
    Well,
)
from scheduler.counters import Path, all_of, followers, unasked
from scheduler.likeness import staged_for
from scheduler.means import Means
from scheduler.transport import Reply
from scheduler.verdicts import Fine, Judge, Kind, Refused, Rule

USUAL_SERVER = "https://bsky.social"
COLLECTION = "app.bsky.feed.post"
TABLE = (
    Rule(Kind.TOKEN, {400, 401}, {"InvalidToken", "AuthMissing", "AuthenticationRequired"}),
    # The session ended; the next try begins a new one.
    Rule(Kind.BUSY, {400, 401}, {"ExpiredToken"}),
    Rule(Kind.RESTRICTED, (), {"AccountTakedown", "AccountDeactivated", "AccountSuspended"}),
    Rule(Kind.CONTENT, {400}, {"InvalidRequest", "InvalidRecord", "BlobTooLarge"}),
)
#: Where the counters of a post stand (lexicon app.bsky.feed.defs#postView). Nobody there counts views.
COUNTED: Mapping[Metric, Path] = {
    Metric.REACTIONS: ("posts", 0, "likeCount"),
    Metric.COMMENTS: ("posts", 0, "replyCount"),
    Metric.SHARES: ("posts", 0, "repostCount"),
    Metric.SAVES: ("posts", 0, "bookmarkCount"),
}
#: A session's access token lives two hours; a new session is begun before it ends.
SESSION_FOR = timedelta(minutes=100)
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_LINK = re.compile(r"https?://[^\s<>\u2066-\u2069]*[^\s<>\u2066-\u2069.,;:!?)\]”»“]")
_TAG = re.compile(r"(?<!\w)#(?=\w*[^\W\d_])([\w\u200c]+)")


@dataclass(frozen=True, slots=True)
class Session:
    """A session with the server: who we are there, and the token for a while."""

    did: str
    handle: str
    token: str
    begun_at: datetime

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Bluesky(Adapter):
    """`options`: the `handle`, and the `server` where it is not Bluesky's own. The secret's part is `password`."""

    channel: ClassVar[str] = "bluesky"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID

    def __init__(self, means: Means) -> None:
        self._means = means
        self._judge = Judge(TABLE, means, _fine_print)
        self._sessions: dict[tuple[int, str], Session] = {}

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        session = self._session(sender)
        if not isinstance(session, Session):
            return session
        left = staged_for(wire.digest, staged)
        if "record" in left:
            return Prepared(wire, sender, session, left)
        images = []
        for file in wire.files:
            uploaded = self._upload(sender, session, file)
            if not isinstance(uploaded, dict):
                return uploaded
            images.append(uploaded)
        return Prepared(wire, sender, session, {"digest": wire.digest, "record": record_of(wire, images)})

    def send(self, prepared: Prepared) -> Outcome:
        session: Session = prepared.payload
        rkey = record_key(prepared.wire)
        said = self._means.transport.call(
            "POST",
            self._at(prepared.sender, "com.atproto.repo.putRecord"),
            headers=session.headers,
            json={
                "repo": session.did,
                "collection": COLLECTION,
                "rkey": rkey,
                "record": prepared.staged["record"],
            },
        )
        if not (isinstance(said, Reply) and said.is_good):
            self._sessions.clear()
            return self._judge.after(said)
        if not said.text_at("uri").endswith(rkey):
            return Unknown("The channel's answer cannot be read.")
        return Published(said.text_at("uri"), _web_address(session.did, rkey))

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        session = self._session(prepared.sender)
        if not isinstance(session, Session):
            return session if isinstance(session, NotYet) else Unknown(session.reason)
        rkey = record_key(prepared.wire)
        said = self._means.transport.get(
            self._at(prepared.sender, "com.atproto.repo.getRecord"),
            query={"repo": session.did, "collection": COLLECTION, "rkey": rkey},
        )
        if isinstance(said, Reply) and said.is_good and said.text_at("uri"):
            return Published(said.text_at("uri"), _web_address(session.did, rkey))
        if isinstance(said, Reply) and said.text_at("error") == "RecordNotFound":
            return Absent()
        return self._judge.asked(said)

    def examine(self, sender: Sender) -> Health:
        self._sessions.clear()
        session = self._session(sender)
        if isinstance(session, Session):
            return Well(f"@{session.handle}")
        return session if isinstance(session, Barred | NotYet) else NotYet(session.reason)

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        session = self._session(sender)
        if not isinstance(session, Session):
            return unasked(session)
        said = self._means.transport.get(
            self._at(sender, "app.bsky.feed.getPosts"),
            headers=session.headers,
            query={"uris": post.remote_id},
        )
        if isinstance(said, Reply) and said.is_good and said.at("posts") == []:
            return Unknown("The channel does not show the post.")
        return all_of(self._judge, said, COUNTED)

    def read_followers(self, sender: Sender) -> Reading | None:
        session = self._session(sender)
        if not isinstance(session, Session):
            return None
        said = self._means.transport.get(
            self._at(sender, "app.bsky.actor.getProfile"),
            headers=session.headers,
            query={"actor": session.did},
        )
        return followers(said, "followersCount")

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        session = self._session(sender)
        if not isinstance(session, Session):
            return session
        said = self._means.transport.call(
            "POST",
            self._at(sender, "com.atproto.repo.deleteRecord"),
            headers=session.headers,
            json={"repo": session.did, "collection": COLLECTION, "rkey": remote_id.rpartition("/")[2]},
        )
        if isinstance(said, Reply) and said.is_good:
            return Absent()
        return self._judge.after(said)

    def _session(self, sender: Sender) -> Session | Refused:
        """The session that is open, or a new one: few may be begun (30 in five minutes)."""
        handle, password = (
            str(sender.options.get("handle", "")),
            self._means.vault.open(sender).get("password"),
        )
        if not password:
            return Barred(reasons.NO_SECRET)
        mark = hashlib.sha256(f"{handle} {password}".encode()).hexdigest()
        known = self._sessions.get((sender.account_id, mark))
        if known is not None and timedelta(0) <= self._means.clock() - known.begun_at < SESSION_FOR:
            return known
        said = self._means.transport.post(
            self._at(sender, "com.atproto.server.createSession"),
            {"identifier": handle.removeprefix("@"), "password": password},
        )
        if not (isinstance(said, Reply) and said.is_good and said.text_at("accessJwt")):
            return self._judge.before(said)
        session = Session(
            said.text_at("did"), said.text_at("handle"), said.text_at("accessJwt"), self._means.clock()
        )
        self._sessions[sender.account_id, mark] = session
        return session

    def _upload(self, sender: Sender, session: Session, file: WireFile) -> dict[str, Any] | Refused:
        said = self._means.transport.call(
            "POST",
            self._at(sender, "com.atproto.repo.uploadBlob"),
            headers={**session.headers, "Content-Type": file.media_type},
            content=file.content,
        )
        if isinstance(said, Reply) and said.is_good and isinstance(said.at("blob"), dict):
            ratio = {"width": file.width, "height": file.height}
            return {"image": said.at("blob"), "alt": file.alt, "aspectRatio": ratio}
        self._sessions.clear()
        return self._judge.before(said)

    def _at(self, sender: Sender, method: str) -> str:
        return f"{str(sender.options.get('server') or USUAL_SERVER).rstrip('/')}/xrpc/{method}"


def record_key(wire: Wire) -> str:
    """The placement's own timestamp id: 53 bits of microseconds, 10 bits more, in 13 digits (atproto, "TID").

    Its hour is that of the placement's making; the rest comes from its key, so that it is the same for ever and
    no two placements share one.
    """
    mark = int.from_bytes(hashlib.sha256(wire.key.encode()).digest()[:8])
    hour = wire.made_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    micros = int(hour.timestamp()) * 1_000_000 + mark % 3_600_000_000
    number = (micros << 10) | (mark >> 40) % 1024
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(60, -1, -5))


def record_of(wire: Wire, images: list[dict[str, Any]]) -> dict[str, Any]:
    """The record of a post (lexicon app.bsky.feed.post)."""
    record: dict[str, Any] = {
        "$type": COLLECTION,
        "text": wire.text,
        "createdAt": wire.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "langs": [wire.language],
        "facets": facets_of(wire.text),
    }
    if images:
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    return record


def facets_of(text: str) -> list[dict[str, Any]]:
    """What becomes a link or a hashtag, by its place in bytes of UTF-8: without a facet nothing does."""
    found = []
    for match in _LINK.finditer(text):
        link = {"$type": "app.bsky.richtext.facet#link", "uri": match[0]}
        found.append(_facet(text, match.start(), match.end(), link))
    for match in _TAG.finditer(text):
        tag = {"$type": "app.bsky.richtext.facet#tag", "tag": match[1]}
        found.append(_facet(text, match.start(), match.end(), tag))
    return sorted(found, key=lambda facet: facet["index"]["byteStart"])


def _facet(text: str, start: int, end: int, feature: Mapping[str, str]) -> dict[str, Any]:
    first = len(text[:start].encode())
    index = {"byteStart": first, "byteEnd": first + len(text[start:end].encode())}
    return {"$type": "app.bsky.richtext.facet", "index": index, "features": [dict(feature)]}


def _web_address(did: str, rkey: str) -> str:
    return f"https://bsky.app/profile/{did}/post/{rkey}"


def _fine_print(reply: Reply) -> Fine:
    # When a limit ends it says twice: in seconds (Retry-After), and by its own clock, which need not be ours.
    return Fine([reply.text_at("error")])
