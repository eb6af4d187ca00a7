"""Emoji inside a text: which runs of characters are one, and what keeps their room in a line.

A line is ordered and shaped with an empty glyph of the text's own face in place of each emoji, because one call shapes
with one face only. The placeholder is neutral to the order of words, as emoji are. The picture goes into its room
afterwards.
"""

from functools import lru_cache
from pathlib import Path

import regex
from fontTools.ttLib import TTFont

FILE = Path(__file__).resolve().parent / "files" / "LitfassEmoji.ttf"
ROOM, BLOCK = "\ufffc", "\ufffd"

_ONE = r"\p{Emoji}(?:\ufe0f|\p{EMod})?"
#: Flags, keycaps, and pictures with their skin tones, joined or alone. Digits and signs that are drawn as text unless
#: somebody asks otherwise (© ™ ✓ ↔) are emoji only with the selector U+FE0F.
EMOJI = regex.compile(
    r"\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3"
    rf"|(?:\p{{EPres}}(?:\ufe0f|\p{{EMod}})?|\p{{Emoji}}\ufe0f(?<![0-9#*]\ufe0f)|\p{{EBase}}\p{{EMod}})(?:\u200d{_ONE})*"
)


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    with TTFont(FILE, lazy=True) as file:
        return frozenset(file.getBestCmap())


def _is_drawn(cluster: str) -> bool:
    return all(ord(c) in _known() or c in "\u200d\ufe0f\u20e3" for c in cluster)


@lru_cache(maxsize=4096)
def emoji_in(text: str) -> tuple[str, ...]:
    """The emoji of a text that can be drawn, in the order in which they are written."""
    if text.isascii():
        return ()
    return tuple(one for one in EMOJI.findall(text) if _is_drawn(one))


@lru_cache(maxsize=4096)
def without_emoji(text: str, instead: str = "") -> str:
    """The text with `instead` in place of each emoji that can be drawn."""
    if not emoji_in(text):
        return text
    return str(EMOJI.sub(lambda match: instead if _is_drawn(match.group()) else match.group(), text))
