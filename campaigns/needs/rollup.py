"""The radar's weekly counts, kept beside the questions in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from campaigns.needs.models import AdviceNeed, NeedSpace, NeedWeek
from campaigns.vocabulary import InfoQuality

#: What makes the answers in a thread count as wrong.
WRONG = (InfoQuality.WRONG, InfoQuality.PARTLY_WRONG, InfoQuality.SCAM)
_CHUNK = 500


class WeekTally:
    """Counts of one import, added to the rollup in one go."""

    def __init__(self) -> None:
        self._asked: Counter[tuple[date, str, str, str]] = Counter()
        self._wrong: Counter[tuple[date, str, str, str]] = Counter()
        self._spaces: Counter[tuple[date, str, str, str]] = Counter()

    def add(self, values: Mapping[str, Any]) -> None:
        """Counts one question, given as the columns of `advice_need`."""
        topic, language = values["topic"] or "", values["language"] or ""
        key = (values["week"], topic, language, values["region"] or "")
        self._asked[key] += 1
        self._wrong[key] += values["info_quality"] in WRONG
        space = values["space"] or values["platform"]
        if space:
            self._spaces[values["week"], topic, language, space] += 1

    def save(self, session: Session, programme_id: int) -> None:
        """Adds the counts to the tables."""
        weeks = [
            {
                "programme_id": programme_id,
                "week": week,
                "topic": topic,
                "language": language,
                "region": region,
                "asked": asked,
                "answered_wrong": self._wrong[week, topic, language, region],
            }
            for (week, topic, language, region), asked in self._asked.items()
        ]
        _add(session, NeedWeek.__table__, weeks, ("asked", "answered_wrong"))  # type: ignore[attr-defined]
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


def rebuild_weeks(session: Session, programme_id: int, weeks: Iterable[date]) -> None:
    """Counts the given weeks again from the questions themselves."""
    days = sorted(set(weeks))
    for start in range(0, len(days), _CHUNK):
        chunk = days[start : start + _CHUNK]
        for model in (NeedWeek, NeedSpace):
            session.execute(
                delete(model).where(col(model.programme_id) == programme_id, col(model.week).in_(chunk))
            )
        _rebuild(session, programme_id, chunk)


def _rebuild(session: Session, programme_id: int, weeks: Sequence[date]) -> None:
    columns = (
        AdviceNeed.week,
        AdviceNeed.topic,
        AdviceNeed.language,
        AdviceNeed.region,
        AdviceNeed.space,
        AdviceNeed.platform,
        AdviceNeed.info_quality,
    )
    query = select(*map(col, columns), func.count()).where(
        col(AdviceNeed.programme_id) == programme_id, col(AdviceNeed.week).in_(weeks)
    )
    tally = WeekTally()
    for week, topic, language, region, space, platform, quality, count in session.execute(
        query.group_by(*map(col, columns))
    ):
        values = {
            "week": week,
            "topic": topic,
            "language": language,
            "region": region,
            "space": space,
            "platform": platform,
            "info_quality": InfoQuality(quality),
        }
        for _ in range(count):
            tally.add(values)
    tally.save(session, programme_id)


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
