"""Taking one programme out of an instance, with everything that is its own, and into another.

Numbers of rows stay what they were: digests, links and letters speak of them. So a programme is only taken in where
they are free: in an empty home, or beside programmes of the instance it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, Engine, Select, String, Table, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session

from assets.store import Store
from campaigns.backup.archive import EXPORT, Manifest
from campaigns.backup.belonging import INSTANCE, Belonging, column_of_person
from campaigns.backup.copying import copy_rows, read_only
from campaigns.backup.packing import copy_beside, pack, unpacked
from campaigns.backup.restored import PAUSED, mark_as_restored
from campaigns.backup.trail import believed, check_signed
from campaigns.db import session_scope
from campaigns.errors import Conflict
from campaigns.migrations import migrate
from campaigns.people.audit import chain_on, record
from campaigns.people.models import AuditEntry, Person, Programme
from campaigns.people.taken_in import tell_of_logins
from campaigns.placements.actions.pauses import pause_sending
from campaigns.reasons import Reason
from campaigns.tables import metadata

PAUSE = (
    "Taken in from an export of {made_at}. Look through what is unconfirmed and what is due, make sure that the home "
    "it came from no longer sends for this programme, then resume."
)
_PERSON: Table = Person.__table__  # type: ignore[attr-defined]
_PROGRAMME: Table = Programme.__table__  # type: ignore[attr-defined]
_TRAIL: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_FILE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True)
class ExportReport:
    """What an export holds. `size` is in bytes."""

    path: str
    programme: str
    made_at: str
    version: str
    rows: int
    files: int
    size: int


@dataclass(frozen=True)
class ImportReport:
    """What was taken in. `doubted` are placements that may have gone out after the export was made; `trail` says
    whether a key of this home had signed it, or it was adopted; `sending` that nothing of the programme goes out
    until a person resumes it.
    """

    programme: str
    made_at: str
    version: str
    rows: int
    files: int
    doubted: int
    trail: str
    sending: str


def export_programme(
    engine: Engine, store: Store, programme: Programme, target: Path, *, beside: Path, now: datetime
) -> ExportReport:
    """Writes everything of a programme while the instance runs: its rows, the people they name, its files.

    `beside` is a folder with room for a copy of the rows, as private as the database itself.
    """
    belonging = Belonging(programme.id or 0)
    with copy_beside(beside, engine) as copy:
        migrate(copy.engine)
        with _one_moment(engine) as reading, copy.engine.begin() as writing:
            copy_rows(reading, writing, belonging.rows_of)
        with copy.engine.connect() as connection:
            rows = count_rows(connection)
            files = sorted(_named_files(connection) & set(store.digests()))
        made = pack(copy, target, store=store, digests=files, now=now, kind=EXPORT, programme=programme.key)
    size = target.stat().st_size
    return ExportReport(str(target), made.programme, made.made_at, made.version, rows, made.files, size)


def import_programme(
    engine: Engine, store: Store, source: Path, *, beside: Path, adopts: bool = False, now: datetime
) -> ImportReport:
    """Takes in what an export holds, brings it to this version, and starts with the programme's sending paused.

    `adopts`: a trail that no key of this home signed is taken at the file's word, and signed anew. Raises Conflict,
    with nothing changed, where it may not be, and where the programme or a number of its rows is there already.
    """
    with unpacked(source, kind=EXPORT, beside=beside, like=engine) as taken:
        manifest = taken.manifest
        with read_only(taken.engine).connect() as reading:
            trail = check_signed(reading, adopts=adopts)
        try:
            with session_scope(taken.engine) as session:
                doubted = mark_as_restored(session, made_at=manifest.made_at, now=now)
            with read_only(taken.engine).connect() as reading, read_only(engine).connect() as there:
                rows = count_rows(reading)
                _check_is_free(reading, there, manifest)
            files = taken.put_files_into(store)
            # One transaction, last: until it commits nothing of the programme is here.
            with read_only(taken.engine).connect() as reading, session_scope(engine) as session:
                _take_rows(reading, session, manifest, rows, doubted, trail, now)
        except IntegrityError:
            raise _taken(manifest) from None
    return ImportReport(
        manifest.programme,
        manifest.made_at,
        manifest.version,
        rows,
        files,
        doubted,
        trail=trail,
        sending=PAUSED,
    )


def count_rows(connection: Connection) -> int:
    """How many rows a database holds, in all tables."""
    counts = (select(func.count()).select_from(table) for table in metadata.sorted_tables)
    return sum(connection.execute(count).scalar_one() for count in counts)


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """The database as it is at one moment; nobody waits for it."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with read_only(engine).connect() as connection:
        yield connection


def _named_files(connection: Connection) -> set[str]:
    """Whatever looks like a digest in a word or a document of any row: few are not files, and those are in no store."""
    found: set[str] = set()
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(_stored_as(column.type), String | JSON)]
        if columns:
            for row in connection.execute(select(*columns)):
                found.update(_FILE.findall(str(tuple(row))))
    return found


def _stored_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _check_is_free(reading: Connection, there: Connection, manifest: Manifest) -> None:
    key = select(_PROGRAMME.c.id).where(_PROGRAMME.c.key == manifest.programme)
    if there.execute(key).first() is not None:
        raise Conflict(
            "There is a programme “{programme}” here already. Nothing was changed. Import it into another home: set "
            "LITFASS_HOME (or LITFASS_DATABASE_URL) to a new place.",
            programme=manifest.programme,
        )
    people = select(_PERSON.c.id, _PERSON.c.email)
    here = {tuple(row) for row in there.execute(people)}
    numbers, emails = {number for number, _ in here}, {email for _, email in here}
    for number, email in reading.execute(people):
        if (number, email) not in here and (number in numbers or email in emails):
            raise _taken(manifest)


def _take_rows(
    reading: Connection,
    session: Session,
    manifest: Manifest,
    rows: int,
    doubted: int,
    trail: str,
    now: datetime,
) -> None:
    target = session.connection()
    known = set(target.execute(select(_PERSON.c.id)).scalars())

    def rows_of(table: Table) -> Select[Any] | None:
        if table.name == _TRAIL.name or table.name in INSTANCE:
            return None
        whose = column_of_person(table)
        return select(table) if whose is None else select(table).where(table.c[whose].not_in(known))

    copy_rows(reading, target, rows_of)
    chain_on(target, believed(reading, trail))
    tell_of_logins(session, known=known, now=now)
    key = select(_PROGRAMME.c.id).where(_PROGRAMME.c.key == manifest.programme)
    programme_id = target.execute(key).scalar_one()
    reason = Reason(PAUSE, {"made_at": manifest.made_at[:16]})
    pause_sending(session, programme_id=programme_id, reason=reason, by=None, now=now)
    record(
        session,
        action="import_programme",
        subject="programme",
        subject_id=programme_id,
        by=None,
        programme_id=programme_id,
        now=now,
        made_at=manifest.made_at,
        sha256=manifest.sha256,
        rows=rows,
        doubted=doubted,
        trail=trail,
    )


def _taken(manifest: Manifest) -> Conflict:
    return Conflict(
        "Rows of “{programme}” bear numbers or addresses that others have here. Nothing was changed. Import it into an "
        "empty home, or beside programmes that come from the same one.",
        programme=manifest.programme,
    )
