"""Other facts that say the same value are found where a fact moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from campaigns.facts.actions import adopt_topic, change_fact
from campaigns.facts.queries import fact_by_key
from campaigns.facts.twins import twins_of, values_come, values_left
from campaigns.facts.versions import present_state
from tests.builders import make_cast


def test_a_fact_that_moves_names_the_others_that_say_what_it_said(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    number = cast.programme.id or 0
    for topic in ("minimum_wage", "sick_leave", "termination"):
        adopt_topic(session, programme_id=number, topic=topic, by=None, now=now)
    rate = fact_by_key(session, programme_id=number, key="minimum_wage.rate_2026")
    change = fact_by_key(session, programme_id=number, key="minimum_wage.change_2027")
    assert values_left(session, rate) == []
    state = present_state(session, rate)
    paid = replace(state, values={"wage": {"kind": "amount", "value": "14.10", "unit": "EUR"}})
    change_fact(session, fact=rate, state=paid, based_on=1, why="Ordinance.", by=cast.staff, now=now)

    twins = twins_of(session, fact=rate, values=values_left(session, rate))

    assert [(twin.fact.key, twin.values[0]["value"]) for twin in twins] == [(change.key, "13.90")]
    assert change.revision == 1


def test_the_same_length_of_time_in_another_topic_is_no_twin(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    number = cast.programme.id or 0
    for topic in ("sick_leave", "termination"):
        adopt_topic(session, programme_id=number, topic=topic, by=None, now=now)
    deadline = fact_by_key(session, programme_id=number, key="termination.court_deadline")
    assert twins_of(session, fact=deadline, values=deadline.values.values()) == []


def test_what_held_last_year_is_left_to_the_fact_of_this_year(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    number = cast.programme.id or 0
    adopt_topic(session, programme_id=number, topic="minimum_wage", by=None, now=now)
    rate = fact_by_key(session, programme_id=number, key="minimum_wage.rate_2027")
    left, come = values_left(session, rate), values_come(session, rate)
    assert [value["value"] for value in left] == ["13.90"]
    assert {value["value"] for value in come} == {"14.60", "2027-01-01"}
    named = fact_by_key(session, programme_id=number, key="minimum_wage.change_2027")
    assert named in [twin.fact for twin in twins_of(session, fact=rate, values=left)]
    assert twins_of(session, fact=rate, values=left, beside=come) == [], (
        "it says the new amount next to the old"
    )
