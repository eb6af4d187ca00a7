"""The further pictures of a post that is swiped through, and what each says to those who do not see it.

The first picture of a carousel is the card of its layout: it says all in short and stands alone where a channel takes
one file. Behind it come a picture for each point with its full sentence, and a last one that says what to do and who
helps. A slide is a rendition like any other; its format names its place (`square/2` is the second behind the card).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assets.spec import Words
from campaigns.content.copy import Copy
from campaigns.content.rendering.words import card_words, closing_words

KIND = "carousel"
SLIDE_LAYOUT, LAST_LAYOUT = "slide", "referral"


def slides_of(kind: str, words: Mapping[str, Any], format_key: str) -> tuple[tuple[str, Words], ...]:
    """Layout and words of each picture behind the first; none unless the post is a carousel with several points."""
    copy = Copy.from_dict(words)
    if kind != KIND or len(copy.steps) < 2:
        return ()
    shown = card_words(words)
    details = copy.details if len(copy.details) == len(copy.steps) else ("",) * len(copy.steps)
    whole = len(copy.steps)
    points = tuple(
        (
            SLIDE_LAYOUT,
            Words(
                headline=step,
                body=detail if detail != step else "",
                number=f"\u2066{number}/{whole}\u2069",
                source=shown.source,
                notice=shown.notice,
                imprint=shown.imprint,
            ),
        )
        for number, (step, detail) in enumerate(zip(copy.steps, details, strict=True), start=1)
    )
    return (*points, (LAST_LAYOUT, closing_words(shown, format_key)))


def slide_format(format_key: str, place: int) -> str:
    """How a rendition names the picture at this place behind the first one."""
    return f"{format_key}/{place}"


def spoken_of_slides(kind: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """What each slide says, in its language, for those who hear it instead."""
    return tuple(
        "\n".join(filter(None, (one.headline, one.body, one.call_to_action, one.contact)))
        for _, one in slides_of(kind, words, "")
    )
