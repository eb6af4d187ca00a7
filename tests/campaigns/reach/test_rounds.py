"""The round of the week: whose groups, in which order, and the letter on Monday."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.clock import instant
from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox, take_letters
from campaigns.people.models import Person
from campaigns.placements.models import Space
from campaigns.placements.spaces.register import Entry, add_space, note_visit
from campaigns.reach.rounds.letters import is_letter_day, write_round_letters
from campaigns.reach.rounds.week import round_of
from tests.builders import Cast, make_cast

KEY = b"k" * 32
#: A Monday morning at the programme's place.
MONDAY = instant(datetime(2026, 11, 30, 7, 5), "Europe/Berlin")


class Groups:
    """A group of the advisor with the lead as deputy, one of the lead's, one of nobody's."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.cast, self.now = session, make_cast(session, now=now), now
        entry = Entry(name="A", platform="facebook", language="de", keeper_id=self.cast.advisor.person_id)
        self.mine = self._add(replace(entry, deputy_id=self.cast.lead.person_id))
        self.others = self._add(replace(entry, name="B", keeper_id=self.cast.lead.person_id))
        self.nobodys = self._add(replace(entry, name="C", keeper_id=None))

    def _add(self, entry: Entry) -> Space:
        programme_id = self.cast.programme.id or 0
        return add_space(
            self.session, programme_id=programme_id, entry=entry, by=self.cast.lead, now=self.now
        )

    def names(self, person_id: int | None) -> list[str]:
        found = round_of(self.session, programme=self.cast.programme, person_id=person_id, now=MONDAY)
        return [stop.space.name for stop in found]

    def send_away(self) -> None:
        self.session.get_one(Person, self.cast.advisor.person_id).away_until = MONDAY.date()
        self.session.flush()

    def write(self, now: datetime) -> int:
        return write_round_letters(
            self.session,
            programme=self.cast.programme,
            outbox=Outbox(KEY, True),
            base_url="https://desk.example",
            now=now,
        )


@pytest.fixture
def groups(session: Session, now: datetime) -> Groups:
    return Groups(session, now)


def test_a_round_holds_ones_own_groups_nobodys_and_those_of_whom_one_stands_in_for(groups: Groups) -> None:
    cast: Cast = groups.cast
    assert groups.names(cast.advisor.person_id) == ["A", "C"]
    assert groups.names(cast.lead.person_id) == ["B", "C"]
    assert groups.names(None) == ["A", "B", "C"]

    groups.send_away()

    assert groups.names(cast.lead.person_id) == ["A", "B", "C"]
    assert groups.names(cast.advisor.person_id) == ["C"]


def test_groups_looked_through_this_week_stand_last(groups: Groups) -> None:
    note_visit(groups.session, space_id=groups.mine.id or 0, by=groups.cast.advisor, now=MONDAY)

    assert groups.names(None) == ["B", "C", "A"]


def test_letters_are_written_on_monday_morning_and_no_later_than_tuesday(groups: Groups) -> None:
    hours = [timedelta(hours=hours) for hours in (-1, 0, 30, 41)]

    told = [is_letter_day(groups.cast.programme, MONDAY + later) for later in hours]

    assert told == [False, True, True, False]


def test_each_keeper_gets_one_letter_a_week_and_whoever_is_away_none(
    groups: Groups, session: Session
) -> None:
    groups.send_away()

    assert groups.write(MONDAY) == 1
    assert groups.write(MONDAY + timedelta(hours=3)) == 0
    [envelope] = take_letters(session, key=KEY, now=MONDAY)
    assert envelope.to == "lead@test.example"
    assert "groups to look through: 2" in envelope.text or "Gruppen durchzusehen: 2" in envelope.text
    assert groups.write(MONDAY + timedelta(days=7)) == 2
    assert len(session.exec(select(Mail)).all()) == 3
