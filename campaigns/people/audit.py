"""The audit trail: every action as a row that holds the digest of the row before and is signed.

How its rows are protected stands in `people.append_only`, how they are signed in `people.signing`, how they are looked
at in `people.verifying`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, select, text
from sqlmodel import Session

from campaigns.canonical import canonical_json
from campaigns.db import insert_many
from campaigns.people.actor import Actor, person_id
from campaigns.people.models import AuditEntry
from campaigns.people.signing import Signer, signer_of

FIRST = "0" * 64
#: In place of a signature: no key makes it.
UNSIGNED = ""
#: Any number will do, as long as nobody else in this database locks it.
CHAIN_LOCK = 1_854_071_201

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_LAST = select(_ENTRY.c.id, _ENTRY.c.digest).order_by(_ENTRY.c.id.desc()).limit(1)
#: What a row's digest covers: everything but itself and the signature, which covers the digest.
_COVERED = tuple(sorted({column.name for column in _ENTRY.columns} - {"digest", "signature"}))
_read = attrgetter(*_COVERED)
#: The canonical JSON of a row, with places for what it holds. Whoever looks at a trail of many years writes each of its
#: rows anew, and an encoder that has to find out about each what it holds takes twice as long.
_FORM = "{{" + ",".join(f'"{name}":{{}}' for name in _COVERED) + "}}"


def record(
    session: Session,
    *,
    action: str,
    subject: str,
    subject_id: int | None = None,
    by: Actor | None,
    programme_id: int | None = None,
    now: datetime,
    **detail: Any,
) -> None:
    """Adds one row to the trail, in the transaction of the action it tells of.

    `detail` holds ids, words of the vocabulary, digests and numbers, never texts people wrote or their data.
    """
    session.flush()
    append_entry(
        session.connection(),
        action=action,
        subject=subject,
        subject_id=subject_id,
        by=person_id(by),
        programme_id=programme_id,
        now=now,
        detail=detail,
    )


def append_entry(
    connection: Connection,
    *,
    action: str,
    subject: str,
    subject_id: int | None,
    by: int | None,
    programme_id: int | None,
    now: datetime,
    detail: Mapping[str, Any],
) -> None:
    """The same where there is no session: the worker settles posts on a bare connection, many a second."""
    append_entries(
        connection,
        action=action,
        subject=subject,
        by=by,
        programme_id=programme_id,
        now=now,
        details=[(subject_id, detail)],
    )


def append_entries(
    connection: Connection,
    *,
    action: str,
    subject: str,
    by: int | None,
    programme_id: int | None,
    now: datetime,
    details: Iterable[tuple[int | None, Mapping[str, Any]]],
) -> None:
    """One row for each of several subjects to which the same was done at once, with what it says of each."""
    _queue_up(connection)
    last = connection.execute(_LAST).first()
    length, previous = (last.id, last.digest) if last else (0, FIRST)
    signer = signer_of(connection)
    rows = []
    for number, (subject_id, detail) in enumerate(details, length + 1):
        row = _finished(
            {
                "id": number,
                "at": now.astimezone(UTC),
                "by": by,
                "programme_id": programme_id,
                "action": action,
                "subject": subject,
                "subject_id": subject_id,
                "detail": canonical_json(detail),
                "previous": previous,
            },
            signer,
        )
        previous = str(row["digest"])
        rows.append(row)
    if rows:
        insert_many(connection, _ENTRY, rows)


def chain_on(connection: Connection, entries: Iterable[tuple[Mapping[str, Any], bool]]) -> None:
    """Adds rows of another trail behind this one's, in their order and with their times, linked anew.

    Each comes with whether it is believed: what is not comes along unsigned, so that it opens nothing.
    """
    _queue_up(connection)
    last = connection.execute(_LAST).first()
    length, previous = (last.id, last.digest) if last else (0, FIRST)
    rows: list[Mapping[str, Any]] = []
    signer = signer_of(connection)
    for number, (entry, is_believed) in enumerate(entries, length + 1):
        row = _finished({**entry, "id": number, "previous": previous}, signer if is_believed else None)
        previous = str(row["digest"])
        rows.append(row)
    if rows:
        insert_many(connection, _ENTRY, rows)


def entry_digest(entry: Any) -> str:
    """SHA-256 over the canonical JSON of the row, which includes the digest of the row before."""
    return _digest(_read(entry))


def is_genuine(entry: Any, signer: Signer) -> bool:
    """Whether the row is what its digest says, and its digest is signed with a key of this home."""
    return entry_digest(entry) == entry.digest and signer.recognises(entry.digest, entry.signature)


def _finished(row: Mapping[str, Any], signer: Signer | None) -> dict[str, Any]:
    digest = _digest(row[name] for name in _COVERED)
    return {**row, "digest": digest, "signature": signer.sign(digest) if signer else UNSIGNED}


def _digest(covered: Iterable[Any]) -> str:
    return hashlib.sha256(_FORM.format(*map(_json_of, covered)).encode()).hexdigest()


def _json_of(value: Any) -> str:
    """What `canonical_json` makes of it; of a moment its text in UTC, to the microsecond."""
    kind = type(value)
    if kind is str:
        return str(encode_basestring(value))
    if value is None:
        return "null"
    if kind is int:
        return str(value)
    return canonical_json(_in_utc(value) if isinstance(value, datetime) else value)


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _queue_up(connection: Connection) -> None:
    """One writer of the chain at a time. SQLite has only one writer anyway (BEGIN IMMEDIATE)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
