"""A report as plain data, for scripts: hidden counts stay hidden, what is not known is null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from campaigns.content.models import Campaign
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.report.building import Report


def report_as_dict(report: Report) -> dict[str, Any]:
    """Every figure of the report under its field's name. A count of days that nobody observed is null, never "0".

    Beside each count of questions stand its limits: how few and how many a number that is shown may stand for.
    """
    plain = _plain(report)
    assert isinstance(plain, dict)
    for name, window in (("asked_before", "before"), ("asked_during", "during")):
        if report.observed is not None and getattr(report.observed, window) is None:
            for row in (plain, *plain["rows"], *plain["topics"], *(plain["regions"] or ())):
                if row[name] == "0":
                    row[name] = row[f"{name}_limits"] = None
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Count):
        return str(value)
    if isinstance(value, Campaign):
        return {"id": value.id, "topic": value.topic, "title": value.title}
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        limits = {f"{name}_limits": _limits(each) for name, each in told.items() if isinstance(each, Count)}
        return {name: _plain(each) for name, each in told.items()} | limits
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _limits(count: Count) -> list[int] | None:
    return None if count.shown is None else list(count.limits)
