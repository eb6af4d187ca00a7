"""Source and translation, sentence beside sentence where both have as many, else the whole text as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.content.copy import Copy
from campaigns.content.segments.splitting import Segment, join, split


@dataclass(frozen=True)
class Pair:
    """A source sentence and its translation ('' while there is none), with the gaps that follow them."""

    source: Segment
    target: Segment


def align(source: str, target: str, *, source_language: str, language: str) -> tuple[Pair, ...]:
    """The pairs of one text. Without a translation every source sentence stands alone.

    The gaps of an empty translation are those of the source, so that line breaks are carried over.
    """
    here = split(source, source_language)
    if not target:
        return tuple(Pair(each, Segment("", each.gap)) for each in here)
    there = split(target, language)
    if len(here) == len(there):
        return tuple(Pair(one, other) for one, other in zip(here, there, strict=True))
    return (Pair(Segment(source), Segment(target)),)


def text_of(pairs: tuple[Pair, ...]) -> str:
    """The translation the pairs make."""
    return join([pair.target for pair in pairs])


def align_copy(
    source: Mapping[str, Any], target: Mapping[str, Any] | None, *, source_language: str, language: str
) -> dict[str, tuple[Pair, ...]]:
    """The pairs of every place of the words ("headline", "steps.2"), in the order of the source."""
    there = Copy.from_dict(target).texts() if target else {}
    here = Copy.from_dict(source).texts()
    return {
        place: align(text, there.get(place, ""), source_language=source_language, language=language)
        for place, text in here.items()
    }
