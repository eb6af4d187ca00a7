"""The radar's weekly counts. Only what may be counted gets here (`pool.py`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from campaigns.needs.models import NeedRegion, NeedSpace, NeedWeek
from campaigns.vocabulary import InfoQuality

#: What makes the answers in a thread count as wrong.
WRONG = (InfoQuality.WRONG, InfoQuality.PARTLY_WRONG, InfoQuality.SCAM)
_CHUNK = 500
#: The columns of a question that its counts depend on.
COUNTED = ("week", "topic", "language", "region", "space", "platform", "info_quality", "corrected_from")


class WeekTally:
    """Changes to the weekly counts, collected and then written in one go.

    Counts are changed, never counted again from the questions: those are deleted when their time is over, while
    the counts stay.
    """

    def __init__(self) -> None:
        self._asked: Counter[tuple[date, str, str]] = Counter()
        self._wrong: Counter[tuple[date, str, str]] = Counter()
        self._corrected: Counter[tuple[date, str, str]] = Counter()
        self._corrected_there: Counter[tuple[date, str, str, str]] = Counter()
        self._regions: Counter[tuple[date, str, str, str]] = Counter()
        self._spaces: Counter[tuple[date, str, str, str]] = Counter()

    def take_away(self, values: Mapping[str, Any]) -> None:
        """Uncounts one question."""
        self.add(values, times=-1)

    def add(self, values: Mapping[str, Any], *, times: int = 1) -> None:
        """Counts one question, given as the columns of `advice_need`."""
        topic, language = values["topic"] or "", values["language"] or ""
        key = (values["week"], topic, language)
        self._asked[key] += times
        self._wrong[key] += times * (values["info_quality"] in WRONG)
        is_corrected = values["corrected_from"] is not None
        self._corrected[key] += times * is_corrected
        if values["region"]:
            there = (values["week"], values["region"], topic, language)
            self._regions[there] += times
            self._corrected_there[there] += times * is_corrected
        space = values["space"] or values["platform"]
        if space:
            self._spaces[values["week"], topic, language, space] += times

    def save(self, session: Session, programme_id: int) -> None:
        """Writes the changes to the tables."""
        weeks = [
            {
                "programme_id": programme_id,
                "week": week,
                "topic": topic,
                "language": language,
                "asked": asked,
                "answered_wrong": self._wrong[week, topic, language],
                "corrected": self._corrected[week, topic, language],
            }
            for (week, topic, language), asked in self._asked.items()
        ]
        _add(session, NeedWeek.__table__, weeks, ("asked", "answered_wrong", "corrected"))  # type: ignore[attr-defined]
        spaces = [
            {
                "programme_id": programme_id,
                "week": week,
                "topic": topic,
                "language": language,
                "space": space,
                "asked": asked,
            }
            for (week, topic, language, space), asked in self._spaces.items()
        ]
        _add(session, NeedSpace.__table__, spaces, ("asked",))  # type: ignore[attr-defined]
        regions = [
            {
                "programme_id": programme_id,
                "week": week,
                "region": region,
                "topic": topic,
                "language": language,
                "asked": asked,
                "corrected": self._corrected_there[week, region, topic, language],
            }
            for (week, region, topic, language), asked in self._regions.items()
        ]
        _add(session, NeedRegion.__table__, regions, ("asked", "corrected"))  # type: ignore[attr-defined]
        for model in (NeedWeek, NeedSpace, NeedRegion):
            session.execute(
                delete(model).where(col(model.programme_id) == programme_id, col(model.asked) <= 0)
            )


def _add(session: Session, table: Table, rows: Sequence[Mapping[str, Any]], counters: Sequence[str]) -> None:
    """Inserts rows or adds their counters to those that are there."""
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + statement.excluded[name] for name in counters},
    )
    for start in range(0, len(rows), _CHUNK):
        session.execute(statement, list(rows[start : start + _CHUNK]))
