"""From a row of a table to what we keep of a question; whatever names a person is gone afterwards."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from campaigns.needs.classifying import understand
from campaigns.needs.intake.dates import EARLIEST_YEAR, DateOrder, NotADate, order_of, parse_date
from campaigns.needs.intake.mapping import ColumnFields
from campaigns.needs.intake.names import (
    info_quality,
    language_code,
    platform_code,
    region_code,
    risk_level,
    sector_code,
    topic_key,
)
from campaigns.needs.reading import Row, Table
from campaigns.needs.redaction import Redacted, redact
from campaigns.needs.series import monday

_T = TypeVar("_T")
LONGEST_HINT = 20
MOST_NAMES = 10_000
LONGEST_NAME = 120
NO_DATE = "The date is missing. Write it like 2026-11-02."
NOT_A_DATE = "This is no day that exists. Write it like 2026-11-02."
IN_THE_FUTURE = "The day lies in the future. Check the year."
TOO_OLD = "The day lies before the year 2000. Check the year."
NOTHING_ASKED = "The row holds neither a question nor a topic."


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: where, what stood there (without identifiers, cut short), and what to do."""

    row: int
    column: str
    value_hint: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "value_hint": self.value_hint, "reason": self.reason}


@dataclass(frozen=True)
class Intake:
    """How a programme takes questions in.

    `key` turns case ids and contents into keyed hashes; it lies outside database and backups. Without
    `keeps_text` only the classification stays.
    """

    programme_id: int
    languages: Sequence[str]
    keeps_text: bool
    key: bytes
    today: date


class _Reader:
    """Reads names of one import: a column says the same few things over and over.

    It lives as long as its import, so that nothing of the file stays in memory afterwards.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Callable[[str], Any], str], Any] = {}
        self.seen: Counter[str] = Counter()

    def read(self, what: Callable[[str], _T], text: str) -> _T:
        """The meaning of a cell."""
        key = (what, text)
        if key not in self._known:
            if len(self._known) > MOST_NAMES:
                self._known.clear()
            self._known[key] = what(text)
        found: _T = self._known[key]
        return found


@dataclass
class Taken:
    """A question ready to be stored: the columns of `advice_need`."""

    values: dict[str, Any]
    redacted: Mapping[str, int] = field(default_factory=dict)


def records(table: Table, mapping: ColumnFields, intake: Intake) -> Iterator[Taken | Rejected]:
    """Every row of the table, taken or rejected, in order. Refuses at once when its dates need an answer."""
    places = {name: table.headers.index(column) for column, name in mapping.fields.items()}
    date_column = mapping.column("date") or ""
    order = order_of(table.column(date_column), column=date_column, chosen=mapping.date_order)
    reader = _Reader()
    return (
        _formula(row, mapping) or _record(row, places, mapping, order, intake, reader) for row in table.rows
    )


def hint(value: str) -> str:
    """What a person needs to find the cell: the value without identifiers, at most 20 characters."""
    text = " ".join(redact(value).text.split())
    return text if len(text) <= LONGEST_HINT else text[: LONGEST_HINT - 1] + "…"


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over the parts: the same for the same content, and no way back without the key."""
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def _formula(row: Row, mapping: ColumnFields) -> Rejected | None:
    found = next((problem for problem in row.problems if problem.column in mapping.fields), None)
    return Rejected(found.row, found.column, "", found.reason) if found else None


def _record(
    row: Row,
    places: Mapping[str, int],
    mapping: ColumnFields,
    order: DateOrder,
    intake: Intake,
    reader: _Reader,
) -> Taken | Rejected:
    def cell(name: str) -> str:
        return row.cells[places[name]].strip() if name in places else ""

    def rejected(name: str, reason: str) -> Rejected:
        column = mapping.column(name) or ""
        value = "" if name == "text" else hint(cell(name))
        return Rejected(row.number, column, value, reason)

    day = _day(cell("date"), order, intake.today)
    if isinstance(day, str):
        return rejected("date", day)
    chosen_topic = reader.read(topic_key, cell("topic")) if cell("topic") else None
    text = cell("text")
    if not any(letter.isalpha() for letter in text) and chosen_topic is None:
        return rejected("text" if "text" in places else "topic", NOTHING_ASKED)
    known = reader.read(language_code, cell("language")) if cell("language") else None
    understood = understand(text, language=known, favoured=intake.languages)
    topics = [{"key": one.key, "score": one.score} for one in understood.topics]
    if chosen_topic:
        topics = [
            {"key": chosen_topic, "score": 1.0},
            *[one for one in topics if one["key"] != chosen_topic],
        ][:3]
    removed = Counter(understood.redacted.counts)
    values: dict[str, Any] = {
        "programme_id": intake.programme_id,
        "day": day,
        "week": monday(day),
        "language": understood.language,
        "language_confidence": understood.confidence if understood.language else None,
        "topic": topics[0]["key"] if topics else None,
        "topics": topics,
        "platform": reader.read(platform_code, cell("platform")),
        "space": _name(reader.read(redact, cell("space")), removed),
        "region": reader.read(region_code, cell("region")),
        "sector": reader.read(sector_code, cell("sector")),
        "info_quality": reader.read(info_quality, cell("info_quality")),
        "risk": reader.read(risk_level, cell("risk")),
        "referred_to": _name(reader.read(redact, cell("referred_to")), removed),
        "text": understood.redacted.text if intake.keeps_text and text else None,
        "case_hash": keyed_hash(intake.key, "case", cell("case_id")) if cell("case_id") else None,
        "copies": 1,
    }
    values["content_hash"] = _content_hash(values, text, intake, reader.seen)
    return Taken(values, removed)


def _day(text: str, order: DateOrder, today: date) -> date | str:
    """The day, or the sentence that says why it is none."""
    if not text:
        return NO_DATE
    try:
        day = parse_date(text, order)
    except NotADate:
        return NOT_A_DATE
    if day.year < EARLIEST_YEAR:
        return TOO_OLD
    return IN_THE_FUTURE if day > today + timedelta(days=1) else day


def _name(redacted: Redacted, removed: Counter[str]) -> str | None:
    if not redacted.text:
        return None
    removed.update(redacted.counts)
    return redacted.text[:LONGEST_NAME]


def _content_hash(values: Mapping[str, Any], text: str, intake: Intake, seen: Counter[str]) -> str:
    """The same question on the same day from the same place is one; without a text every row is its own.

    The original text counts, not the redacted one: two people with two phone numbers are two.
    """
    where = (values["space"] or "", values["platform"] or "", values["region"] or "")
    parts = (str(intake.programme_id), values["day"].isoformat(), *where, values["case_hash"] or "")
    if text:
        return keyed_hash(intake.key, "text", *parts, " ".join(text.casefold().split()))
    bare = keyed_hash(intake.key, "bare", *parts, values["topic"] or "", values["language"] or "")
    seen[bare] += 1
    return bare if seen[bare] == 1 else keyed_hash(intake.key, bare, str(seen[bare]))
