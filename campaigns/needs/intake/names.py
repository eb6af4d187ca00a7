"""What people call languages, platforms, Länder and the like, and the codes we keep instead."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale

from campaigns.languages import languages
from campaigns.needs.topics.matching import classify
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.vocabulary import InfoQuality

_SIGNS = re.compile(r"[\W_]+")
_WHOSE = re.compile(
    r"(\w[\w\- ]{2,30}?) (?:des|der|von|of|du|de la|de|del|della|di) (?:\w+ ?){1,3}", re.IGNORECASE
)
_BRACKET = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_PARTS = re.compile(r"[/|;,&+]")
#: Beginnings of words that speak of whoever asked: such a column is proposed for nothing.
_OF_A_PERSON = (
    "name",
    "vorname",
    "nachname",
    "geb",
    "birth",
    "born",
    "telefon",
    "phone",
    "adresse",
    "address",
    "mail",
)
_MOST_WORDS_OF_A_TOPIC = 4
_NAMED_IN = ("de", "en", "fr", "tr", "uk", "ru", "pl", "ro")
_THREE_LETTERS = {
    "deu": "de", "ger": "de", "eng": "en", "ara": "ar", "fas": "fa", "per": "fa", "pes": "fa", "prs": "fa", "ukr": "uk",
    "rus": "ru", "tur": "tr", "fra": "fr", "fre": "fr", "ron": "ro", "rum": "ro", "pol": "pl", "bul": "bg", "ita": "it",
    "spa": "es", "hun": "hu", "hrv": "hr", "ell": "el", "gre": "el", "fin": "fi", "swe": "sv", "nld": "nl", "dut": "nl",
    "pus": "ps", "por": "pt", "srp": "sr",
}  # fmt: skip
_ALSO = {
    "dari": "fa", "farsi": "fa", "persisch": "fa", "ua": "uk", "gr": "el", "se": "sv", "paschtu": "ps", "pashto": "ps",
    "ukrainska": "uk",
}  # fmt: skip


def folded(name: str) -> str:
    """A name without case, accents and signs, for comparing."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _SIGNS.sub(" ", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip()


def language_code(name: str) -> str | None:
    """The code of a language named in German, English, itself or by code; None when unknown."""
    key = folded(name)
    return _language_names().get(key) or _language_names().get(key.split(" ")[0] if key else "")


def platform_code(name: str) -> str | None:
    """The platform of this name; a name we do not know is "other", an empty one None."""
    if not folded(name):
        return None
    return _codes("platforms").get(folded(name), "other")


def region_code(name: str) -> str | None:
    """The Land as ISO 3166-2 (DE-NW), or "abroad"; None when it is unknown or no Land (for towns: `towns.py`)."""
    key = folded(name)
    return _codes("regions").get(key) or _codes("regions").get(key.removeprefix("de "))


def info_quality(name: str) -> InfoQuality:
    """What the thread already answered."""
    code = _codes("info_qualities").get(folded(name), "unknown")
    return InfoQuality(code)


def risk_level(name: str) -> int:
    """1 to 3; 1 when nothing is said."""
    return int(_codes("risks").get(folded(name), "1"))


def sector_code(name: str) -> str | None:
    """The sector of this name; a name we do not know is "other", an empty one None."""
    if not folded(name):
        return None
    return _codes("sectors").get(folded(name), "other")


def residence_code(name: str) -> str | None:
    """The kind of residence status of this name; None when nothing is said or the name is none of ours."""
    return _codes("residence_statuses").get(folded(name))


def says_nothing(name: str) -> bool:
    """Whether a cell is empty, only signs, or says that nothing is known."""
    return not folded(name) or folded(name) in _said("nothing")


def is_platform(name: str) -> bool:
    return folded(name) in _codes("platforms")


def is_region(name: str) -> bool:
    """Whether it is a Land, "abroad", or the whole country."""
    return region_code(name) is not None or folded(name) in _said("anywhere")


def is_risk(name: str) -> bool:
    return folded(name) in _codes("risks")


def is_sector(name: str) -> bool:
    return folded(name) in _codes("sectors")


def is_residence(name: str) -> bool:
    return folded(name) in _codes("residence_statuses")


def is_info_quality(name: str) -> bool:
    return folded(name) in _codes("info_qualities")


def topic_key(name: str) -> str | None:
    """The topic of this key, of this German or English name, or of the keyword that a short name is ("Kita").

    None when it is none of ours, or could be two. The name of a whole field ("Arbeitsrecht") tells nothing; what
    stands beside it does ("Arbeitsrecht: Kündigung").
    """
    known = _topic_names().get(folded(name)) or _codes("names_of_one_topic").get(folded(name))
    if known or len(name.split()) > _MOST_WORDS_OF_A_TOPIC:
        return known
    told = _fields().sub(" ", folded(name))
    for language in ("de", "en"):
        found = classify(told, language=language)
        if len(found) == 1:
            return found[0].key
    return None


def header_field(header: str) -> str | None:
    """The field that a column of this name holds, or None.

    Of "Frage (Wortlaut)" what stands before the bracket tells, of "Kanal / Ort" the first part that is known; but
    nothing is guessed where a part speaks of a person. A question is one whoever asks it ("Frage des Klienten").
    """
    known = _codes("headers")
    if whole := known.get(folded(header)):
        return whole
    if (asked := _WHOSE.fullmatch(header.strip())) and known.get(folded(asked[1])) == "text":
        return "text"
    parts = [folded(part) for part in (*_BRACKET.split(header), *_BRACKET.findall(header)) if folded(part)]
    if any(part.startswith(_OF_A_PERSON) for part in parts):
        return None
    bare = _BRACKET.sub(" ", header)
    return next((known[part] for part in map(folded, (bare, *_PARTS.split(bare))) if part in known), None)


def says_little(header: str) -> bool:
    """Whether a column's name yields to another one for the same field: numbers of whatever ("Nr.", "ID") to a file
    number, a town to the Land beside it.
    """
    return folded(header) in {"id", "nr", "nummer", "stadt", "city", "town", "ort", "wohnort", "location"}


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def _codes(table: str) -> Mapping[str, str]:
    codes = {folded(name): code for code, names in _words()[table].items() for name in names}
    return MappingProxyType({**{folded(code): code for code in _words()[table]}, **codes})


@cache
def _said(table: str) -> frozenset[str]:
    return frozenset(folded(name) for name in _words()[table]["said"])


@cache
def _fields() -> re.Pattern[str]:
    longest_first = sorted(_said("several_topics"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@cache
def _language_names() -> Mapping[str, str]:
    names: dict[str, str] = dict(_ALSO)
    names.update(_THREE_LETTERS)
    for code, language in languages().items():
        for name in (code, language.english, language.native):
            names[folded(name)] = code
        for locale in (*_NAMED_IN, code):
            translated = Locale.parse(locale).languages.get(code)
            if translated:
                names[folded(translated)] = code
    return MappingProxyType(names)


@cache
def _topic_names() -> Mapping[str, str]:
    book = taxonomy().topics.values()
    return MappingProxyType(
        {folded(name): topic.key for topic in book for name in (topic.key, topic.de, topic.en)}
    )
