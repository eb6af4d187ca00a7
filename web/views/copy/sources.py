"""The source beside a text: its sentences, what changed in them, the terms of the glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from campaigns.content.glossary.terms import Hit, Terms
from campaigns.content.segments.changes import PlaceSource, SegmentState, SourceSegment, source_places


@dataclass(frozen=True)
class Part:
    """A run of source text: plain, added, taken out, or a term with what to write for it."""

    text: str
    kind: str = "same"
    hint: str = ""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the source. `number` counts within its place; `was` and `known` are those of changes.py."""

    place: str
    number: int
    parts: Sequence[Part]
    gap: str
    state: SegmentState
    was: int | None
    known: int


@dataclass
class FieldSource:
    """The source of one field: its lines (several for lists), and what was taken out."""

    lines: list[Sequence[Sentence]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: int = 0

    @property
    def is_changed(self) -> bool:
        return bool(self.changed or self.gone)


def field_sources(
    words: Mapping[str, Any],
    known: Mapping[str, Any] | None,
    *,
    source_language: str,
    language: str,
    terms: Terms,
) -> dict[str, FieldSource]:
    """The source of every field; `known` are the source words the text was made from, if others."""
    found: dict[str, FieldSource] = {}
    for place, source in source_places(words, known, language=source_language).items():
        one = found.setdefault(place.partition(".")[0], FieldSource())
        if source.segments:
            one.lines.append(_line(source, source_language, language, terms))
        one.gone += source.gone
        one.changed += sum(each.state is not SegmentState.SAME for each in source.segments)
    return found


def _line(source: PlaceSource, source_language: str, language: str, terms: Terms) -> Sequence[Sentence]:
    return [
        Sentence(
            source.place,
            number,
            _parts(each, source_language, language, terms),
            each.segment.gap,
            each.state,
            each.was,
            source.known,
        )
        for number, each in enumerate(source.segments)
    ]


def _parts(source: SourceSegment, source_language: str, language: str, terms: Terms) -> Sequence[Part]:
    if source.pieces:
        return [Part(piece.text, piece.kind) for piece in source.pieces]
    text, parts, position = source.segment.text, [], 0
    for hit in terms.hits(text, source_language):
        if position < hit.start:
            parts.append(Part(text[position : hit.start]))
        parts.append(Part(text[hit.start : hit.end], "term", _hint(hit, source_language, language)))
        position = hit.end
    if position < len(text):
        parts.append(Part(text[position:]))
    return parts


def _hint(hit: Hit, source_language: str, language: str) -> str:
    """What to write for a term; its present name where an old one stands."""
    return hit.term.suggestion(language, source_language)
