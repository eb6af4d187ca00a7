"""What the tables of the evidence are called, and their words in the language of whoever reads them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale

from campaigns.channels import profiles
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.reach.files.tables import write_csv

LANGUAGES: Final = ("de", "en")
#: Columns that only join rows inside the program.
INTERNAL: Final = frozenset({"proof_id"})
WIDTH: Final = 100


@cache
def book() -> Mapping[str, Any]:
    """The book as it stands in book.toml."""
    return tomllib.loads((Path(__file__).parent / "book.toml").read_text(encoding="utf-8"))


def table_csv(row_type: type[NamedTuple], rows: Sequence[Any], *, language: str, zone: str) -> bytes:
    """Rows of one kind as a table with headings and words of a language."""
    columns = columns_of(row_type)
    header = [heading(column, language) for column in columns]
    told = [[say(column, getattr(row, column), language, zone) for column in columns] for row in rows]
    return write_csv([header, *told])


def columns_of(row_type: type[NamedTuple]) -> list[str]:
    """The columns of a kind of row that are written down."""
    return [name for name in row_type._fields if name not in INTERNAL]


def heading(column: str, language: str) -> str:
    """The heading of a column."""
    return str(book()["columns"][column][language][0])


def file_name(table: str, language: str) -> str:
    """Under which name a table lies in the archive."""
    return f"{book()['tables'][table][language][0]}.csv"


def say(column: str, value: Any, language: str, zone: str) -> object:
    """A value of a column as people read it: local time, names of languages, words for states."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _word("yes", str(value).lower(), language)
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if column == "words":
        return "\n".join(f"[{place_word(place, language)}] {text}" for place, text in value)
    if not isinstance(value, str):
        return value
    return _SPOKEN[column](value, language) if column in _SPOKEN else _word(column, value, language)


def place_word(place: str, language: str) -> str:
    """A place of a text or card: “Step 2” for “steps.2”."""
    name, _dot, which = place.partition(".")
    word = _word("format", which, language) if name == "picture" else which
    return f"{_word('place', name, language)} {word}".rstrip()


def in_words(codes: Sequence[str], language: str) -> str:
    """Languages by name."""
    return ", ".join(_language(code, language) for code in codes)


def readme(language: str, *, values: Mapping[str, str], tables: Mapping[str, type[NamedTuple]]) -> str:
    """What explains the folder: what it is, how it is checked, what every file and column holds."""
    files = [_said(file_name(name, language), book()["tables"][name][language][1]) for name in tables]
    columns = dict.fromkeys(column for row_type in tables.values() for column in columns_of(row_type))
    meanings = [_said(*book()["columns"][column][language]) for column in columns]
    told = {**values, "tables": "\n".join(files), "columns": "\n".join(meanings)}
    return str(book()["readme"][language]).strip().format(**told) + "\n"


def _said(name: str, meaning: str) -> str:
    return "\n".join(wrap(f"{name}: {meaning}", WIDTH, subsequent_indent="  "))


def _word(kind: str, value: str, language: str) -> str:
    """The word of a value; what is no word of ours, a name or a text, stays as it is."""
    found = book()["words"].get(kind, {}).get(value)
    return str(found[language]) if found else value


def _channel(key: str, language: str) -> str:
    known = profiles().get(key)
    word = _word("channel", key, language)
    return known.name if known and word == key else word


def _topic(key: str, language: str) -> str:
    found = taxonomy().topics.get(key)
    return str(getattr(found, language)) if found else key


def _language(code: str, language: str) -> str:
    return str(Locale(language).languages.get(code, code))


def _roles(held: str, language: str) -> str:
    told = []
    for each in held.split("; "):
        role, *codes = each.split(" ")
        spoken = ", ".join(_language(code, language) for code in codes)
        word = _word("roles", role, language)
        told.append(f"{word} ({spoken})" if spoken else word)
    return "; ".join(told)


_SPOKEN: Final = {
    "channel": _channel,
    "topic": _topic,
    "language": _language,
    "roles": _roles,
    "place": place_word,
}
