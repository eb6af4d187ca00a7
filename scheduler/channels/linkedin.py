"""A LinkedIn page. Its text format ends a post at the first unescaped bracket, without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from campaigns.content.little_text import escape_little_text
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
from scheduler.counters import Path, all_of, followers
from scheduler.likeness import Seen, Unreadable, find_among, rows, staged_for
from scheduler.means import Means
from scheduler.transport import Reply
from scheduler.verdicts import Fine, Judge, Kind, Refused, Rule, not_renewed

SERVER, TOKENS = "https://api.linkedin.com", "https://www.linkedin.com/oauth/v2"
#: So long before its end a token of sixty days is renewed.
BEFORE = timedelta(days=7)
#: LinkedIn ends a version about a year after its month; an account's option `version` can name a later one.
VERSION = "202611"
TABLE = (
    Rule(Kind.TOKEN, {401}),
    Rule(Kind.TWICE, {422}, {"DUPLICATE_POST"}),
    Rule(Kind.RIGHT, {403}),
    # A picture that is still worked on: the post that shows it was not made.
    Rule(Kind.BUSY, {400}, {"MEDIA_ASSET_WAITING_UPLOAD", "MEDIA_ASSET_PROCESSING"}),
    Rule(Kind.OUTDATED, {426}),
)
#: Where the counters of a post stand, all of its organic life long.
COUNTED: Mapping[Metric, Path] = {
    metric: ("elements", 0, "totalShareStatistics", name)
    for metric, name in (
        (Metric.IMPRESSIONS, "impressionCount"),
        (Metric.REACH, "uniqueImpressionsCount"),
        (Metric.REACTIONS, "likeCount"),
        (Metric.COMMENTS, "commentCount"),
        (Metric.SHARES, "shareCount"),
        (Metric.LINK_CLICKS, "clickCount"),
    )
}
_ESCAPED = re.compile(r"\\([\\|{}@\[\]()<>*_~#])")


class LinkedIn(Adapter):
    """`options`: the `organisation`, a number. The secret's part is `token`; an app that may renew it also has
    `refresh_token`, `client_id` and `client_secret`."""

    channel: ClassVar[str] = "linkedin"
    renews: ClassVar[bool] = True
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.READ_BACK

    def __init__(self, means: Means, server: str = SERVER, tokens: str = TOKENS) -> None:
        self._means, self._server, self._tokens = means, server, tokens
        self._judge = Judge(TABLE, means, _fine_print)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        image = str(staged_for(wire.digest, staged).get("image", ""))
        if wire.files and not image:
            uploaded = self._upload(sender, headers, wire.files[0])
            if not isinstance(uploaded, str):
                return uploaded
            image = uploaded
        return Prepared(wire, sender, headers, {"digest": wire.digest, "image": image})

    def send(self, prepared: Prepared) -> Outcome:
        wire, image = prepared.wire, prepared.staged.get("image")
        body: dict[str, Any] = {
            "author": _author(prepared.sender),
            "commentary": escape_little_text(wire.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        if image:
            body["content"] = {"media": {"id": image, "altText": wire.files[0].alt}}
        said = self._means.transport.call(
            "POST", f"{self._server}/rest/posts", headers=prepared.payload, json=body
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.after(said)
        number = said.headers.get("x-restli-id", "")
        if not number:
            return Unknown("The channel's answer cannot be read.")
        return Published(number, _web_address(number))

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        try:
            return find_among(self._own_posts(prepared.sender), prepared, since, text=prepared.wire.text)
        except Unreadable as problem:
            return problem.finding

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        said = self._means.transport.get(
            f"{self._server}/rest/organizations/{sender.options.get('organisation', '')}", headers=headers
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.health(said)
        return Well(said.text_at("localizedName") or sender.name)

    def renew(self, sender: Sender) -> Renewed | NotYet | Barred | None:
        """The lasting token keeps its own end, a year from the day of signing in, however often it is used."""
        kept = self._means.vault.open(sender)
        if not kept.get("refresh_token"):
            return None
        said = self._means.transport.call(
            "POST",
            f"{self._tokens}/accessToken",
            form={
                "grant_type": "refresh_token",
                "refresh_token": kept["refresh_token"],
                "client_id": kept.get("client_id", ""),
                "client_secret": kept.get("client_secret", ""),
            },
        )
        token, lives = (
            (said.text_at("access_token"), said.at("expires_in")) if isinstance(said, Reply) else ("", 0)
        )
        if not (isinstance(said, Reply) and said.is_good and token and isinstance(lives, int)):
            return not_renewed(self._judge, said)
        ends, last = self._means.in_s(lives), said.at("refresh_token_expires_in")
        return Renewed(
            {"token": token, "refresh_token": said.text_at("refresh_token")},
            # A lasting token that ends sooner than that gives tokens that do, too.
            again_at=max(ends - BEFORE, self._means.clock() + BEFORE),
            ends_at=ends,
            last_at=self._means.in_s(last) if isinstance(last, int) else None,
        )

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        headers = self._headers(sender)
        if headers is None:
            return Unknown(reasons.NO_SECRET)
        # Their lists have brackets that must stay, around names whose colons must not.
        of = "ugcPosts" if ":ugcPost:" in post.remote_id else "shares"
        said = self._means.transport.get(
            f"{self._server}/rest/organizationalEntityShareStatistics?q=organizationalEntity"
            f"&organizationalEntity={quote(_author(sender), safe='')}"
            f"&{of}=List({quote(post.remote_id, safe='')})",
            headers=headers,
        )
        return all_of(self._judge, said, COUNTED)

    def read_followers(self, sender: Sender) -> Reading | None:
        said = self._means.transport.get(
            f"{self._server}/rest/networkSizes/{quote(_author(sender), safe='')}",
            headers=self._headers(sender) or {},
            query={"edgeType": "COMPANY_FOLLOWED_BY_MEMBER"},
        )
        return followers(said, "firstDegreeSize")

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        said = self._means.transport.call(
            "POST",
            f"{self._server}/rest/posts/{quote(remote_id, safe='')}",
            headers={**(self._headers(sender) or {}), "X-RestLi-Method": "PARTIAL_UPDATE"},
            json={"patch": {"$set": {"commentary": escape_little_text(wire.text)}}},
        )
        if isinstance(said, Reply) and said.is_good:
            return Published(remote_id)
        return self._judge.after(said)

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        said = self._means.transport.call(
            "DELETE",
            f"{self._server}/rest/posts/{quote(remote_id, safe='')}",
            headers={**(self._headers(sender) or {}), "X-RestLi-Method": "DELETE"},
        )
        if isinstance(said, Reply) and (said.is_good or said.status == 404):
            return Absent()
        return self._judge.after(said)

    def _upload(self, sender: Sender, headers: Mapping[str, str], file: WireFile) -> str | Refused:
        said = self._means.transport.call(
            "POST",
            f"{self._server}/rest/images",
            headers=headers,
            query={"action": "initializeUpload"},
            json={"initializeUploadRequest": {"owner": _author(sender)}},
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.before(said)
        where, image = said.text_at("value", "uploadUrl"), said.text_at("value", "image")
        put = self._means.transport.call(
            "PUT",
            where,
            headers={"Authorization": headers["Authorization"], "Content-Type": file.media_type},
            content=file.content,
        )
        return image if isinstance(put, Reply) and put.is_good and image else self._judge.before(put)

    def _own_posts(self, sender: Sender) -> Iterator[Seen]:
        said = self._means.transport.get(
            f"{self._server}/rest/posts",
            headers={**(self._headers(sender) or {}), "X-RestLi-Method": "FINDER"},
            query={"q": "author", "author": _author(sender), "count": 100, "sortBy": "CREATED"},
        )
        if not (isinstance(said, Reply) and said.is_good):
            raise Unreadable(self._judge.asked(said))
        for row in rows(said.at("elements")):
            created = row.get("createdAt")
            if not isinstance(created, int):
                raise Unreadable(Unknown("The channel's list of posts cannot be read."))
            number, words = str(row.get("id")), _ESCAPED.sub(r"\1", str(row.get("commentary", "")))
            yield Seen(number, _web_address(number), words, datetime.fromtimestamp(created / 1000, UTC))

    def _headers(self, sender: Sender) -> dict[str, str] | None:
        token = self._means.vault.open(sender).get("token")
        if not token:
            return None
        return {
            "Authorization": f"Bearer {token}",
            "LinkedIn-Version": str(sender.options.get("version") or VERSION),
            "X-Restli-Protocol-Version": "2.0.0",
        }


def _author(sender: Sender) -> str:
    return f"urn:li:organization:{sender.options.get('organisation', '')}"


def _web_address(number: str) -> str:
    return f"https://www.linkedin.com/feed/update/{number}"


def _fine_print(reply: Reply) -> Fine:
    details = reply.at("errorDetails", "inputErrors")
    inner = [str(each.get("code", "")) for each in details or [] if isinstance(each, Mapping)]
    return Fine([each for each in [reply.text_at("code"), *inner] if each])
