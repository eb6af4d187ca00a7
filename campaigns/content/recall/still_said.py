"""Which recalled words a text still says: an edit beside them answers no recall."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from campaigns.content.checks.values.found import Found, Key, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.copy import Copy
from campaigns.content.fact_view import FactView
from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.memory.likeness import likeness
from campaigns.content.notation import format_value, without_isolates
from campaigns.content.recall.deltas import parts_left_behind
from campaigns.content.segments.splitting import split
from campaigns.content.values import Value, ValueKind
from campaigns.content.wording import Writer
from campaigns.facts.state import PARTS

#: From here on a sentence is the fact's old one with a word more or less.
_ALIKE: Final = 0.85
#: From here on a sentence that nobody touched is the fact's old one, as the translator said it.
_UNTOUCHED: Final = 0.6
#: Values that stand for a fact which is withdrawn as a whole; a period or a day may belong to another thought.
_OF_ONE_FACT: Final = frozenset({Kind.AMOUNT, Kind.PERCENT})


def still_said(
    words: Mapping[str, Any],
    *,
    old: FactView,
    new: FactView,
    language: str,
    before: Mapping[str, Any] | None = None,
    elsewhere: frozenset[Key] = frozenset(),
) -> str:
    """The first recalled value or sentence that stands in `words`, as it is written there; "" where none does.

    `new` equal to `old` means that nothing takes the fact's place. `before` are the words that were recalled.
    `elsewhere` are values that other facts behind the post say. An old value beside its new one ("14,60 € instead
    of 13,90 €") is no recalled value any more.
    """
    texts = Copy.from_dict(dict(words)).texts().values()
    gone, fresh = _moved_keys(old, new, language)
    for text in texts:
        found = [one for one in read_values(text, language) if one.grade != "weak"]
        if any(one.keys & fresh for one in found):
            continue
        for one in found:
            if one.keys & gone and not one.keys & elsewhere:
                return one.written
    untouched = {_plain(one) for one in _sentences(before or {}, language)}
    return _old_sentence(texts, untouched, old=old, new=new, language=language)


def _moved_keys(old: FactView, new: FactView, language: str) -> tuple[frozenset[Key], frozenset[Key]]:
    """What the fact says no more, and what it says instead."""
    before, after = _found(old, language), _found(new, language)
    keys_before, keys_after = _keys(before), _keys(after)
    if old == new:
        return _keys(one for one in before if one.kind in _OF_ONE_FACT), frozenset()
    return keys_before - keys_after, keys_after - keys_before


def _found(view: FactView, language: str) -> list[Found]:
    values = [*view.values.values(), *(Value(ValueKind.LAW, law) for law in view.laws)]
    written = [format_value(value, language=language) for value in values if value.kind is not ValueKind.TEXT]
    return [one for text in written for one in read_values(text, language) if one.grade != "weak"]


def _keys(found: Iterable[Found]) -> frozenset[Key]:
    return frozenset(key for one in found for key in one.keys)


def _old_sentence(
    texts: Iterable[str], untouched: set[str], *, old: FactView, new: FactView, language: str
) -> str:
    left = parts_left_behind(old, new, language)
    kept = [part for part in PARTS if part not in left]
    replaced = set(_said(new, language, kept)) if new != old else set()
    recalled = [said for said in _said(old, language, left or PARTS) if said not in replaced]
    for sentence in (each.text for text in texts for each in split(text, language)):
        plain = _plain(sentence)
        for said in recalled:
            near = likeness(plain, said)
            # Where the fact's own words stand still, nothing tells an old sentence from a mended one but that
            # somebody touched it.
            enough = (near >= _ALIKE and not left) or (near >= _UNTOUCHED and plain in untouched)
            renewed = max((likeness(plain, one) for one in replaced), default=0.0)
            if enough and near > renewed:
                return sentence
    return ""


def _said(view: FactView, language: str, parts: Collection[str] = PARTS) -> Iterator[str]:
    """The fact's sentences in a language, its values written."""
    if language not in view.words or language not in framed_languages():
        return
    writer = Writer(load_frames(language))
    for part in parts:
        for sentence in split(getattr(writer, part)(view), language):
            yield _plain(sentence.text)


def _sentences(words: Mapping[str, Any], language: str) -> Iterator[str]:
    for text in Copy.from_dict(dict(words)).texts().values():
        for sentence in split(text, language):
            yield sentence.text


def _plain(text: str) -> str:
    return " ".join(without_isolates(text).split())
