"""What the engine says when others are in the way, and rows that are written together."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import JSON, Column, Engine, Integer, MetaData, String, Table, select, text
from sqlalchemy.exc import OperationalError

from campaigns.db import UtcDateTime, insert_many, is_busy, make_engine
from tests.shared import TRAIL_KEY


def test_a_database_that_another_one_writes_is_busy_and_a_wrong_statement_is_not(tmp_path: Path) -> None:
    first, second = (
        make_engine(f"sqlite:///{tmp_path / 'one.sqlite'}", patience_s=0, trail_key=TRAIL_KEY)
        for _ in range(2)
    )
    with first.begin():
        with pytest.raises(OperationalError) as refused, second.begin():
            pass
        assert is_busy(refused.value)
    with second.begin() as connection, pytest.raises(OperationalError) as wrong:
        connection.execute(text("SELECT * FROM nothing"))
    assert not is_busy(wrong.value)
    first.dispose()
    second.dispose()


def test_rows_that_are_inserted_together_hold_what_each_would(engine: Engine) -> None:
    many = Table(
        "many",
        MetaData(),
        Column("by", Integer, primary_key=True),
        Column("words", String),
        Column("values", JSON),
        Column("at", UtcDateTime),
    )
    moment = datetime(2027, 3, 28, 2, 30, 0, 123456, tzinfo=UTC)
    rows = [
        {"by": 1, "words": "“Ja” :by %s \\ \n ä", "values": {"a": [1, None]}, "at": moment},
        {"by": 2, "words": None, "values": {}, "at": None},
    ]
    many.create(engine)
    with engine.begin() as connection:
        insert_many(connection, many, rows)

    with engine.connect() as connection:
        assert [dict(row._mapping) for row in connection.execute(select(many).order_by(many.c.by))] == rows
