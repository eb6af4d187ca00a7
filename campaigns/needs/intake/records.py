"""From a row of a table to what we keep of a question; whatever names a person is gone afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, TypeVar

from campaigns.needs.classifying import understand
from campaigns.needs.intake.dates import (
    EARLIEST_YEAR,
    BareNumber,
    DateOrder,
    NoSuchDay,
    NotADate,
    order_of,
    other_order,
    parse_date,
)
from campaigns.needs.intake.digests import content_hash, is_bare, keyed_hash
from campaigns.needs.intake.hints import shape
from campaigns.needs.intake.mapping import ColumnFields
from campaigns.needs.intake.names import (
    folded,
    info_quality,
    language_code,
    platform_code,
    residence_code,
    risk_level,
    sector_code,
    topic_key,
)
from campaigns.needs.intake.outcome import Intake, Rejected, Taken
from campaigns.needs.intake.towns import region_of, town_of
from campaigns.needs.intake.unknown_words import KNOWS, is_unknown, tellable
from campaigns.needs.own_topics.book import AREA as OWN_AREA
from campaigns.needs.radar.series import monday
from campaigns.needs.reading import Row, Table
from campaigns.needs.redaction import Redacted, redact

_T = TypeVar("_T")
MOST_NAMES = 10_000
LONGEST_NAME = 120
NO_DATE = "The date is missing. Write it like 2026-11-02."
NOT_A_DATE = "This is not a date. Write it like 2026-11-02."
A_NUMBER = "This is a number, perhaps a spreadsheet's count of days. Write the day like 2026-11-02."
NO_SUCH_DAY = "This is no day that exists. Write it like 2026-11-02."
NO_SUCH_DAY_DAY_FIRST = (
    "This is month before day, and the column is read day first. Write it like 2026-11-02 or, if the month stands "
    "first in the whole column, choose that order for the column and import the file again."
)
NO_SUCH_DAY_MONTH_FIRST = (
    "This is day before month, and the column is read month first. Write it like 2026-11-02 or, if the day stands "
    "first in the whole column, choose that order for the column and import the file again."
)
IN_THE_FUTURE = "The day lies in the future. Check the year."
TOO_OLD = "The day lies before the year 2000. Check the year."
NOTHING_ASKED = "The row holds neither a question nor a topic."
NO_SUCH_TOPIC = "The programme has no topic of this name or key, and the row holds no question."


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

    def unknown(self, name: str, text: str) -> bool:
        """Whether the cell of this field names something we do not know."""
        return bool(text) and self.read(_asked_of(name), text)


@cache
def _asked_of(name: str) -> Callable[[str], bool]:
    return partial(is_unknown, name)


def records(table: Table, mapping: ColumnFields, intake: Intake) -> Iterator[Taken | Rejected]:
    """Every row of the table, taken or rejected, in order. Refuses at once when its dates need an answer."""
    places = {name: table.headers.index(column) for column, name in mapping.fields.items()}
    date_column = mapping.column("date") or ""
    order = order_of(
        table.column(date_column),
        column=date_column,
        chosen=mapping.date_order,
        remembered=mapping.remembered_order,
    )
    reader = _Reader()
    return (
        _problem(row, mapping, places, reader) or _record(row, places, mapping, order, intake, reader)
        for row in table.rows
    )


def _problem(row: Row, mapping: ColumnFields, places: Mapping[str, int], reader: _Reader) -> Rejected | None:
    """The first thing wrong with the row as a whole, or with a cell that something is read from."""
    found = next(
        (problem for problem in row.problems if not problem.column or problem.column in mapping.fields), None
    )
    if found is None:
        return None
    return Rejected(found.row, found.column, "", found.reason, _removed(row, places, reader, read=("date",)))


def _removed(
    row: Row, places: Mapping[str, int], reader: _Reader, *, read: Container[str] = ()
) -> Counter[str]:
    """What has to be removed from the cells of a row by kind, those `read` already left out.

    A case number is not counted: that it is turned into a hash is what its column is for.
    """
    removed: Counter[str] = Counter()
    for name, place in places.items():
        if name != "case_id" and name not in read and row.cells[place].strip():
            removed.update(reader.read(redact, row.cells[place].strip()).counts)
    return removed


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
        value = "" if name == "text" else shape(cell(name))
        read = () if name == "date" else ("date",)
        return Rejected(row.number, column, value, reason, _removed(row, places, reader, read=read))

    day = _day(cell("date"), order, intake.today)
    if isinstance(day, str):
        return rejected("date", day)
    chosen_topic = _chosen_topic(cell("topic"), intake, reader)
    text = cell("text")
    if not any(letter.isalpha() for letter in text) and chosen_topic is None:
        if cell("topic"):
            return rejected("topic", NO_SUCH_TOPIC)
        return rejected("text" if "text" in places else "topic", NOTHING_ASKED)
    known = reader.read(language_code, cell("language")) if cell("language") else None
    understood = understand(
        text, language=known, favoured=intake.languages, book=intake.book, model=intake.model
    )
    topics = [{"key": one.key, "score": one.score} for one in understood.topics]
    if chosen_topic:
        topics = [
            {"key": chosen_topic, "score": 1.0},
            *[one for one in topics if one["key"] != chosen_topic],
        ][:3]
    removed = _removed(row, places, reader, read=("text", "date"))
    removed.update(understood.redacted.counts)
    values: dict[str, Any] = {
        "programme_id": intake.programme_id,
        "day": day,
        "week": monday(day),
        "language": understood.language,
        "language_confidence": understood.confidence if understood.language else None,
        "topic": topics[0]["key"] if topics else None,
        "topics": topics,
        "suggested": understood.topics[0].key if understood.topics else None,
        "topic_confirmed_by": intake.confirmed_by if chosen_topic else None,
        "corrected_from": None,
        "platform": reader.read(platform_code, cell("platform")),
        "space": _name(reader.read(redact, cell("space"))),
        "region": reader.read(region_of, cell("region")),
        "sector": reader.read(sector_code, cell("sector")),
        "residence_status": reader.read(residence_code, cell("residence_status")),
        "info_quality": reader.read(info_quality, cell("info_quality")),
        "risk": reader.read(risk_level, cell("risk")),
        "referred_to": _name(reader.read(redact, cell("referred_to"))),
        "text": understood.redacted.text if intake.keeps_text and text else None,
        "case_hash": keyed_hash(intake.key, "case", cell("case_id")) if cell("case_id") else None,
        "copies": 1,
    }
    values["content_hash"] = content_hash(values, text, intake, reader.seen)
    unknown = _unknown(cell, places, chosen_topic, reader)
    return Taken(
        values,
        removed,
        row.number,
        unknown,
        is_bare(values, text),
        is_otherwise_told=known is not None and known != understood.language,
        town=reader.read(town_of, cell("region")) if cell("region") else "",
    )


def _unknown(
    cell: Callable[[str], str], places: Mapping[str, int], chosen_topic: str | None, reader: _Reader
) -> dict[str, str]:
    """The fields whose cell names something we do not know. A topic of the programme's own is known."""
    return {
        name: reader.read(tellable, cell(name))
        for name in KNOWS
        if name in places and not (name == "topic" and chosen_topic) and reader.unknown(name, cell(name))
    }


def _chosen_topic(cell: str, intake: Intake, reader: _Reader) -> str | None:
    """The topic a cell names: by key or by its German or English name; the programme's own ones, too."""
    if not cell:
        return None
    known = reader.read(topic_key, cell)
    if known is not None:
        return known
    named = folded(cell)
    for topic in intake.book.topics.values():
        if topic.area == OWN_AREA and named in (folded(topic.key), folded(topic.de), folded(topic.en)):
            return topic.key
    return None


def _day(text: str, order: DateOrder, today: date) -> date | str:
    """The day, or the sentence that says why it is none."""
    if not text:
        return NO_DATE
    try:
        day = parse_date(text, order)
    except NoSuchDay:
        return {"mdy": NO_SUCH_DAY_DAY_FIRST, "dmy": NO_SUCH_DAY_MONTH_FIRST}.get(
            other_order(text, order) or "", NO_SUCH_DAY
        )
    except BareNumber:
        return A_NUMBER
    except NotADate:
        return NOT_A_DATE
    if day.year < EARLIEST_YEAR:
        return TOO_OLD
    return IN_THE_FUTURE if day > today + timedelta(days=1) else day


def _name(redacted: Redacted) -> str | None:
    return redacted.text[:LONGEST_NAME] or None
