"""Leads are written to when roles were given or taken, and whether whoever got one approved something since."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from campaigns.approvals.actions import approve_review
from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox
from campaigns.people.actions import grant_role, revoke_role
from campaigns.people.actions.voices import confirm_voice
from campaigns.people.models import Person
from campaigns.people.new_voices import waits
from campaigns.people.queries import load_actor
from campaigns.people.role_news import SETTLED, role_news, tell_role_changes
from campaigns.vocabulary import Role
from tests.builders import (
    first_variant,
    give_pictures,
    make_campaign,
    make_cast,
    make_person,
    seen,
    submit,
)

OUTBOX = Outbox(b"k" * 32, is_open=True)
DESK = "https://desk.example/settings/audit"


def test_threat_04_a_lawyer_for_an_afternoon_reaches_every_lead(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    campaign = make_campaign(session, cast, now=now)
    give_pictures(session, campaign, now=now)
    friend = make_person(session, "friend@test.example", now=now)
    about = {"person": friend, "programme_id": cast.programme.id or 0, "role": Role.LAWYER, "language": "de"}
    grant_role(session, by=cast.admin, now=now, **about)
    request = submit(session, cast, first_variant(session, campaign), now=now)
    voice = waits(
        session, person_id=friend.id or 0, programme_id=cast.programme.id or 0, language="de", now=now
    )
    confirm_voice(session, voice=voice, up_to=voice.up_to if voice else 0, by=cast.lead, now=now)
    approve_review(
        session,
        request_id=request.id or 0,
        seen=seen(session, request),
        by=load_actor(session, friend, cast.programme.id),
        now=now,
    )
    revoke_role(session, by=cast.admin, now=now, **about)

    assert role_news(session, now=now + SETTLED - timedelta(seconds=1)) == []
    (news,) = role_news(session, now=now + SETTLED)
    assert (news.changes, news.people, news.approved) == (2, 1, 1)
    assert tell_role_changes(session, outbox=OUTBOX, address=DESK, now=now + SETTLED) == 1
    assert [row.letter for row in session.exec(select(Mail))] == ["roles_changed"]
    assert role_news(session, now=now + timedelta(hours=1)) == []


def test_a_change_a_minute_does_not_put_the_letter_off(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    person = session.get_one(Person, cast.advisor.person_id)
    for minutes in range(0, 65, 5):
        step = grant_role if minutes % 10 == 0 else revoke_role
        step(
            session,
            person=person,
            programme_id=cast.programme.id or 0,
            role=Role.BOARD,
            by=cast.admin,
            now=now + timedelta(minutes=minutes),
        )
    assert role_news(session, now=now + timedelta(minutes=59)) == []
    assert len(role_news(session, now=now + timedelta(minutes=60))) == 1
