"""Reading proofs, reviews and decisions."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

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


def colleagues(session: Session, *, programme_id: int, besides: int) -> list[tuple[int, str]]:
    """Who can be asked about a card: everybody of the programme who sees reviews, by name."""
    query = (
        select(Person.id, Person.name)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme_id,
            col(Membership.role).in_([Role.LAWYER, Role.STAFF, Role.LEAD, Role.BOARD]),
            col(Person.disabled_at).is_(None),
            Person.id != besides,
        )
        .distinct()
        .order_by(Person.name)
    )
    return [(number, name) for number, name in session.exec(query) if number is not None]


def notes_about(session: Session, variant_id: int) -> list[tuple[ReviewNote, str]]:
    """What was said about a variant without deciding, with the name of who said it, the oldest first."""
    query = (
        select(ReviewNote, Person.name)
        .join(Person, col(Person.id) == ReviewNote.by)
        .where(ReviewNote.variant_id == variant_id)
        .order_by(col(ReviewNote.id))
    )
    return list(session.exec(query).all())


def open_questions(session: Session, *, person_id: int, programme_id: int) -> list[tuple[ReviewNote, str]]:
    """Questions about cards that wait and that this person has not answered yet, with who asks."""
    later = aliased(ReviewNote)
    query = (
        select(ReviewNote, Person.name)
        .join(Person, col(Person.id) == ReviewNote.by)
        .join(ReviewRequest, col(ReviewRequest.id) == ReviewNote.request_id)
        .where(
            ReviewNote.to_person == person_id,
            ReviewRequest.programme_id == programme_id,
            col(ReviewRequest.closed_at).is_(None),
            ~select(later.id)
            .where(
                col(later.request_id) == ReviewNote.request_id,
                col(later.by) == person_id,
                col(later.id) > ReviewNote.id,
            )
            .exists(),
        )
        .order_by(col(ReviewNote.id))
    )
    return list(session.exec(query).all())


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
