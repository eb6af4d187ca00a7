"""The audit trail: every action as a row that holds the digest of the row before.

A change, a deletion, a swap or an insertion anywhere breaks the chain from there on; what is cut off at
the end is found by comparing the head with the one written down elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypedDict

from sqlalchemy import Connection, Engine, Table, insert, select, text
from sqlmodel import Session, col

from campaigns.canonical import canonical_json, digest_of
from campaigns.people.actor import Actor, person_id
from campaigns.people.models import AuditEntry

FIRST = "0" * 64
#: Any number will do, as long as nobody else in this database locks it.
CHAIN_LOCK = 1_854_071_201
APPEND_ONLY = ("audit_entry",)
NOTHING_LEAVES: Mapping[str, str] = MappingProxyType({})

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_LAST = select(_ENTRY.c.id, _ENTRY.c.digest).order_by(_ENTRY.c.id.desc()).limit(1)
_APPEND = insert(_ENTRY)
#: What a row's digest covers: everything but itself.
_SEALED = tuple(column.name for column in _ENTRY.columns if column.name != "digest")


class Break(TypedDict):
    """A row at which the chain does not hold, and why."""

    id: int
    reason: str


class Verification(TypedDict):
    """What `verify` found: how many rows, where the chain is broken, and the digest of the last row."""

    rows: int
    broken: list[Break]
    head: str


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
    _queue_up(connection)
    last = connection.execute(_LAST).first()
    row = {
        "id": last.id + 1 if last else 1,
        "at": now.astimezone(UTC),
        "by": by,
        "programme_id": programme_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "detail": canonical_json(detail),
        "previous": last.digest if last else FIRST,
    }
    connection.execute(_APPEND, {**row, "digest": _digest(row)})


def verify(session: Session) -> Verification:
    """Walks the whole trail and reports every row at which it does not hold."""
    broken: list[Break] = []
    previous, expected, rows = FIRST, 1, 0
    for entry in session.scalars(
        select(AuditEntry).order_by(col(AuditEntry.id)).execution_options(yield_per=500)
    ):
        rows += 1
        number = entry.id or 0
        if number != expected:
            broken.append({"id": number, "reason": "rows are missing before this one"})
        if entry.previous != previous:
            broken.append({"id": number, "reason": "does not follow the row before"})
        if entry.digest != entry_digest(entry):
            broken.append({"id": number, "reason": "was changed after it was written"})
        previous, expected = entry.digest, number + 1
    return {"rows": rows, "broken": broken, "head": previous}


def entry_digest(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of the row, which includes the digest of the row before."""
    return _digest({name: getattr(entry, name) for name in _SEALED})


def _digest(row: Mapping[str, Any]) -> str:
    content = {name: row[name] for name in _SEALED}
    return digest_of({**content, "at": content["at"].astimezone(UTC).isoformat(timespec="microseconds")})


def protect(
    engine: Engine, tables: tuple[str, ...] = APPEND_ONLY, leaving: Mapping[str, str] = NOTHING_LEAVES
) -> None:
    """Makes the database itself refuse to change or delete rows of append-only tables. May run again.

    `leaving` names tables whose rows may go as long as this query finds nothing for the row `OLD`.
    """
    statements = _sqlite_triggers if engine.dialect.name == "sqlite" else _postgres_triggers
    with engine.begin() as connection:
        for table in tables:
            for statement in statements(table, leaving.get(table, "SELECT 1")):
                connection.execute(text(statement))


def _sqlite_triggers(table: str, kept_by: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_keeps_update",
        f"CREATE TRIGGER {table}_keeps_update BEFORE UPDATE ON {table} {refuse}",
        f"DROP TRIGGER IF EXISTS {table}_keeps_delete",
        f"CREATE TRIGGER {table}_keeps_delete BEFORE DELETE ON {table} WHEN EXISTS ({kept_by}) {refuse}",
    ]


def _postgres_triggers(table: str, kept_by: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF NOT EXISTS ({kept_by}) THEN RETURN OLD; END IF; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        f"CREATE OR REPLACE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC",
    ]


def _queue_up(connection: Connection) -> None:
    """One writer of the chain at a time. SQLite has only one writer anyway (BEGIN IMMEDIATE)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
