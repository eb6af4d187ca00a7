"""Writing many rows at once on either engine, with what becomes of a row that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

#: SQLite takes 32,766 values in a statement; the widest row here has 26.
CHUNK = 1000


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a model."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def add_missing(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> int:
    """Adds those rows that are not there yet; says how many were new."""
    keys = table_of(model).primary_key.columns
    added = 0
    for chunk in _chunks(rows):
        # Counted by what comes back: not every driver says how many rows such a statement wrote.
        statement = insert_into(session, model).values(chunk).on_conflict_do_nothing().returning(*keys)
        added += len(session.execute(statement).all())
    return added


def put_rows(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows, or writes them over those with the same key."""
    table = table_of(model)
    keys = [column.name for column in table.primary_key.columns]
    for chunk in _chunks(rows):
        statement = insert_into(session, model).values(chunk)
        new = {name: statement.excluded[name] for name in chunk[0] if name not in keys}
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))


def insert_into(session: Session, model: type[SQLModel]) -> Any:
    """An insert of the engine at hand that can say what becomes of a row that is there already."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table_of(model))


def _chunks(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]
