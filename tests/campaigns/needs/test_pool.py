"""The weekly counts move only by several changes at a time, and of no single one can be told where it went."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import Session, select

from campaigns.needs.actions import confirm_topic, forget_old_needs, import_needs, record_need, undo_import
from campaigns.needs.models import AdviceNeed, NeedWaiting, NeedWeek
from campaigns.needs.queries import last_week_counted
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.reach.report.asked import Period, asked_by_language
from campaigns.vocabulary import Role

from .conftest import MOMENT
from .reloads import Look, cast, stream, told
from .waiting import let_in

KEY = b"k" * 32
DAY = date(2026, 11, 20)


def take(session: Session, programme: Programme, count: int, *, topic: str = "wage", case: str = "") -> int:
    """So many questions in one import, each in its own group; says which import."""
    lines = [f"{DAY},{topic},ar,Group {topic} {number},{case}" for number in range(count)]
    data = "\n".join(["date,topic,language,space,case_id", *lines]).encode()
    result = import_needs(
        session, programme=programme, data=data, name="log.csv", key=KEY, by=None, now=MOMENT
    )
    return result.batch_id or 0


def enter(session: Session, programme: Programme, number: int) -> None:
    values = {"topic": "child_benefit", "language": "uk", "space": f"Group {number}"}
    record_need(session, programme=programme, values=values, key=KEY, by=None, now=MOMENT)


def view(session: Session) -> dict[str, int]:
    """What is counted of each topic."""
    session.expire_all()
    found = Counter[str]()
    for row in session.exec(select(NeedWeek)):
        found[row.topic] += row.asked
    return dict(found)


def test_whoever_reloads_after_every_entry_learns_of_no_cell_more_than_within_four(session: Session) -> None:
    chance = random.Random(1)
    looks = list(stream(session, *cast(session), chance, events=26))
    assert told(looks, pairs=3, chance=chance) == []


def test_the_attack_finds_what_a_radar_tells_whose_counts_are_live() -> None:
    seen = Counter({("wage", "ar", "DE-BE"): 1})
    looks = [Look(Counter()), Look(seen, Counter(new=1)), Look(seen + seen, Counter(new=5))]
    # The view of the last look holds one of five, and nothing waits.
    looks[2] = Look(seen + Counter({("wage", "uk", "DE-BE"): 5}), Counter(new=5))
    assert told(looks, pairs=3, chance=random.Random(0))


def test_an_import_shows_but_for_four_and_then_five_entries_show_nothing_before_the_fifth(
    session: Session, programme: Programme
) -> None:
    take(session, programme, 30)
    assert view(session) == {"wage": 26}
    for number in range(4):
        enter(session, programme, number)
        assert view(session) == {"wage": 26}
    enter(session, programme, 4)
    assert sum(view(session).values()) == 31


def test_questions_of_one_case_are_not_five_of_five_people(session: Session, programme: Programme) -> None:
    take(session, programme, 30, case="7")
    assert view(session) == {}
    take(session, programme, 9, topic="child_benefit")
    assert sum(view(session).values()) in (6, 35)


def test_corrections_wait_for_others(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    take(session, programme, 40)
    let_in(session, programme.id or 0)
    by = acting(Role.STAFF)
    ids = [need.id or 0 for need in session.exec(select(AdviceNeed))]
    for need_id in ids[:8]:
        confirm_topic(session, need_ids=[need_id], topic="child_benefit", by=by, now=MOMENT)
        assert view(session) == {"wage": 40}
    confirm_topic(session, need_ids=[ids[0]], topic="wage", by=by, now=MOMENT)
    assert len(session.exec(select(NeedWaiting)).all()) == 7
    confirm_topic(session, need_ids=ids[8:10], topic="child_benefit", by=by, now=MOMENT)
    assert view(session) == {"wage": 35, "child_benefit": 5}


def test_what_is_undone_before_it_was_counted_never_was_there_and_the_rest_goes_with_others(
    session: Session, programme: Programme
) -> None:
    take(session, programme, 40)
    few = take(session, programme, 4, topic="child_benefit")
    undo_import(session, batch_id=few, by=None, now=MOMENT)
    assert view(session) == {"wage": 36}
    many = take(session, programme, 20, topic="child_benefit")
    before = view(session)
    undo_import(session, batch_id=many, by=None, now=MOMENT)
    assert sum(before.values()) - sum(view(session).values()) >= 12
    waiting = session.exec(select(NeedWaiting)).all()
    assert sum(1 if row.before is None else -1 for row in waiting) + sum(view(session).values()) == 40


def test_where_everything_was_taken_back_nothing_is_left(session: Session, programme: Programme) -> None:
    batch = take(session, programme, 30)
    undo_import(session, batch_id=batch, by=None, now=MOMENT)
    assert view(session) == {}
    assert session.exec(select(NeedWaiting)).all() == []
    take(session, programme, 30)
    assert view(session) == {"wage": 26}


def test_what_waits_is_forgotten_with_its_question(session: Session, programme: Programme) -> None:
    take(session, programme, 30)
    late = MOMENT + timedelta(days=programme.retention_days + 5)
    forget_old_needs(session, programme=programme, now=late)
    assert session.exec(select(NeedWaiting)).all() == []
    assert view(session) == {"wage": 26}


def test_single_days_are_counted_as_the_weeks_are(session: Session, programme: Programme) -> None:
    take(session, programme, 30)
    enter(session, programme, 1)
    for period in (Period(DAY, DAY), Period(DAY - timedelta(days=4), DAY + timedelta(days=2))):
        assert asked_by_language(session, programme, None, period) == {"ar": 26}


def test_a_question_that_is_not_counted_yet_moves_no_window(session: Session, programme: Programme) -> None:
    take(session, programme, 30)
    assert last_week_counted(session, programme=programme) == date(2026, 11, 16)
    values = {"topic": "wage", "language": "ar", "date": "2026-11-23"}
    record_need(session, programme=programme, values=values, key=KEY, by=None, now=MOMENT)
    assert last_week_counted(session, programme=programme) == date(2026, 11, 16)
