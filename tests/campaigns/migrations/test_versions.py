"""The database of a migration is the database of the tables, on every engine, and versions are told apart."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from campaigns.errors import Unusable
from campaigns.facts.models import FactVersion
from campaigns.facts.versions import keep_version
from campaigns.migrations import check_version, current_version, migrate, newest_version
from campaigns.people.audit import record
from campaigns.tables import metadata
from tests.builders import make_cast, make_fact


def described(engine: Engine) -> set[str]:
    """Every table, index and constraint as the database itself words them."""
    if engine.dialect.name == "sqlite":
        query = "SELECT name || ' ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND type != 'trigger'"
    else:
        query = (
            "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace "
            "UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "UNION SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || "
            "coalesce(character_maximum_length, 0) FROM information_schema.columns WHERE table_schema = 'public'"
        )
    with engine.connect() as connection:
        rows = {row[0] for row in connection.execute(text(query))}
    return {_lines(row) for row in rows if "alembic_version" not in row}


def _lines(statement: str) -> str:
    """The same table with its columns and constraints in one order, whatever order they were written in."""
    parts = [re.sub(r"\s+", " ", part).strip().rstrip(",") for part in statement.splitlines()]
    return "\n".join(sorted(part for part in parts if part))


def test_migrating_an_empty_database_makes_exactly_the_tables(engine: Engine, empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    # Alembic does not compare CHECK constraints; the database's own words hold them.
    assert described(empty_engine) == described(engine)


def test_a_migrated_database_is_of_the_newest_version(empty_engine: Engine) -> None:
    assert current_version(empty_engine) is None
    assert migrate(empty_engine) == newest_version()
    assert current_version(empty_engine) == newest_version()
    check_version(empty_engine)


def test_migrating_twice_changes_nothing(empty_engine: Engine) -> None:
    migrate(empty_engine)
    before = described(empty_engine)
    migrate(empty_engine)
    assert described(empty_engine) == before


def test_a_database_of_a_newer_version_is_refused_and_left_alone(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (migrate, check_version):
        with pytest.raises(Unusable, match="newer version"):
            refused(empty_engine)
    assert current_version(empty_engine) == "9999"


def test_a_database_that_lacks_a_column_is_refused_whatever_its_number_says(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE account RENAME COLUMN spacing_days TO spacing"))
    for refused in (migrate, check_version):
        with pytest.raises(Unusable, match=r"lacks account\.spacing_days"):
            refused(empty_engine)


def test_an_empty_database_is_not_ready_for_use(empty_engine: Engine) -> None:
    with pytest.raises(Unusable, match="litfass migrate"):
        check_version(empty_engine)


def test_a_database_with_tables_of_somebody_else_is_refused(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        connection.execute(text("CREATE TABLE ledger (id INTEGER PRIMARY KEY)"))
    with pytest.raises(Unusable, match="not of Litfass"):
        migrate(empty_engine)
    assert current_version(empty_engine) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET action = 'nothing'", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_to_change_the_audit_trail(empty_engine: Engine, statement: str) -> None:
    migrate(empty_engine)
    with Session(empty_engine) as session, session.begin():
        record(session, action="try", subject="test", by=None, now=datetime(2026, 11, 23, tzinfo=UTC))
    with pytest.raises(DBAPIError, match="append-only"), empty_engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE fact_version SET why = 'nothing'", "DELETE FROM fact_version"])
def test_the_database_refuses_to_change_what_a_fact_once_said(empty_engine: Engine, statement: str) -> None:
    migrate(empty_engine)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with Session(empty_engine) as session, session.begin():
        fact = make_fact(session, make_cast(session, now=now).programme, now=now)
        kept = keep_version(session, fact=fact, by=None, now=now).number
    with pytest.raises(DBAPIError, match="append-only"), empty_engine.begin() as connection:
        connection.execute(text(statement))
    with Session(empty_engine) as session:
        assert session.exec(select(FactVersion.number)).all() == [kept]


@pytest.mark.parametrize(
    "table",
    [
        "audit_entry",
        "approval",
        "fact_version",
        "kit_delivery",
        "kit_version",
        "review_note",
        "proof",
        "revision",
    ],
)
def test_append_only_tables_have_their_guard(empty_engine: Engine, table: str) -> None:
    migrate(empty_engine)
    query = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = to_regclass(:table)",
    }[empty_engine.dialect.name]
    guards = {"sqlite": 3, "postgresql": 2}[empty_engine.dialect.name]
    with empty_engine.connect() as connection:
        assert connection.execute(text(query), {"table": table}).scalar_one() == guards
