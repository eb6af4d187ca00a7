"""Checking facts, changing what they say, withdrawing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from campaigns.errors import BadInput, Conflict
from campaigns.facts.judging import check_state
from campaigns.facts.models import Fact, FactText
from campaigns.facts.queries import texts_of_facts
from campaigns.facts.rules import check_can_change_facts, check_can_check_facts
from campaigns.facts.sealed import TELLING, seals
from campaigns.facts.state import PARTS, FactChange, FactState, change_between
from campaigns.facts.versions import keep_version, present_state
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.new_voices import check_voice_counts
from campaigns.people.telling import told_last
from campaigns.vocabulary import FactStatus, Origin, Role


def check_fact(
    session: Session,
    *,
    fact: Fact,
    review_on: date | None,
    read_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Fact:
    """A lawyer answers for the fact until its next review; `read_on` where the source was read for it."""
    check_can_check_facts(by)
    check_voice_counts(
        session, by, programme_id=fact.programme_id, languages=by.languages(Role.LAWYER), now=now
    )
    if fact.status is FactStatus.RETIRED:
        raise Conflict("This fact was withdrawn; nothing is made from it any more.")
    if review_on is not None and review_on <= now.date():
        raise BadInput("The next review lies in the past. Choose a later day.", field="review_on")
    check_says_what_was_told(session, [fact])
    fact.status, fact.checked_by, fact.checked_at = FactStatus.CHECKED, by.person_id, now
    fact.review_on, fact.read_on = review_on or fact.review_on, read_on or fact.read_on
    session.add(fact)
    session.flush()
    record_fact(session, "check_fact", fact, by, now)
    return fact


def change_fact(
    session: Session,
    *,
    fact: Fact,
    state: FactState,
    based_on: int,
    why: str,
    only_wording: bool = False,
    by: Actor,
    now: datetime,
) -> FactChange:
    """Changes what a fact says: its next revision, a draft again, the version before kept as it was.

    `based_on` is the revision the person saw. `only_wording` is that person's word that the fact says the same as
    before; it is kept with the version, and refused where a value or a law moved. Nothing that relies on the fact is
    touched here; whoever changes a fact recalls it.
    """
    check_can_change_facts(by)
    if fact.status is FactStatus.RETIRED:
        raise Conflict("This fact was withdrawn; nothing is made from it any more.")
    if based_on != fact.revision:
        raise Conflict("Somebody changed this fact meanwhile. Look at its present version, then change it.")
    if not why.strip():
        raise BadInput("Say why it changes: translators and lawyers read it.", field="why")
    check_says_what_was_told(session, [fact])
    check_state(state, kind=fact.kind)
    old = present_state(session, fact)
    change = change_between(old, state)
    if old == state:
        raise BadInput("Nothing is different from what the fact says already.")
    if only_wording and (change.values or change.laws):
        raise BadInput(
            "A value or a law is another now, so the fact no longer says the same. Take the tick away.",
            field="only_wording",
        )
    keep_version(session, fact=fact, by=None, now=now)
    set_state(session, fact, state, now)
    fact.revision += 1
    fact.status, fact.checked_by, fact.checked_at = FactStatus.DRAFT, None, None
    fact.changed_at = now
    session.add(fact)
    session.flush()
    keep_version(session, fact=fact, why=why.strip(), only_wording=only_wording, by=by, now=now)
    record_fact(
        session,
        "change_fact",
        fact,
        by,
        now,
        values=[value.name for value in change.values],
        only_wording=only_wording,
    )
    return change


def retire_fact(session: Session, *, fact: Fact, by: Actor, now: datetime) -> Fact:
    """Withdraws a fact that is wrong or no longer meant: nothing is made from it any more.

    Also one that was changed past Litfass: then another is written in its place.
    """
    check_can_change_facts(by)
    if fact.status is FactStatus.RETIRED:
        raise Conflict("This fact was withdrawn already.")
    fact.status, fact.checked_by, fact.checked_at = FactStatus.RETIRED, None, None
    fact.changed_at = now
    session.add(fact)
    session.flush()
    record_fact(session, "retire_fact", fact, by, now)
    return fact


def set_state(session: Session, fact: Fact, state: FactState, now: datetime) -> None:
    """Writes a state into the fact and its texts; a language that is left out is taken away."""
    fact.jurisdiction, fact.laws = state.jurisdiction, list(state.laws)
    fact.source_title, fact.source_url, fact.read_on = state.source_title, state.source_url, state.read_on
    fact.valid_from, fact.valid_to = state.valid_from, state.valid_to
    fact.values = {name: dict(value) for name, value in state.values.items()}
    present = texts_of_facts(session, [fact.id or 0]).get(fact.id or 0, {})
    for code, text in present.items():
        if code not in state.texts:
            session.delete(text)
    for code, parts in state.texts.items():
        row = present.get(code) or FactText(fact_id=fact.id or 0, language=code, changed_at=now)
        if code in present and all(getattr(row, part) == parts.get(part, "") for part in PARTS):
            continue
        for part in PARTS:
            setattr(row, part, parts.get(part, ""))
        row.origin, row.checked_by, row.changed_at = Origin.HUMAN, None, now
        session.add(row)


def check_says_what_was_told(session: Session, facts: Sequence[Fact]) -> None:
    """Refuses to go on with a fact whose row differs from what the trail told last: whoever checked, rated or changed
    it would answer for words that somebody wrote into the table. One of which nothing was told yet is as it stands."""
    now = seals(session, [fact.id or 0 for fact in facts])
    for fact in facts:
        told = told_last(session, "fact", fact.id or 0, "state", by=TELLING)
        if told not in (None, now[fact.id or 0]):
            raise Conflict(
                "What the fact {key} says was changed past Litfass, in the database: the audit trail tells something "
                "else. Compare it with its versions and its source, withdraw it, and write what is true as a new fact. "
                "Tell whoever runs the desk: litfass audit verify.",
                key=fact.key,
            )


def record_fact(
    session: Session, action: str, fact: Fact, by: Actor | None, now: datetime, **detail: object
) -> None:
    """A row of the audit trail about a fact, with the digest of what it says now."""
    record(
        session,
        action=action,
        subject="fact",
        subject_id=fact.id,
        by=by,
        programme_id=fact.programme_id,
        now=now,
        revision=fact.revision,
        state=seals(session, [fact.id or 0])[fact.id or 0],
        **detail,
    )
