"""Who keeps a passport: an office may, and then the question is one of papers; an employer may not, which is
exploitation, and a husband or a brother may not, which is violence.

Told from the words of the clause that says it, in every language at once, for people mix them. Where a person is named
anywhere in the question ("my boss has it, can the police help?"), it is never taken for an office's doing: to miss an
exploitation is worse than to show one too many.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from campaigns.needs.normalising import normalise, without_arabic_prefix, words_of
from campaigns.needs.topics.spellings import Keyword

#: What it is about that somebody keeps a passport.
KEPT_BY_EMPLOYER, KEPT_BY_AUTHORITY, KEPT_AT_HOME = "exploitation", "residence_permit", "violence_protection"
_FILE = Path(__file__).with_name("keepers.toml")
CLAUSE_ENDS = re.compile(r"[,;:.!?؟،؛\n–—]+(?:\s|$)")


class WordList:
    """Beginnings of words, and words that stand alone ("=")."""

    def __init__(self, listed: str) -> None:
        folded = [(one.startswith("="), normalise(one.lstrip("="))) for one in listed.split()]
        self._whole = frozenset(word for is_whole, word in folded if is_whole)
        self._beginnings = tuple(word for is_whole, word in folded if not is_whole)

    def __contains__(self, word: object) -> bool:
        forms = (word, *without_arabic_prefix(word)) if isinstance(word, str) else ()
        return any(form in self._whole or form.startswith(self._beginnings) for form in forms)

    @property
    def all(self) -> frozenset[str]:
        return self._whole.union(self._beginnings)


def as_kept(hits: dict[Keyword, frozenset[int]], text: str) -> dict[Keyword, frozenset[int]]:
    """With the keywords of a kept passport told as what they are: of papers, where an authority keeps it, and of
    violence, where somebody of the family does who hits or threatens, too.
    """
    kept = {one for one in hits if one.topic == KEPT_BY_EMPLOYER and names_papers(one.words)}
    if kept and is_kept_at_home(text):
        topic = KEPT_AT_HOME
    elif kept and is_kept_by_an_authority(text):
        topic = KEPT_BY_AUTHORITY
    else:
        return hits
    return {replace(one, topic=topic) if one in kept else one: places for one, places in hits.items()}


def names_papers(words: Sequence[str]) -> bool:
    """Whether the words of a keyword speak of a passport or of papers."""
    return any(word in _listed()["papers"] for word in words)


def is_kept_by_an_authority(text: str) -> bool:
    """Whether a clause of the question speaks of papers and of an authority, and nobody else is named."""
    clauses = [words_of(clause) for clause in CLAUSE_ENDS.split(text)]
    if any(word in _listed()["persons"] for words in clauses for word in words):
        return False
    return any(_names_both(part) for words in clauses for part in _parted(words))


def is_kept_at_home(text: str) -> bool:
    """Whether of those who may hold papers or somebody only family is named in the question."""
    whole = rest = normalise(text)
    for phrase in _own_family():
        rest = rest.replace(phrase, " ")
    named = [word for word in words_of(rest) if names_a_person(word)]
    is_family_named = bool(named) or rest != whole
    return is_family_named and all(word in _listed()["family"] for word in named)


def names_a_person(word: str) -> bool:
    """Whether a word names somebody who may hold papers or somebody."""
    return word in _listed()["persons"] or word in _listed()["family"]


def is_kept_at_work(text: str) -> bool:
    """Whether somebody is named who may hold papers or somebody, and is no family."""
    return any(word in _listed()["persons"] and word not in _listed()["family"] for word in words_of(text))


def _names_both(words: Sequence[str]) -> bool:
    return names_papers(words) and any(word in _listed()["authority"] for word in words)


def _parted(words: Sequence[str]) -> list[list[str]]:
    """A clause parted where somebody else may begin to be spoken of ("… because he …")."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in _listed()["breaks"].all:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


@cache
def _own_family() -> tuple[str, ...]:
    file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(normalise(phrase) for phrase in file["own_family"]["phrases"])


@cache
def _listed() -> Mapping[str, WordList]:
    file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    lists = {name: " ".join(file[name].values()) for name in ("authority", "persons", "family", "breaks")}
    return {name: WordList(words) for name, words in (lists | {"papers": file["papers"]}).items()}
