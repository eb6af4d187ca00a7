"""What a report remembers of its posts is counted again as soon as anything of them changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.content.models import Campaign
from campaigns.db import read_scope, session_scope
from campaigns.placements.models import Publication
from campaigns.reach.actions import record_readings
from campaigns.reach.insights.kept import keep_missing, missing_rows
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.report import told
from campaigns.reach.report.posts import Scope
from campaigns.reach.report.told import Told, told_of
from campaigns.vocabulary import InsightSource
from tests.campaigns.reach.conftest import Out


class Counted:
    """Counts how often posts were counted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self._count = told.count
        monkeypatch.setattr(told, "count", self)

    def __call__(self, posts: object) -> Told:
        self.times += 1
        return self._count(posts)  # type: ignore[arg-type]


def scope(out: Out) -> Scope:
    with read_scope(out.engine) as session:
        ids = tuple(found or 0 for found in session.exec(select(Campaign.id)))
    return Scope(out.cast.programme.id or 0, ids, date(2026, 1, 1), date(2027, 12, 31))


def seen(out: Out) -> tuple[int, float | None]:
    with read_scope(out.engine) as session:
        found = told_of(session, scope(out))
    return found.published, found.everything.spreads["views"].median


def read_off(session: Session, out: Out, views: int, hours: int) -> None:
    publication = session.get_one(Publication, out.publication.id)
    record_readings(
        session,
        readings=[(publication, Reading(Metric.VIEWS, views))],
        source=InsightSource.API,
        at=out.now + timedelta(hours=hours),
    )


def test_what_is_told_follows_every_change(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    with session_scope(out.engine) as session:
        is_fresh = bool(missing_rows(session, programme_id=out.cast.programme.id or 0))
    assert seen(out) == (1, None)
    with session_scope(out.engine) as session:
        keep_missing(session, programme_id=out.cast.programme.id or 0)
    assert seen(out) == (1, None)
    assert counted.times == 1 + is_fresh

    with session_scope(out.engine) as session:
        read_off(session, out, 40, 3)
    assert [seen(out), seen(out)] == [(1, 40), (1, 40)]
    assert counted.times == 2 + is_fresh

    with session_scope(out.engine) as session:
        read_off(session, out, 70, 6)
    assert seen(out) == (1, 70)


def test_what_is_taken_back_is_not_remembered(out: Out) -> None:
    with Session(out.engine) as session:
        read_off(session, out, 40, 3)
        assert told_of(session, scope(out)).everything.spreads["views"].median == 40
        session.rollback()
    with session_scope(out.engine) as session:
        read_off(session, out, 55, 3)

    assert seen(out) == (1, 55)
