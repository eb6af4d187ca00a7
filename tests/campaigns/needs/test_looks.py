"""Up to which day the radar is looked at."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.needs.actions import import_needs
from campaigns.needs.looks import look_of, looks
from campaigns.people.models import Programme

from .conftest import MOMENT
from .waiting import let_in

#: A Wednesday; the last question is of a Thursday two weeks before.
TODAY = date(2026, 11, 25)
SUNDAY = date(2026, 11, 15)


@pytest.fixture
def offered(session: Session, programme: Programme) -> list[date]:
    import_needs(
        session,
        programme=programme,
        data=b"Datum;Anfrage\n2026-11-12;Wann kommt mein Lohn?\n",
        name="log.csv",
        key=b"k" * 32,
        by=None,
        now=MOMENT,
    )
    let_in(session, programme.id or 0)
    return looks(session, programme_id=programme.id or 0, today=TODAY)


def test_the_newest_look_ends_with_the_last_week_in_which_something_was_asked(offered: list[date]) -> None:
    assert offered[0] == SUNDAY


def test_without_questions_the_newest_look_is_today(session: Session, programme: Programme) -> None:
    assert looks(session, programme_id=programme.id or 0, today=TODAY)[0] == TODAY


@pytest.mark.parametrize("asked", [date(2026, 11, 12), SUNDAY, date(2026, 11, 18), TODAY, date(2027, 1, 1)])
def test_a_day_since_the_last_question_is_the_newest_look(offered: list[date], asked: date) -> None:
    assert look_of(offered, asked) == SUNDAY


def test_a_day_between_two_looks_is_refused(offered: list[date]) -> None:
    with pytest.raises(BadInput, match="2026-11-15, 2026-05-17, 2025-11-16"):
        look_of(offered, date(2026, 11, 8))
