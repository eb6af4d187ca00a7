"""What people take away as a table starts no program: no cell begins as a formula, and none lost what it said."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from sqlmodel import select

from campaigns.db import read_scope
from campaigns.needs.intake.hints import shape
from campaigns.reach.files.tables import write_csv
from campaigns.work.models import Work
from tests.rules.canary_house import by_upload, house

STARTS = ("=", "+", "-", "@", "\t", "\r")
MORE = (
    "=1+1",
    "+49",
    "-2+3",
    "@SUM(1)",
    "=HYPERLINK(A1)",
    "\t=1",
    '"=1+1"',
    "=1;=2",
    "=1\n=2",
    "ganz normal",
)


@pytest.fixture(scope="session")
def payloads(shared_data: Path) -> list[str]:
    folder = shared_data / "hostile" / "formula-injection"
    lines = (folder / "csv-payload.txt").read_text(encoding="utf-8").splitlines()
    return [*filter(None, lines), *MORE]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def covered(cell: str) -> str:
    """The cell without the word for what was removed: that one is in the reader's language."""
    return re.sub(r"⟨[^⟩]+⟩", "⟨⟩", cell)


def test_threat_09_the_rows_that_were_not_taken_hold_no_formula(
    tmp_path: Path, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(
        [["=Datum", "Anfrage"], *[[payload, "Wann kommt mein Lohn?"] for payload in payloads]]
    )
    monkeypatch.setattr("tests.rules.canary_house.as_file", lambda *_: out.getvalue().encode())
    with house(tmp_path / "house") as here:
        here.run(by_upload("csv"), [])
        with read_scope(here.engine) as session:
            work = session.exec(select(Work).where(Work.kind == "import_needs")).one()
            assert work.result["rejected"], work.refusal
            address = f"/needs/imports/{work.id}/rejected.csv"
        rows = cells(here.desk.get(address).data)
    assert len(rows) == 1 + len(payloads)
    assert [cell for row in rows for cell in row if cell.startswith(STARTS)] == []
    shown = [row[2].removeprefix("'") for row in rows[1:]]
    assert [covered(cell) for cell in shown] == [covered(shape(payload.strip())) for payload in payloads]


def test_a_report_holds_no_formula_and_loses_nothing(payloads: list[str]) -> None:
    rows = cells(write_csv([[payload, 3, None] for payload in payloads]))
    assert [cell for row in rows for cell in row if cell.startswith(STARTS)] == []
    assert [row[0].removeprefix("'") for row in rows] == [payload.removeprefix("'") for payload in payloads]
    assert {tuple(row[1:]) for row in rows} == {("3", "")}
