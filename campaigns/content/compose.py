"""The text that leaves beside the picture: the same parts in the same order on every channel.

When a channel has less room, whole parts go in a fixed order; no sentence is ever cut. Headline, notice and
link always stay: without the notice a post could be read as advice on a case, without the link nobody finds
source and imprint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from campaigns.content.copy import Copy
from campaigns.content.notation import labelled
from campaigns.errors import Refusal

#: The longest comment that groups accept as an answer rather than a flyer.
COMMENT_LIMIT: Final = 600


class TextTooLong(Refusal):
    """Even the shortest form of a text is too long for its channel."""


def compose_text(
    copy: Copy,
    *,
    language: str,
    channel_limit: int | None,
    link: str,
    count: Callable[[str], int] = len,
) -> str:
    """The longest form of the text that fits `channel_limit` as the channel counts (`count`).

    `link` stands on a line of its own, without any control character beside it; it may be empty.
    """
    written = ""
    for shorter in _ever_shorter(copy):
        written = _join(shorter, link, language)
        if channel_limit is None or count(written) <= channel_limit:
            return written
    raise TextTooLong(
        "Headline, notice and link have {length} characters; the channel takes {limit}. Shorten the headline.",
        field="headline",
        length=count(written),
        limit=channel_limit,
    )


def is_text_of(text: str, copy: Copy, *, language: str, link: str) -> bool:
    """Whether a text is one of the forms in which these words leave, however much room its channel had."""
    return any(_join(shorter, link, language) == text for shorter in _ever_shorter(copy))


def _ever_shorter(copy: Copy) -> Iterator[Copy]:
    """The copy, then without one more part each time, the most dispensable first."""
    yield copy
    yield (copy := replace(copy, hashtags=copy.hashtags[:1]))
    yield (copy := replace(copy, details=()))
    yield (copy := replace(copy, hashtags=()))
    yield (copy := replace(copy, call_to_action=""))
    yield (copy := replace(copy, contact=""))
    yield (copy := replace(copy, imprint=""))
    yield (copy := replace(copy, steps=()))
    yield (copy := replace(copy, myth="", myth_label=""))
    yield (copy := replace(copy, date=""))
    # A legal statement keeps its paragraph: the source goes after what it is the source of.
    yield (copy := replace(copy, body=""))
    yield replace(copy, source="")


def _join(copy: Copy, link: str, language: str) -> str:
    """The parts as paragraphs."""
    lines = copy.details or copy.steps
    numbered = "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))
    myth = labelled(copy.myth_label, copy.myth, language=language) if copy.myth else ""
    standing = "\n".join(part for part in (copy.source, copy.notice, copy.imprint) if part)
    date = copy.date if copy.date not in copy.body else ""
    parts = (
        copy.headline,
        myth,
        copy.body,
        numbered,
        date,
        copy.contact,
        copy.call_to_action,
        link,
        standing,
        " ".join(copy.hashtags),
    )
    return "\n\n".join(part for part in parts if part)
