"""Whether a post that a channel shows is the one we sent, although channels rewrite what they get."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduler.contract import Absent, Finding, Prepared, Published, Unknown

#: Their clock and ours may differ by this much.
SKEW = timedelta(minutes=2)
_BREAK = re.compile(r"<(?:br|p|/p|div|/div|li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A post of ours as the channel shows it; `at` is when it appeared there."""

    remote_id: str
    url: str
    text: str
    at: datetime


def plain(markup: str) -> str:
    """The words of a piece of HTML. Parts inside a line belong together: links are cut up for the eye."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", markup)))


def likeness(text: str) -> str:
    """What is left of a text when everything that channels change is gone: links, spaces, invisible signs."""
    words = _ADDRESS.sub("", unicodedata.normalize("NFKC", text))
    return "".join(sign for sign in words if unicodedata.category(sign)[0] not in "ZC")


def find_among(seen: Iterable[Seen], prepared: Prepared, since: datetime, *, text: str) -> Finding:
    """The post among those of the account, newest first. Absent only when the list reaches back before `since`.

    Never “the newest”: the words have to be the same, and posts of other placements are known by their ids.
    """
    wanted = likeness(text)
    for post in seen:
        if post.at < since - SKEW:
            return Absent()
        if post.remote_id not in prepared.known and likeness(post.text) == wanted:
            return Published(post.remote_id, post.url)
    return Absent()


class Unreadable(Exception):
    """The list of our own posts could not be read to its end; what it means is in `finding`."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


def moment_of(text: Any) -> datetime:
    """The moment a channel writes; raises `Unreadable` for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        raise Unreadable(Unknown("The channel's list of posts cannot be read.")) from None
    if found.tzinfo is None:
        raise Unreadable(Unknown("The channel's list of posts has no zone."))
    return found


def rows(found: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of a list in a reply; raises `Unreadable` where there is no list of objects."""
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise Unreadable(Unknown("The channel's list of posts cannot be read."))
    yield from found


def staged_for(prepared_digest: str, staged: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an earlier try staged for exactly these bytes; nothing when the package is another by now."""
    return staged if staged.get("digest") == prepared_digest else {}
