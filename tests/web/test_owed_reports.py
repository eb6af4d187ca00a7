"""A report that is owed on a day is made, fixed and mailed then, and the next one is owed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from campaigns.db import session_scope
from campaigns.mail.models import Mail
from campaigns.mail.outbox import take_letters
from campaigns.people.actions import grant_role
from campaigns.people.models import Person
from campaigns.reach.models import ReportDue, ReportVersion
from campaigns.reach.owed import Term, half_years, next_term, owed_now
from campaigns.reach.report.building import Report
from campaigns.settings import Settings, secret_key
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from commands.composition import Instance
from commands.owed_reports import make_owed_reports
from tests.builders import make_person
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_reach import ask
from web.reports import files

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
SENT = {
    "starts_on": "2026-07-01",
    "ends_on": "2026-12-31",
    "due_on": "2027-01-31",
    "every_months": "6",
    "language": "de",
    "recipients": "funder@example.org, board@example.org",
}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": "2026-06-30"}, "ends_on"),
        ({"due_on": "2026-12-31"}, "due_on"),
        ({"starts_on": "2026-01-01", "ends_on": "2026-06-30", "due_on": "2026-07-31"}, "due_on"),
        ({"recipients": "funder"}, "recipients"),
        ({"recipients": "\n".join(f"reader{n}@example.org" for n in range(11))}, "recipients"),
        ({"every_months": "5"}, "every_months"),
    ],
)
def test_what_cannot_be_owed_is_refused_beside_its_field(
    engine: Engine, scene: Scene, desk_in: Log, changed: dict[str, str], field: str
) -> None:
    page = desk_in(Role.LEAD).send("/reach/owed", SENT | changed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.get_data(as_text=True)
    with Session(engine) as session:
        assert session.exec(select(ReportDue)).all() == []


def test_today_tells_the_lead_of_a_report_while_its_figures_can_still_be_completed(
    scene: Scene, desk_in: Log, now: datetime
) -> None:
    desk = desk_in(Role.LEAD)
    soon, later = (now.date() + timedelta(days=days) for days in (14, 15))
    ended = {"starts_on": "2026-01-01", "ends_on": "2026-06-30"}
    desk.send("/reach/owed", SENT | ended | {"due_on": later.isoformat()})
    assert "Reports due" not in desk.get("/today").get_data(as_text=True)
    desk.send("/reach/owed", SENT | ended | {"due_on": soon.isoformat()})
    assert "Report 1 Jan 2026 – 30 Jun 2026" in desk.get("/today").get_data(as_text=True)
    assert "Reports due" not in desk_in(Role.STAFF).get("/today").get_data(as_text=True)


def test_on_its_day_the_report_is_fixed_mailed_and_owed_again(
    engine: Engine, scene: Scene, desk_in: Log, settings: Settings
) -> None:
    desk = desk_in(Role.LEAD)
    assert desk.send("/reach/owed", SENT).status_code == 303
    assert "funder@example.org" in desk.get("/reach/owed").get_data(as_text=True)

    mailing = replace(settings, smtp_url="smtp://127.0.0.1:9", mail_from="desk@desk.example")
    # The programme lies in Berlin: six in the morning there.
    for hour, made in ((4, 0), (5, 1), (6, 0)):
        here = Instance(replace(mailing, frozen_now=datetime(2027, 1, 31, hour, tzinfo=UTC)), engine)
        assert make_owed_reports(here) == made

    with Session(engine) as session:
        version = session.exec(select(ReportVersion)).one()
        assert (version.starts_on, version.ends_on) == (date(2026, 7, 1), date(2026, 12, 31))
        assert version.public_token_hash is not None
        done, following = session.exec(select(ReportDue).order_by(ReportDue.id)).all()  # type: ignore[arg-type]
        assert (done.version_id, following.sent_at) == (version.id, None)
        assert following.due_on == date(2027, 7, 31)
        assert [mail.letter for mail in session.exec(select(Mail))] == ["report_owed", "report_owed"]


def reader(engine: Engine, scene: Scene, role: Role, now: datetime) -> int:
    """Somebody of the programme with this role."""
    programme_id = scene.cast.programme.id or 0
    with session_scope(engine) as session:
        person = make_person(session, f"{role}.reads@desk.example", now=now)
        languages = ("ar",) if role in LANGUAGE_ROLES else ("",)
        for language in languages:
            grant_role(
                session, person=person, programme_id=programme_id, role=role, language=language, by=None, now=now
            )  # fmt: skip
        return person.id or 0


def test_the_report_for_members_is_told_only_to_people_whose_role_shows_it_on_its_day(
    engine: Engine, scene: Scene, desk_in: Log, settings: Settings, now: datetime
) -> None:
    stays, leaves = (reader(engine, scene, role, now) for role in (Role.EVALUATOR, Role.BOARD))
    desk = desk_in(Role.LEAD)
    desk.send("/reach/owed", SENT | {"readers": "members", "members": [str(stays), str(leaves)]})
    assert "members and evaluation" in desk.get("/reach/owed").get_data(as_text=True)
    with session_scope(engine) as session:
        session.get_one(Person, leaves).disabled_at = now

    mailing = replace(settings, smtp_url="smtp://127.0.0.1:9", mail_from="desk@desk.example")
    here = Instance(replace(mailing, frozen_now=datetime(2027, 1, 31, 6, tzinfo=UTC)), engine)
    assert make_owed_reports(here) == 1

    with Session(engine) as session:
        version = session.exec(select(ReportVersion)).one()
        assert session.exec(select(Mail.letter)).all() == ["report_owed_to_members"]
        (letter,) = take_letters(session, key=secret_key(mailing, "secrets.key"), now=here.now)
        address = session.get_one(Person, stays).email
        following = session.exec(select(ReportDue).where(col(ReportDue.sent_at).is_(None))).one()
        assert version.public_token_hash is None
        assert letter.to == address
        assert f"/reach/versions/{version.id}.pdf" in letter.text
        assert (following.members, following.recipients) == (sorted((stays, leaves)), [])


def test_nobody_whose_role_does_not_show_reach_is_sent_the_report_for_members(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    translator = reader(engine, scene, Role.TRANSLATOR, now)
    desk = desk_in(Role.LEAD)

    refused = [
        desk.send("/reach/owed", SENT | {"readers": "members", "members": chosen})
        for chosen in ([str(translator)], ["999999"], [])
    ]

    assert [each.status_code for each in refused] == [422, 422, 422]
    assert all('id="members-error"' in each.get_data(as_text=True) for each in refused)
    with Session(engine) as session:
        assert session.exec(select(ReportDue)).all() == []


def test_what_it_would_hold_back_is_told_before_its_day(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    desk, today = desk_in(Role.LEAD), now.date()
    desk.send("/reach/owed", SENT | {"language": "en", "every_months": "0"})
    assert "nothing is held back because of earlier reports" in desk.get("/reach/owed/1").get_data(
        as_text=True
    )

    ask(engine, scene, now, "de", 40, before=10)
    ask(engine, scene, now, "de", 2, before=3)
    desk.send("/reach/versions", {"start": "2026-07-01", "end": str(today - timedelta(days=5))})
    told = desk.get("/reach/owed/1").get_data(as_text=True)
    assert "On its day this report is fixed without asking again." in told
    assert "fixed on 23 Nov 2026" in told

    desk.send(
        "/reach/owed", SENT | {"starts_on": "2027-01-01", "ends_on": "2027-06-30", "due_on": "2027-07-31"}
    )
    assert "Its period has not begun" in desk.get("/reach/owed/2").get_data(as_text=True)


def test_a_dropped_report_is_owed_no_longer(engine: Engine, scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.LEAD)
    desk.send("/reach/owed", SENT)
    with Session(engine) as session:
        owed = session.exec(select(ReportDue)).one()
    assert desk.send(f"/reach/owed/{owed.id}/drop", {}).status_code == 303
    with Session(engine) as session:
        assert owed_now(session, now=datetime(2027, 2, 1, 12, tzinfo=UTC)) == []


def test_half_years_are_the_last_the_present_and_the_next() -> None:
    assert half_years(date(2026, 11, 27)) == [
        Term(date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 31)),
        Term(date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 31)),
        Term(date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 31)),
    ]


def test_ends_of_months_stay_ends_of_months() -> None:
    due = ReportDue(
        programme_id=1, starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31), due_on=date(2027, 4, 30),
        every_months=3, created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    assert next_term(due) == Term(date(2027, 4, 1), date(2027, 6, 30), date(2027, 7, 31))


def test_the_last_day_a_period_may_end_is_the_day_before_it_is_due() -> None:
    due = ReportDue(
        programme_id=1, starts_on=date(2028, 1, 31), ends_on=date(2028, 2, 29), due_on=date(2028, 3, 1),
        every_months=12, created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    term = next_term(due)
    assert term is not None
    assert (term.ends_on, term.due_on - term.ends_on) == (date(2029, 2, 28), timedelta(days=1))


def test_one_that_fails_unforeseen_does_not_hold_up_those_behind_it(
    engine: Engine, scene: Scene, desk_in: Log, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_in(Role.LEAD)
    desk.send("/reach/owed", SENT | {"every_months": "0"})
    desk.send("/reach/owed", SENT | {"every_months": "0", "language": "en"})
    make = files.report_pdf

    def fails_in_german(report: Report, *, language: str, **rest: Any) -> bytes:
        if language == "de":
            raise ZeroDivisionError
        return make(report, language=language, **rest)

    monkeypatch.setattr(files, "report_pdf", fails_in_german)
    here = Instance(replace(settings, frozen_now=datetime(2027, 1, 31, 12, tzinfo=UTC)), engine)

    assert make_owed_reports(here) == 1
    with Session(engine) as session:
        (left,) = owed_now(session, now=here.now)
        assert left.language == "de"
        # No mail is sent here, so nobody would learn the address of a public one.
        assert session.exec(select(ReportVersion)).one().public_token_hash is None
        assert session.exec(select(Mail)).all() == []
