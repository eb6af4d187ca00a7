"""What changed in the source since a translation was made: only these sentences come back to the translator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from campaigns.content.copy import Copy
from campaigns.content.segments.splitting import Segment, split
from campaigns.content.word_diff import Piece, diff_words


class SegmentState(StrEnum):
    """What became of a source sentence since the translator had it."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True)
class SourceSegment:
    """A sentence of the source as it stands. `pieces` shows what changed in it, word by word.

    `was` is the place (from 0) of its predecessor in the older source; None for a sentence that is new.
    """

    segment: Segment
    state: SegmentState
    was: int | None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class PlaceSource:
    """The source of one place: its sentences, and those that were taken out.

    `known` is the number of sentences the older source had here.
    """

    place: str
    segments: tuple[SourceSegment, ...]
    gone: tuple[str, ...] = ()
    known: int = 0

    @property
    def is_changed(self) -> bool:
        return bool(self.gone) or any(each.state is not SegmentState.SAME for each in self.segments)


def source_places(
    words: Mapping[str, Any], known: Mapping[str, Any] | None, *, language: str
) -> dict[str, PlaceSource]:
    """Every place of the source words, compared with those the translation was made from (`known`).

    Without `known` everything counts as the same: nobody knows of an older source.
    """
    here = Copy.from_dict(words).texts()
    there = Copy.from_dict(known).texts() if known is not None else here
    found = {place: _place(place, text, there.get(place, ""), language) for place, text in here.items()}
    for place, text in there.items():
        if place not in here:
            found[place] = PlaceSource(place, (), tuple(each.text for each in split(text, language)))
    return found


def _place(place: str, text: str, old: str, language: str) -> PlaceSource:
    now, before = split(text, language), split(old, language)
    segments: list[SourceSegment] = []
    gone: list[str] = []
    matcher = SequenceMatcher(a=[each.text for each in before], b=[each.text for each in now], autojunk=False)
    for step, i1, i2, j1, j2 in matcher.get_opcodes():
        if step == "equal":
            segments += [
                SourceSegment(each, SegmentState.SAME, was) for was, each in enumerate(now[j1:j2], start=i1)
            ]
            continue
        replaced = min(i2 - i1, j2 - j1)
        for was, each in enumerate(now[j1 : j1 + replaced], start=i1):
            pieces = diff_words(before[was].text, each.text)
            segments.append(SourceSegment(each, SegmentState.CHANGED, was, pieces))
        segments += [SourceSegment(each, SegmentState.NEW, None) for each in now[j1 + replaced : j2]]
        gone += [each.text for each in before[i1 + replaced : i2]]
    return PlaceSource(place, tuple(segments), tuple(gone), len(before))
