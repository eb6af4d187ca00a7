"""Taking questions in: a whole table at once, or one from the phone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from campaigns.errors import Refusal
from campaigns.needs.intake.mapping import ColumnFields, headers_digest, propose_mapping
from campaigns.needs.intake.records import Intake, Rejected, Taken, keyed_hash, records
from campaigns.needs.models import AdviceNeed, ColumnMapping, NeedBatch
from campaigns.needs.reading import Row, Table, read_table
from campaigns.needs.rollup import WeekTally
from campaigns.needs.rules import check_can_add_needs, check_can_import_needs
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages

if TYPE_CHECKING:
    from campaigns.needs.actions.understanding import Understood

#: Called with rows done and rows in all; answers True when somebody asked to stop.
Progress = Callable[[int, int], bool]

CHUNK = 1000
MOST_REJECTED_KEPT = 200
_NEED: SqlTable = AdviceNeed.__table__  # type: ignore[attr-defined]


class ImportStopped(Refusal):
    """Somebody asked to stop; the transaction is to be rolled back, so nothing half-done is left."""

    status = 409


@dataclass
class ImportResult:
    """What became of a table: read = imported + duplicates + rejected, and imported = topics + unclear."""

    batch_id: int | None = None
    read: int = 0
    imported: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    redacted: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    unclear: int = 0
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape of `litfass needs import --json`."""
        return {
            "batch": self.batch_id,
            "read": self.read,
            "imported": self.imported,
            "duplicates": self.duplicates,
            "rejected": [one.as_json() for one in self.rejected],
            "redacted": dict(self.redacted.most_common()),
            "languages": dict(self.languages.most_common()),
            "topics": dict(self.topics.most_common()),
            "unclear": self.unclear,
            "notes": list(self.notes),
        }

    def count(self, taken: Taken) -> None:
        """Counts one question that is new."""
        self.imported += 1
        self.languages[taken.values["language"] or "unknown"] += 1
        if taken.values["topic"]:
            self.topics[taken.values["topic"]] += 1
        else:
            self.unclear += 1


def import_needs(
    session: Session,
    *,
    programme: Programme,
    data: bytes,
    name: str,
    key: bytes,
    choices: Iterable[str] = (),
    by: Actor | None,
    now: datetime,
    today: date | None = None,
    progress: Progress | None = None,
    understood: Understood | None = None,
) -> ImportResult:
    """Takes a file in. The same file again adds nothing; nothing of the file itself is kept.

    `understood` is the same file read beforehand (actions/understanding.py), so that the transaction is short.

    `choices` are column=field corrections, remembered for the next file with these headers; `key` is the
    instance's pseudonym key. For a rehearsal roll back afterwards. The caller commits.
    """
    if by is not None:
        check_can_import_needs(by)
    table = understood.table if understood else read_table(data, name=name)
    where = (programme.id or 0, headers_digest(table.headers))
    known = session.get(ColumnMapping, where)
    mapping = (
        understood.mapping
        if understood
        else propose_mapping(table.headers, chosen=choices, remembered=known.mapping if known else None)
    )
    result = _take_in(
        session,
        programme=programme,
        table=table,
        mapping=mapping,
        rows=understood.rows if understood else None,
        source=table.format,
        file_digest=keyed_hash(key, "file", hashlib.sha256(data).hexdigest()),
        key=key,
        by=by,
        now=now,
        today=today or now.date(),
        progress=progress,
    )
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
) -> ImportResult:
    """Takes one question in, from the phone: fields by name (date, text, language, platform, space, …)."""
    if by is not None:
        check_can_add_needs(by)
    day = today or now.date()
    fields = {"date": day.isoformat(), **{name: value for name, value in values.items() if value}}
    headers = tuple(fields)
    table = Table(headers, [Row(2, tuple(fields.values()))], "json")
    mapping = propose_mapping(headers, chosen=[f"{header}={header}" for header in headers])
    return _take_in(
        session,
        programme=programme,
        table=table,
        mapping=mapping,
        source="entry",
        file_digest=None,
        key=key,
        by=by,
        now=now,
        today=day,
        progress=None,
    )


def _take_in(
    session: Session,
    *,
    programme: Programme,
    table: Table,
    mapping: ColumnFields,
    source: str,
    file_digest: str | None,
    key: bytes,
    by: Actor | None,
    now: datetime,
    today: date,
    progress: Progress | None,
    rows: Iterable[Taken | Rejected] | None = None,
) -> ImportResult:
    programme_id = programme.id or 0
    intake = Intake(
        programme_id=programme_id,
        languages=programme_languages(session, programme_id),
        keeps_text=programme.keeps_free_text,
        key=key,
        today=today,
    )
    coming = records(table, mapping, intake) if rows is None else rows
    batch = NeedBatch(
        programme_id=programme_id,
        source=source,
        file_digest=file_digest,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(batch)
    session.flush()
    result = ImportResult(batch_id=batch.id, notes=table.notes)
    tally, in_file = WeekTally(), Counter[str]()
    for chunk in _chunks(coming):
        _store(session, chunk, result, tally, in_file, batch_id=batch.id or 0, now=now)
        if progress and progress(result.read, len(table.rows)):
            raise ImportStopped("The import was stopped. Nothing of it was kept.")
    tally.save(session, programme_id)
    batch.report = _report(result)
    session.add(batch)
    record(
        session,
        action="import_needs",
        subject="need_batch",
        subject_id=batch.id,
        by=by,
        programme_id=programme_id,
        now=now,
        source=source,
        read=result.read,
        imported=result.imported,
        duplicates=result.duplicates,
        rejected=len(result.rejected),
    )
    session.flush()
    return result


def _store(
    session: Session,
    chunk: Sequence[Taken | Rejected],
    result: ImportResult,
    tally: WeekTally,
    in_file: Counter[str],
    *,
    batch_id: int,
    now: datetime,
) -> None:
    """Writes one chunk: new questions are inserted, known ones grouped."""
    taken = [one for one in chunk if isinstance(one, Taken)]
    known = _known(session, taken)
    rows: dict[str, dict[str, Any]] = {}
    for one in chunk:
        result.read += 1
        if isinstance(one, Rejected):
            result.rejected.append(one)
            continue
        result.redacted.update(one.redacted)
        content = one.values["content_hash"]
        in_file[content] += 1
        if content in rows:
            rows[content]["copies"] += 1
            result.duplicates += 1
        elif content in known:
            result.duplicates += 1
        else:
            rows[content] = {**one.values, "batch_id": batch_id, "created_at": now}
            tally.add(one.values)
            result.count(one)
    if rows:
        session.execute(insert(_NEED), list(rows.values()))
    _group(
        session, {content: in_file[content] for content, copies in known.items() if in_file[content] > copies}
    )


def _known(session: Session, taken: Sequence[Taken]) -> dict[str, int]:
    """Contents that are there already, with their copies."""
    if not taken:
        return {}
    query = select(col(AdviceNeed.content_hash), col(AdviceNeed.copies)).where(
        col(AdviceNeed.programme_id) == taken[0].values["programme_id"],
        col(AdviceNeed.content_hash).in_({one.values["content_hash"] for one in taken}),
    )
    return {row.content_hash: row.copies for row in session.execute(query)}


def _group(session: Session, copies: Mapping[str, int]) -> None:
    """Raises the copies of known questions to how often one file held them; a second import raises nothing."""
    for content, count in copies.items():
        session.execute(update(_NEED).where(_NEED.c.content_hash == content).values(copies=count))


def _chunks(items: Iterable[Taken | Rejected]) -> Iterator[list[Taken | Rejected]]:
    chunk: list[Taken | Rejected] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _report(result: ImportResult) -> dict[str, Any]:
    """What is kept of the result: counts in full, the first rejected rows."""
    report = result.as_json()
    report["rejected_count"] = len(result.rejected)
    report["rejected"] = report["rejected"][:MOST_REJECTED_KEPT]
    return report
