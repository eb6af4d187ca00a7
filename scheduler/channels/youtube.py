"""YouTube: a film is uploaded as private, which harms nobody, and made public by an update that may be repeated.

Uploads of Google projects that were not audited stay private whatever is asked for: then it never becomes
public here either, and a person is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.channel_answers import TITLE_TOO_LONG
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
from scheduler.transport import Reply, Said
from scheduler.verdicts import Fine, Judge, Kind, Refused, Rule

SERVER, TOKENS = "https://www.googleapis.com", "https://oauth2.googleapis.com"
TABLE = (
    Rule(Kind.TOKEN, (), {"authError", "invalid_grant", "unauthorized_client", "invalid_client"}),
    Rule(Kind.QUOTA, (), {"quotaExceeded", "uploadLimitExceeded", "dailyLimitExceeded"}),
    Rule(Kind.RATE, (), {"rateLimitExceeded", "userRateLimitExceeded"}),
    Rule(Kind.RESTRICTED, (), {"accountSuspended", "channelSuspended", "youtubeSignupRequired"}),
    Rule(Kind.RIGHT, {403}, {"forbidden", "insufficientPermissions"}),
    Rule(Kind.CONTENT, {400}),
)
TITLE = 100
#: Where the counters of a film stand, written as digits. A film whose likes are hidden has none.
COUNTED: Mapping[Metric, Path] = {
    Metric.VIEWS: ("items", 0, "statistics", "viewCount"),
    Metric.REACTIONS: ("items", 0, "statistics", "likeCount"),
    Metric.COMMENTS: ("items", 0, "statistics", "commentCount"),
}
#: An access token lives an hour.
TOKEN_FOR = timedelta(minutes=50)


class YouTube(Adapter):
    """The secret's parts are `client_id`, `client_secret` and `refresh_token`."""

    channel: ClassVar[str] = "youtube"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.TWO_STEP

    def __init__(self, means: Means, server: str = SERVER, tokens: str = TOKENS) -> None:
        self._means, self._server, self._tokens = means, server, tokens
        self._judge = Judge(TABLE, means, _fine_print)
        self._access: dict[str, tuple[str, datetime]] = {}

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        films = [file for file in wire.files if file.media_type == "video/mp4"]
        if not films:
            return Rejected("YouTube takes nothing but films.")
        if len(wire.title) > TITLE:
            return Rejected(_too_long(wire))
        headers = self._headers(sender)
        if not isinstance(headers, dict):
            return headers
        left = dict(staged_for(wire.digest, staged)) or {"digest": wire.digest}
        if "video" not in left:
            said = self._upload(wire, films[0], headers, str(left.get("session", "")))
            if not isinstance(said, dict):
                return said
            left = {"digest": wire.digest, **said}
        return Prepared(wire, sender, headers, left)

    def send(self, prepared: Prepared) -> Outcome:
        video = str(prepared.staged["video"])
        said = self._means.transport.call(
            "PUT",
            f"{self._server}/youtube/v3/videos",
            headers=prepared.payload,
            query={"part": "status"},
            json={"id": video, "status": {"privacyStatus": "public", "selfDeclaredMadeForKids": False}},
        )
        if not (isinstance(said, Reply) and said.is_good):
            self._access.clear()
            return self._judge.after(said)
        if said.text_at("status", "privacyStatus") != "public":
            return Unknown("The channel keeps the film private.")
        return Published(video, _web_address(video))

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        headers, video = self._headers(prepared.sender), prepared.staged.get("video")
        if not isinstance(headers, dict) or not video:
            return Unknown("The channel cannot be asked about the film.")
        said = self._means.transport.get(
            f"{self._server}/youtube/v3/videos", headers=headers, query={"part": "status", "id": video}
        )
        if not (isinstance(said, Reply) and said.is_good and isinstance(said.at("items"), list)):
            return self._judge.asked(said)
        if said.text_at("items", 0, "status", "privacyStatus") == "public":
            return Published(str(video), _web_address(str(video)))
        return Absent()

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if not isinstance(headers, dict):
            return headers if isinstance(headers, Barred | NotYet) else NotYet(headers.reason)
        said = self._means.transport.get(
            f"{self._server}/youtube/v3/channels", headers=headers, query={"part": "snippet", "mine": "true"}
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.health(said)
        title = said.text_at("items", 0, "snippet", "title")
        return Well(title) if title else Barred(reasons.MAY_NOT_POST)

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        headers = self._headers(sender)
        if not isinstance(headers, dict):
            return unasked(headers)
        said = self._means.transport.get(
            f"{self._server}/youtube/v3/videos",
            headers=headers,
            query={"part": "statistics", "id": post.remote_id},
        )
        if isinstance(said, Reply) and said.is_good and said.at("items") == []:
            return Unknown("The channel does not show the film.")
        return all_of(self._judge, said, COUNTED)

    def read_followers(self, sender: Sender) -> Reading | None:
        """Subscribers, which YouTube rounds to three figures; a channel that hides them tells none."""
        headers = self._headers(sender)
        if not isinstance(headers, dict):
            return None
        said = self._means.transport.get(
            f"{self._server}/youtube/v3/channels",
            headers=headers,
            query={"part": "statistics", "mine": "true"},
        )
        if isinstance(said, Reply) and said.at("items", 0, "statistics", "hiddenSubscriberCount") is True:
            return None
        return followers(said, "items", 0, "statistics", "subscriberCount")

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        headers = self._headers(sender)
        if not isinstance(headers, dict):
            return headers
        if len(wire.title) > TITLE:
            return Rejected(_too_long(wire))
        said = self._means.transport.call(
            "PUT",
            f"{self._server}/youtube/v3/videos",
            headers=headers,
            query={"part": "snippet"},
            json={"id": remote_id, "snippet": _snippet(wire)},
        )
        if isinstance(said, Reply) and said.is_good:
            return Published(remote_id)
        self._access.clear()
        return self._judge.after(said)

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        headers = self._headers(sender)
        if not isinstance(headers, dict):
            return headers
        said = self._means.transport.call(
            "DELETE", f"{self._server}/youtube/v3/videos", headers=headers, query={"id": remote_id}
        )
        if isinstance(said, Reply) and (said.is_good or said.status == 404):
            return Absent()
        return self._judge.after(said)

    def _upload(
        self, wire: Wire, film: WireFile, headers: Mapping[str, str], session: str
    ) -> dict[str, str] | Refused:
        """The film's id. An upload that broke is asked how far it came and goes on from there."""
        start = 0
        if session:
            said = self._put(session, headers, film, None)
            if isinstance(said, Reply) and said.is_good and said.text_at("id"):
                return {"video": said.text_at("id")}
            if not (isinstance(said, Reply) and said.status == 308):
                # The session is gone; what was uploaded stays private or vanishes.
                return NotYet("The channel has lost the upload.", staged={"digest": wire.digest})
            # Without a range nothing has arrived.
            last = said.headers.get("range", "").rpartition("-")[2]
            start = int(last) + 1 if last.isdecimal() else 0
        else:
            begun = self._begin(wire, film, headers)
            if not isinstance(begun, str):
                return begun
            session = begun
        said = self._put(session, headers, film, start)
        if isinstance(said, Reply) and said.is_good and said.text_at("id"):
            return {"video": said.text_at("id")}
        found = self._judge.before(said)
        if isinstance(found, NotYet):
            return replace(found, staged={"digest": wire.digest, "session": session})
        return found

    def _begin(self, wire: Wire, film: WireFile, headers: Mapping[str, str]) -> str | Refused:
        said = self._means.transport.call(
            "POST",
            f"{self._server}/upload/youtube/v3/videos",
            headers={
                **headers,
                "X-Upload-Content-Type": film.media_type,
                "X-Upload-Content-Length": str(len(film.content)),
            },
            query={"uploadType": "resumable", "part": "snippet,status", "notifySubscribers": "true"},
            json={
                "snippet": _snippet(wire),
                "status": {"privacyStatus": "private", "selfDeclaredMadeForKids": False},
            },
        )
        where = said.headers.get("location", "") if isinstance(said, Reply) and said.is_good else ""
        return where if where.startswith(f"{self._server}/") else self._judge.before(said)

    def _put(self, session: str, headers: Mapping[str, str], film: WireFile, start: int | None) -> Said:
        """Sends the rest of the film from `start` on, or (None) asks how much has arrived."""
        whole = len(film.content)
        if start is None:
            more, content = {"Content-Range": f"bytes */{whole}"}, b""
        else:
            content = film.content[start:]
            more = {"Content-Range": f"bytes {start}-{whole - 1}/{whole}", "Content-Type": film.media_type}
        return self._means.transport.call("PUT", session, headers={**headers, **more}, content=content)

    def _headers(self, sender: Sender) -> dict[str, str] | Refused:
        kept = self._means.vault.open(sender)
        refresh = kept.get("refresh_token", "")
        if not refresh:
            return Barred(reasons.NO_SECRET)
        known = self._access.get(refresh)
        if known is None or self._means.clock() >= known[1]:
            said = self._means.transport.call(
                "POST",
                f"{self._tokens}/token",
                form={
                    "grant_type": "refresh_token",
                    "refresh_token": refresh,
                    "client_id": kept.get("client_id", ""),
                    "client_secret": kept.get("client_secret", ""),
                },
            )
            if not (isinstance(said, Reply) and said.is_good and said.text_at("access_token")):
                return self._judge.before(said)
            known = (said.text_at("access_token"), self._means.clock() + TOKEN_FOR)
            self._access[refresh] = known
        return {"Authorization": f"Bearer {known[0]}"}


def _snippet(wire: Wire) -> dict[str, str]:
    """What is written beside a film; 27 is education."""
    return {
        "title": wire.title,
        "description": wire.text,
        "defaultLanguage": wire.language,
        "categoryId": "27",
    }


def _web_address(video: str) -> str:
    return f"https://youtu.be/{video}"


def _fine_print(reply: Reply) -> Fine:
    found = reply.at("error")
    if isinstance(found, str):
        return Fine([found])
    errors = reply.at("error", "errors")
    return Fine([str(each.get("reason", "")) for each in errors or [] if isinstance(each, Mapping)])


def _too_long(wire: Wire) -> str:
    return TITLE_TOO_LONG.format(length=len(wire.title), name="YouTube", most=TITLE)
