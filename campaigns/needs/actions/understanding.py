"""The slow half of an import, done before its transaction: reading the file, languages, topics, redaction.

While this goes on nobody else waits for the database; what it makes is then written in one short transaction
by `import_needs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from campaigns.needs.actions.importing import ImportStopped, Progress
from campaigns.needs.intake.mapping import ColumnFields, headers_digest, propose_mapping
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.intake.outcome import Intake
from campaigns.needs.intake.packed import PackedRows
from campaigns.needs.intake.records import records
from campaigns.needs.models import ColumnMapping
from campaigns.needs.reading import Table
from campaigns.people.models import Programme

__all__ = ["Understood", "intake_of", "remembered_mapping", "understand_table"]

#: Rows between two words about how far it is.
TELL_EVERY = 50


@dataclass(frozen=True)
class Understood:
    """A table whose every row is taken or rejected, in order; of the table itself without its rows."""

    table: Table
    mapping: ColumnFields
    rows: PackedRows


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
    mapping = propose_mapping(table.headers, chosen=choices, remembered=remembered, cells=table.column)
    rows = PackedRows()
    for row in records(table, mapping, intake):
        rows.append(row)
        if progress and len(rows) % TELL_EVERY == 0 and progress(len(rows), len(table.rows)):
            raise ImportStopped("The import was stopped. Nothing of it was kept.")
    return Understood(table.without_rows(), mapping, rows)
