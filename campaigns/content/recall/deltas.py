"""What a moved fact means for words that were made from it: the same words with the new values in place.

A suggestion only: whatever cannot be found as it was written stays as it is, and a person reads the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from campaigns.content.fact_view import FactView
from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.notation import format_value, without_isolates
from campaigns.content.values import Value, ValueKind
from campaigns.content.word_diff import Piece, diff_words
from campaigns.content.wording import Writer
from campaigns.facts.state import PARTS
from campaigns.languages import sort_languages

#: Inflected forms a frame may ask for.
_CASES: Final = (
    "",
    "genitive",
    "dative",
    "accusative",
    "prepositional",
    "instrumental",
    "locative",
    "partitive",
)
_SPACE = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True)
class Moved:
    """One value as a language writes it, before and now; empty where it came or went."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class MovedWords:
    """What a fact said and says now, in a language in which its words moved."""

    language: str
    pieces: tuple[Piece, ...]


def parts_left_behind(old: FactView, new: FactView, language: str) -> frozenset[str]:
    """The texts of the fact that were left as they were in a language while another language's moved."""
    if old.words.get(language) != new.words.get(language):
        return frozenset()
    return frozenset(
        part
        for part in PARTS
        for code in old.words.keys() & new.words.keys()
        if getattr(old.words[code], part) != getattr(new.words[code], part)
    )


def words_left_behind(old: FactView, new: FactView, language: str, *, source: str) -> MovedWords | None:
    """Where the fact's words in this language were left as they were: what it said and says now in the source
    language, or in the first language in which its words moved. None where its words in this language moved too."""
    if not parts_left_behind(old, new, language):
        return None
    moved = {code for code in old.words.keys() & new.words.keys() if old.words[code] != new.words[code]}
    for code in [source, *sort_languages(moved)]:
        if code in moved and (found := moved_in(code, old, new)):
            return found
    return None


def moved_in(language: str, old: FactView, new: FactView) -> MovedWords | None:
    """What the fact said and says now in a language; None where it says nothing else there, or nothing at all."""
    if language not in framed_languages() or language not in old.words.keys() & new.words.keys():
        return None
    writer = Writer(load_frames(language))
    for part in ("sentence", "headline", "claim"):
        before, after = (without_isolates(getattr(writer, part)(view)) for view in (old, new))
        if before != after:
            return MovedWords(language, diff_words(before, after))
    return None


def moved_values(old: FactView, new: FactView, language: str) -> list[Moved]:
    """The values that are others now, written as the language writes them."""
    found = []
    for name in dict.fromkeys([*old.values, *new.values]):
        before, after = old.values.get(name), new.values.get(name)
        if before is None or after is None or before.canonical != after.canonical:
            found.append(Moved(name, _written(before, language), _written(after, language)))
    return found


def suggest_words(words: Mapping[str, Any], old: FactView, new: FactView, language: str) -> dict[str, Any]:
    """The words with every text and value of the old fact exchanged for the new one's, where they stand."""
    pairs = [pair for pair in _pairs(old, new, language) if pair[0] and pair[1] and pair[0] != pair[1]]
    # Longer texts first: a whole sentence before the amount inside it.
    pairs.sort(key=lambda pair: -len(pair[0]))
    return {
        name: [_exchange(line, pairs) for line in value]
        if isinstance(value, list)
        else _exchange(value, pairs)
        for name, value in words.items()
    }


def _pairs(old: FactView, new: FactView, language: str) -> Iterator[tuple[str, str]]:
    if language in framed_languages():
        writers = Writer(load_frames(language)), Writer(load_frames(language))
        if language in old.words and language in new.words:
            for part in ("headline", "sentence", "claim"):
                before, after = (
                    getattr(writer, part)(view) for writer, view in zip(writers, (old, new), strict=True)
                )
                yield before, after
        yield writers[0].validity(old), writers[1].validity(new)
        yield writers[0].source([old]), writers[1].source([new])
    for name, value in old.values.items():
        other = new.values.get(name)
        if other is None or other.canonical == value.canonical:
            continue
        for case in _CASES if value.kind is ValueKind.DURATION else ("",):
            yield (
                format_value(value, language=language, case=case),
                format_value(other, language=language, case=case),
            )
    if old.laws and new.laws and old.laws != new.laws:
        for before, after in zip(old.laws, new.laws, strict=False):
            yield (
                _written(Value(ValueKind.LAW, before), language),
                _written(Value(ValueKind.LAW, after), language),
            )


def _written(value: Value | None, language: str) -> str:
    return "" if value is None else format_value(value, language=language)


def _exchange(text: str, pairs: list[tuple[str, str]]) -> str:
    """Every place exchanged once; what was put in is not looked at again."""
    if not pairs or not text:
        return text
    fitting: dict[str, str] = {}
    patterns: list[str] = []
    for before, after in pairs:
        for shown in dict.fromkeys((before, without_isolates(before))):
            group = f"p{len(patterns)}"
            # Not inside a longer figure: 13,90 is not in 113,90, nor 5 in 15 or 5,5.
            patterns.append(f"(?P<{group}>(?<![\\d.,]){_loose(shown)}(?!\\d|[.,]\\d))")
            fitting[group] = after if shown == before else without_isolates(after)
    return re.sub("|".join(patterns), lambda match: fitting[str(match.lastgroup)], text)


def _loose(text: str) -> str:
    """The text whatever kind of space stands in it."""
    return r"[\s\u00a0\u202f]+".join(re.escape(part) for part in _SPACE.split(text))
