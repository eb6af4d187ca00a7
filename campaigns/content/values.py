"""Typed values inside copy: what a fact counts, dates or cites, apart from how a language writes it.

Two texts say the same when their values have the same `canonical` form, however differently they are
written; `format_value` is the one place where a value becomes words. Digits are Latin everywhere, as in
the letters of the offices (numbers, law and phone must match them), with the separators of the language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from campaigns.errors import BadInput

_PERIOD = re.compile(r"P(?:(\d+)Y|(\d+)M|(\d+)W|(\d+)D|T(\d+)H|T(\d+)M)")
_PERIOD_UNITS = ("year", "month", "week", "day", "hour", "minute")


class ValueKind(StrEnum):
    """What a value is; decides how it is written and compared."""

    AMOUNT = "amount"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    PHONE = "phone"
    URL = "url"
    MAIL = "mail"
    LAW = "law"
    TEXT = "text"


_NUMERIC = frozenset({ValueKind.AMOUNT, ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.DURATION})


@dataclass(frozen=True)
class Value:
    """One typed value.

    `value` is language-free: decimals with a point ("13.90"), ISO dates and 24-hour times, a phone number
    grouped as people read it aloud, a URL as it is. `unit` is the currency (ISO 4217) of an amount and the
    unit of a duration (minute, hour, day, week, month, year). A percentage of 60 is "60".
    """

    kind: ValueKind
    value: str
    unit: str = ""

    @property
    def number(self) -> Decimal:
        """The count of an amount, number, percentage or duration."""
        return Decimal(self.value)

    @property
    def day(self) -> date:
        """The day of a date."""
        return date.fromisoformat(self.value)

    @property
    def canonical(self) -> tuple[str, str, str]:
        """What is compared: equal for equal meaning, whatever the notation."""
        if self.kind in _NUMERIC:
            return self.kind, format(self.number.normalize(), "f"), self.unit
        if self.kind == ValueKind.PHONE:
            return self.kind, re.sub(r"[^\d+]", "", self.value), ""
        if self.kind == ValueKind.LAW:
            return self.kind, re.sub(r"\s+", " ", self.value.replace("§", "§ ")).strip(), ""
        return self.kind, self.value, self.unit


def parse_value(table: Mapping[str, Any]) -> Value:
    """A value from `{kind, value, unit}` as data files hold it; refuses what its kind cannot be."""
    try:
        kind = ValueKind(str(table["kind"]))
        raw = str(table["value"]).strip()
    except (KeyError, ValueError):
        raise BadInput("A value needs a kind ({kinds}) and a value.", kinds=", ".join(ValueKind)) from None
    unit = str(table.get("unit", "") or "").strip()
    if kind == ValueKind.DURATION:
        raw, unit = _duration(raw, unit)
    if kind == ValueKind.AMOUNT:
        unit = unit.upper() or "EUR"
    _check(kind, raw)
    return Value(kind, raw, unit)


def _duration(raw: str, unit: str) -> tuple[str, str]:
    """Count and singular unit of "3"/"weeks" or of an ISO 8601 period with one part ("P3W")."""
    if period := _PERIOD.fullmatch(raw):
        place = next(i for i, part in enumerate(period.groups()) if part)
        return period.group(place + 1), _PERIOD_UNITS[place]
    singular = unit.lower().removesuffix("s")
    if singular not in _PERIOD_UNITS:
        raise BadInput(
            "The duration “{value} {unit}” has no known unit. Use one of: {units}.",
            value=raw[:20],
            unit=unit[:20],
            units=", ".join(_PERIOD_UNITS),
        )
    return raw, singular


def _check(kind: ValueKind, raw: str) -> None:
    """Refuse a value that its kind cannot be, before it reaches a picture."""
    try:
        if kind in _NUMERIC and not Decimal(raw).is_finite():
            raise InvalidOperation
        if kind == ValueKind.DATE:
            date.fromisoformat(raw)
        if kind == ValueKind.TIME:
            time.fromisoformat(raw)
        if not raw:
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        raise BadInput("“{value}” is not a {kind}.", value=raw[:40], kind=str(kind)) from None
