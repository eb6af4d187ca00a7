"""What every test may ask for: the shared data, a database, a clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from campaigns.clock import Clock, frozen_clock
from campaigns.db import make_engine
from campaigns.tables import metadata

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real test data beside the repository."""
    folder = Path(os.environ.get("LITFASS_SHARED") or Path(__file__).parents[1].parent / "shared") / "data"
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


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database with every table: SQLite, or PostgreSQL when LITFASS_TEST_POSTGRES names a server."""
    server = os.environ.get("LITFASS_TEST_POSTGRES")
    engine = make_engine(server or f"sqlite:///{tmp_path / 'litfass.sqlite'}")
    if server:
        metadata.drop_all(engine)
    metadata.create_all(engine)
    yield engine
    if server:
        with engine.begin() as connection:
            names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction that is rolled back after the test."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.rollback()
