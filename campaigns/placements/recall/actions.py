"""Changing a fact together with everything that was made from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from campaigns.content.models import PostFact, Variant
from campaigns.content.recall.actions import begin_recall, follow_fact, settle_doubts
from campaigns.content.recall.models import Recall
from campaigns.errors import Conflict
from campaigns.facts.actions import change_fact, check_fact, retire_fact, succeed_fact
from campaigns.facts.models import Fact
from campaigns.facts.rules import check_can_change_facts
from campaigns.facts.state import FactState
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.actions.taking_down import withdraw
from campaigns.placements.models import Publication
from campaigns.placements.recall.affected import affected_by
from campaigns.placements.recall.holding import hold_untrue
from campaigns.placements.rules import check_can_place
from campaigns.vocabulary import FactStatus, RecallCause


def change_and_recall(
    session: Session,
    *,
    fact: Fact,
    state: FactState,
    based_on: int,
    why: str,
    only_wording: bool = False,
    by: Actor,
    now: datetime,
) -> Recall | None:
    """Changes a fact; every text that was made from it is listed, what was scheduled of it is held.

    A fact is one statement: where its words moved in one language only, the other languages say the old thing. With
    `only_wording` a person answers for its saying the same as before; then, and where only words of a further language
    came, just the languages whose words moved are listed.

    A change that moves no words (a source read again, another day of validity) lists nothing; it still holds what
    would leave on a day on which the fact no longer holds.
    """
    change = change_fact(
        session,
        fact=fact,
        state=state,
        based_on=based_on,
        why=why,
        only_wording=only_wording,
        by=by,
        now=now,
    )
    if change.recalls:
        languages = None if change.restated and not only_wording else change.languages
        return recall_fact(session, fact=fact, cause=RecallCause.CHANGED, languages=languages, by=by, now=now)
    follow_fact(session, fact=fact)
    _hold(session, None, _texts_of(session, fact), by, now)
    return None


def succeed_and_hold(
    session: Session, *, fact: Fact, state: FactState, based_on: int, why: str, by: Actor, now: datetime
) -> Fact:
    """Another fact takes its place from a day on: what is scheduled for that day or later is held."""
    new = succeed_fact(session, fact=fact, state=state, based_on=based_on, why=why, by=by, now=now)
    follow_fact(session, fact=fact)
    _hold(session, None, _texts_of(session, fact), by, now)
    return new


def retire_and_recall(session: Session, *, fact: Fact, by: Actor, now: datetime) -> Recall | None:
    """Withdraws a fact and recalls everything made from it."""
    retire_fact(session, fact=fact, by=by, now=now)
    return recall_fact(session, fact=fact, cause=RecallCause.RETIRED, by=by, now=now)


def doubt_and_recall(session: Session, *, fact: Fact, by: Actor, now: datetime) -> Recall | None:
    """Somebody doubts the fact: all of it is stopped until a lawyer has looked."""
    check_can_change_facts(by)
    if fact.status is FactStatus.RETIRED:
        raise Conflict("This fact was withdrawn already.")
    fact.status, fact.checked_by, fact.checked_at = FactStatus.DRAFT, None, None
    session.add(fact)
    session.flush()
    return recall_fact(session, fact=fact, cause=RecallCause.DOUBTED, by=by, now=now)


def check_and_release(
    session: Session,
    *,
    fact: Fact,
    review_on: date | None,
    read_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Fact:
    """A lawyer answers for the fact; texts that were only doubted may leave again."""
    checked = check_fact(session, fact=fact, review_on=review_on, read_on=read_on, by=by, now=now)
    settle_doubts(session, fact=fact, by=by, now=now)
    return checked


def recall_fact(
    session: Session,
    *,
    fact: Fact,
    cause: RecallCause,
    languages: Collection[str] | None = None,
    successor: Fact | None = None,
    by: Actor | None,
    now: datetime,
) -> Recall | None:
    """Lists what was made from the fact, holds what is scheduled of it, and counts what is out."""
    touched = _texts_of(session, fact)
    out = len(affected_by(session, fact_id=fact.id or 0, languages=languages).out)
    recall = begin_recall(
        session, fact=fact, cause=cause, languages=languages, successor=successor, by=by, now=now
    )
    _hold(session, recall, touched, by, now)
    if recall is not None:
        recall.out = out
        session.add(recall)
        session.flush()
    return recall


def take_down(session: Session, *, publication: Publication, by: Actor, now: datetime) -> Publication:
    """A person saw to it that the post is gone. Our own feed leaves it out from now on."""
    check_can_place(by)
    if publication.withdrawn_at is not None:
        raise Conflict("This was taken down already.")
    withdraw(session, publication, action="take_down", by=by, now=now)
    return publication


def let_stand(session: Session, *, recall: Recall, by: Actor, now: datetime) -> Recall:
    """What is out with the old words may stay: it was true on its day, or nobody finds it any more."""
    check_can_place(by)
    if recall.stands_at is not None:
        raise Conflict("Somebody has said already that it may stand.")
    recall.stands_by, recall.stands_at = by.person_id, now
    session.add(recall)
    session.flush()
    record(
        session,
        action="let_stand",
        subject="fact",
        subject_id=recall.fact_id,
        by=by,
        programme_id=recall.programme_id,
        now=now,
        recall=recall.id,
    )
    return recall


def _texts_of(session: Session, fact: Fact) -> list[int]:
    """The texts of every post that rests on the fact."""
    query = (
        select(Variant.id)
        .join(PostFact, col(PostFact.post_id) == Variant.post_id)
        .where(PostFact.fact_id == fact.id)
    )
    return [each for each in session.exec(query) if each is not None]


def _hold(
    session: Session, recall: Recall | None, variant_ids: Collection[int], by: Actor | None, now: datetime
) -> None:
    held = hold_untrue(session, variant_ids=variant_ids, by=by, now=now)
    if recall is not None:
        recall.held = len(held)
        session.add(recall)
        session.flush()
