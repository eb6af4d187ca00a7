"""Characters that turn a text around: where other words are shown than were written, the text is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assets.spec import HIDDEN_CONTROLS
from campaigns.errors import BadInput

HIDDEN: Final = "The hidden character U+{code} can show other words than were written. Remove it."
UNPAIRED: Final = (
    "A direction isolate (U+{code}) has no partner; what follows can be shown in the wrong order."
)

_OPENING: Final = "\u2066\u2067\u2068"
_CLOSING: Final = "\u2069"


def check_direction(text: str, *, field: str | None = None) -> None:
    """Refuses a text with a hidden control or an isolate without its partner, in the words the copy's checks use."""
    if found := HIDDEN_CONTROLS.search(text):
        raise BadInput(HIDDEN, field=field, code=code_of(found.group()))
    for place in unpaired(text):
        raise BadInput(UNPAIRED, field=field, code=code_of(text[place]))


def unpaired(text: str) -> Iterator[int]:
    """Where isolates stand that nothing ends, or that end nothing."""
    open_at: list[int] = []
    for place, sign in enumerate(text):
        if sign in _OPENING:
            open_at.append(place)
        elif sign == _CLOSING:
            if not open_at:
                yield place
            else:
                open_at.pop()
    yield from open_at


def is_inside(text: str, place: int) -> bool:
    """Whether an isolate is open at this place."""
    before = text[:place]
    return sum(before.count(sign) for sign in _OPENING) > before.count(_CLOSING)


def code_of(sign: str) -> str:
    """The character's number as Unicode writes it, without “U+”."""
    return f"{ord(sign):04X}"
