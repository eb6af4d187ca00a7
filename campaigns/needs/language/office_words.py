"""German office words inside sentences of other languages: they say nothing about the language of a sentence."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from campaigns.needs.topics.taxonomy import core_taxonomy

_DATA = Path(__file__).parent / "office_words.toml"
_SHORTEST_BEGINNING = 6
_SHORTEST_COMPOUND = 8
#: "AZR-Nr", "BG-Nummer", "SV": signs of offices for papers and numbers.
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]{1,4}")


@lru_cache(maxsize=65536)
def is_office_word(token: str) -> bool:
    """Whether a word in Latin letters, as it is written, is a German office word or a compound that ends like one."""
    word = token.casefold()
    if word.startswith(_beginnings()) or word in _short():
        return True
    return len(word) >= _SHORTEST_COMPOUND and token[0].isupper() and bool(_compound().fullmatch(word))


def is_office_sign(token: str) -> bool:
    """Whether it is an abbreviation in capitals, alone or before an office word ("AZR-Nr"): it speaks no language."""
    return all(part and (_ABBREVIATION.fullmatch(part) or is_office_word(part)) for part in token.split("-"))


@cache
def _beginnings() -> tuple[str, ...]:
    """Those of the German keywords of the topics that are one word, and those of the list."""
    words = {
        word.casefold().lstrip("=~?")
        for topic in core_taxonomy().topics.values()
        for word in topic.keywords.get("de", ())
    }
    words |= {spelling.casefold() for word in core_taxonomy().loanwords for spelling in word.spellings}
    words |= set(_listed()["beginnings"].split())
    return tuple(sorted(word for word in words if " " not in word and len(word) >= _SHORTEST_BEGINNING))


@cache
def _short() -> frozenset[str]:
    """Listed words too short to be the beginning of others."""
    return frozenset(word for word in _listed()["beginnings"].split() if len(word) < _SHORTEST_BEGINNING)


@cache
def _compound() -> re.Pattern[str]:
    ends, endings = (r"|".join(_listed()[name].split()) for name in ("ends", "endings"))
    return re.compile(rf"[^\W\d_]{{2,}}(?:{ends})(?:{endings})?")


@cache
def _listed() -> dict[str, str]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
