"""The audit trail: every action as a row that holds the digest of the row before.

A change, a deletion, a swap or an insertion anywhere breaks the chain from there on; what is cut off at
the end is found by comparing the head with the one written down elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypedDict

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from campaigns.canonical import canonical_json, digest_of
from campaigns.people.actor import Actor, person_id
from campaigns.people.models import AuditEntry

FIRST = "0" * 64
#: Any number will do, as long as nobody else in this database locks it.
CHAIN_LOCK = 1_854_071_201
APPEND_ONLY = ("audit_entry",)


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
) -> AuditEntry:
    """Adds one row to the trail, in the transaction of the action it tells of.

    `detail` holds ids, words of the vocabulary, digests and numbers, never texts people wrote or their data.
    """
    _queue_up(session)
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()
    entry = AuditEntry(
        id=(last.id or 0) + 1 if last else 1,
        at=now.astimezone(UTC),
        by=person_id(by),
        programme_id=programme_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=canonical_json(detail),
        previous=last.digest if last else FIRST,
        digest="",
    )
    entry.digest = entry_digest(entry)
    session.add(entry)
    session.flush()
    return entry


def verify(session: Session) -> Verification:
    """Walks the whole trail and reports every row at which it does not hold."""
    broken: list[Break] = []
    previous, expected, rows = FIRST, 1, 0
    for entry in session.exec(
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
    content = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "programme_id": entry.programme_id,
        "action": entry.action,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    return digest_of(content)


def protect(engine: Engine, tables: tuple[str, ...] = APPEND_ONLY) -> None:
    """Makes the database itself refuse to change or delete rows of append-only tables. May run again."""
    statements = _sqlite_triggers if engine.dialect.name == "sqlite" else _postgres_triggers
    with engine.begin() as connection:
        for table in tables:
            for statement in statements(table):
                connection.execute(text(statement))


def _sqlite_triggers(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgres_triggers(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION litfass_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION litfass_append_only()",
        f"CREATE OR REPLACE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION litfass_append_only()",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC",
    ]


def _queue_up(session: Session) -> None:
    """One writer of the chain at a time. SQLite has only one writer anyway (BEGIN IMMEDIATE)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
