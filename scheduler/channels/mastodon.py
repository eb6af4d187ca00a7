"""Mastodon and the servers that speak its language.

They agree on how to post and on little else. GoToSocial and Takahe ignore the idempotency key, Takahe and
Hollo publish at once what should wait. So nothing is scheduled there, and a key is only believed on a server
that has shown that it knows it (`prove_key`); all others are read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
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
from scheduler.counters import Path, all_of, followers
from scheduler.likeness import Seen, Unreadable, find_among, moment_of, plain, rows, staged_for
from scheduler.means import Means
from scheduler.transport import Reply
from scheduler.verdicts import Fine, Judge, Kind, Refused, Rule

TABLE = (
    Rule(Kind.RIGHT, {403}),
    Rule(Kind.TOKEN, {401}),
    Rule(Kind.BUSY, {409}),
)
#: Where the counters of a status stand. Nobody there counts views.
COUNTED: Mapping[Metric, Path] = {
    Metric.REACTIONS: ("favourites_count",),
    Metric.COMMENTS: ("replies_count",),
    Metric.SHARES: ("reblogs_count",),
}
#: Seconds between two looks at a file the server still works on, and how many pages of posts are read.
LOOK_AGAIN_S, PAGES = 5.0, 5
#: Minutes for which Mastodon remembers a key (its documentation says an hour).
KEY_MINUTES = 60


class Mastodon(Adapter):
    """`options`: the `instance`, like https://social.example. The secret's part is `token`."""

    channel: ClassVar[str] = "mastodon"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.READ_BACK

    def __init__(self, means: Means) -> None:
        self._means = means
        self._judge = Judge(TABLE, means, self._fine_print)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        media = list(staged_for(wire.digest, staged).get("media", []))
        for file in wire.files[len(media) :]:
            uploaded = self._upload(sender, headers, file)
            if not isinstance(uploaded, str):
                return uploaded
            media.append(uploaded)
        left = {"digest": wire.digest, "media": media}
        for number in media:
            said = self._means.transport.get(self._at(sender, f"/api/v1/media/{number}"), headers=headers)
            if isinstance(said, Reply) and said.status in (202, 206):
                return NotYet("The channel still works on the picture.", self._means.in_s(LOOK_AGAIN_S), left)
            if isinstance(said, Reply) and said.status == 404:
                return NotYet("The channel has lost the picture.", staged={"digest": wire.digest})
            if not (isinstance(said, Reply) and said.is_good):
                return self._judge.before(said)
        return Prepared(wire, sender, headers, left)

    def send(self, prepared: Prepared) -> Outcome:
        wire, sender = prepared.wire, prepared.sender
        body = {
            "status": wire.text,
            "media_ids": list(prepared.staged.get("media", [])),
            "language": wire.language,
            "visibility": str(sender.options.get("visibility") or "public"),
        }
        said = self._means.transport.call(
            "POST",
            self._at(sender, "/api/v1/statuses"),
            headers={**prepared.payload, "Idempotency-Key": wire.key},
            json=body,
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.after(said)
        if not said.text_at("id") or said.at("scheduled_at"):
            return Unknown("The channel's answer cannot be read.")
        return Published(said.text_at("id"), said.text_at("url") or said.text_at("uri"))

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        try:
            return find_among(self._own_posts(prepared.sender), prepared, since, text=prepared.wire.text)
        except Unreadable as problem:
            return problem.finding

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        who = self._means.transport.get(
            self._at(sender, "/api/v1/accounts/verify_credentials"), headers=headers
        )
        if not (isinstance(who, Reply) and who.is_good and who.text_at("id")):
            return self._judge.health(who)
        about = self._means.transport.get(self._at(sender, "/api/v2/instance"))
        said = about if isinstance(about, Reply) and about.is_good else Reply(0, {})
        return Well(f"@{who.text_at('acct') or who.text_at('username')}", _capabilities(said))

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        headers = self._headers(sender)
        if headers is None:
            return Unknown(reasons.NO_SECRET)
        said = self._means.transport.get(
            self._at(sender, f"/api/v1/statuses/{post.remote_id}"), headers=headers
        )
        return all_of(self._judge, said, COUNTED)

    def read_followers(self, sender: Sender) -> Reading | None:
        who = self._means.transport.get(
            self._at(sender, "/api/v1/accounts/verify_credentials"), headers=self._headers(sender) or {}
        )
        return followers(who, "followers_count")

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        address = self._at(sender, f"/api/v1/statuses/{remote_id}")
        now = self._means.transport.get(address, headers=headers)
        if not (isinstance(now, Reply) and now.is_good):
            return self._judge.after(now)
        # Files that are not named again would go.
        media = [str(file.get("id")) for file in rows(now.at("media_attachments") or [])]
        body = {"status": wire.text, "language": wire.language, "media_ids": media}
        said = self._means.transport.call("PUT", address, headers=headers, json=body)
        if isinstance(said, Reply) and said.is_good:
            return Published(remote_id, said.text_at("url"))
        return self._judge.after(said)

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        headers = self._headers(sender) or {}
        said = self._means.transport.call(
            "DELETE", self._at(sender, f"/api/v1/statuses/{remote_id}"), headers=headers
        )
        if isinstance(said, Reply) and (said.is_good or said.status == 404):
            return Absent()
        return self._judge.after(said)

    def prove_key(self, sender: Sender, key: str) -> bool | None:
        """Whether this server knows a key again: the same note to ourselves is sent twice, then taken back.

        None when it could not be tried. The note is visible to nobody else (`direct`, without a name in it).
        """
        headers = self._headers(sender)
        if headers is None:
            return None
        body = {"status": "Litfass asks whether this server knows a message again.", "visibility": "direct"}
        found: list[str] = []
        for _ in range(2):
            said = self._means.transport.call(
                "POST",
                self._at(sender, "/api/v1/statuses"),
                headers={**headers, "Idempotency-Key": key},
                json=body,
            )
            if isinstance(said, Reply) and said.is_good and said.text_at("id"):
                found.append(said.text_at("id"))
        for number in dict.fromkeys(found):
            self.take_down(sender, number)
        return len(set(found)) == 1 if len(found) == 2 else None

    def _upload(self, sender: Sender, headers: Mapping[str, str], file: WireFile) -> str | Refused:
        said = self._means.transport.call(
            "POST",
            self._at(sender, "/api/v2/media"),
            headers=headers,
            form={"description": file.alt},
            files={"file": (f"{file.digest[:12]}", file.content, file.media_type)},
        )
        if isinstance(said, Reply) and said.is_good and said.text_at("id"):
            return said.text_at("id")
        return self._judge.before(said)

    def _own_posts(self, sender: Sender) -> Iterator[Seen]:
        headers = self._headers(sender) or {}
        transport = self._means.transport
        who = transport.get(self._at(sender, "/api/v1/accounts/verify_credentials"), headers=headers)
        if not (isinstance(who, Reply) and who.is_good and who.text_at("id")):
            raise Unreadable(self._judge.asked(who))
        oldest = ""
        for _ in range(PAGES):
            said = transport.get(
                self._at(sender, f"/api/v1/accounts/{who.text_at('id')}/statuses"),
                headers=headers,
                query={"limit": 40, "exclude_reblogs": "true"} | ({"max_id": oldest} if oldest else {}),
            )
            if not (isinstance(said, Reply) and said.is_good):
                raise Unreadable(self._judge.asked(said))
            found = list(rows(said.data))
            for row in found:
                oldest = str(row.get("id"))
                url = str(row.get("url") or row.get("uri") or "")
                at = moment_of(row.get("created_at"))
                yield Seen(oldest, url, plain(str(row.get("content", ""))), at)
            if not found:
                return
        raise Unreadable(Unknown("The account has posted too much since to find it among its posts."))

    def _fine_print(self, reply: Reply) -> Fine:
        """This family of servers names in a header when it counts anew, by its own clock."""
        try:
            reset = datetime.fromisoformat(reply.headers.get("x-ratelimit-reset", ""))
        except ValueError:
            return Fine()
        is_told = reset.tzinfo is not None and reply.status == 429
        return Fine(wait_s=reply.seconds_to(reset, self._means.clock()) if is_told else None)

    def _headers(self, sender: Sender) -> dict[str, str] | None:
        token = self._means.vault.open(sender).get("token")
        return {"Authorization": f"Bearer {token}"} if token else None

    def _at(self, sender: Sender, path: str) -> str:
        return str(sender.options.get("instance", "")).rstrip("/") + path


def _capabilities(about: Reply) -> dict[str, dict[str, Any]]:
    """What this server says about itself, in the words of a profile."""
    statuses, files = (about.at("configuration", part) for part in ("statuses", "media_attachments"))
    wanted = {
        "text": {
            "limit": (statuses, "max_characters"),
            "link_cost": (statuses, "characters_reserved_per_url"),
        },
        "media": {
            "count": (statuses, "max_media_attachments"),
            "max_bytes": (files, "image_size_limit"),
            "max_pixels": (files, "image_matrix_limit"),
            "film_bytes": (files, "video_size_limit"),
        },
        "alt": {"limit": (files, "description_limit")},
    }
    return {
        section: {
            name: part[key]
            for name, (part, key) in fields.items()
            if isinstance(part, Mapping) and isinstance(part.get(key), int) and part[key] > 0
        }
        for section, fields in wanted.items()
    }
