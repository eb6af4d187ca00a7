"""Exchanging the key of secrets: a new one seals, the older ones open until nothing needs them.

The key file holds one key after the other, the newest first, and is replaced in one step, so that web and worker
may run meanwhile. What a process sealed with the old key in that very moment can still be opened; the second
step, `forget_old_keys`, drops the old key only when every secret has been sealed anew.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, Table, select, update
from sqlmodel import Session

from campaigns.db import SealedBytes, session_scope
from campaigns.errors import BadInput, Refusal
from campaigns.people.audit import record
from campaigns.sealing import KEY_LENGTH, reseal, split_keys
from campaigns.settings import Settings, secret_key
from campaigns.tables import metadata

NAME = "secrets.key"


class CannotOpen(Refusal):
    """Secrets that none of the keys opens: forgetting a key would not be noticed any more."""

    status = 409


def rotate_keys(settings: Settings, engine: Engine, *, now: datetime) -> int:
    """A new key in front, every secret sealed with it; how many secrets those were. The old key still opens."""
    present = secret_key(settings, NAME)
    if len(present) % KEY_LENGTH:
        raise BadInput(
            "The key {path} is not a multiple of 32 bytes long, so no second one can stand beside it.",
            path=str(settings.keys_dir / NAME),
        )
    keys = secrets.token_bytes(KEY_LENGTH) + present
    _write(settings.keys_dir / NAME, keys)
    return _seal_anew(engine, keys, action="rotate_keys", now=now)


def forget_old_keys(settings: Settings, engine: Engine, *, now: datetime) -> int:
    """Drops every key but the newest, after sealing once more what an older one had sealed meanwhile."""
    keys = secret_key(settings, NAME)
    count = _seal_anew(engine, keys, action="forget_old_keys", now=now)
    _write(settings.keys_dir / NAME, split_keys(keys)[0])
    return count


def reseal_everything(session: Session, *, keys: bytes) -> int:
    """Seals every secret of the database with the newest key; refuses, and changes nothing, where one stays shut."""
    return sum(
        _reseal_column(session, table, column.name, column.type.purpose, keys)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, SealedBytes)
    )


def _seal_anew(engine: Engine, keys: bytes, *, action: str, now: datetime) -> int:
    with session_scope(engine) as session:
        count = reseal_everything(session, keys=keys)
        record(session, action=action, subject="keys", by=None, now=now, secrets=count)
    return count


def _reseal_column(session: Session, table: Table, name: str, purpose: str, keys: bytes) -> int:
    column, own = table.columns[name], list(table.primary_key.columns)
    rows = session.execute(select(*own, column).where(column.is_not(None)).with_for_update()).all()
    for row in rows:
        try:
            sealed = reseal(row[-1], keys, purpose=purpose)
        except BadInput:
            raise CannotOpen(
                "A secret in {table} cannot be opened by any key of this home. Put the right secrets.key back, or "
                "enter that secret anew on the desk; no secret was changed.",
                table=table.name,
            ) from None
        same = [part == value for part, value in zip(own, row, strict=False)]
        session.execute(update(table).where(*same).values({name: sealed}))
    return len(rows)


def _write(path: Path, keys: bytes) -> None:
    """Replaces the file in one step and makes sure that it is on the disk before anything is sealed with it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(keys)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
