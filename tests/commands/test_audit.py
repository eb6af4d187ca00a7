"""The trail, looked at from the command line."""

from __future__ import annotations

from sqlalchemy import text

from campaigns.settings import load_settings
from commands.composition import database
from tests.commands.conftest import Litfass


def test_a_whole_trail_is_confirmed(litfass: Litfass, programme: str) -> None:
    found = litfass("audit", "verify", "--json").document
    assert found["rows"] >= 1
    assert found["broken"] == []
    assert len(found["head"]) == 64
    assert found["vouched"] is None, "no worker has written a head down"


def test_a_changed_row_makes_the_status_one(litfass: Litfass, programme: str) -> None:
    with database(load_settings()) as engine, engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_entry_keeps_update"))
        else:
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE audit_entry SET action = 'nothing' WHERE id = 1"))
    said = litfass("audit", "verify", "--json", status=1)
    assert [one["id"] for one in said.document["broken"]] == [1]
    assert "broken at 1 places" in said.err
