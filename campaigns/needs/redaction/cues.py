"""Words that announce an identifier or say that it is none, read from cues.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from itertools import product
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, longest first, so that none hides behind its own beginning."""
    return "|".join(sorted(map(re.escape, dict.fromkeys(words)), key=len, reverse=True))


def also_without_accents(words: Iterable[str]) -> tuple[str, ...]:
    """The words, and the longer ones as they are typed on a keyboard without their accents: coada de maimuta.

    A short word without its accent is often another word (ätt, att).
    """
    known = tuple(words)
    typed = (_ACCENT.sub("", unicodedata.normalize("NFD", word)) for word in known if len(word) > _SHORT)
    return tuple(dict.fromkeys((*known, *(unicodedata.normalize("NFC", word) for word in typed))))


#: Latin and Greek letters lose them; Cyrillic й and Arabic أ are letters of their own.
_ACCENT = re.compile(r"(?<=[A-Za-zͰ-Ͽ])[\u0300-\u036f]+")
_SHORT = 4

AT_WORDS: tuple[str, ...] = also_without_accents(_DATA["at_words"])
WEAK_AT_WORDS: tuple[str, ...] = tuple(_DATA["weak_at_words"])
MAIL_PROVIDERS: tuple[str, ...] = tuple(_DATA["mail_providers"])
SIGN_WORDS: tuple[str, ...] = also_without_accents(_DATA["sign_words"])
DOT_WORDS: tuple[str, ...] = also_without_accents(_DATA["dot_words"])
PHONE_CUES: tuple[str, ...] = tuple(_DATA["phone_cues"])
PASSPORT_CUES: tuple[str, ...] = tuple(_DATA["passport_cues"])
FILE_CUES: tuple[str, ...] = tuple(_DATA["file_cues"])
SERIES: tuple[str, ...] = tuple(_DATA["series"])
NUMBERED_PAPERS: tuple[str, ...] = tuple(_DATA["numbered_papers"])
NUMBERED_FILES: tuple[str, ...] = tuple(_DATA["numbered_files"])
PLATE_CUES: tuple[str, ...] = tuple(_DATA["plate_cues"])
NOT_BEHIND_PLATES: tuple[str, ...] = tuple(_DATA["not_behind_plates"])
BIRTH_CUES: tuple[str, ...] = tuple(_DATA["birth_cues"])
NOT_DAYS: frozenset[str] = frozenset(_DATA["not_days"])
ORDINALS: tuple[str, ...] = tuple(_DATA["ordinals"])
SPELLED_YEARS: tuple[str, ...] = tuple(_DATA["spelled_years"])
CHILDREN: tuple[str, ...] = tuple(_DATA["children"])
OF_MINE: tuple[str, ...] = tuple(_DATA["of_mine"])
SINCE_AND_UNTIL: tuple[str, ...] = tuple(_DATA["since_and_until"])
ANDS: tuple[str, ...] = tuple(_DATA["ands"])
CITIES_OF_SQUARES: tuple[str, ...] = tuple(_DATA["cities_of_squares"])
HANDLE_CUES: tuple[str, ...] = tuple(_DATA["handle_cues"])
STREET_BEFORE: tuple[str, ...] = tuple(_DATA["street_before"])
STREET_AFTER: tuple[str, ...] = tuple(_DATA["street_after"])
LANES: tuple[str, ...] = tuple(_DATA["lanes"])
ADDRESS_CUES: tuple[str, ...] = tuple(_DATA["address_cues"])
POST_BOXES: tuple[str, ...] = tuple(_DATA["post_boxes"])
BLOCK_OF_FLATS: tuple[str, ...] = tuple(_DATA["block_of_flats"])
ENTRANCES: tuple[str, ...] = tuple(_DATA["entrances"])
NOT_TOWNS: tuple[str, ...] = tuple(_DATA["not_towns"])
ESTATES: tuple[str, ...] = tuple(_DATA["estates"])
LIVING: tuple[str, ...] = tuple(_DATA["living"])
EASTERN_STREETS: tuple[str, ...] = tuple(_DATA["eastern_streets"])
EASTERN_HOUSES: tuple[str, ...] = tuple(_DATA["eastern_houses"])
EASTERN_FLATS: tuple[str, ...] = tuple(_DATA["eastern_flats"])
GERMAN_STREET_ENDS: tuple[str, ...] = tuple(_DATA["german_street_ends"])
WRITTEN_STREET_ENDS: tuple[str, ...] = tuple(_DATA["written_street_ends"])
NOT_STREETS: tuple[str, ...] = tuple(_DATA["not_streets"])
NOT_HOUSE_NUMBERS: tuple[str, ...] = tuple(_DATA["not_house_numbers"])
COUNTED: tuple[str, ...] = tuple(_DATA["counted"])
DIGIT_WORDS: tuple[str, ...] = tuple(_DATA["digit_words"])
GROUP_WORDS: tuple[str, ...] = (
    *_DATA["group_words"],
    *(
        first + between + last
        for row in _DATA["compound_words"]
        for first, between, last in product(row["first"], row["between"], row["last"])
    ),
)
BETWEEN_WORDS: tuple[str, ...] = tuple(_DATA["between_words"])
CURRENCIES: tuple[str, ...] = tuple(_DATA["currencies"])
OTHER_MONTHS: tuple[str, ...] = tuple(_DATA["other_months"])
NOT_DISTRICTS: tuple[str, ...] = tuple(_DATA["not_districts"])
NOT_SERIES: tuple[str, ...] = tuple(_DATA["not_series"])
IBAN_LENGTHS: dict[str, int] = _DATA["iban_lengths"]
