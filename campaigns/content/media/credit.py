"""Who made a photo and under which licence, as it stands on pictures and end cards in every language."""

from __future__ import annotations

from typing import Final
from unicodedata import bidirectional

from assets.typeset.protect import LRI, PDI, RLI
from campaigns.content.media.models import Photo

#: The AI Act, Art. 50(4) asks to tell a synthetic voice wherever it is heard. The words stand for themselves.
SYNTHETIC: Final = "AI voice · KI-Stimme"


def credit_of(photo: Photo) -> str:
    """The sign keeps to the name. A name and a licence in Latin letters are one piece in an Arabic line, or the number
    of the licence would be read before its name."""
    return set_apart(f"©\u00a0{photo.credit}, {photo.licence}")


def set_apart(text: str) -> str:
    """A text that keeps the direction of its first letter in whatever line it stands."""
    first = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return f"{LRI if first == 'L' else RLI}{text}{PDI}"
