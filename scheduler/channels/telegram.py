"""A Telegram channel, through a bot that is its administrator.

There is no key, bots cannot read a channel's history and do not see their own posts: after a lost reply
nobody but a person can say whether the post is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.channel_answers import TEXT_TOO_LONG
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.reach.insights.readings import Reading
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import (
    Absent,
    Adapter,
    Barred,
    Health,
    NotYet,
    Outcome,
    Prepared,
    Published,
    Rejected,
    Unknown,
    Well,
)
from scheduler.counters import followers
from scheduler.means import Means
from scheduler.transport import Files, Reply, Said
from scheduler.verdicts import Fine, Judge, Kind, Rule

SERVER = "https://api.telegram.org"
TABLE = (
    # A token that is no token at all is answered with 404.
    Rule(Kind.TOKEN, {401, 404}),
    Rule(Kind.RIGHT, {403}),
    Rule(Kind.BUSY, {409}),
    Rule(Kind.CONTENT, {400, 413}),
)
#: What a caption and a message may have, in UTF-16 units.
CAPTION, MESSAGE = 1024, 4096


class Telegram(Adapter):
    """`options`: the `chat`, like @advice_uk or -1001234. The secret's part is `token`."""

    channel: ClassVar[str] = "telegram"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.BLIND

    def __init__(self, means: Means, server: str = SERVER) -> None:
        self._means, self._server = means, server
        self._judge = Judge(TABLE, means, self._fine_print)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | Barred:
        if not self._means.vault.open(sender).get("token"):
            return Barred(reasons.NO_SECRET)
        limit = CAPTION if wire.files else MESSAGE
        length = len(wire.text.encode("utf-16-le")) // 2
        if length > limit:
            return Rejected(TEXT_TOO_LONG.format(length=length, name="Telegram", most=limit))
        return Prepared(wire, sender)

    def send(self, prepared: Prepared) -> Outcome:
        wire, sender = prepared.wire, prepared.sender
        chat = {"chat_id": str(sender.options.get("chat", ""))}
        if wire.files:
            file = wire.files[0]
            kind, method = (
                ("video", "sendVideo") if file.media_type == "video/mp4" else ("photo", "sendPhoto")
            )
            files = {kind: (file.digest[:12], file.content, file.media_type)}
            said = self._call(sender, method, {**chat, "caption": wire.text}, files)
        else:
            said = self._call(sender, "sendMessage", {**chat, "text": wire.text})
        if not (isinstance(said, Reply) and said.is_good and said.at("ok") is True):
            return self._judge.after(said)
        number = said.text_at("result", "message_id")
        if not number:
            return Unknown("The channel's answer cannot be read.")
        return Published(number, _web_address(said, number))

    def examine(self, sender: Sender) -> Health:
        if not self._means.vault.open(sender).get("token"):
            return Barred(reasons.NO_SECRET)
        chat = {"chat_id": str(sender.options.get("chat", ""))}
        me = self._call(sender, "getMe", {})
        if not (isinstance(me, Reply) and me.at("ok") is True):
            return self._judge.health(me)
        place = self._call(sender, "getChat", chat)
        member = self._call(sender, "getChatMember", {**chat, "user_id": me.text_at("result", "id")})
        if not (isinstance(place, Reply) and isinstance(member, Reply)):
            return NotYet("The channel gave no answer.")
        rank = member.text_at("result", "status")
        may_post = rank == "creator" or (
            rank == "administrator" and member.at("result", "can_post_messages") is not False
        )
        if place.at("ok") is not True or not may_post:
            return Barred(reasons.MAY_NOT_POST)
        return Well(place.text_at("result", "title"))

    def read_followers(self, sender: Sender) -> Reading | None:
        """Bots are told how many members a channel has, and nothing of its posts."""
        said = self._call(sender, "getChatMemberCount", {"chat_id": str(sender.options.get("chat", ""))})
        return followers(said, "result")

    def edit(
        self, wire: Wire, sender: Sender, remote_id: str
    ) -> Published | Rejected | NotYet | Barred | Unknown:
        what = {"chat_id": str(sender.options.get("chat", "")), "message_id": remote_id}
        method, field = ("editMessageCaption", "caption") if wire.files else ("editMessageText", "text")
        said = self._call(sender, method, {**what, field: wire.text})
        if isinstance(said, Reply) and (said.at("ok") is True or _is_so_already(said)):
            return Published(remote_id)
        return self._judge.after(said)

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        chat = {"chat_id": str(sender.options.get("chat", "")), "message_id": remote_id}
        said = self._call(sender, "deleteMessage", chat)
        if isinstance(said, Reply) and said.at("ok") is True:
            return Absent()
        return self._judge.after(said)

    def _call(self, sender: Sender, method: str, form: Mapping[str, str], files: Files | None = None) -> Said:
        token = self._means.vault.open(sender).get("token", "")
        return self._means.transport.call(
            "POST", f"{self._server}/bot{token}/{method}", form=form or None, files=files
        )

    def _fine_print(self, reply: Reply) -> Fine:
        wait = reply.at("parameters", "retry_after")
        return Fine(wait_s=wait if isinstance(wait, int) else None)


def _is_so_already(said: Reply) -> bool:
    """The one refusal without a number of its own that means success: these words stand there."""
    return said.status == 400 and "message is not modified" in said.text_at("description")


def _web_address(said: Reply, number: str) -> str:
    name = said.text_at("result", "chat", "username")
    if name:
        return f"https://t.me/{name}/{number}"
    inner = said.text_at("result", "chat", "id").removeprefix("-100")
    return f"https://t.me/c/{inner}/{number}"
