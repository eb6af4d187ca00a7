"""What a command works with, put together in one place: settings, database, file store, clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from assets.store import Store
    from campaigns.settings import Settings


@dataclass(frozen=True)
class Instance:
    """One instance of Litfass: its settings and its open database. `made_keys`: those that this command made."""

    settings: Settings
    engine: Engine
    made_keys: frozenset[str] = frozenset()

    @property
    def now(self) -> datetime:
        return self.settings.clock()

    @cached_property
    def store(self) -> Store:
        """Where files lie. Opened at first use: most commands need none."""
        from assets.store import Store

        return Store(self.settings.files_url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction that writes; the command is its edge and owns it."""
        from campaigns.db import session_scope

        with session_scope(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view that takes no lock."""
        from campaigns.db import read_scope

        with read_scope(self.engine) as session:
            yield session


@contextmanager
def instance() -> Iterator[Instance]:
    """The instance of the environment: the home made on first use, the database of this version."""
    from campaigns.migrations import check_version, current_version, migrate
    from campaigns.settings import load_settings, prepare_home

    settings = load_settings()
    made_keys = prepare_home(settings)
    with database(settings) as engine:
        if current_version(engine) is None:
            migrate(engine)
        check_version(engine)
        yield Instance(settings=settings, engine=engine, made_keys=made_keys)


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """The database of these settings; one that cannot be reached is refused with where it was looked for."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    # Tables refer to each other by name: a write fails when the module of the other one was never loaded.
    import campaigns.tables  # noqa: F401
    from campaigns.db import open_engine
    from campaigns.errors import Unusable

    try:
        engine = open_engine(settings)
    except ArgumentError:
        raise Unusable(
            "LITFASS_DATABASE_URL is not the address of a database. Write it like "
            "postgresql+psycopg://name:password@host/database, or leave it out to use a file in the home."
        ) from None
    try:
        # No statement is run: a database that is being written is not waited for.
        engine.connect().close()
    except DBAPIError as problem:
        engine.dispose()
        raise Unusable(
            "The database {where} cannot be opened: {reason}. See that it is there and running, and that the "
            "account that runs Litfass may use it.",
            where=engine.url.database if engine.dialect.name == "sqlite" else engine.url.render_as_string(),
            reason=(str(problem.orig).splitlines() or ["no reason given"])[0][:200],
        ) from None
    try:
        yield engine
    finally:
        engine.dispose()
