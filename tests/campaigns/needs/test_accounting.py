"""Every row of a file is accounted for: read = imported + duplicates + rejected, imported = topics + unclear."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from campaigns.needs.actions import ImportResult, import_needs
from campaigns.needs.models import AdviceNeed, NeedBatch
from campaigns.people.models import Programme

from .hostile import workbook

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEY = b"k" * 32
HEADERS = ("Datum", "Anfrage", "Sprache", "Gruppe", "Fallnummer")

printable = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60)
days = st.one_of(
    st.dates(date(2025, 1, 1), date(2026, 11, 20)).map(date.isoformat),
    st.sampled_from(("2026-11-02", "", "31.02.2026", "morgen", "1987-03-14", "2031-01-01", "0171 2345678")),
)
questions = st.one_of(
    printable,
    st.sampled_from(
        (
            "Wann bekomme ich meinen Lohn?",
            "Wann bekomme ich meinen Lohn?",
            "Wie kündige ich? Bitte an max@example.org",
            "Скільки коштує садок?",
            "???",
            "",
            "=1+1",
        )
    ),
)
rows = st.tuples(days, questions, st.sampled_from(("", "de", "Klingonisch")), printable, printable)
tables = st.lists(rows, min_size=1, max_size=25)


def written(table: Sequence[Sequence[str]], kind: str) -> bytes:
    if kind == "csv":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([HEADERS, *table])
        return out.getvalue().encode()
    if kind == "xlsx":
        # A leading = would be written as a formula; of those the crafted files tell.
        plain = [[cell.lstrip("=") for cell in row] for row in table]
        return workbook(list(HEADERS), *[list(row) for row in plain])
    objects = [dict(zip(HEADERS, row, strict=True)) for row in table]
    if kind == "json":
        return json.dumps(objects).encode()
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode()


def take(session: Session, programme: Programme, data: bytes) -> ImportResult:
    return import_needs(session, programme=programme, data=data, name="datei", key=KEY, by=None, now=NOW)


def check_adds_up(document: dict[str, Any], read: int) -> None:
    rejected = document["rejected"]
    assert document["read"] == read
    assert document["read"] == document["imported"] + document["duplicates"] + len(rejected)
    assert document["imported"] == sum(document["topics"].values()) + document["unclear"]
    assert document["imported"] == sum(document["languages"].values())
    assert 0 <= document["unclear"] <= document["imported"]
    assert all(count > 0 for count in document["redacted"].values())
    places = [row["row"] for row in rejected]
    assert len(set(places)) == len(places)
    assert all(row["column"] and row["reason"].endswith((".", ")")) for row in rejected)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "jsonl"])
@given(table=tables)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_imported_a_duplicate_or_rejected(
    session: Session, programme: Programme, kind: str, table: list[tuple[str, ...]]
) -> None:
    filled = [row for row in table if any(row)] if kind in ("csv", "xlsx") else table
    if kind == "xlsx":
        filled = [row for row in table if any(cell.lstrip("=") for cell in row)]
    if not filled:
        return
    savepoint = session.begin_nested()
    data = written(table, kind)
    first = take(session, programme, data)
    check_adds_up(first.as_json(), len(filled))
    kept = select(func.count(), func.coalesce(func.sum(AdviceNeed.copies), 0)).where(
        col(AdviceNeed.batch_id) == first.batch_id
    )
    assert tuple(session.exec(kept).one()) == (first.imported, first.imported + first.duplicates)
    report = session.get_one(NeedBatch, first.batch_id).report
    assert report["rejected_count"] == len(first.rejected)

    again = take(session, programme, data)
    check_adds_up(again.as_json(), len(filled))
    assert again.imported == 0
    assert [one.row for one in again.rejected] == [one.row for one in first.rejected]
    assert tuple(session.exec(kept).one()) == (first.imported, first.imported + first.duplicates)
    savepoint.rollback()
    session.expire_all()


def test_what_is_removed_is_counted_once_whatever_becomes_of_its_row(
    session: Session, programme: Programme
) -> None:
    data = (
        "Datum;Frage;Sprache;Fallnummer\n"
        "0176 5551 3399;Lohn?;de;\n"
        "ali.err@gmx.example;Kindergeld?;de;\n"
        "01.10.2026;Miete zu hoch;0176 5551 3388;0176 5551 3377\n"
        "01.10.2026;Urlaub, bitte an max@gmx.example;de;\n"
        "5.3.1987;;de;\n"
    )
    found = take(session, programme, data.encode())
    assert (found.imported, len(found.rejected)) == (2, 3)
    assert dict(found.redacted) == {"phone": 2, "email": 2, "birth_date": 1}
    shown = "".join(one.value_hint for one in found.rejected)
    assert (shown.count("⟨phone⟩"), shown.count("⟨email⟩")) == (1, 1)
