"""A report as plain data, for scripts: hidden counts stay hidden, what is not known is null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from campaigns.content.models import Campaign
from campaigns.reach.reports import Report
from campaigns.reach.suppression import Count


def report_as_dict(report: Report) -> dict[str, Any]:
    """Every figure of the report under its field's name. A count of days that nobody observed is null, never "0"."""
    plain = _plain(report)
    assert isinstance(plain, dict)
    for name, window in (("asked_before", "before"), ("asked_during", "during")):
        if report.observed is not None and getattr(report.observed, window) is None:
            for row in (plain, *plain["rows"], *plain["topics"], *(plain["regions"] or ())):
                row[name] = None if row[name] == "0" else row[name]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Count):
        return str(value)
    if isinstance(value, Campaign):
        return {"id": value.id, "topic": value.topic, "title": value.title}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
