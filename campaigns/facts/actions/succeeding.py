"""Letting a fact take the place of another from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.errors import BadInput, Conflict
from campaigns.facts.actions.changing import check_says_what_was_told, record_fact
from campaigns.facts.actions.writing import add_fact
from campaigns.facts.judging import check_state
from campaigns.facts.models import Fact
from campaigns.facts.rules import check_can_change_facts
from campaigns.facts.state import FactState
from campaigns.facts.validity import stem_of
from campaigns.facts.versions import keep_version
from campaigns.people.actor import Actor
from campaigns.vocabulary import FactStatus


def succeed_fact(
    session: Session,
    *,
    fact: Fact,
    state: FactState,
    based_on: int,
    why: str,
    by: Actor,
    now: datetime,
) -> Fact:
    """The fact that takes its place from `state.valid_from` on; the old one ends the day before.

    What is true until then stays true until then: nothing is rewritten, only what leaves later is held.
    """
    check_can_change_facts(by)
    first = state.valid_from
    if first is None:
        raise BadInput("Say from which day on the new one holds.", field="valid_from")
    if fact.valid_from and first <= fact.valid_from:
        raise BadInput("The new one must begin after the old one does.", field="valid_from")
    if based_on != fact.revision:
        raise Conflict("Somebody changed this fact meanwhile. Look at its present version, then change it.")
    check_says_what_was_told(session, [fact])
    state = replace(state, valid_to=_until(session, fact, first, state.valid_to))
    check_state(state, kind=fact.kind)
    new = add_fact(
        session,
        programme_id=fact.programme_id,
        key=_free_key(session, fact, first),
        topic=fact.topic,
        kind=fact.kind,
        position=fact.position,
        risk=fact.risk,
        state=state,
        now=now,
    )
    keep_version(session, fact=new, why=why.strip(), by=by, now=now)
    record_fact(session, "add_fact", new, by, now, instead_of=fact.key)
    last = first - timedelta(days=1)
    if fact.valid_to != last:
        was = fact.status, fact.checked_by, fact.checked_at
        keep_version(session, fact=fact, by=None, now=now)
        fact.valid_to, fact.changed_at = last, now
        fact.revision += 1
        # What it says has not changed: the lawyer's word about it stands.
        fact.status, fact.checked_by, fact.checked_at = was
        session.add(fact)
        session.flush()
        keep_version(session, fact=fact, why=why.strip(), by=by, now=now)
        record_fact(session, "end_fact", fact, by, now, valid_to=last.isoformat())
    return new


def _until(session: Session, fact: Fact, first: date, wanted: date | None) -> date | None:
    """The last day of the new one: as wanted, but never into the days of one that comes after it already."""
    query = select(Fact).where(
        Fact.programme_id == fact.programme_id,
        Fact.topic == fact.topic,
        Fact.kind == fact.kind,
        Fact.status != FactStatus.RETIRED,
        col(Fact.valid_from) >= first,
    )
    starts = [
        other.valid_from
        for other in session.exec(query)
        if other.valid_from is not None and stem_of(other.key) == stem_of(fact.key)
    ]
    if first in starts:
        raise Conflict(
            "There is already a fact that takes its place from {day} on. Change that one.",
            field="valid_from",
            day=first.isoformat(),
        )
    ends = [start - timedelta(days=1) for start in starts]
    return min([day for day in (wanted, *ends) if day is not None], default=None)


def _free_key(session: Session, fact: Fact, first: date) -> str:
    """The stem with the year, or with the whole day where that is taken."""
    stem = stem_of(fact.key)
    wanted = (f"{stem}_{first.year}", f"{stem}_{first.isoformat()}")
    taken = set(
        session.exec(
            select(Fact.key).where(Fact.programme_id == fact.programme_id, col(Fact.key).in_(wanted))
        )
    )
    for key in wanted:
        if key not in taken:
            return key
    raise Conflict(
        "There is already a fact that takes its place from {day} on. Change that one.", day=first.isoformat()
    )
