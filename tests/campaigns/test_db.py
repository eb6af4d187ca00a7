"""What the engine says when others are in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from campaigns.db import is_busy, make_engine
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
