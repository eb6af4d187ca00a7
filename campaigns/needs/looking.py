"""A first look at a file of questions: what its columns seem to mean and what its first rows would become.

Nothing is kept, and what is shown went through the same redaction as what would be stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import islice

from sqlmodel import Session

from campaigns.errors import Refusal
from campaigns.needs.actions.same_list import list_of
from campaigns.needs.grouped import known_contents
from campaigns.needs.intake.dates import SERIAL, DateOrder, parse_date, survey
from campaigns.needs.intake.hints import example
from campaigns.needs.intake.mapping import ColumnFields, headers_digest, propose_mapping
from campaigns.needs.intake.names import header_field
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.intake.outcome import Intake, Rejected, Taken
from campaigns.needs.intake.questions import OpenDates, OpenQuestion
from campaigns.needs.intake.records import records
from campaigns.needs.intake.unknown_words import Unknown
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.look import DateQuestion, Look, Seen
from campaigns.needs.models import ColumnMapping
from campaigns.needs.reading import NOTHING_SAID, Table, Wishes, read_table
from campaigns.needs.reading.encodings import OpenEncoding
from campaigns.needs.taken_before import file_digest, taken_on
from campaigns.people.models import Programme

#: Rows that are read for the counts, and rows that are shown.
TRIED = 200
#: A look answers while somebody waits: it ends earlier when the first rows are as long as books.
MOST_LETTERS = 200_000
SHOWN = 6
#: Rows that are not taken are shown beyond the first ones, too: a few tell what is wrong with the file.
MOST_REJECTED = 4
#: A column without a telling name is known by what stands in it.
SEARCHED_FOR_EXAMPLES = 50
LONGEST_EXAMPLE = 40
#: Of a long cell only its beginning is looked at, by far more than an identifier is long.
LOOKED_AT = 500


def look_at(
    session: Session,
    *,
    programme: Programme,
    data: bytes,
    name: str,
    choices: Iterable[str],
    wishes: Wishes = NOTHING_SAID,
    key: bytes,
    today: date,
    model: TopicModel | None = None,
) -> Look:
    """The look at a file. A file that is no table is refused; columns that are unclear come back as `problem`."""
    try:
        table = read_table(data, name=name, wishes=wishes)
    except OpenEncoding as question:
        return Look((), {}, 0, "csv", problem=question.for_screen(), encodings=question.readings)
    known = session.get(ColumnMapping, (programme.id, headers_digest(table.headers)))
    chosen = tuple(choices)
    intake = replace(intake_of(session, programme, key=key, today=today, model=model), keeps_text=True)
    look = Look(
        table.headers,
        {},
        len(table.rows),
        table.format,
        table.notes,
        header_row=table.header_row,
        sheets=table.sheets,
        sheet=table.sheet,
        encoding=wishes.encoding,
        examples=_examples(table),
        taken_on=taken_on(session, programme=programme, digest=file_digest(data, key=key)),
    )
    try:
        mapping = propose_mapping(
            table.headers,
            chosen=chosen,
            remembered=known.mapping if known else None,
            cells=table.column,
        )
        look = replace(look, fields=mapping.as_json(), dates=_dates(table, mapping))
        return _tried(session, look, table, mapping, intake, file_digest(data, key=key))
    except OpenDates:
        return look  # the question stands in `dates`
    except OpenQuestion as problem:
        return replace(look, fields=look.fields or _guessed(table, chosen), problem=problem.for_screen())
    except Refusal as problem:
        return replace(look, fields=look.fields or _guessed(table, chosen), problem=problem)


def _examples(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.rows[:SEARCHED_FOR_EXAMPLES]:
        for header, cell in zip(table.headers, row.cells, strict=True):
            if header not in found and cell.strip():
                found[header] = example(cell[:LOOKED_AT], longest=LONGEST_EXAMPLE)
        if len(found) == len(table.headers):
            break
    return found


def _guessed(table: Table, chosen: Iterable[str]) -> dict[str, str]:
    guessed = {header: found for header in table.headers if (found := header_field(header))}
    return {**guessed, **dict(choice.rpartition("=")[::2] for choice in chosen)}


def _dates(table: Table, mapping: ColumnFields) -> DateQuestion | None:
    """The question of how the dates are meant, when the column leaves it open."""
    column = mapping.column("date") or ""
    found = survey(table.column(column))
    if not found.is_open:
        return None
    are_days = bool(found.examples or found.is_mixed)
    orders, examples = (("dmy", "mdy"), found.examples) if are_days else ((SERIAL,), found.serials)
    readings = {
        order: [(example, parse_date(example, DateOrder(order))) for example in examples] for order in orders
    }
    chosen = mapping.date_order or (None if found.is_mixed else mapping.remembered_order)
    return DateQuestion(
        column,
        found.is_mixed,
        readings,
        chosen if chosen in readings else None,
        others_are_clear=found.others_are_clear,
    )


def _tried(
    session: Session, look: Look, table: Table, mapping: ColumnFields, intake: Intake, digest: str
) -> Look:
    """The look with what the first rows would become. All rows decide how dates are read."""
    removed: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    taken: list[Taken] = []
    unknown: dict[str, Unknown] = {}
    towns: dict[str, str] = {}
    found: list[Seen] = []
    unclear = 0
    letters = 0
    pairs = islice(zip(table.rows, records(table, mapping, intake), strict=True), TRIED)
    for row, one in pairs:
        letters += sum(map(len, row.cells))
        removed.update(one.redacted)
        if isinstance(one, Taken):
            taken.append(one)
            unclear += one.values["topic"] is None
            languages[one.values["language"] or ""] += 1
            if one.town:
                towns[one.town] = one.values["region"]
            for name, word in one.unknown.items():
                unknown.setdefault(name, Unknown()).add(one.row, word)
        found.append(_seen(row.number, one))
        if letters > MOST_LETTERS:
            break
    origin = list_of(
        session,
        programme_id=intake.programme_id,
        headers_digest=headers_digest(table.headers),
        file_digest=digest,
        rows=taken,
        is_beginning=len(found) < len(table.rows),
    )
    contents = {one.content(origin) for one in taken}
    known = known_contents(session, programme_id=intake.programme_id, contents=contents)
    return replace(
        look,
        seen=_shown(found),
        tried=len(found),
        taken=len(taken),
        rejected=len(found) - len(taken),
        unclear=unclear,
        again=len(taken) - len(contents - known),
        removed=dict(removed.most_common()),
        unknown=unknown,
        languages=dict(languages.most_common()),
        otherwise_told=sum(one.is_otherwise_told for one in taken),
        towns=towns,
    )


def _shown(found: list[Seen]) -> list[Seen]:
    """A short file whole; of a longer one the first rows, and a few of the others that are not taken."""
    if len(found) <= SHOWN + MOST_REJECTED:
        return found
    return found[:SHOWN] + [one for one in found[SHOWN:] if one.rejected][:MOST_REJECTED]


def _seen(number: int, one: Taken | Rejected) -> Seen:
    if isinstance(one, Rejected):
        return Seen(number, rejected=one)
    shown = {name: one.values[name] for name in ("day", "language", "topic", "platform", "space", "region")}
    return Seen(number, shown, one.values["text"] or "", sum(one.redacted.values()))
