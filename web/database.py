"""The session of a request: reading takes no lock, writing is one transaction that ends with the view.

A read opens at first use, so that a page that asks nothing costs nothing. A write transaction opens at first
use too; `web.identity.page` commits it when the view returns and rolls it back when anything is raised.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import cast

from flask import Flask, Response, after_this_request, current_app, g, request
from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.write_ahead import empty_write_ahead_log

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init_database(app: Flask, *, engine: Engine, clock: Clock) -> None:
    app.extensions["litfass_engine"] = engine
    app.extensions["litfass_clock"] = clock
    app.teardown_appcontext(lambda _problem: rollback())


def engine() -> Engine:
    return cast(Engine, current_app.extensions["litfass_engine"])


def now() -> datetime:
    """The moment of this request: the same for everything it writes."""
    if "now" not in g:
        g.now = cast(Clock, current_app.extensions["litfass_clock"])()
    return cast(datetime, g.now)


def session() -> Session:
    """The request's session: reading for GET, one write transaction for POST."""
    if "session" not in g:
        reads = request.method in SAFE or g.get("rolled_back", False)
        g.session_scope = read_scope(engine()) if reads else session_scope(engine())
        g.session = g.session_scope.__enter__()
    return cast(Session, g.session)


def commit() -> None:
    """Ends the request's transaction well."""
    scope = _release()
    if scope is not None:
        scope.__exit__(None, None, None)


def rollback() -> None:
    """Ends the request's transaction as if nothing had been written; what is asked after that only reads."""
    scope = _release()
    g.rolled_back = True
    if scope is not None:
        nothing = _Rollback()
        with suppress(_Rollback):
            scope.__exit__(_Rollback, nothing, None)


def empty_log_afterwards() -> None:
    """What this request deletes leaves the write-ahead log, too, once it is committed."""

    @after_this_request
    def empty(response: Response) -> Response:
        empty_write_ahead_log(engine().engine)
        return response


class _Rollback(Exception):
    """Tells the transaction's scope to undo; never leaves this module."""


def _release() -> AbstractContextManager[Session] | None:
    g.pop("session", None)
    return cast("AbstractContextManager[Session] | None", g.pop("session_scope", None))
