"""Rows that wait for the database."""

from __future__ import annotations

from campaigns.needs.intake.outcome import Rejected, Taken
from campaigns.needs.intake.packed import PORTION, PackedRows


def test_packed_rows_come_back_whole_in_their_order_and_more_than_once() -> None:
    rows: list[Taken | Rejected] = [
        Taken({"text": f"Frage {number}", "topics": [{"key": "wage"}]}, {"phone": 1})
        if number % 3
        else Rejected(number, "Datum", "gestern", "This is not a date.")
        for number in range(2 * PORTION + 7)
    ]
    packed = PackedRows()
    for row in rows:
        packed.append(row)
    assert len(packed) == len(rows)
    assert list(packed) == rows
    assert list(packed) == rows
