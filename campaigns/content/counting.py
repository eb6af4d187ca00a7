"""How long a text is, as each channel counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import regex

from campaigns.content.weighted import count_weighted

_GRAPHEME: Final = regex.compile(r"\X")


def count_graphemes(text: str) -> int:
    """User-perceived characters (Unicode Standard Annex 29): a family emoji is one."""
    return len(_GRAPHEME.findall(text))


def count_utf16(text: str) -> int:
    """UTF-16 code units: most emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def count_bytes(text: str) -> int:
    """Bytes in UTF-8: a Cyrillic or Arabic letter is two."""
    return len(text.encode())


COUNTERS: Final[Mapping[str, Callable[[str], int]]] = MappingProxyType(
    {
        "characters": len,
        "graphemes": count_graphemes,
        "utf16": count_utf16,
        "bytes": count_bytes,
        "weighted": count_weighted,
    }
)
