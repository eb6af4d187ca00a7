"""The words of each language that checks know: words/<code>.toml.

Entries of a list are parted by spaces. `*` stands for any letters ("kündig*"), `-` for a space or a hyphen
("per-cent"), `#` for an hour of the clock ("half-past-#"). Words are compared folded: without accents and case.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from campaigns.content.checks.folding import fold_word

_NOTHING: Final = r"(?!)"
#: Arabic writes "and", "in", "for", "the" in one piece with the word that follows.
_PROCLITICS: Final = {"ar": r"(?:[وف]?(?:بال|كال|لل|ال|ب|ل|ك)?)", "fa": ""}
_LIMITS: Final = (
    *(f"{side}_{place}" for side in ("most", "least", "until", "since") for place in ("before", "after")),
    "back_after",
    "forth_after",
)
_MOVES: Final = ("from_before", "to_before", "from_after", "to_after", "instead_before", "instead_after")
_AGES: Final = ("earlier", "later")
#: Parts of a German citation, which other languages leave as they are.
_GERMAN_PARTS: Final = "abs absatz nr nummer satz buchst"


@dataclass(frozen=True)
class Words:
    """What checks know of one language. Patterns match folded text and whole words.

    `one` are the words for one inside a longer number; `double` number words with a second meaning ("neuf" is
    nine and new), which count only inside a longer number or before a unit; `spelling` the number words as they
    are written; `stems` what a number is in front of its unit in one word ("двух|месячный", "drei|monatig").
    `weekdays_unsure` are names of days with a second meaning ("luni" is Monday and months); `moves` the words and
    endings of numbers that something rises from and to, or that another one
    stands instead of, and what tells what was before and what is now; `limits` the words that tell on which
    side of a limit a value lies, and `limit_endings` the last syllables that do so in the value's own word;
    `conjunctions` and `contrasts` join sentences ("und", "aber"), as they are written; `plain` the words of `said`
    without accents, `accented` those that are other words without them, folded ("né" is neither, "ne" some of it).
    """

    code: str
    months: tuple[str, ...]
    solar_months: tuple[str, ...]
    month: str
    connectors: str
    month_end: str
    units: Mapping[str, str]
    percent: str
    euro: str
    cent: str
    law: str
    sub: str
    clock_after: str
    clock_before: str
    am: str
    pm: str
    night: str
    half: str
    one: frozenset[str]
    double: frozenset[str]
    stems: Mapping[str, int]
    midnight: str
    noon: str
    conjunctions: tuple[str, ...]
    contrasts: tuple[str, ...]
    weekdays: tuple[re.Pattern[str], ...]
    weekdays_unsure: tuple[re.Pattern[str], ...]
    weekdays_short: tuple[re.Pattern[str], ...]
    moves: Mapping[str, str]
    limits: Mapping[str, str]
    limit_endings: Mapping[str, tuple[str, ...]]
    hours: tuple[str, ...]
    hours_alone: tuple[str, ...]
    spoken_clock: tuple[tuple[re.Pattern[str], int], ...]
    scales: str
    numbers: Mapping[str, int]
    spelling: tuple[str, ...]
    also: tuple[tuple[re.Pattern[str], int], ...]
    periods: tuple[tuple[re.Pattern[str], Decimal, str], ...]
    said: Mapping[str, re.Pattern[str]]
    plain: Mapping[str, frozenset[str]]
    accented: frozenset[str]


def pattern(entries: str, *, code: str) -> str:
    """A regular expression for any of these entries as a whole word; matches nothing for an empty list."""
    pieces = sorted({_piece(entry) for entry in entries.split()}, key=len, reverse=True)
    if not pieces:
        return _NOTHING
    return rf"(?<!\w){_PROCLITICS.get(code, '')}(?:{'|'.join(pieces)})(?!\w)"


def _piece(entry: str) -> str:
    escaped = re.escape(fold_word(entry).strip())
    return escaped.replace(r"\*", r"\w*").replace(r"\-", r"[\s-]+")


@cache
def words_of(code: str) -> Words | None:
    """What checks know of this language; None for a language nothing is written in."""
    file = Path(__file__).parent / "words" / f"{code}.toml"
    if not file.is_file():
        return None
    return _read(code, tomllib.loads(file.read_text(encoding="utf-8")))


def _read(code: str, rows: Mapping[str, Any]) -> Words:
    def any_of(name: str) -> str:
        return pattern(rows.get(name, ""), code=code)

    months = tuple(pattern(row, code=code) for row in rows["months"])
    solar = tuple(pattern(row, code=code) for row in rows.get("solar_months", ()))
    numbers = _numbers(rows["numbers"])
    hours = _hours(rows, numbers, code)
    return Words(
        code=code,
        months=months,
        solar_months=solar,
        month="|".join((*months, *solar)),
        connectors=any_of("connectors"),
        month_end=any_of("month_end"),
        units={unit: pattern(row, code=code) for unit, row in rows["units"].items()},
        percent=any_of("percent"),
        euro=any_of("euro"),
        cent=any_of("cent"),
        law=pattern(f"{rows['law']} artikel art", code=code),
        sub=pattern(f"{rows['sub']} {_GERMAN_PARTS}", code=code),
        clock_after=any_of("clock_after"),
        clock_before=any_of("clock_before"),
        am=any_of("am"),
        pm=any_of("pm"),
        night=any_of("night"),
        half=any_of("half"),
        one=frozenset(fold_word(entry) for entry in rows["one"].split()),
        double=frozenset(fold_word(entry) for entry in rows["double"].split()),
        stems=_stems(rows),
        midnight=any_of("midnight"),
        noon=any_of("noon"),
        conjunctions=tuple(rows["and"].split()),
        contrasts=tuple(rows["but"].split()),
        weekdays=_days(rows, "weekdays", code),
        weekdays_unsure=_days(rows, "weekdays_unsure", code),
        weekdays_short=_days(rows, "weekdays_short", code),
        moves={name: pattern(rows["moves"].get(name, ""), code=code) for name in (*_MOVES, *_AGES)},
        limits={name: pattern(_whole_words(rows["limits"].get(name, "")), code=code) for name in _LIMITS},
        limit_endings={name: _endings(rows["limits"].get(name, "")) for name in _LIMITS},
        hours=hours,
        hours_alone=tuple(pattern(row, code=code) for row in rows.get("hours_alone", ())),
        spoken_clock=tuple(
            (_saying(row, hours, code), int(minutes))
            for minutes, row in sorted(rows["spoken_clock"].items(), key=lambda row: row[0] == "0")
        ),
        scales=pattern(_scales(rows["numbers"], rows["also"]), code=code),
        numbers=numbers,
        spelling=tuple(entry.rstrip("*") for row in rows["numbers"].values() for entry in row.split()),
        also=tuple(
            (re.compile(pattern(row, code=code)), int(value)) for value, row in rows["also"].items() if row
        ),
        periods=tuple(_period(name, row, code) for name, row in rows.get("periods", {}).items()),
        said=_said(rows, code),
        plain={name: _plain(row) for name, row in rows["said"].items()},
        accented=frozenset(map(fold_word, rows.get("accented", "").split())),
    )


def _said(rows: Mapping[str, Any], code: str) -> dict[str, re.Pattern[str]]:
    """Markers by kind. "Not more than 20" only limits, as every word of a limit that begins with a "not"."""
    said = {name: pattern(row, code=code) for name, row in rows["said"].items()}
    entries = " ".join(rows["limits"].values()).split()
    negated = [entry for entry in entries if re.match(rf"(?:{said['not']})-", fold_word(entry))]
    limits = pattern(" ".join(negated), code=code)
    said["limit"] = rf"{said.get('limit', _NOTHING)}|{limits}(?=\D{{0,20}}\d)"
    return {name: re.compile(expression) for name, expression in said.items()}


def _whole_words(row: str) -> str:
    return " ".join(entry for entry in row.split() if not entry.startswith("*"))


def _endings(row: str) -> tuple[str, ...]:
    return tuple(fold_word(entry[1:]) for entry in row.split() if entry.startswith("*"))


def _plain(row: str) -> frozenset[str]:
    """Words of a list that are written without accents, and that no word with accents is folded to."""
    words = [word for word in row.split() if word.isalpha()]
    return frozenset(word for word in words if word.isascii()) - {
        fold_word(word) for word in words if not word.isascii()
    }


def _days(rows: Mapping[str, Any], name: str, code: str) -> tuple[re.Pattern[str], ...]:
    """Ways to write each day of the week, Monday first."""
    return tuple(re.compile(pattern(row, code=code)) for row in rows.get(name, ()))


def _scales(*tables: Mapping[str, str]) -> str:
    return " ".join(row for table in tables for value, row in table.items() if int(value) >= 1000)


def _numbers(table: Mapping[str, str]) -> dict[str, int]:
    """Exact words and, with a trailing `*`, beginnings of words, by their value."""
    return {fold_word(entry): int(value) for value, row in table.items() for entry in row.split()}


def _hours(rows: Mapping[str, Any], numbers: Mapping[str, int], code: str) -> tuple[str, ...]:
    """The words for the hours from one to twelve; number words where the language has no other ones."""
    if "hours" in rows:
        return tuple(_any_of(row, code) for row in rows["hours"])
    named = [" ".join(word for word, value in numbers.items() if value == hour) for hour in range(2, 13)]
    return tuple(_any_of(row, code) for row in (rows["one"], *named))


def _any_of(entries: str, code: str) -> str:
    pieces = sorted({_piece(entry) for entry in entries.split()}, key=len, reverse=True)
    return rf"{_PROCLITICS.get(code, '')}(?:{'|'.join(pieces)})"


def _saying(entries: str, hours: tuple[str, ...], code: str) -> re.Pattern[str]:
    """Ways to say a time, with the hour as a group "hour": a word, or one or two digits."""
    hour = "|".join((*sorted(hours, key=len, reverse=True), r"(?<![\d.,:])\d{1,2}(?:'\w{1,3})?(?![.,:]?\d)"))
    pieces = sorted((_piece(entry) for entry in entries.split()), key=len, reverse=True)
    # A group may be named once only, so each way has its own number.
    ways = [piece.replace(r"\#", rf"(?P<hour{place}>{hour})") for place, piece in enumerate(pieces)]
    return re.compile(rf"(?<!\w){_PROCLITICS.get(code, '')}(?:{'|'.join(ways)})(?!\w)")


def _stems(rows: Mapping[str, Any]) -> dict[str, int]:
    stems = {
        word: value for word, value in _numbers(rows["numbers"]).items() if value > 1 and "*" not in word
    }
    for entry in rows["stems"].split():
        value, _, stem = entry.partition("=")
        stems[fold_word(stem)] = int(value)
    return stems


def _period(name: str, row: str, code: str) -> tuple[re.Pattern[str], Decimal, str]:
    count, _, unit = name.partition(" ")
    return re.compile(pattern(row, code=code)), Decimal(count), unit


def all_words(codes: Iterable[str]) -> list[Words]:
    """The words of those languages that have any."""
    return [found for code in codes if (found := words_of(code))]
