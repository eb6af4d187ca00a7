"""Every row of one database into another, whatever their engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Select, Table, func, insert, select, text

from campaigns.db import READ_ONLY
from campaigns.tables import metadata

ROWS = 500
#: Which rows of a table are meant; None leaves the table out.
Rows = Callable[[Table], Select[Any] | None]


def snapshot(engine: Engine, target: Path, into: Engine) -> None:
    """The database as it is at one moment, as a SQLite file; nobody waits for it.

    `into` is an engine for `target`, with every table, used when the source is not SQLite itself.
    """
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            raw.close()
        return
    source = engine.execution_options(isolation_level="REPEATABLE READ")
    with source.connect() as reading, into.begin() as writing:
        copy_rows(reading, writing)


def copy_rows(source: Connection, target: Connection, rows_of: Rows = select) -> None:
    """Copies table by table, in the order in which they refer to each other, and sets the counters behind."""
    for table in metadata.sorted_tables:
        chosen = rows_of(table)
        if chosen is None:
            continue
        rows = source.execution_options(stream_results=True).execute(chosen).mappings()
        for part in rows.partitions(ROWS):
            target.execute(insert(table), [dict(row) for row in part])
        if target.dialect.name == "postgresql":
            _set_counter(target, table)


def read_only(engine: Engine) -> Engine:
    """The same database for reading."""
    return engine.execution_options(**{READ_ONLY: True})


def _set_counter(target: Connection, table: Table) -> None:
    """New rows continue behind the copied ones."""
    key = list(table.primary_key.columns)
    if len(key) != 1 or not isinstance(key[0].type, Integer) or key[0].foreign_keys:
        return
    highest = target.execute(select(func.max(key[0]))).scalar()
    if highest is not None:
        target.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
            {"table": table.name, "column": key[0].name, "highest": highest},
        )
