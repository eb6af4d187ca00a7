"""The trail, looked at from the command line."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from campaigns.content.models import Campaign, Variant
from campaigns.people.heads import WrittenHead
from campaigns.people.signing import Signer
from campaigns.people.verifying import Verification, examine
from campaigns.placements.models import Account, Placement
from campaigns.reach.evidence.check import main as check
from campaigns.settings import load_settings
from campaigns.vocabulary import PlacementStatus
from commands.audit import _standing
from commands.composition import database
from tests.commands.conftest import Litfass
from tests.shared import TRAIL_KEY


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
    assert "does not hold, first at row 1 (faults: 1)" in said.err


def test_a_post_that_nobody_scheduled_is_named(litfass: Litfass, planned: int) -> None:
    """Somebody writes an account and a post on it into the tables."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with database(load_settings()) as engine, Session(engine) as session:
        campaign = session.get_one(Campaign, planned)
        account = Account(programme_id=campaign.programme_id, channel="folder", name="Forged", created_at=now)
        session.add(account)
        session.flush()
        row = Placement(
            programme_id=campaign.programme_id,
            variant_id=session.exec(select(Variant.id)).first() or 0,
            account_id=account.id,
            channel="folder",
            status=PlacementStatus.SCHEDULED,
            wall=datetime(2027, 1, 1, 10, 0),
            zone="Europe/Berlin",
            due_at=now,
            next_at=now,
            key="forged",
            created_at=now,
        )
        session.add(row)
        session.commit()
        first = row.id
    said = litfass("audit", "verify", "--json", status=1)
    assert said.document["broken"] == []
    assert [one["placement"] for one in said.document["placements"]] == [first]
    assert f"first number {first}" in said.err


def test_evidence_is_written_with_what_checks_it(litfass: Litfass, programme: str, tmp_path: Path) -> None:
    out = tmp_path / "evidence.zip"
    words = ("--programme", programme, "--format", "zip", "--language", "de", "--out", str(out))
    said = litfass("audit", "evidence", *words)
    assert "0 decisions written" in said.err
    zipfile.ZipFile(out).extractall(tmp_path / "out")
    assert check(tmp_path / "out") == 0
    assert "NACHWEIS" in (tmp_path / "out" / "LIESMICH.txt").read_text()


HEAD = "a" * 64


def found(rows: int, *, heads: int = 0, written: int = 0, vouched: int = 0, broken: int = 0) -> Verification:
    return {
        "rows": rows,
        "broken": [
            {"id": number, "reason": "was changed after it was written"} for number in range(1, broken + 1)
        ],
        "head": HEAD,
        "heads": heads,
        "written": written,
        "vouched": {"row": vouched, "at": "2026-11-23T09:00:00+00:00"} if vouched else None,
    }


@pytest.mark.parametrize(
    ("verification", "says", "never"),
    [
        (found(0), "the trail is empty, and no head", "heads were"),
        (found(0, heads=2, written=7, broken=1), "name row 7: rows were taken out", "no head"),
        (found(5), "no head outside the database", "does not hold"),
        (found(5, broken=1), "or not and then what does not hold is named below", "each row is signed, but"),
        (found(5, heads=2, written=3, broken=1), "none bears the rows out", "no head outside"),
        (found(5, heads=2, written=5, vouched=5), "up to row 5 they are what they were", "named below"),
        (found(8, heads=2, written=5, vouched=5), "3 came later: each row is signed", "named below"),
        (found(8, heads=2, written=5, vouched=5, broken=1), "named below", "none bears"),
        (found(5, heads=2, written=9, vouched=5, broken=1), "a later head names row 9", "came later"),
    ],
)
def test_what_is_said_of_the_heads_is_so(verification: Verification, says: str, never: str) -> None:
    """Every outcome: without rows, without heads, with heads that bear none out, some, all, or rows that are gone."""
    said = _standing(verification)
    assert says in said
    assert never not in said


def test_heads_of_another_trail_are_not_called_missing(now: datetime) -> None:
    """Rows were cut off behind what a head names: the sentence does not deny that there was a head."""
    verification = examine([], [WrittenHead(now, 4, HEAD)], Signer([TRAIL_KEY]))
    assert (verification["heads"], verification["written"], verification["vouched"]) == (1, 4, None)
    assert "name row 4" in _standing(verification)
