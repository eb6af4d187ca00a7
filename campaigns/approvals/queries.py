"""Reading proofs, reviews and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from campaigns.approvals.models import Approval, Proof, ReviewNote, ReviewRequest
from campaigns.content.models import PostFact
from campaigns.facts.models import Fact
from campaigns.people.models import Membership, Person
from campaigns.vocabulary import Role


def open_reviews(
    session: Session, *, programme_id: int, languages: Collection[str] | None = None
) -> list[ReviewRequest]:
    """What waits for a decision, the nearest due date first; only these languages when named."""
    query = select(ReviewRequest).where(
        ReviewRequest.programme_id == programme_id, col(ReviewRequest.closed_at).is_(None)
    )
    if languages is not None:
        query = query.where(col(ReviewRequest.language).in_(list(languages)))
    return list(session.exec(query.order_by(col(ReviewRequest.due_at).nulls_last(), col(ReviewRequest.id))))


def open_review_of(session: Session, variant_id: int) -> ReviewRequest | None:
    """The open review of a variant."""
    return session.exec(
        select(ReviewRequest).where(
            ReviewRequest.variant_id == variant_id, col(ReviewRequest.closed_at).is_(None)
        )
    ).first()


def proofs_of_review(session: Session, request: ReviewRequest) -> list[Proof]:
    """What was submitted with a review, by channel: the very proofs, also when later ones were made and left again."""
    query = select(Proof).where(
        Proof.variant_id == request.variant_id, col(Proof.digest).in_(list(request.digests.values()))
    )
    found = {(proof.channel, proof.digest): proof for proof in session.exec(query)}
    return [found[each] for each in sorted(request.digests.items()) if each in found]


class Colleague(NamedTuple):
    """Somebody who can be asked about a card: a lawyer for these languages, or campaign staff (no languages)."""

    person_id: int
    name: str
    languages: tuple[str, ...]


def colleagues(session: Session, *, programme_id: int, besides: int) -> list[Colleague]:
    """Who can be asked about a card: the other lawyers, and behind them campaign staff, who know how it came about."""
    query = (
        select(Person.id, Person.name, Membership.role, Membership.language)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme_id,
            col(Membership.role).in_([Role.LAWYER, Role.STAFF]),
            col(Person.disabled_at).is_(None),
            Person.id != besides,
        )
        .order_by(Person.name, col(Membership.language))
    )
    spoken: dict[tuple[int, str], list[str]] = defaultdict(list)
    for number, name, role, language in session.exec(query):
        spoken[number or 0, name] += [language] if role == Role.LAWYER else []
    found = [Colleague(number, name, tuple(languages)) for (number, name), languages in spoken.items()]
    return sorted(found, key=lambda each: not each.languages)


class Noted(NamedTuple):
    """A note with who said it, whom it asks, and whose questions it answers."""

    note: ReviewNote
    name: str
    asked: str
    answered: Sequence[str]


def notes_about(session: Session, variant_id: int) -> list[Noted]:
    """What was said about a variant without deciding, the oldest first.

    The first thing that somebody says on a card after they were asked there is their answer.
    """
    asked = aliased(Person)
    query = (
        select(ReviewNote, Person.name, asked.name)
        .join(Person, col(Person.id) == ReviewNote.by)
        .join(asked, col(asked.id) == ReviewNote.to_person, isouter=True)
        .where(ReviewNote.variant_id == variant_id)
        .order_by(col(ReviewNote.id))
    )
    found, open_ones = [], defaultdict[tuple[int, int], list[str]](list)
    for note, name, asks in session.exec(query):
        found.append(Noted(note, name, asks or "", open_ones.pop((note.request_id, note.by), ())))
        if note.to_person is not None:
            open_ones[note.request_id, note.to_person].append(name)
    return found


def fresh_answers(session: Session, *, person_id: int, programme_id: int) -> list[tuple[ReviewNote, str]]:
    """Answers to what this person asked about cards that still wait, while they have said nothing there since."""
    question = aliased(ReviewNote)
    query = (
        select(ReviewNote, Person.name)
        .join(Person, col(Person.id) == ReviewNote.by)
        .join(
            question,
            (col(question.request_id) == ReviewNote.request_id) & (col(question.to_person) == ReviewNote.by),
        )
        .join(ReviewRequest, col(ReviewRequest.id) == ReviewNote.request_id)
        .where(
            question.by == person_id,
            col(question.id) < col(ReviewNote.id),
            ReviewRequest.programme_id == programme_id,
            col(ReviewRequest.closed_at).is_(None),
            ~_said_later(person_id),
        )
        .order_by(col(ReviewNote.id))
        .distinct()
    )
    return list(session.exec(query).all())


def open_questions(session: Session, *, person_id: int, programme_id: int) -> list[tuple[ReviewNote, str]]:
    """Questions about cards that wait and that this person has not answered yet, with who asks."""
    query = (
        select(ReviewNote, Person.name)
        .join(Person, col(Person.id) == ReviewNote.by)
        .join(ReviewRequest, col(ReviewRequest.id) == ReviewNote.request_id)
        .where(
            ReviewNote.to_person == person_id,
            ReviewRequest.programme_id == programme_id,
            col(ReviewRequest.closed_at).is_(None),
            ~_said_later(person_id),
        )
        .order_by(col(ReviewNote.id))
    )
    return list(session.exec(query).all())


def questions_here(session: Session, *, person_id: int, request_id: int) -> int:
    """How many questions on one card this person has not answered yet."""
    query = select(func.count(col(ReviewNote.id))).where(
        ReviewNote.to_person == person_id, ReviewNote.request_id == request_id, ~_said_later(person_id)
    )
    return session.exec(query).one()


def _said_later(person_id: int) -> ColumnElement[bool]:
    """Whether this person said something on the same card after a note."""
    later = aliased(ReviewNote)
    return (
        select(later.id)
        .where(
            col(later.request_id) == ReviewNote.request_id,
            col(later.by) == person_id,
            col(later.id) > col(ReviewNote.id),
        )
        .exists()
    )


def facts_behind(session: Session, post_id: int) -> list[Fact]:
    """The facts a post rests on, in its order."""
    query = (
        select(Fact)
        .join(PostFact, col(PostFact.fact_id) == Fact.id)
        .where(PostFact.post_id == post_id)
        .order_by(col(PostFact.position))
    )
    return list(session.exec(query))


def decisions_on_proofs(session: Session, proof_ids: Collection[int]) -> list[Approval]:
    """Every decision about these proofs, the newest first."""
    rows = session.exec(
        select(Approval).where(col(Approval.proof_id).in_(list(proof_ids))).order_by(col(Approval.id).desc())
    )
    return list(rows)
