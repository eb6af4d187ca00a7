"""The slow half of an import, done before its transaction: reading the file, languages, topics, redaction.

While this goes on nobody else waits for the database; what it makes is then written in one short transaction
by `import_needs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from campaigns.needs.actions.importing import ImportStopped, Progress
from campaigns.needs.intake.mapping import ColumnFields, headers_digest, propose_mapping
from campaigns.needs.intake.records import Intake, Rejected, Taken, records
from campaigns.needs.models import ColumnMapping
from campaigns.needs.reading import Table
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages

#: Rows between two words about how far it is.
TELL_EVERY = 50


@dataclass(frozen=True)
class Understood:
    """A table whose every row is taken or rejected, in order."""

    table: Table
    mapping: ColumnFields
    rows: list[Taken | Rejected]


def intake_of(session: Session, programme: Programme, *, key: bytes, today: date) -> Intake:
    """What reading a programme's questions depends on."""
    return Intake(
        programme_id=programme.id or 0,
        languages=programme_languages(session, programme.id or 0),
        keeps_text=programme.keeps_free_text,
        key=key,
        today=today,
    )


def remembered_mapping(session: Session, programme: Programme, table: Table) -> Mapping[str, Any] | None:
    """How the programme read a table with these headers the last time."""
    known = session.get(ColumnMapping, (programme.id or 0, headers_digest(table.headers)))
    return known.mapping if known else None


def understand_table(
    table: Table,
    intake: Intake,
    *,
    choices: Iterable[str] = (),
    remembered: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Understood:
    """Reads every row of a table. Needs no database; may take minutes for a large one."""
    mapping = propose_mapping(table.headers, chosen=choices, remembered=remembered)
    rows: list[Taken | Rejected] = []
    for row in records(table, mapping, intake):
        rows.append(row)
        if progress and len(rows) % TELL_EVERY == 0 and progress(len(rows), len(table.rows)):
            raise ImportStopped("The import was stopped. Nothing of it was kept.")
    return Understood(table, mapping, rows)
