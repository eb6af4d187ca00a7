"""A report as plain data, for scripts: hidden counts stay hidden, unknown stays null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from campaigns.content.models import Campaign
from campaigns.reach.reports import Report
from campaigns.reach.suppression import Count


def report_as_dict(report: Report) -> dict[str, Any]:
    """Every figure of the report under its field's name."""
    plain = _plain(report)
    assert isinstance(plain, dict)
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
