"""Up to which day the radar is looked at."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.needs.actions import import_needs
from campaigns.needs.radar.looks import look_of, looks
from campaigns.people.models import Programme

from .conftest import MOMENT
from .waiting import let_in

#: A Wednesday; six questions are of a Thursday two weeks before, one of the week after it.
TODAY = date(2026, 11, 25)
SUNDAY = date(2026, 11, 15)


@pytest.fixture
def offered(session: Session, programme: Programme) -> list[date]:
    asked = "".join(f"2026-11-12;Wann kommt mein Lohn, Gruppe {chr(97 + at)}?\n" for at in range(6))
    import_needs(
        session,
        programme=programme,
        data=f"Datum;Anfrage\n{asked}2026-11-19;Wann kommt mein Lohn?\n".encode(),
        name="log.csv",
        key=b"k" * 32,
        by=None,
        now=MOMENT,
    )
    let_in(session, programme.id or 0)
    return looks(session, programme=programme, today=TODAY)


def test_the_newest_look_ends_with_the_last_week_in_which_enough_was_asked_for_a_step(
    offered: list[date],
) -> None:
    assert offered[0] == SUNDAY


def test_without_questions_the_newest_look_is_today(session: Session, programme: Programme) -> None:
    assert looks(session, programme=programme, today=TODAY)[0] == TODAY


@pytest.mark.parametrize("asked", [date(2026, 11, 12), SUNDAY, date(2026, 11, 18), TODAY, date(2027, 1, 1)])
def test_a_day_since_the_last_question_is_the_newest_look(offered: list[date], asked: date) -> None:
    assert look_of(offered, asked) == SUNDAY


def test_a_day_between_two_looks_is_refused(offered: list[date]) -> None:
    with pytest.raises(BadInput, match="2026-11-15, 2026-05-17, 2025-11-16"):
        look_of(offered, date(2026, 11, 8))
