"""Widths of words, in ems. Unhinted outlines scale linearly, so one measurement serves every size."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from assets.fonts import font, has_raqm
from assets.fonts.emoji import ROOM, without_emoji

_REFERENCE_PX = 512


@lru_cache(maxsize=65536)
def advance(text: str, path: Path, language: str, direction: str) -> float:
    """Width of the shaped text in ems."""
    if not text:
        return 0.0
    face = font(path, _REFERENCE_PX)
    return face.getlength(without_emoji(text, ROOM), **shaping_of(language, direction)) / _REFERENCE_PX


@lru_cache(maxsize=128)
def shaping_of(language: str, direction: str) -> dict[str, Any]:
    """The arguments that make Raqm order and shape in this language; without Raqm there is nothing to say."""
    if not has_raqm():
        return {}
    # A Turkish reader tells i from ı by its dot, which a joined “fi” swallows.
    features = ["-liga"] if language.split("-")[0] in ("tr", "az") else None
    return {"direction": direction, "language": language, "features": features}
