"""One card for a lawyer, with everything that speaks for or against a yes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, func, or_, select

from campaigns.approvals.actions.submitting import SUPERSEDED
from campaigns.approvals.differing import Difference, Version, difference, draft_of, version_of
from campaigns.approvals.hands import Hand, hands_on
from campaigns.approvals.leaving import AllLeaving, all_leaving
from campaigns.approvals.models import Approval, Proof, ReviewLink, ReviewRequest
from campaigns.approvals.places import places_beside
from campaigns.approvals.queries import open_review_of, proofs_of_review
from campaigns.approvals.queue import risks_of
from campaigns.approvals.second import Second, lawyers_for, second_of
from campaigns.approvals.standing import still_waiting
from campaigns.approvals.term import Term, term_of
from campaigns.approvals.witness import testimony
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.queries import (
    campaign_of_variant,
    current_files,
    get_variant,
    latest_revision,
)
from campaigns.content.word_diff import Change, diff_copy
from campaigns.errors import NotFound
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import Decision, Risk


@dataclass(frozen=True)
class Since:
    """What is different from what was approved last, in another revision or as other bytes.

    `is_same`: that very thing was approved before and needs a new word all the same.
    """

    approval: Approval
    revision: int
    is_same: bool
    difference: Difference


@dataclass(frozen=True)
class Said:
    """One decision about the variant, with the name of who took it. `is_partners`: of a partner outside, whose yes
    opens nothing."""

    decision: Decision
    reason: str
    name: str
    approval: Approval
    is_partners: bool = False


@dataclass(frozen=True)
class ReviewCard:
    """A review with all that stands beside it. `hands` are who made a part of it, `author_names` those of the words,
    `maker_names` those of all else; `beside` is what can be pointed at besides the words.

    `moved`: how this differs from what somebody saw who wanted to decide, or, where nothing can be decided here any
    more, how what stands now differs from this. `source_moved`: how the source was changed since these words were
    translated from it. `second`: what waits for a second lawyer, where two are needed.
    """

    request: ReviewRequest
    variant: Variant
    post: Post
    campaign: Campaign
    revision: Revision
    source: Revision | None
    source_moved: tuple[Change, ...]
    leaving: AllLeaving
    seen: dict[str, str]
    beside: Sequence[str]
    since: Since | None
    moved: Difference | None
    said: Sequence[Said]
    second: Second | None
    risk: Risk | None
    hands: Mapping[int, Hand]
    author_names: Sequence[str]
    maker_names: Sequence[str]
    lawyers: Sequence[str]
    term: Term
    is_open: bool
    newer_request_id: int | None

    @property
    def is_changed(self) -> bool:
        """Whether another version of it was approved than the one that would leave."""
        return self.since is not None and not self.since.is_same


def get_review(session: Session, request_id: int) -> ReviewRequest:
    """The review, open or closed."""
    found = session.get(ReviewRequest, request_id)
    if found is None:
        raise NotFound("This review does not exist.")
    return found


def review_of_proof(session: Session, proof: Proof) -> ReviewRequest:
    """The latest review with which this proof was submitted."""
    query = (
        select(ReviewRequest)
        .where(ReviewRequest.variant_id == proof.variant_id, ReviewRequest.revision_id == proof.revision_id)
        .order_by(col(ReviewRequest.id).desc())
    )
    found = next((one for one in session.exec(query) if proof.digest in one.digests.values()), None)
    if found is None:
        raise NotFound("This review does not exist.")
    return found


def review_card(
    session: Session,
    request: ReviewRequest,
    *,
    source_language: str,
    now: datetime,
    channels: Collection[str] | None = None,
    saw: Mapping[str, str] = MappingProxyType({}),
) -> ReviewCard:
    """Everything on one card, in a fixed number of queries; only what leaves on these channels when named.

    `saw` maps channel → digest as another version of the card showed them.
    """
    variant = get_variant(session, request.variant_id)
    campaign, post = campaign_of_variant(session, variant)
    revision = session.get_one(Revision, request.revision_id)
    proofs = [
        proof for proof in proofs_of_review(session, request) if channels is None or proof.channel in channels
    ]
    hands = hands_on(session, variant)
    authors = {person for person, hand in hands.items() if hand is Hand.WORDS}
    makers = {person for person, hand in hands.items() if hand not in (Hand.WORDS, Hand.BROUGHT)}
    newer = open_review_of(session, variant.id or 0)
    source = _source(session, variant, source_language)
    is_open = request.id in still_waiting(session, [request])
    shown = version_of(revision, proofs)
    moved = None
    if is_open:
        moved = _since_seen(session, variant, saw, shown)
    elif channels is None and request.outcome in (None, SUPERSEDED):
        moved = _until_now(session, variant, campaign, shown, newer if newer != request else None)
    return ReviewCard(
        request=request,
        variant=variant,
        post=post,
        campaign=campaign,
        revision=revision,
        source=source,
        source_moved=_source_moved(session, revision, source),
        leaving=all_leaving(proofs),
        seen={proof.channel: proof.digest for proof in proofs},
        beside=places_beside(proofs),
        since=_since(session, request, proofs, shown),
        moved=moved,
        said=said_about(session, variant.id or 0),
        second=second_of(session, request, seen={one.channel: one.digest for one in proofs}, hands=hands)
        if is_open
        else None,
        risk=risks_of(session, [post.id or 0]).get(post.id or 0),
        hands=hands,
        author_names=_names(session, authors),
        maker_names=_names(session, makers),
        lawyers=[
            name
            for _number, name in lawyers_for(
                session, programme_id=request.programme_id, language=variant.language
            )
        ],
        term=term_of(session, post, now=now),
        is_open=is_open,
        newer_request_id=newer.id if newer and newer.id != request.id else None,
    )


def said_about(session: Session, variant_id: int) -> list[Said]:
    """Every decision about a variant, the newest first; one line for all channels decided together."""
    query = (
        select(Approval, func.coalesce(Person.name, ReviewLink.name))
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Person, col(Person.id) == Approval.by, isouter=True)
        .join(ReviewLink, col(ReviewLink.id) == Approval.link_id, isouter=True)
        .where(Proof.variant_id == variant_id)
        .order_by(col(Approval.id).desc())
    )
    rows = session.exec(query).all()
    told = testimony(session, {approval.digest for approval, _name in rows})
    lines: dict[tuple[Any, ...], Said] = {}
    for approval, name in rows:
        if approval.decision is Decision.APPROVE and not told.tells_of(approval):
            continue  # nobody said it: the row was written past the desk
        key = (approval.decision, approval.by, approval.link_id, approval.at)
        said = Said(approval.decision, approval.reason, name or "", approval, told.is_partners(approval))
        lines.setdefault(key, said)
    return list(lines.values())


def _since(session: Session, request: ReviewRequest, proofs: Sequence[Proof], shown: Version) -> Since | None:
    """The difference to what was approved last before this review, or, of a closed one, until it was closed."""
    current = [proof.digest for proof in proofs]
    query = (
        select(Approval, Revision)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .where(
            Proof.variant_id == request.variant_id,
            Approval.decision == Decision.APPROVE,
            or_(col(Approval.digest).not_in(current), col(Approval.at) < request.submitted_at),
        )
        .order_by(col(Approval.id).desc())
    )
    if request.closed_at is not None:
        query = query.where(col(Approval.at) <= request.closed_at)
    rows = session.exec(query).all()
    told = testimony(session, {approval.digest for approval, _words in rows})
    row = next((each for each in rows if told.tells_of(each[0])), None)
    if row is None:
        return None
    approval, words = row
    then = session.exec(
        select(Proof)
        .join(Approval, col(Approval.proof_id) == Proof.id)
        .where(
            Proof.revision_id == words.id, Approval.decision == Decision.APPROVE, Approval.at == approval.at
        )
    ).all()
    return Since(
        approval=approval,
        revision=words.number,
        is_same={proof.digest for proof in then} == set(current),
        difference=difference(version_of(words, then), shown),
    )


def _since_seen(
    session: Session, variant: Variant, saw: Mapping[str, str], shown: Version
) -> Difference | None:
    """How the card differs from what was seen; None where that is what it is, or nobody knows what was seen."""
    query = select(Proof).where(Proof.variant_id == variant.id, col(Proof.digest).in_(list(saw.values())))
    seen = list(session.exec(query.order_by(col(Proof.id))))
    if not seen:
        return None
    before = version_of(session.get_one(Revision, seen[-1].revision_id), seen)
    return None if before.manifests == shown.manifests else difference(before, shown)


def _until_now(
    session: Session, variant: Variant, campaign: Campaign, shown: Version, newer: ReviewRequest | None
) -> Difference | None:
    """How what stands now differs from a card about which nobody can decide any more."""
    if newer is not None:
        words = session.get_one(Revision, newer.revision_id)
        return difference(shown, version_of(words, proofs_of_review(session, newer)))
    latest = latest_revision(session, variant)
    if latest is None:
        return None
    programme = session.get_one(Programme, campaign.programme_id)
    files = current_files(session, latest.id or 0)
    return difference(shown, draft_of(shown, latest, files, campaign=campaign, programme=programme))


def _source(session: Session, variant: Variant, language: str) -> Revision | None:
    """The words in the source language, where they are not the card's own."""
    if variant.language == language:
        return None
    source = session.exec(
        select(Variant).where(Variant.post_id == variant.post_id, Variant.language == language)
    ).first()
    return latest_revision(session, source) if source else None


def _source_moved(session: Session, revision: Revision, source: Revision | None) -> tuple[Change, ...]:
    """How the source was changed since it was translated; nothing where it still means the same."""
    made_from = revision.source_digest
    if source is None or made_from is None or made_from in (source.digest, *source.same_as):
        return ()
    then = session.exec(
        select(Revision)
        .where(Revision.variant_id == source.variant_id, Revision.digest == made_from)
        .order_by(col(Revision.id).desc())
    ).first()
    return diff_copy(then.words, source.words) if then else ()


def _names(session: Session, person_ids: Collection[int]) -> list[str]:
    query = select(Person.name).where(col(Person.id).in_(list(person_ids))).order_by(Person.name)
    return list(session.exec(query))
