"""Not let out by a paper: "my brother's visa does not let me leave" tells of no brother.

Only where nothing else may be meant: the words stand in one part of a sentence with a visa or a permit as its subject,
and nobody is named in that part but whose paper it is. In every doubt it stays what a person does, for to miss violence
is worse than to show a helpline too many.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.topics.coercion.keepers import CLAUSE_ENDS, WordList, names_a_person
from campaigns.needs.topics.spellings import Keyword

_FILE = Path(__file__).with_name("bound_by_papers.toml")
#: Between a paper and whose it is ("of my"), and before it where it is no subject ("without a visa").
_MOST_BETWEEN = 2
#: "brother's visa", "brors visum"
_WHOSE_ENDS = ("s", "'s")
#: Arabic "and" is written together with the word behind it: before a verb, a not or a "he" somebody else may begin.
_ARABIC_ANDS = ("وی", "ولا", "وما", "وهو", "وهی")


class _Part(NamedTuple):
    """Words of a sentence in which one thing is said, and which word of the text the first of them is."""

    first: int
    words: list[str]


def by_people(
    found: Mapping[Keyword, frozenset[int]], text: str, *, not_let_out: frozenset[str]
) -> dict[Keyword, frozenset[int]]:
    """The phrases found, without those of `not_let_out` that say what a paper does."""
    kept = dict(found)
    told = [one for one in found if one.spelling in not_let_out]
    if not told or not any(word in _listed()["papers"] for word in words_of(text)):
        return kept
    for one in told:
        if any(_binds(part, found[one]) for part in _parts(text)):
            del kept[one]
    return kept


def _binds(part: _Part, places: frozenset[int]) -> bool:
    """Whether these places lie in the part, behind a paper that is its subject."""
    last = max(places) - part.first
    if not (part.first <= min(places) and last < len(part.words)):
        return False
    papers = [at for at, word in enumerate(part.words[:last]) if word in _listed()["papers"]]
    return any(_is_subject(part.words, at) for at in papers)


def _is_subject(words: Sequence[str], at: int) -> bool:
    before = words[max(0, at - _MOST_BETWEEN) : at]
    if any(word in _listed()["not_subject"] for word in before):
        return False
    named = {place for place, word in enumerate(words) if _names(word)}
    return not (named - _owner_of(words, at))


def _names(word: str) -> bool:
    return names_a_person(word) and word not in _listed()["nobody"]


def _owner_of(words: Sequence[str], at: int) -> set[int]:
    """The place of the person whose paper stands here, if it is said."""
    if at and _names(words[at - 1]):
        is_told = words[at - 1].endswith(_WHOSE_ENDS) or words[at] in _listed()["owned"]
        return {at - 1} if is_told else set()
    for behind in range(at + 1, min(at + 2 + _MOST_BETWEEN, len(words))):
        if _names(words[behind]):
            return {behind} if " ".join(words[at + 1 : behind]) in _between() else set()
    return set()


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    at = 0
    for clause in CLAUSE_ENDS.split(text):
        parts.append(_Part(at, []))
        for word in words_of(clause):
            if word in _listed()["ands"] or _is_arabic_and(word):
                parts.append(_Part(at, []))
            parts[-1].words.append(word)
            at += 1
    return parts


def _is_arabic_and(word: str) -> bool:
    return word.startswith(_ARABIC_ANDS) and word not in _listed()["papers"]


@cache
def _between() -> frozenset[str]:
    return frozenset(normalise(one) for one in _file()["whose"]["between"])


@cache
def _listed() -> Mapping[str, WordList]:
    names = ("papers", "owned", "not_subject", "ands", "nobody")
    exactly = ("not_subject", "ands", "nobody")
    lists = {name: " ".join(_file()[name].values()).split() for name in names}
    return {
        name: WordList(" ".join(f"={word}" if name in exactly else word for word in words))
        for name, words in lists.items()
    }


@cache
def _file() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
