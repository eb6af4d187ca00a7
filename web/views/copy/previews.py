"""How a text would leave on each kind of channel the programme has, counted as the channel counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.channels import profile
from campaigns.content.compose import compose_text
from campaigns.content.copy import Copy
from campaigns.content.counting import counter_of
from campaigns.errors import Refusal
from web.words.review import channel_word
from web.words.sentences import sentence

#: Stands for a short link that is made when the text is submitted; as long as a real one.
LINK_PATH = "/s/abcdefghijk"
#: A web address, without the isolates that may stand around it.
_ADDRESS = re.compile(r"(https?://[^\s\u2066-\u2069]+)")


@dataclass(frozen=True)
class Preview:
    """The text on one channel; or the sentence that says why it does not fit."""

    channel: str
    name: str
    text: str
    count: int
    limit: int | None
    problem: str = ""
    is_shortened: bool = False

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut at its web addresses: each piece, and whether it is one."""
        return [(piece, place % 2 == 1) for place, piece in enumerate(_ADDRESS.split(self.text)) if piece]


def previews(
    words: Mapping[str, Any], channels: Collection[str], *, language: str, link: str
) -> list[Preview]:
    """The text as it would leave on each of these channels."""
    copy = Copy.from_dict(words)
    return [_preview(copy, channel, language, link) for channel in sorted(channels)]


def _preview(copy: Copy, channel: str, language: str, link: str) -> Preview:
    kind = profile(channel)
    count = counter_of(kind.text)
    try:
        text = compose_text(copy, language=language, channel_limit=kind.text.limit, link=link, count=count)
    except Refusal as problem:
        whole = compose_text(copy, language=language, channel_limit=None, link=link)
        return Preview(
            channel, channel_word(channel), whole, count(whole), kind.text.limit, sentence(problem)
        )
    whole = compose_text(copy, language=language, channel_limit=None, link=link)
    return Preview(
        channel,
        channel_word(channel),
        text,
        count(text),
        kind.text.limit,
        is_shortened=len(text) < len(whole),
    )
