"""A first look at a file of questions: what its columns seem to mean and what its first rows would become.

Nothing is kept, and what is shown went through the same redaction as what would be stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from sqlmodel import Session

from campaigns.errors import Refusal
from campaigns.needs.intake.mapping import ColumnFields, headers_digest, propose_mapping
from campaigns.needs.intake.names import header_field
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.intake.outcome import Intake, Rejected, Taken
from campaigns.needs.intake.records import records
from campaigns.needs.models import ColumnMapping
from campaigns.needs.reading import Table, read_table
from campaigns.people.models import Programme

#: Rows that are read for the counts, and rows that are shown.
TRIED = 200
SHOWN = 6


@dataclass(frozen=True)
class Seen:
    """One row as it would be kept, or why it would not."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    removed: int = 0
    rejected: Rejected | None = None


@dataclass(frozen=True)
class Look:
    """What a file looks like. `problem` says what a person has to decide before it can be taken in."""

    headers: Sequence[str]
    fields: Mapping[str, str]
    rows: int
    format: str
    notes: Sequence[str] = ()
    problem: Refusal | None = None
    seen: Sequence[Seen] = ()
    tried: int = 0
    taken: int = 0
    rejected: int = 0
    unclear: int = 0
    removed: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)


def look_at(
    session: Session,
    *,
    programme: Programme,
    data: bytes,
    name: str,
    choices: Iterable[str],
    key: bytes,
    today: date,
) -> Look:
    """The look at a file. A file that is no table is refused; columns that are unclear come back as `problem`."""
    table = read_table(data, name=name)
    known = session.get(ColumnMapping, (programme.id, headers_digest(table.headers)))
    chosen = tuple(choices)
    try:
        mapping = propose_mapping(table.headers, chosen=chosen, remembered=known.mapping if known else None)
        look = Look(table.headers, mapping.as_json(), len(table.rows), table.format, table.notes)
        return _tried(
            look,
            table,
            mapping,
            replace(intake_of(session, programme, key=key, today=today), keeps_text=True),
        )
    except Refusal as problem:
        guessed = {header: found for header in table.headers if (found := header_field(header))}
        picked = dict(choice.rpartition("=")[::2] for choice in chosen)
        return Look(table.headers, {**guessed, **picked}, len(table.rows), table.format, table.notes, problem)


def _tried(look: Look, table: Table, mapping: ColumnFields, intake: Intake) -> Look:
    """The look with what the first rows would become. All rows decide how dates are read."""
    removed: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    found: list[Seen] = []
    taken = unclear = 0
    pairs = islice(zip(table.rows, records(table, mapping, intake), strict=True), TRIED)
    for row, one in pairs:
        if isinstance(one, Taken):
            taken += 1
            unclear += one.values["topic"] is None
            removed.update(one.redacted)
            languages[one.values["language"] or ""] += 1
        found.append(_seen(row.number, one))
    return replace(
        look,
        seen=found[:SHOWN],
        tried=len(found),
        taken=taken,
        rejected=len(found) - taken,
        unclear=unclear,
        removed=dict(removed.most_common()),
        languages=dict(languages.most_common()),
    )


def _seen(number: int, one: Taken | Rejected) -> Seen:
    if isinstance(one, Rejected):
        return Seen(number, rejected=one)
    shown = {name: one.values[name] for name in ("day", "language", "topic", "platform", "space", "region")}
    return Seen(number, shown, one.values["text"] or "", sum(one.redacted.values()))
