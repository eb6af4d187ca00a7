"""What every test may ask for: the shared data, a database, a clock."""

from __future__ import annotations

import gc
import inspect
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import URL, Engine, event, make_url, text
from sqlmodel import Session

from campaigns.clock import Clock, frozen_clock
from campaigns.db import make_engine
from campaigns.migrations import migrate
from campaigns.tables import metadata
from tests.compiling import compiled_once
from tests.replaying import watch_steps
from tests.shared import TRAIL_KEY, shared_folder
from tests.temporary import keep_bytecode, write_into_memory
from tests.warm import lend_warm

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POSTGRES = os.environ.get("LITFASS_TEST_POSTGRES")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests whose outcome may depend on the database",
    )


def pytest_configure() -> None:
    write_into_memory()
    keep_bytecode()
    # An example that takes long on a busy machine is no fault.
    settings.register_profile("patient", settings(), deadline=None)
    settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the collector need not look at it again after every few tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The long walks first: whoever works beside them takes the short tests over, and nobody ends with a long one.
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)
    if not config.getoption("--database-only"):
        return
    touching = [
        item
        for item in items
        if {"engine", "new_database", "migrated_database"} & set(getattr(item, "fixturenames", ()))
        and not any(item.get_closest_marker(name) for name in ("journey", "any_database"))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real test data beside the repository."""
    folder = shared_folder()
    if not folder.is_dir():
        pytest.fail(
            f"The shared test data is not at {folder}. Set LITFASS_SHARED to the folder that holds data/."
        )
    return folder


@pytest.fixture
def now() -> datetime:
    """A Monday morning in November 2026."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> Clock:
    return frozen_clock(now)


@pytest.fixture(scope="session")
def database_name() -> str:
    """Tests that run side by side each have a PostgreSQL database of their own."""
    return f"litfass_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, database_name: str) -> str:
    """Every table, made once a run: the URL on PostgreSQL, the file to copy on SQLite."""
    if POSTGRES:
        url = new_postgres(database_name)
        engine = make_engine(url, trail_key=TRAIL_KEY)
        metadata.create_all(engine)
        engine.dispose()
        return url
    path = tmp_path_factory.mktemp("database") / "litfass.sqlite"
    engine = make_engine(f"sqlite:///{path}", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    engine.dispose()
    return str(path)


@pytest.fixture(scope="session")
def compile_once(made_once: str) -> Callable[[Engine], Engine]:
    """Statements are compiled once a process and not once a test: every test's engine speaks the same dialect."""
    return compiled_once(
        make_engine(made_once if POSTGRES else f"sqlite:///{made_once}", trail_key=TRAIL_KEY)
    )


@pytest.fixture
def engine(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    made_once: str,
    compile_once: Callable[[Engine], Engine],
) -> Iterator[Engine]:
    """An empty database with every table: SQLite, or PostgreSQL when LITFASS_TEST_POSTGRES names a server."""
    if POSTGRES:
        engine = compile_once(lend_warm(make_engine(made_once, trail_key=TRAIL_KEY)))
        watch_steps_of(request, engine)
        yield engine
        _sweep(engine)
    else:
        path = tmp_path / "litfass.sqlite"
        shutil.copyfile(made_once, path)
        engine = compile_once(make_engine(f"sqlite:///{path}", trail_key=TRAIL_KEY))
        event.listen(engine, "connect", _do_not_wait_for_the_disk)
        watch_steps_of(request, engine)
        yield engine
    engine.dispose()


def watch_steps_of(request: pytest.FixtureRequest, engine: Engine) -> None:
    """Steps are replayed unless the test puts something else in the place of the product's own actions."""
    if "monkeypatch" not in inspect.signature(request.function).parameters:
        watch_steps(engine)


@pytest.fixture
def new_database(tmp_path: Path, database_name: str) -> Iterator[Callable[[], Engine]]:
    """Makes databases without any table, as many as the test asks for."""
    made: list[Engine] = []

    def make() -> Engine:
        number = len(made)
        if POSTGRES:
            url = new_postgres(f"{database_name}_{number}")
        else:
            url = f"sqlite:///{tmp_path / f'empty{number}.sqlite'}"
        made.append(make_engine(url, trail_key=TRAIL_KEY))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture(scope="session")
def migrated_once(tmp_path_factory: pytest.TempPathFactory, database_name: str) -> URL:
    """A database as an installation has it, migrated once a run, to copy from."""
    if POSTGRES:
        url = new_postgres(f"{database_name}_migrated")
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'litfass.sqlite'}"
    engine = make_engine(url, trail_key=TRAIL_KEY)
    migrate(engine)
    engine.dispose()
    return make_url(url)


@pytest.fixture
def migrated_database(
    request: pytest.FixtureRequest, tmp_path: Path, database_name: str, migrated_once: URL
) -> Iterator[Callable[[], Engine]]:
    """Makes databases as an installation has them, guards and all, as many as the test asks for."""
    made: list[Engine] = []

    def make() -> Engine:
        number = len(made)
        if POSTGRES:
            url = new_postgres(f"{database_name}_home{number}", like=str(migrated_once.database))
        else:
            path = tmp_path / f"home{number}.sqlite"
            shutil.copyfile(str(migrated_once.database), path)
            url = f"sqlite:///{path}"
        made.append(make_engine(url, trail_key=TRAIL_KEY))
        watch_steps_of(request, made[-1])
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def empty_engine(new_database: Callable[[], Engine]) -> Engine:
    """A database without any table."""
    return new_database()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction that is rolled back after the test."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.rollback()


def new_postgres(name: str, *, like: str = "template1") -> str:
    """The URL of a new database in the place of any of this name; nobody may be using the one that it is made like."""
    assert POSTGRES is not None
    server = make_engine(POSTGRES, trail_key=TRAIL_KEY)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
    server.dispose()
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    """No test cuts the power; those about durability make their engine themselves, and it waits."""
    connection.execute("PRAGMA synchronous = OFF")


def _sweep(engine: Engine) -> None:
    """Empties the tables and sets their counters back. Deleting few rows is far quicker than TRUNCATE's new files.

    As a replica the server looks neither at foreign keys nor at the guards of append-only tables.
    """
    deleted = ", ".join(
        f'gone{number} AS (DELETE FROM "{table.name}")'  # noqa: S608
        for number, table in enumerate(metadata.sorted_tables)
    )
    with engine.begin() as connection:
        there = connection.exec_driver_sql("SELECT tablename FROM pg_tables").scalars().all()
        if not set(metadata.tables) <= set(there):
            # A test took a table away, to see what is said about it. This asks for each one apart, which takes long.
            metadata.create_all(connection)
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(f"WITH {deleted} SELECT 1")
        connection.exec_driver_sql(
            "SELECT setval((quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass, 1, false) "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )
        guards = connection.exec_driver_sql(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        ).all()
        for guard, table in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {guard} ON {table}")
