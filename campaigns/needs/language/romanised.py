"""Russian, Ukrainian, Bulgarian, Greek, Arabic and Persian typed in Latin letters.

The words we know of these languages are spelt in Latin letters as people do it without any norm, and both sides are
made alike where usage differs ("chto", "hochu", "xochu"). A text that has more of them than words of the likeliest
language written in Latin letters is none of that language.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from campaigns.needs.language.words import folded, words_known
from campaigns.needs.normalising import words_of
from campaigns.needs.topics.taxonomy import taxonomy

_DATA = Path(__file__).parent / "romanised.toml"
#: Fewer words may sound alike by chance.
LEAST_SHARE = 0.3
_SHORTEST_WORD = 2
_SHORTEST_BEGINNING = 4
#: In this order. The signs on the right stand for sounds and are no letters that anybody types.
_ALIKE = tuple(
    (re.compile(typed), sound)
    for typed, sound in (
        ("['’ʼ-]", ""), ("sh?ch|sch|sh|6", "š"), ("ch|4", "č"), ("zh", "ž"), ("kh|x", "h"), ("gh", "g"), ("ph", "f"),
        ("th", "t"), ("dh", "d"), ("ts|tz", "c"), ("oo|ou", "u"), ("ee", "i"), ("q", "ia"), ("w", "v"), ("[jy]", "i"),
        ("ie", "e"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class _Romanised:
    """Who says a word, or a word that begins so, by its sound."""

    words: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, frozenset[str]]


def is_romanised(words: Sequence[str], *, known_otherwise: int) -> bool:
    """Whether one language of another script has more of the words than the `known_otherwise`, and not by chance."""
    if len(words) <= known_otherwise:
        return False
    counts = Counter(code for word in words for code in _speakers(word))
    most = max(counts.values(), default=0)
    return most > known_otherwise and most >= LEAST_SHARE * len(words)


@lru_cache(maxsize=65536)
def _speakers(word: str) -> frozenset[str]:
    sound = sound_of(folded(word.casefold()))
    if len(sound) < _SHORTEST_WORD:
        return frozenset()
    known = _known()
    found = known.words.get(sound, frozenset())
    for length in range(_SHORTEST_BEGINNING, len(sound) + 1):
        found |= known.beginnings.get(sound[:length], frozenset())
    return found


def schemes_of(code: str) -> tuple[Mapping[str, str], ...]:
    """How a language is typed in Latin letters, in each of the usual ways; none for one that writes no vowels."""
    schemes = tomllib.loads(_DATA.read_text(encoding="utf-8"))["schemes"]
    return tuple(_schemes(schemes.get(code, ())))


def sound_of(typed: str) -> str:
    """A word in Latin letters as it sounds: "hochu", "khochu" and "xochu" are one."""
    for pattern, sound in _ALIKE:
        typed = pattern.sub(sound, typed)
    return typed


@cache
def _known() -> _Romanised:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    words: dict[str, set[str]] = defaultdict(set)
    beginnings: dict[str, set[str]] = defaultdict(set)
    for code, schemes in data["schemes"].items():
        for scheme in _schemes(schemes):
            for word in (*words_known(code), *_keywords(code)):
                _add(words, beginnings, code, spelt(word, scheme))
    for code, listed in data["words"].items():
        for word in listed.split():
            _add(words, beginnings, code, word)
    return _Romanised(
        {word: frozenset(codes) for word, codes in words.items()},
        {start: frozenset(codes) for start, codes in beginnings.items()},
    )


def _add(words: dict[str, set[str]], beginnings: dict[str, set[str]], code: str, word: str) -> None:
    sound = sound_of(word.removesuffix("-"))
    if word.endswith("-") and len(sound) >= _SHORTEST_BEGINNING:
        beginnings[sound].add(code)
    elif not word.endswith("-"):
        words[sound].add(code)


def _keywords(code: str) -> Iterator[str]:
    """What is said in a language of the topics, as beginnings; not what is already in Latin letters."""
    for topic in taxonomy().topics.values():
        for keyword in topic.keywords.get(code, ()):
            if keyword.startswith("?"):  # it stands in questions of many kinds, as its neighbours' words do
                continue
            yield from (f"{word}-" for word in words_of(keyword) if not word.isascii())


def _schemes(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """What is typed for each letter and for some pairs of letters."""
    usual: dict[str, str] = {}
    for line in lines:
        parts = line.split()
        scheme = usual | dict(zip(parts[::2], parts[1::2], strict=True))
        usual = usual or scheme
        yield {letters: typed.replace("_", "") for letters, typed in scheme.items()}


def spelt(word: str, scheme: Mapping[str, str]) -> str:
    """A word of another script in the Latin letters of a scheme."""
    bare = folded(word)
    for pair in (letters for letters in scheme if len(letters) > 1):
        bare = bare.replace(pair, scheme[pair])
    return bare.translate({ord(letter): typed for letter, typed in scheme.items() if len(letter) == 1})
