"""X. Each post costs money; there is no key, and an identical text is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
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
    Renewed,
    Unknown,
    Well,
)
from scheduler.counters import NOT_GIVEN, NOT_TOLD, Path, all_of, followers
from scheduler.likeness import SKEW, Seen, Unreadable, find_among, moment_of, rows, staged_for
from scheduler.means import Means
from scheduler.signing_in import proof_of
from scheduler.transport import Reply, Said
from scheduler.verdicts import Fine, Judge, Kind, Refused, Rule, not_renewed

#: Where the counters of a post stand for everybody.
COUNTED: Mapping[Metric, Path] = {
    metric: ("data", "public_metrics", name)
    for metric, name in (
        (Metric.IMPRESSIONS, "impression_count"),
        (Metric.REACTIONS, "like_count"),
        (Metric.COMMENTS, "reply_count"),
        (Metric.SHARES, "repost_count"),
        (Metric.SAVES, "bookmark_count"),
    )
}
#: What the counter of shares was called before 2026, and still is in the examples.
SHARES_BEFORE: Path = ("data", "public_metrics", "retweet_count")
#: What asks for fields of a post: the contract's name (OpenAPI 2.168, August 2026), and that of the examples in
#: docs.x.com, which the contract keeps for streams alone. A server may refuse a name that it does not know, or pass it
#: over.
FIELDS = ("post.fields", "tweet.fields")
#: And for the account alone, for 30 days.
OURS: Mapping[Metric, Path] = {Metric.LINK_CLICKS: ("data", "non_public_metrics", "url_link_clicks")}
SERVER = "https://api.x.com"
NOTHING_ASKED: Mapping[str, Any] = MappingProxyType({})
#: For how many seconds a token lives where X does not say it, and how long before its end it is renewed.
LIVES_S, BEFORE = 7200, timedelta(minutes=40)
#: Problems are named by addresses; their ends are enough.
TABLE = (
    Rule(Kind.MONEY, {402}),
    Rule(Kind.MONEY, (), {"usage-capped", "client-forbidden-credits"}),
    Rule(Kind.TOKEN, {401}),
    Rule(Kind.TWICE, {403}, {"duplicate-content"}),
    Rule(Kind.RIGHT, {403}),
    Rule(Kind.RATE, {429}),
)


class X(Adapter):
    """The secret's parts are `token`, and to renew it `refresh_token` (each counts once) with `client_id`, and
    `client_secret` where the app has one."""

    channel: ClassVar[str] = "x"
    renews: ClassVar[bool] = True
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.READ_BACK

    def __init__(self, means: Means, server: str = SERVER) -> None:
        self._means, self._server = means, server
        self._judge = Judge(TABLE, means, self._fine_print)
        self._known_as = FIELDS[0]

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        media = list(staged_for(wire.digest, staged).get("media", []))
        for file in wire.files[len(media) : 4]:
            uploaded = self._upload(headers, file)
            if not isinstance(uploaded, str):
                return self._renewed(sender, uploaded)
            media.append(uploaded)
        return Prepared(wire, sender, headers, {"digest": wire.digest, "media": media})

    def send(self, prepared: Prepared) -> Outcome:
        media = prepared.staged.get("media", [])
        body: dict[str, Any] = {"text": prepared.wire.text}
        if media:
            body["media"] = {"media_ids": list(media)}
        said = self._means.transport.call(
            "POST", f"{self._server}/2/tweets", headers=prepared.payload, json=body
        )
        if not (isinstance(said, Reply) and said.is_good):
            found = self._judge.after(said)
            return found if isinstance(found, Unknown) else self._renewed(prepared.sender, found)
        number = said.text_at("data", "id")
        return (
            Published(number, _web_address(number))
            if number
            else Unknown("The channel's answer cannot be read.")
        )

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
        me = self._means.transport.get(f"{self._server}/2/users/me", headers=headers)
        if isinstance(me, Reply) and me.is_good and me.text_at("data", "username"):
            return Well(f"@{me.text_at('data', 'username')}")
        found = self._renewed(sender, self._judge.before(me))
        return NotYet(found.reason) if isinstance(found, Rejected) else found

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        headers = self._headers(sender)
        if headers is None:
            return Unknown(reasons.NO_SECRET)
        said = self._fields_of(post, headers, "public_metrics")
        is_old = isinstance(said, Reply) and said.at(*SHARES_BEFORE) is not None
        found = all_of(self._judge, said, {**COUNTED, **({Metric.SHARES: SHARES_BEFORE} if is_old else {})})
        if not isinstance(found, tuple):
            self._renewed(sender, self._judge.before(said))
            return found
        # Apart from the others: after 30 days it is refused.
        said = self._fields_of(post, headers, "non_public_metrics")
        ours = all_of(self._judge, said, OURS)
        if not isinstance(ours, tuple):
            why = NOT_GIVEN if isinstance(said, Reply) else NOT_TOLD
            ours = tuple(Reading(metric, None, why) for metric in OURS)
        return (*found, *ours)

    def read_followers(self, sender: Sender) -> Reading | None:
        said = self._means.transport.get(
            f"{self._server}/2/users/me",
            headers=self._headers(sender) or {},
            query={"user.fields": "public_metrics"},
        )
        return followers(said, "data", "public_metrics", "followers_count")

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        said = self._means.transport.call(
            "DELETE", f"{self._server}/2/tweets/{remote_id}", headers=self._headers(sender) or {}
        )
        if isinstance(said, Reply) and (said.is_good or said.status == 404):
            return Absent()
        return self._judge.after(said)

    def _fields_of(self, post: Published, headers: Mapping[str, str], fields: str) -> Said:
        return self._telling(
            f"{self._server}/2/tweets/{post.remote_id}",
            headers,
            fields,
            lambda said: said.at("data", fields) is not None or bool(said.at("errors")),
        )

    def _telling(
        self,
        address: str,
        headers: Mapping[str, str],
        fields: str,
        tells: Callable[[Reply], bool],
        query: Mapping[str, Any] = NOTHING_ASKED,
    ) -> Said:
        """The answer with these fields, asked for under the name that this server knows."""
        for name in (self._known_as, *(each for each in FIELDS if each != self._known_as)):
            said = self._means.transport.get(address, headers=headers, query={**query, name: fields})
            if not (isinstance(said, Reply) and said.status in (200, 400)):
                return said
            if said.is_good and tells(said):
                self._known_as = name
                return said
        return said

    def renew(self, sender: Sender) -> Renewed | NotYet | Barred | None:
        """A token lives two hours; the lasting one is exchanged as well and counts once."""
        kept = self._means.vault.newest(sender)
        if not kept.get("refresh_token"):
            return None
        said = self._means.transport.call(
            "POST",
            f"{self._server}/2/oauth2/token",
            headers=proof_of(kept.get("client_id", ""), kept.get("client_secret", "")),
            form={
                "grant_type": "refresh_token",
                "refresh_token": kept["refresh_token"],
                "client_id": kept.get("client_id", ""),
            },
        )
        if not (isinstance(said, Reply) and said.is_good and said.text_at("access_token")):
            return not_renewed(self._judge, said)
        lives = said.at("expires_in")
        ends = self._means.in_s(lives if isinstance(lives, int) else LIVES_S)
        parts = {name: said.text_at(name) for name in ("access_token", "refresh_token")}
        return Renewed(
            {"token": parts["access_token"], "refresh_token": parts["refresh_token"]},
            again_at=max(ends - BEFORE, self._means.in_s(300)),
            ends_at=ends,
        )

    def _renewed(self, sender: Sender, found: Refused) -> Refused:
        """Where a token ended it is renewed and the next try takes the new one."""
        kept = self._means.vault.open(sender)
        if found != Barred(reasons.SIGNED_OUT) or not kept.get("refresh_token"):
            return found
        # Renewed meanwhile, the token of before is over: using the lasting one again would be its end.
        if self._means.vault.newest(sender).get("token") != kept.get("token"):
            return NotYet("The token was renewed.")
        new = self.renew(sender)
        if not isinstance(new, Renewed):
            return new or found
        self._means.vault.keep(sender, new.secret)
        return NotYet("The token was renewed.")

    def _upload(self, headers: Mapping[str, str], file: WireFile) -> str | Refused:
        said = self._means.transport.call(
            "POST",
            f"{self._server}/2/media/upload",
            headers=headers,
            form={"media_category": "tweet_image", "media_type": file.media_type},
            files={"media": (file.digest[:12], file.content, file.media_type)},
        )
        number = said.text_at("data", "id") if isinstance(said, Reply) and said.is_good else ""
        if not number:
            return self._judge.before(said)
        told = self._means.transport.call(
            "POST",
            f"{self._server}/2/media/metadata",
            headers=headers,
            json={"id": number, "metadata": {"alt_text": {"text": file.alt[:1000]}}},
        )
        return number if isinstance(told, Reply) and told.is_good else self._judge.before(told)

    def _own_posts(self, sender: Sender, since: datetime) -> Iterator[Seen]:
        headers = self._headers(sender) or {}
        me = self._means.transport.get(f"{self._server}/2/users/me", headers=headers)
        if not (isinstance(me, Reply) and me.is_good):
            self._renewed(sender, self._judge.before(me))
            raise Unreadable(self._judge.asked(me))
        said = self._telling(
            f"{self._server}/2/users/{me.text_at('data', 'id')}/tweets",
            headers,
            "created_at",
            lambda said: not said.at("data") or said.text_at("data", 0, "created_at") != "",
            {"start_time": (since - SKEW).strftime("%Y-%m-%dT%H:%M:%SZ"), "max_results": 100},
        )
        if not (isinstance(said, Reply) and said.is_good):
            raise Unreadable(self._judge.asked(said))
        if said.text_at("meta", "next_token"):
            raise Unreadable(Unknown("The account has posted too much since to find it among its posts."))
        for row in rows(said.at("data") or []):
            number = str(row.get("id"))
            yield Seen(
                number, _web_address(number), str(row.get("text", "")), moment_of(row.get("created_at"))
            )

    def _fine_print(self, reply: Reply) -> Fine:
        kind = reply.text_at("type").rpartition("/")[2]
        # The one refusal that has no type of its own says so in its title alone.
        twice = "duplicate" in reply.text_at("detail").lower() and reply.status == 403
        codes = [each for each in (kind, "duplicate-content" if twice else "") if each]
        return Fine(codes, _seconds_to_reset(reply, self._means.clock()))

    def _headers(self, sender: Sender) -> dict[str, str] | None:
        token = self._means.vault.open(sender).get("token")
        return {"Authorization": f"Bearer {token}"} if token else None


def _web_address(number: str) -> str:
    return f"https://x.com/i/status/{number}"


def _seconds_to_reset(reply: Reply, now: datetime) -> float | None:
    """The limit of calls names its end in seconds since 1970."""
    told = reply.headers.get("x-rate-limit-reset", "")
    if reply.status != 429 or not (told.isascii() and told.isdecimal() and len(told) < 12):
        return None
    return reply.seconds_to(datetime.fromtimestamp(int(told), UTC), now)
