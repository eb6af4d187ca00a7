"""The audit trail: what is added holds together; whatever is done to it afterwards is found."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from campaigns.canonical import digest_of
from campaigns.db import session_scope
from campaigns.people.append_only import protect
from campaigns.people.audit import entry_digest, record
from campaigns.people.verifying import verify

ROWS = 24


def fill(engine: Engine, now: datetime, rows: int = ROWS) -> None:
    for number in range(rows):
        with session_scope(engine) as session:
            record(
                session, action="do_thing", subject="thing", subject_id=number, by=None, now=now, step=number
            )


def found(engine: Engine) -> list[Any]:
    with Session(engine) as session:
        return list(verify(session)["broken"])


def tamper(engine: Engine, statement: str, **values: Any) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), values)


def test_an_untouched_trail_holds_and_names_its_head(engine: Engine, now: datetime) -> None:
    fill(engine, now)

    with Session(engine) as session:
        result = verify(session)

    assert (result["rows"], result["broken"]) == (ROWS, [])
    with Session(engine) as session:
        head = session.execute(text("SELECT digest FROM audit_entry ORDER BY id DESC LIMIT 1")).scalar()
    assert result["head"] == head


#: What may stand in a column, also after somebody wrote there: SQLite keeps a word in a column of numbers.
ANYTHING = st.none() | st.integers() | st.text() | st.floats(allow_nan=False)


@given(
    moment=st.datetimes(timezones=st.timezones()),
    others=st.fixed_dictionaries(
        dict.fromkeys(
            ["id", "by", "programme_id", "action", "subject", "subject_id", "detail", "previous"], ANYTHING
        )
    ),
)
def test_the_digest_of_a_row_is_that_of_its_canonical_json(moment: datetime, others: dict[str, Any]) -> None:
    at = moment.astimezone(UTC).isoformat(timespec="microseconds")

    assert entry_digest(SimpleNamespace(at=moment, **others)) == digest_of({"at": at, **others})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "'do_other'"),
        ("subject", "'person'"),
        ("subject_id", "999"),
        ("detail", "'{}'"),
        ("by", "7"),
        ("programme_id", "7"),
        ("at", "'2020-01-01 00:00:00.000000'"),
        ("previous", "digest"),
        ("digest", "substr(previous || 'x', 2)"),
    ],
)
def test_a_changed_column_is_found(engine: Engine, now: datetime, column: str, value: str) -> None:
    fill(engine, now, rows=5)

    tamper(engine, f'UPDATE audit_entry SET "{column}" = {value} WHERE id = 3')  # noqa: S608

    assert found(engine)[0]["id"] in {3, 4}


def test_a_change_with_a_fresh_digest_is_found_at_the_next_row(engine: Engine, now: datetime) -> None:
    fill(engine, now, rows=5)

    tamper(
        engine, "UPDATE audit_entry SET action = 'do_other', digest = 'f' || substr(digest, 2) WHERE id = 3"
    )

    assert {each["id"] for each in found(engine)} >= {4}


def test_random_deletions_swaps_and_insertions_are_all_found(engine: Engine, now: datetime) -> None:
    fill(engine, now)
    with engine.connect() as connection:
        rows = [
            dict(row._mapping) for row in connection.execute(text("SELECT * FROM audit_entry ORDER BY id"))
        ]
    dice = random.Random(20261123)
    missed = []
    for attempt in range(200):
        damaged = [dict(row) for row in rows]
        kind = dice.choice(["delete", "swap", "insert"])
        where = dice.randrange(ROWS - 1)
        if kind == "delete":
            del damaged[where]
        elif kind == "swap":
            other = dice.choice([each for each in range(ROWS) if each != where])
            damaged[where]["id"], damaged[other]["id"] = damaged[other]["id"], damaged[where]["id"]
        else:
            damaged.append({**damaged[where], "id": ROWS + 1, "digest": f"{attempt:064d}"})
        write_all(engine, damaged)
        if not found(engine):
            missed.append((attempt, kind, where))

    assert missed == []


def write_all(engine: Engine, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(f":{name}" for name in names)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
        connection.execute(text(f"INSERT INTO audit_entry ({columns}) VALUES ({places})"), rows)  # noqa: S608


def test_cutting_off_the_end_changes_the_head(engine: Engine, now: datetime) -> None:
    fill(engine, now, rows=5)
    with Session(engine) as session:
        written_down = verify(session)["head"]

    tamper(engine, "DELETE FROM audit_entry WHERE id = 5")

    with Session(engine) as session:
        assert verify(session)["head"] != written_down


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_a_protected_trail_refuses_changes_in_the_database_itself(
    engine: Engine, now: datetime, statement: str
) -> None:
    protect(engine)
    protect(engine)
    try:
        fill(engine, now, rows=2)
        with pytest.raises(DatabaseError, match="append-only"):
            tamper(engine, statement)
        assert found(engine) == []
    finally:
        if engine.dialect.name == "postgresql":
            for name in ("audit_entry_keeps_rows", "audit_entry_keeps_all"):
                tamper(engine, f"DROP TRIGGER IF EXISTS {name} ON audit_entry")


def test_a_rolled_back_action_leaves_no_row(engine: Engine, now: datetime) -> None:
    with pytest.raises(RuntimeError), session_scope(engine) as session:
        record(session, action="do_thing", subject="thing", by=None, now=now)
        raise RuntimeError("the action fails after it was recorded")

    with Session(engine) as session:
        assert verify(session)["rows"] == 0
