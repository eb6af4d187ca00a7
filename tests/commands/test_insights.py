"""Exports by the command line, as a script drives it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlmodel import select

from campaigns.people.models import Programme
from campaigns.placements.actions import add_account
from commands.composition import instance
from tests.campaigns.reach.exports import SAMPLES, Sample, plainly_summed
from tests.commands.conftest import Litfass


@pytest.fixture
def account(litfass: Litfass, programme: str) -> str:
    with instance() as here, here.transaction() as session:
        found = session.exec(select(Programme).where(Programme.key == programme)).one()
        add_account(
            session,
            programme_id=found.id or 0,
            channel="folder",
            name="Our page",
            by=None,
            now=found.created_at,
        )
    return "Our page"


@pytest.mark.parametrize("sample", SAMPLES[:3], ids=lambda sample: sample.name)
def test_an_export_comes_in_with_its_sums(
    litfass: Litfass, account: str, tmp_path: Path, sample: Sample
) -> None:
    (tmp_path / sample.name).write_bytes(sample.data)

    document = litfass(
        "insights", "import", str(tmp_path / sample.name), "--account", account, "--json"
    ).document

    assert document["metrics"] == plainly_summed(sample)
    assert (document["matched"], len(document["unmatched"])) == (0, document["read"])


def test_what_of_an_export_is_left_out_is_told_by_a_dry_run(
    litfass: Litfass, account: str, tmp_path: Path
) -> None:
    file = tmp_path / "parts.csv"
    file.write_text("Post ID,Views,Reach from Organic posts\n122158000000000101,100,5\n")

    told = litfass("insights", "import", str(file), "--account", account, "--dry-run").out
    document = litfass("insights", "import", str(file), "--account", account, "--dry-run", "--json").document

    assert "left out: Reach from Organic posts. A part of a count" in told
    assert [each["columns"] for each in document["why_left_out"]] == [["Reach from Organic posts"]]


@pytest.mark.any_database
def test_seven_thousand_real_posts_come_in_as_they_are(
    litfass: Litfass, account: str, shared_data: Path
) -> None:
    file = shared_data / "insights" / "uci-facebook-live" / "Live.csv"
    rows = list(csv.DictReader(file.open(encoding="utf-8-sig")))
    once = {row["status_id"]: row for row in rows}

    document = litfass("insights", "import", str(file), "--account", account, "--json").document

    names = {"reactions": "num_reactions", "comments": "num_comments", "shares": "num_shares"}
    assert document["read"] == len(rows) == 7050
    assert document["metrics"] == {
        metric: sum(int(row[name]) for row in once.values()) for metric, name in names.items()
    }
    assert document["file_totals"] == {
        metric: sum(int(row[name]) for row in rows) for metric, name in names.items()
    }
    assert len(document["apart"]) == len(rows) - len(once)


def test_an_unknown_account_names_those_there_are(litfass: Litfass, account: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(SAMPLES[0].data)

    refused = litfass("insights", "import", str(tmp_path / "a.csv"), "--account", "Nobody", status=1)

    assert "Our page" in refused.err
