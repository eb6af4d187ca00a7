"""Which statements of law begin or end soon, by topic."""

from __future__ import annotations

from datetime import date, timedelta

from campaigns.needs.taxonomy import Taxonomy, taxonomy

LAW_AHEAD = timedelta(days=90)


def law_changes_ahead(
    as_of: date, *, book: Taxonomy | None = None, ahead: timedelta = LAW_AHEAD
) -> dict[str, date]:
    """By topic, the next day on which a changing statement of law begins or ends."""
    changes: dict[str, date] = {}
    for topic in (book or taxonomy()).topics.values():
        days = [
            day
            for fact in topic.volatile_facts
            for day in (fact.valid_from, fact.valid_to + timedelta(days=1) if fact.valid_to else None)
            if day and as_of < day <= as_of + ahead
        ]
        if days:
            changes[topic.key] = min(days)
    return changes
