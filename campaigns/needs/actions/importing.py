"""Taking questions in: a whole table at once, or one from the phone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from campaigns.errors import Refusal
from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.actions.same_list import list_of
from campaigns.needs.actions.storing import Shelf, in_chunks
from campaigns.needs.intake.digests import keyed_hash
from campaigns.needs.intake.mapping import headers_digest, propose_mapping
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.intake.outcome import Rejected, Taken, without_words
from campaigns.needs.intake.packed import PackedRows
from campaigns.needs.intake.records import records
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.models import ColumnMapping, NeedBatch
from campaigns.needs.reading import NOTHING_SAID, Row, Table, Wishes, read_table
from campaigns.needs.rules import check_can_add_needs, check_can_import_needs
from campaigns.needs.taken_before import file_digest, taken_on, would_count_twice
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme

if TYPE_CHECKING:
    from campaigns.needs.actions.understanding import Understood

#: Called with rows done and rows in all; answers True when somebody asked to stop.
Progress = Callable[[int, int], bool]


class ImportStopped(Refusal):
    """Somebody asked to stop; the transaction is to be rolled back, so nothing half-done is left."""

    status = 409


@dataclass(frozen=True)
class Whence:
    """Where a batch comes from: its source, and the list, call or form by which rows that say too little are known
    again. A file has digests of its content and of its headers.
    """

    source: str
    origin: str
    file_digest: str | None = None
    headers_digest: str | None = None


def import_needs(
    session: Session,
    *,
    programme: Programme,
    data: bytes,
    name: str,
    key: bytes,
    choices: Iterable[str] = (),
    wishes: Wishes = NOTHING_SAID,
    by: Actor | None,
    now: datetime,
    today: date | None = None,
    progress: Progress | None = None,
    understood: Understood | None = None,
    model: TopicModel | None = None,
) -> ImportResult:
    """Takes a file in. The same file again adds nothing, and is refused where it would; nothing of it is kept.

    `understood` is the same file read beforehand (actions/understanding.py), so that the transaction is short.

    `wishes` say how the file is to be read; `choices` are column=field corrections, remembered for the next file with
    these headers; `key` is the instance's pseudonym key, `model` what was learned from confirmed questions. For a
    rehearsal roll back afterwards. The caller commits.
    """
    if by is not None:
        check_can_import_needs(by)
    table = understood.table if understood else read_table(data, name=name, wishes=wishes)
    where = (programme.id or 0, headers_digest(table.headers))
    known = session.get(ColumnMapping, where)
    mapping = (
        understood.mapping
        if understood
        else propose_mapping(
            table.headers,
            chosen=choices,
            remembered=known.mapping if known else None,
            cells=table.column,
        )
    )
    digest = file_digest(data, key=key)
    before = taken_on(session, programme=programme, digest=digest)
    intake = intake_of(session, programme, key=key, today=today or now.date(), model=model)
    rows = understood.rows if understood else PackedRows(records(table, mapping, intake))
    origin = list_of(session, programme_id=where[0], headers_digest=where[1], file_digest=digest, rows=rows)
    result = take_in(
        session,
        programme=programme,
        table=table,
        rows=rows,
        whence=Whence(table.format, origin, digest, headers_digest=where[1]),
        by=by,
        now=now,
        progress=progress,
    )
    if before and result.imported:
        raise would_count_twice(before)
    result.fields = mapping.as_json()
    result.left_out = tuple(header for header in table.headers if header not in mapping.fields)
    row = known or ColumnMapping(programme_id=where[0], headers_digest=where[1], used_at=now)
    row.mapping, row.used_at = mapping.as_json(), now
    session.add(row)
    session.flush()
    return result


def record_need(
    session: Session,
    *,
    programme: Programme,
    values: Mapping[str, str],
    key: bytes,
    by: Actor | None,
    now: datetime,
    today: date | None = None,
    model: TopicModel | None = None,
    once: str = "",
) -> ImportResult:
    """Takes one question in, from the phone: fields by name (date, text, language, platform, space, …).

    A topic that is given is one that a person decided. `once` is the form's own sign: the same question with the
    same sign is the same form sent twice.
    """
    if by is not None:
        check_can_add_needs(by)
    day = today or now.date()
    fields = {"date": day.isoformat(), **{name: value for name, value in values.items() if value}}
    headers = tuple(fields)
    table = Table(headers, [Row(2, tuple(fields.values()))], "json")
    mapping = propose_mapping(headers, chosen=[f"{header}={header}" for header in headers])
    intake = intake_of(session, programme, key=key, today=day, model=model, confirmed_by=person_id(by))
    return take_in(
        session,
        programme=programme,
        table=table,
        rows=records(table, mapping, intake),
        whence=Whence("entry", origin_of(once, key=key)),
        by=by,
        now=now,
    )


def take_in(
    session: Session,
    *,
    programme: Programme,
    table: Table,
    rows: Iterable[Taken | Rejected],
    whence: Whence,
    by: Actor | None,
    now: datetime,
    progress: Progress | None = None,
    sender: str | None = None,
) -> ImportResult:
    """Writes one batch with its counts. `sender` names the program that handed the table over, if one did."""
    programme_id = programme.id or 0
    if not programme.keeps_free_text:
        # Rows may have been understood before somebody decided that no words are kept.
        rows = map(without_words, rows)
    batch = NeedBatch(
        programme_id=programme_id,
        source=whence.source,
        file_digest=whence.file_digest,
        headers_digest=whence.headers_digest,
        list_digest=whence.origin if whence.file_digest else None,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(batch)
    session.flush()
    result = ImportResult(batch_id=batch.id, notes=table.notes)
    shelf = Shelf(
        session, result, programme_id=programme_id, batch_id=batch.id or 0, origin=whence.origin, now=now
    )
    for chunk in in_chunks(rows):
        shelf.put(chunk)
        if progress and progress(result.read, table.size):
            raise ImportStopped("The import was stopped. Nothing of it was kept.")
    shelf.close()
    batch.report = result.as_report() | ({"sender": sender} if sender else {})
    session.add(batch)
    record(
        session,
        action="import_needs",
        subject="need_batch",
        subject_id=batch.id,
        by=by,
        programme_id=programme_id,
        now=now,
        source=whence.source,
        read=result.read,
        imported=result.imported,
        duplicates=result.duplicates,
        rejected=len(result.rejected),
    )
    session.flush()
    return result


def origin_of(once: str, *, key: bytes, sender: str = "") -> str:
    """What a call or a form is known by: the sign it brought, or chance when it brought none."""
    return keyed_hash(key, "once", sender, once) if once else secrets.token_hex(32)
