"""Asking the trail about single things: its rows about them, and what it says of one last.

What a signed row says opens something; what ends something is heard even in a row that somebody wrote into, because
stopping is the safe direction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlmodel import Session

from campaigns.db import numbers
from campaigns.people.audit import is_genuine
from campaigns.people.models import AuditEntry
from campaigns.people.signing import signer_of

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_ABOUT = (
    select(_ENTRY)
    .where(
        _ENTRY.c.subject == bindparam("subject"),
        _ENTRY.c.subject_id.in_(numbers("ids")),
        _ENTRY.c.action.in_(bindparam("actions", expanding=True)),
    )
    .order_by(_ENTRY.c.id)
)


def rows_about(
    connection: Connection, subject: str, ids: Collection[int], actions: Collection[str]
) -> list[tuple[Any, Mapping[str, Any] | None]]:
    """The rows about these, in their order and in one query, each with what it says; None where it is not signed."""
    if not ids:
        return []
    signer = signer_of(connection)
    rows = connection.execute(_ABOUT, {"subject": subject, "ids": list(ids), "actions": sorted(actions)})
    return [(row, json.loads(row.detail) if is_genuine(row, signer) else None) for row in rows]


def told_last(
    session: Session, subject: str, number: int, name: str, *, by: Collection[str], ends: Collection[str] = ()
) -> str | None:
    """What rows of these actions say last under this name about one thing; None where nothing, or where it ended."""
    session.flush()
    told: str | None = None
    for row, said in rows_about(session.connection(), subject, [number], {*by, *ends}):
        if row.action in ends:
            told = None
        elif said is not None:
            told = said.get(name, told)
    return told
