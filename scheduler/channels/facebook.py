"""A Facebook Page. Pictures are uploaded unseen first; the post that shows them is the one call that counts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
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
from scheduler.counters import followers, one_by_one
from scheduler.graph import GRAPH_TABLE, graph_fine_print
from scheduler.likeness import SKEW, Seen, Unreadable, find_among, moment_of, rows, staged_for
from scheduler.means import Means
from scheduler.transport import Reply
from scheduler.verdicts import Judge

SERVER = "https://graph.facebook.com/v26.0"
PAGES = 5
#: What Facebook calls the figures since it removed impressions and reach (2025-11-15).
COUNTED: Mapping[Metric, str] = {
    Metric.VIEWS: "post_media_view",
    Metric.REACH: "post_total_media_view_unique",
    Metric.REACTIONS: "post_reactions_by_type_total",
    Metric.LINK_CLICKS: "post_clicks_by_type",
}
#: The kind of click that a link counts.
ON_LINKS = "link clicks"


class Facebook(Adapter):
    """`options`: the `page`, a number. The secret's part is `token`, a page's own."""

    channel: ClassVar[str] = "facebook"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.READ_BACK

    def __init__(self, means: Means, server: str = SERVER) -> None:
        self._means, self._server = means, server
        self._judge = Judge(GRAPH_TABLE, means, graph_fine_print)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        photos = list(staged_for(wire.digest, staged).get("photos", []))
        for file in wire.files[len(photos) :]:
            said = self._means.transport.call(
                "POST",
                self._at(sender, "photos"),
                headers=headers,
                form={"published": "false", "alt_text_custom": file.alt},
                files={"source": (file.digest[:12], file.content, file.media_type)},
            )
            if not (isinstance(said, Reply) and said.is_good and said.text_at("id")):
                return self._judge.before(said)
            photos.append(said.text_at("id"))
        return Prepared(wire, sender, headers, {"digest": wire.digest, "photos": photos})

    def send(self, prepared: Prepared) -> Outcome:
        wire, photos = prepared.wire, prepared.staged.get("photos", [])
        form = {"message": wire.text}
        if photos:
            form["attached_media"] = json.dumps([{"media_fbid": photo} for photo in photos])
        elif wire.link:
            form["link"] = wire.link
        said = self._means.transport.call(
            "POST", self._at(prepared.sender, "feed"), headers=prepared.payload, form=form
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.after(said)
        number = said.text_at("id")
        if not number:
            return Unknown("The channel's answer cannot be read.")
        return Published(number, f"https://www.facebook.com/{number}")

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        try:
            found = self._own_posts(prepared.sender, since)
            return find_among(found, prepared, since, text=prepared.wire.text)
        except Unreadable as problem:
            return problem.finding

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        me = self._means.transport.get(f"{self._server}/me", headers=headers, query={"fields": "id,name"})
        if not (isinstance(me, Reply) and me.is_good):
            return self._judge.health(me)
        # A token of a person instead of the page would post in that person's name, or not at all.
        if me.text_at("id") != str(sender.options.get("page", "")):
            return Barred(reasons.MAY_NOT_POST)
        return Well(me.text_at("name"))

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        headers = self._headers(sender)
        if headers is None:
            return Unknown(reasons.NO_SECRET)
        return one_by_one(
            self._judge,
            COUNTED,
            lambda name: self._means.transport.get(
                f"{self._server}/{post.remote_id}/insights", headers=headers, query={"metric": name}
            ),
            _counted,
        )

    def read_followers(self, sender: Sender) -> Reading | None:
        said = self._means.transport.get(
            f"{self._server}/{sender.options.get('page', '')}",
            headers=self._headers(sender) or {},
            query={"fields": "followers_count"},
        )
        return followers(said, "followers_count")

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        said = self._means.transport.call(
            "POST",
            f"{self._server}/{remote_id}",
            headers=self._headers(sender) or {},
            form={"message": wire.text},
        )
        if isinstance(said, Reply) and said.is_good:
            return Published(remote_id)
        return self._judge.after(said)

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        said = self._means.transport.call(
            "DELETE", f"{self._server}/{remote_id}", headers=self._headers(sender) or {}
        )
        if isinstance(said, Reply) and said.is_good:
            return Absent()
        return self._judge.after(said)

    def _own_posts(self, sender: Sender, since: datetime) -> Iterator[Seen]:
        after = ""
        for _ in range(PAGES):
            said = self._means.transport.get(
                self._at(sender, "published_posts"),
                headers=self._headers(sender) or {},
                query={
                    "fields": "id,message,created_time,permalink_url",
                    "since": int((since - SKEW).timestamp()),
                    "limit": 100,
                    **({"after": after} if after else {}),
                },
            )
            if not (isinstance(said, Reply) and said.is_good):
                raise Unreadable(self._judge.asked(said))
            for row in rows(said.at("data")):
                at = moment_of(row.get("created_time"))
                yield Seen(
                    str(row.get("id")), str(row.get("permalink_url", "")), str(row.get("message", "")), at
                )
            after = said.text_at("paging", "cursors", "after")
            if not said.text_at("paging", "next") or not after:
                return
        raise Unreadable(Unknown("The account has posted too much since to find it among its posts."))

    def _at(self, sender: Sender, what: str) -> str:
        return f"{self._server}/{sender.options.get('page', '')}/{what}"

    def _headers(self, sender: Sender) -> dict[str, str] | None:
        token = self._means.vault.open(sender).get("token")
        return {"Authorization": f"Bearer {token}"} if token else None


def _counted(said: Reply) -> Any:
    """The one figure of an answer; of reactions the sum of their kinds, of clicks those on links."""
    value = said.at("data", 0, "values", 0, "value")
    if not isinstance(value, Mapping):
        return value
    if said.text_at("data", 0, "name") == COUNTED[Metric.LINK_CLICKS]:
        return value.get(ON_LINKS)
    kinds = list(value.values())
    return sum(kinds) if all(isinstance(each, int) for each in kinds) else None
