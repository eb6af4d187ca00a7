"""What shows in two languages alike which sentence is which: values, names that stay, terms of the glossary, marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from campaigns.content.checks.folding import fold_word
from campaigns.content.checks.markers import markers
from campaigns.content.checks.values.found import Found
from campaigns.content.checks.values.reading import read_values
from campaigns.content.glossary.starter import shipped_terms

#: What an anchor that both sentences have is worth, in the measure of the costs of `abreast`.
_WORTH: Final[Mapping[str, float]] = {
    "hard": 3.0,
    "soft": 1.5,
    "weak": 0.5,
    "name": 1.5,
    "term": 2.0,
    "not": 0.7,
    "must": 0.5,
    "may": 0.5,
    "free": 1.5,
    "without": 0.7,
    "never": 0.7,
    "always": 0.7,
    "mark": 1.0,
}
_TELLING: Final = frozenset({"not", "free", "without", "mark"})
_SAID: Final = ("not", "must", "may", "free", "without", "never", "always")
_NAME: Final = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
_ASKS: Final = re.compile(r"[?؟][\s\W]*\Z")
_CALLS: Final = re.compile(r"![\s\W]*\Z")
_OPENS: Final = re.compile(r":\s*\Z")


@dataclass(frozen=True)
class Anchors:
    """Anchors of each sentence of two texts, by a number that is the same on both sides."""

    source: tuple[frozenset[int], ...]
    target: tuple[frozenset[int], ...]
    worth: Mapping[int, float]
    alone: frozenset[int]
    """Values in digits that one of the texts lacks."""
    telling: frozenset[int]
    """What a sentence seldom says or asks where its twin does not: "not", "free", a question."""


def find_anchors(
    source: Sequence[str], target: Sequence[str], *, source_language: str, target_language: str
) -> Anchors:
    """The anchors of the sentences of both texts; one that stands in many sentences is worth less."""
    here = [signs_of(one, source_language) for one in source]
    there = [signs_of(one, target_language) for one in target]
    twins = _Twins()
    mine = tuple(frozenset(twins.number(sign) for sign in signs) for signs in here)
    theirs = tuple(frozenset(twins.number(sign) for sign in signs) for signs in there)
    mine = tuple(frozenset(map(twins.root, one)) for one in mine)
    theirs = tuple(frozenset(map(twins.root, one)) for one in theirs)
    often_here, often_there = (Counter(n for one in side for n in one) for side in (mine, theirs))
    worth = {
        number: twins.worth(number) / max(often_here[number], often_there[number])
        for number in often_here.keys() & often_there.keys()
    }
    alone = {number for number in often_here.keys() ^ often_there.keys() if twins.is_hard(number)}
    telling = {number for number in often_here.keys() | often_there.keys() if twins.is_telling(number)}
    return Anchors(mine, theirs, worth, frozenset(alone), frozenset(telling))


@dataclass(frozen=True)
class Sign:
    """One thing in a sentence that another language shows as well; signs with a name in common are one anchor."""

    kind: str
    names: frozenset[str]


@lru_cache(maxsize=4096)
def signs_of(sentence: str, language: str) -> tuple[Sign, ...]:
    """The signs of a sentence, each once."""
    return tuple(dict.fromkeys(_signs(sentence, language)))


def _signs(sentence: str, language: str) -> Iterator[Sign]:
    for value in read_values(sentence, language):
        yield Sign(value.grade, _readings(value))
    for word in _NAME.findall(sentence):
        if word.isascii() and (len(word) > 3 or word.isupper()):
            yield Sign("name", frozenset({f"name {fold_word(word)}"}))
    for hit in shipped_terms().hits(sentence, language):
        yield Sign("term", frozenset({f"term {hit.term.key}"}))
    said = markers(sentence, language)
    yield from (Sign(kind, frozenset({kind})) for kind in _SAID if kind in said)
    for mark, expression in (("?", _ASKS), ("!", _CALLS), (":", _OPENS)):
        if expression.search(sentence):
            yield Sign("mark", frozenset({mark}))


def _readings(value: Found) -> frozenset[str]:
    """A value by every way to read it; a number in whatever unit is one reading."""
    return frozenset(
        (*(" ".join(map(str, key)) for key in value.keys), *(f"number {one}" for one in value.numbers))
    )


class _Twins:
    """Signs with the same name get the same number."""

    def __init__(self) -> None:
        self._by_name: dict[str, int] = {}
        self._parent: list[int] = []
        self._kind: list[str] = []

    def number(self, sign: Sign) -> int:
        known = sorted({self.root(self._by_name[name]) for name in sign.names if name in self._by_name})
        number = known[0] if known else self._new(sign.kind)
        for other in known[1:]:
            self._parent[other] = number
        for name in sign.names:
            self._by_name[name] = number
        return number

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            number = self._parent[number]
        return number

    def worth(self, number: int) -> float:
        return _WORTH[self._kind[number]]

    def is_hard(self, number: int) -> bool:
        return self._kind[number] == "hard"

    def is_telling(self, number: int) -> bool:
        return self._kind[number] in _TELLING

    def _new(self, kind: str) -> int:
        self._parent.append(len(self._parent))
        self._kind.append(kind)
        return len(self._parent) - 1
