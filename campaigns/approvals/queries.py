"""Reading proofs, reviews and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof, ReviewRequest
from campaigns.content.models import Post, PostFact, Revision, Variant
from campaigns.content.recall.queries import recalled_variants
from campaigns.facts.models import Fact
from campaigns.people.models import Membership, Person
from campaigns.vocabulary import Decision, Role


def latest_decisions(session: Session, digests: Iterable[str]) -> dict[str, Approval]:
    """The word that counts about each digest: the last one."""
    rows = session.exec(
        select(Approval).where(col(Approval.digest).in_(list(digests))).order_by(col(Approval.id))
    )
    return {row.digest: row for row in rows}


class Asked(NamedTuple):
    """What is about to leave: these bytes, in this language, on this kind of channel and day, for this programme."""

    digest: str
    language: str
    channel: str
    on: date
    programme_id: int


def valid_approval(
    session: Session, *, digest: str, language: str, channel: str, on: date, programme_id: int
) -> Approval | None:
    """The approval under which these bytes may leave on this day, or None."""
    asked = Asked(digest, language, channel, on, programme_id)
    return valid_approvals(session, [asked]).get(asked)


def valid_approvals(session: Session, asked: Collection[Asked]) -> dict[Asked, Approval]:
    """The approvals under which these may leave; what is not in the answer may not.

    The last word about a digest must be a yes, for this language and channel, not expired, by somebody who is
    a lawyer for the language now as they were then. And the words must be the variant's latest: once somebody
    has begun to change them, or a fact behind them was recalled, what was approved before waits for a person.
    """
    present = _present_digests(session, {one.digest for one in asked})
    words = latest_decisions(session, present)
    covering = {
        one: word for one in asked if (word := words.get(one.digest)) is not None and _covers(word, one)
    }
    lawyers = _lawyers(session, {word.by for word in covering.values()})
    return {
        one: word for one, word in covering.items() if (word.by, one.language, one.programme_id) in lawyers
    }


def _present_digests(session: Session, digests: Collection[str]) -> set[str]:
    """Those of these digests whose words nobody has written a later revision of and no fact has left behind."""
    rows = session.exec(
        select(Proof.digest, Proof.variant_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .where(col(Proof.digest).in_(list(digests)), Revision.number == Variant.revision)
    ).all()
    recalled = recalled_variants(session, {variant_id for _digest, variant_id in rows})
    return {digest for digest, variant_id in rows if variant_id not in recalled}


def _covers(word: Approval, asked: Asked) -> bool:
    return (
        word.decision is Decision.APPROVE
        and (word.language, word.channel) == (asked.language, asked.channel)
        and (word.valid_until is None or asked.on <= word.valid_until)
    )


def _lawyers(session: Session, people: Collection[int]) -> set[tuple[int, str, int]]:
    """Who of these is a lawyer now: (person, language, programme)."""
    if not people:
        return set()
    held = session.exec(
        select(Membership.person_id, Membership.language, Membership.programme_id)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            col(Membership.person_id).in_(people),
            Membership.role == Role.LAWYER,
            col(Person.disabled_at).is_(None),
        )
    )
    return {(person, language, programme) for person, language, programme in held}


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


def proofs_of_revision(session: Session, revision_id: int) -> list[Proof]:
    """The newest proof of each channel for a revision, by channel."""
    rows = session.exec(select(Proof).where(Proof.revision_id == revision_id).order_by(col(Proof.id)))
    newest = {proof.channel: proof for proof in rows}
    return [newest[channel] for channel in sorted(newest)]


def authors_of(session: Session, variant_id: int, *, since_revision: int = 1) -> set[int]:
    """Everybody who wrote a revision of the variant from this number on."""
    rows = session.exec(
        select(Revision.created_by).where(
            Revision.variant_id == variant_id, Revision.number >= since_revision
        )
    )
    return {person for person in rows if person is not None}


def facts_behind(session: Session, post_id: int) -> list[Fact]:
    """The facts a post rests on, in its order."""
    query = (
        select(Fact)
        .join(PostFact, col(PostFact.fact_id) == Fact.id)
        .where(PostFact.post_id == post_id)
        .order_by(col(PostFact.position))
    )
    return list(session.exec(query))


def default_valid_until(session: Session, post: Post) -> date | None:
    """The first day on which a fact behind the post ends; an approval does not outlive it."""
    ends = [fact.valid_to for fact in facts_behind(session, post.id or 0) if fact.valid_to]
    return min(ends, default=None)


def decisions_on_proofs(session: Session, proof_ids: Collection[int]) -> list[Approval]:
    """Every decision about these proofs, the newest first."""
    rows = session.exec(
        select(Approval).where(col(Approval.proof_id).in_(list(proof_ids))).order_by(col(Approval.id).desc())
    )
    return list(rows)
