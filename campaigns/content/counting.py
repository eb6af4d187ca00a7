"""How long a text is, as each channel counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import regex

from campaigns.channels import Text
from campaigns.content.little_text import escape_little_text
from campaigns.content.weighted import count_weighted

_GRAPHEME: Final = regex.compile(r"\X")
_EMOJI: Final = regex.compile(r"\p{Extended_Pictographic}|\p{RI}|\p{EMod}|[\u200D\uFE0F\u20E3]")
#: "@name@server": the server is not counted where a link has a price (Mastodon).
_MENTION: Final = regex.compile(r"(?<![\w/])(@\w+)@[\w.-]+\w")
_LINK: Final = regex.compile(r"https?://[^\s<>\u2066-\u2069]+")


def count_graphemes(text: str) -> int:
    """User-perceived characters (Unicode Standard Annex 29): a family emoji is one."""
    return len(_GRAPHEME.findall(text))


def count_utf16(text: str) -> int:
    """UTF-16 code units: most emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def count_bytes(text: str) -> int:
    """Bytes in UTF-8: a Cyrillic or Arabic letter is two."""
    return len(text.encode())


def count_escaped(text: str) -> int:
    """Characters after LinkedIn's escaping, as its limit is meant."""
    return len(escape_little_text(text))


def count_emoji_bytes(text: str) -> int:
    """Characters, but each emoji as its bytes in UTF-8 (Threads)."""
    return len(text) + sum(len(sign.encode()) - 1 for sign in _EMOJI.findall(text))


COUNTERS: Final[Mapping[str, Callable[[str], int]]] = MappingProxyType(
    {
        "characters": len,
        "graphemes": count_graphemes,
        "utf16": count_utf16,
        "bytes": count_bytes,
        "weighted": count_weighted,
        "escaped": count_escaped,
        "emoji_bytes": count_emoji_bytes,
    }
)


def counter_of(room: Text) -> Callable[[str], int]:
    """How a channel counts, with what a link costs there whatever its length and a mention without its server."""
    count, cost = COUNTERS[room.counter], room.link_cost
    if cost is None or room.counter == "weighted":
        return count
    return lambda text: count(_MENTION.sub(r"\1", _LINK.sub("", text))) + cost * len(_LINK.findall(text))
