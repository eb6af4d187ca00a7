"""Two reminders at most, then the leads; what was slept through is made up for once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.approvals.letters import write_letters
from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.reminding import Step, escalated, step_due, take_steps
from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox
from tests import builders

HOUR = timedelta(hours=1)


def waiting(now: datetime, due_in: int | None) -> ReviewRequest:
    due = now + due_in * HOUR if due_in is not None else None
    return ReviewRequest(
        programme_id=1,
        variant_id=1,
        revision_id=1,
        language="de",
        submitted_by=1,
        submitted_at=now,
        due_at=due,
    )


@pytest.mark.parametrize(
    ("due_in", "after", "reminders", "step"),
    [
        (100, 51, 0, None),
        (100, 52, 0, Step.REMIND),
        (100, 53, 1, None),
        (100, 76, 1, Step.REMIND),
        (100, 99, 2, None),
        (100, 100, 2, Step.ESCALATE),
        (100, 80, 0, Step.REMIND),
        (10, 1, 0, None),
        (10, 10, 0, Step.ESCALATE),
        (None, 24, 0, Step.REMIND),
        (None, 72, 2, Step.ESCALATE),
    ],
)
def test_steps_come_when_they_are_due(
    now: datetime, due_in: int | None, after: int, reminders: int, step: Step | None
) -> None:
    request = waiting(now, due_in)
    request.reminders = reminders
    assert step_due(request, now=now + after * HOUR) is step


def test_steps_are_taken_once_and_written_to_those_who_can_act(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    builders.submit(session, cast, builders.first_variant(session, campaign), now=now)
    outbox = Outbox(b"k" * 32, is_open=True)

    letters = []
    for hours in (24, 25, 48, 72, 73):
        steps = take_steps(session, now=now + hours * HOUR)
        letters.append(
            write_letters(session, steps=steps, outbox=outbox, address="https://desk.example/review", now=now)
        )

    assert letters == [2, 0, 2, 1, 0]
    assert [row.letter for row in session.exec(select(Mail))] == ["review_reminder"] * 4 + [
        "review_escalation"
    ]
    assert len(escalated(session, programme_id=cast.programme.id or 0)) == 1
