"""Typed values from data."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.content.values import Value, ValueKind, parse_value
from campaigns.errors import BadInput


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ({"kind": "amount", "value": "13.90", "unit": "eur"}, Value(ValueKind.AMOUNT, "13.90", "EUR")),
        ({"kind": "duration", "value": "3", "unit": "weeks"}, Value(ValueKind.DURATION, "3", "week")),
        ({"kind": "duration", "value": "P6M"}, Value(ValueKind.DURATION, "6", "month")),
        ({"kind": "duration", "value": "PT6M"}, Value(ValueKind.DURATION, "6", "minute")),
        ({"kind": "date", "value": "2027-01-01"}, Value(ValueKind.DATE, "2027-01-01")),
    ],
)
def test_value_is_read_from_data(table: dict[str, Any], value: Value) -> None:
    assert parse_value(table) == value


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"kind": "colour", "value": "red"},
        {"kind": "amount", "value": "13,90"},
        {"kind": "amount", "value": "NaN"},
        {"kind": "percent", "value": "Infinity"},
        {"kind": "date", "value": "01.01.2027"},
        {"kind": "time", "value": "25:00"},
        {"kind": "duration", "value": "3", "unit": "fortnights"},
        {"kind": "phone", "value": "  "},
    ],
)
def test_value_that_its_kind_cannot_be_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        parse_value(table)


def test_equal_meanings_compare_equal_whatever_the_notation() -> None:
    assert (
        Value(ValueKind.AMOUNT, "13.9", "EUR").canonical == Value(ValueKind.AMOUNT, "13.90", "EUR").canonical
    )
    assert Value(ValueKind.PHONE, "116016").canonical == Value(ValueKind.PHONE, "116 016").canonical
    assert Value(ValueKind.LAW, "§1 MiLoG").canonical == Value(ValueKind.LAW, "§ 1  MiLoG").canonical
    assert Value(ValueKind.AMOUNT, "603", "EUR").canonical != Value(ValueKind.AMOUNT, "633", "EUR").canonical
