"""Words by which a reader knows a language: grammar words for certain, everyday words nearly so."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from campaigns.needs.language.scripts import BY_SCRIPT, BY_WORDS

_HERE = Path(__file__).parent
_FILES = ("common_words.toml", "everyday_words.toml", "neighbour_words.toml")
_SHORTEST_BEGINNING = 2
_SHORTEST_FOLDED = 3
_KEYBOARDS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ё": "е",
        "ı": "i",
        "ł": "l",
        "đ": "d",
    }
)


@dataclass(frozen=True)
class Lexicon:
    """Who knows a word: as it is written, as it is typed on a keyboard without its marks, by its beginning."""

    written: Mapping[str, tuple[str, ...]]
    typed: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    longest_beginning: int

    def speakers(self, token: str) -> tuple[str, ...]:
        """The languages that know a word, or else the first known part of it ("qu'est-ce": "qu'est")."""
        found = self._speakers_of(token)
        if found or not ("'" in token or "-" in token):
            return found
        parts = (*token.split("-"), *re.split("['-]", token))
        return next((known for part in parts if (known := self._speakers_of(part))), ())

    def _speakers_of(self, word: str) -> tuple[str, ...]:
        found = self.written.get(word)
        if found is None and len(word) >= _SHORTEST_FOLDED:
            found = self.typed.get(folded(word))
        if found is not None:
            return found
        for length in range(min(len(word), self.longest_beginning), _SHORTEST_BEGINNING - 1, -1):
            if word[:length] in self.beginnings:
                return self.beginnings[word[:length]]
        return ()


@cache
def all_common_words() -> frozenset[str]:
    """The grammar words of all languages together."""
    return frozenset(word for words in _lists("common_words.toml").values() for word in words.split())


def words_known(code: str) -> list[str]:
    """All words by which a language is known; one that ends with "-" is the beginning of words."""
    return [word for name in _FILES for word in _lists(name).get(code, "").split()]


@cache
def lexicon(script: str) -> Lexicon:
    """The words of all languages written in this script."""
    written: dict[str, dict[str, None]] = defaultdict(dict)
    beginnings: dict[str, dict[str, None]] = defaultdict(dict)
    for code in (*BY_SCRIPT[script], *BY_WORDS.get(script, ())):
        for word in words_known(code):
            if word.endswith("-"):
                beginnings[word[:-1]][code] = None
            else:
                written[word][code] = None
    typed: dict[str, dict[str, None]] = defaultdict(dict)
    for word, codes in written.items():
        typed[folded(word)] |= codes
    return Lexicon(
        written={word: tuple(codes) for word, codes in written.items()},
        typed={word: tuple(codes) for word, codes in typed.items()},
        beginnings={word: tuple(codes) for word, codes in beginnings.items()},
        longest_beginning=max(map(len, beginnings), default=0),
    )


def folded(word: str) -> str:
    """The word as people type it without the marks of its letters: "plăteşte" as "plateste"."""
    if word.isascii():
        return word
    bare = unicodedata.normalize("NFKD", word.translate(_KEYBOARDS))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("\u200c", "")


@cache
def _lists(name: str) -> Mapping[str, str]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
