"""What was deleted is gone from the files of a SQLite database, and nobody who reads is made to wait for that."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from campaigns.db import make_engine
from campaigns.write_ahead import empty_write_ahead_log
from tests.shared import TRAIL_KEY

SAID = "Mein Chef zahlt nicht"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def engine(home: Path) -> Engine:
    """A database in which something was said and deleted; another connection keeps its log from going."""
    engine = make_engine(f"sqlite:///{home / 'one.sqlite'}", trail_key=TRAIL_KEY)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE asked (said TEXT)"))
        connection.execute(text("INSERT INTO asked VALUES (:said)"), {"said": SAID})
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM asked"))
    return engine


def found(home: Path) -> list[str]:
    return [file.name for file in home.iterdir() if SAID.encode() in file.read_bytes()]


def test_what_was_deleted_is_in_no_file_afterwards(home: Path, engine: Engine) -> None:
    assert found(home) == ["one.sqlite-wal"]
    assert empty_write_ahead_log(engine)
    assert found(home) == []


def test_somebody_who_still_reads_is_left_in_peace_and_the_next_time_it_goes(
    home: Path, engine: Engine
) -> None:
    reader = make_engine(f"sqlite:///{home / 'one.sqlite'}", trail_key=TRAIL_KEY)
    with reader.connect().execution_options(litfass_read_only=True) as reading:
        assert reading.execute(text("SELECT count(*) FROM asked")).scalar() == 0
        assert not empty_write_ahead_log(engine)
        assert reading.execute(text("SELECT count(*) FROM asked")).scalar() == 0
    assert empty_write_ahead_log(engine)
    assert found(home) == []
