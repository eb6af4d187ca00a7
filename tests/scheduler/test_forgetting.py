"""Nothing is kept longer than its limit; what is younger stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from campaigns.db import read_scope, session_scope
from campaigns.doctor.finding import State
from campaigns.doctor.retention import check_retention
from campaigns.needs.actions import import_needs
from campaigns.needs.models import AdviceNeed
from campaigns.people.actions.sessions import end_session, open_session
from campaigns.people.attempts import admit_attempt
from campaigns.people.models import AuditEntry, DeskSession, LoginAttempt, Person, Programme
from campaigns.people.verifying import verify
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import ask_cancel, request_work
from campaigns.work.models import Work
from scheduler.lock import SenderLock
from scheduler.rounds import run_once
from scheduler.timetable import timetable
from tests.scheduler.stage import Stage

DAY = timedelta(days=1)
QUESTION = b"Wie hoch ist das Kindergeld?"
KEPT = (AdviceNeed, LoginAttempt, DeskSession, Work)


@pytest.fixture
def lived_in(stage: Stage) -> Stage:
    """A home with one question, a login, a try of one, and ended work, all of this morning."""
    day = stage.now.strftime("%Y-%m-%d")
    with session_scope(stage.engine) as session:
        programme = session.get_one(Programme, stage.cast.programme.id)
        person = session.get_one(Person, stage.cast.staff.person_id)
        import_needs(
            session,
            programme=programme,
            data=f"Datum;Frage\n{day};".encode() + QUESTION,
            name="fragen.csv",
            key=b"k" * 32,
            by=None,
            now=stage.now,
        )
        opened = open_session(session, person=person, programme_id=programme.id, now=stage.now)
        end_session(session, token_hash=opened.row.token_hash, now=stage.now)
        open_session(session, person=person, programme_id=programme.id, now=stage.now)
        admit_attempt(session, account_key="a", address_key="b", now=stage.now)
        work = request_work(
            session, kind=WorkKind.REPORT, programme_id=programme.id, by=stage.cast.staff, now=stage.now
        )
        ask_cancel(session, work_id=work.id or 0, by=stage.cast.staff, now=stage.now)
    return stage


def left(stage: Stage) -> dict[str, int]:
    with read_scope(stage.engine) as session:
        return {table.__name__: count(session, table) for table in KEPT if count(session, table)}


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def work_after(stage: Stage, days: float) -> None:
    stage.clock.moment = stage.now + days * DAY
    run_once(stage.deps(worker=f"after-{days}"))


def state(stage: Stage, now: datetime) -> State:
    with read_scope(stage.engine) as session:
        return check_retention(session, now).state


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (0.9, {"AdviceNeed": 1, "LoginAttempt": 2, "DeskSession": 2, "Work": 1}),
        (1.1, {"AdviceNeed": 1, "DeskSession": 2, "Work": 1}),
        (29.9, {"AdviceNeed": 1, "DeskSession": 2, "Work": 1}),
        (30.1, {"AdviceNeed": 1, "DeskSession": 1}),
        (30.6, {"AdviceNeed": 1}),
        (365, {"AdviceNeed": 1}),
        (366, {}),
    ],
)
def test_each_kind_goes_at_its_own_limit(lived_in: Stage, days: float, kept: dict[str, int]) -> None:
    work_after(lived_in, days)
    assert left(lived_in) == kept


def test_after_four_hundred_days_nothing_is_over_age_and_the_trail_says_so(lived_in: Stage) -> None:
    for days in range(0, 400, 7):
        work_after(lived_in, days)
        assert state(lived_in, lived_in.clock()) is State.WELL
    assert left(lived_in) == {}
    with read_scope(lived_in.engine) as session:
        assert verify(session)["broken"] == []
        deeds = [row.action for row in session.exec(select(AuditEntry)) if row.action.startswith("forget")]
    assert sorted(deeds) == ["forget_old_needs", "forget_old_work"]


@pytest.mark.parametrize("days", [1, 30.5, 365])
def test_the_doctor_fails_what_is_kept_48_hours_too_long(lived_in: Stage, days: float) -> None:
    work_after(lived_in, days - 0.3)
    late = lived_in.now + (days + 3.5) * DAY
    assert state(lived_in, lived_in.now + (days + 1.9) * DAY) is State.WELL
    assert state(lived_in, late) is State.FAILS
    work_after(lived_in, days + 3.5)
    assert state(lived_in, late) is State.WELL


def test_a_session_still_in_use_and_waiting_work_stay(lived_in: Stage) -> None:
    late = lived_in.now + 400 * DAY
    with session_scope(lived_in.engine) as session:
        person = session.get_one(Person, lived_in.cast.staff.person_id)
        open_session(session, person=person, programme_id=None, now=late)
        request_work(
            session, kind=WorkKind.REPORT, programme_id=None, by=None, now=lived_in.now
        )  # as old as the home, and still to be done
    work_after(lived_in, 400)
    assert left(lived_in) == {"DeskSession": 1, "Work": 1}


def test_a_moment_given_by_hand_deletes_nothing(lived_in: Stage) -> None:
    before = left(lived_in)
    lived_in.clock.moment = lived_in.now + 4000 * DAY
    settings = replace(lived_in.settings, frozen_now=lived_in.clock.moment)
    run_once(lived_in.deps(settings=settings))
    assert left(lived_in) == before


def test_a_worker_that_is_restarted_every_hour_deletes_as_well(lived_in: Stage) -> None:
    deps = lived_in.deps()
    lock = SenderLock(lived_in.engine, deps.worker)
    [forget] = [item for item in timetable(deps, lock) if item.name == "forget"]
    assert forget.first is not None
    assert forget.first <= timedelta(minutes=5)
    lived_in.clock.moment = lived_in.now + 400 * DAY
    forget.run()
    assert left(lived_in) != {}, "only the worker that sends deletes"
    lock.acquire(lived_in.clock())
    forget.run()
    lock.release()
    assert left(lived_in) == {}
    database = Path(str(lived_in.engine.url.database))
    assert [
        one.name for one in database.parent.glob(f"{database.name}*") if QUESTION in one.read_bytes()
    ] == []
