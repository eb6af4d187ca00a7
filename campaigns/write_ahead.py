"""What was deleted leaves SQLite's write-ahead log, too: pages stand there as they were until it is written over."""

from __future__ import annotations

from pathlib import Path

import pysqlite3
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

#: How long it waits for those who read or write; whoever deletes must not stand still, and there is a next time.
PATIENCE_MS = 200


def empty_write_ahead_log(engine: Engine) -> bool:
    """Moves the log into the database and cuts it to nothing; False when others were in the way.

    On PostgreSQL, and where there is no log, there is nothing to do. Call it outside a transaction.
    """
    if engine.dialect.name != "sqlite" or not _stands_there(engine.url.database):
        return True
    try:
        with engine.connect() as connection:
            raw = connection.connection.cursor()
            [[patience]] = raw.execute("PRAGMA busy_timeout").fetchall()
            try:
                raw.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
                [[is_busy, *_]] = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.execute(f"PRAGMA busy_timeout = {patience}")
                raw.close()
    except (DBAPIError, pysqlite3.Error):
        # The driver speaks for itself here. Nothing is lost: the log is emptied the next time.
        return False
    return not is_busy


def _stands_there(database: str | None) -> bool:
    log = Path(f"{database}-wal")
    return bool(database) and log.exists() and log.stat().st_size > 0
