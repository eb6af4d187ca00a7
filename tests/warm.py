"""Connections to PostgreSQL that outlive their engine.

A new connection is a new process on the server, which has to learn every table anew; that costs more than most tests
ask of it. So a test's connections are lent to the next one once nothing of the first is left on them.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

MOST = 4
_idle: list[psycopg.Connection[Any]] = []
#: Whose they are. A fork that spoke over one and was killed would leave its transaction open for ever.
_owner = os.getpid()


def lend_warm(engine: Engine) -> Engine:
    """Has this engine take and leave connections here; all that do so have to be of the same database."""
    dialect: Any = engine.dialect
    close = dialect.do_close

    def keep(connection: psycopg.Connection[Any]) -> None:
        if os.getpid() == _owner and len(_idle) < MOST and _is_as_new(connection):
            _idle.append(connection)
        else:
            close(connection)

    dialect.do_close = keep
    event.listen(engine, "do_connect", lambda *_asked: _lent())
    return engine


def _lent() -> psycopg.Connection[Any] | None:
    return _idle.pop() if _idle and os.getpid() == _owner else None


def _is_as_new(connection: psycopg.Connection[Any]) -> bool:
    """Gives back what a session holds on the server; False where that is not possible."""
    if connection.closed or connection.info.transaction_status is not TransactionStatus.IDLE:
        return False
    try:
        connection.execute("SELECT pg_advisory_unlock_all()")
        connection.execute("RESET ALL")
        connection.commit()
    except psycopg.Error:
        return False
    return True
