"""How many approved texts of a campaign are it no more: counted by the database, for lists of many campaigns.

What ends by itself is counted: the last day is over, whoever approved is no lawyer any more, a link was taken back, a
fact was recalled. A picture that is drawn anew takes the state of approval away by itself; another target or funder's
statement the campaign's own page tells, where each text is compared with its proof.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from campaigns.approvals.models import Approval, Proof, ReviewLink
from campaigns.content.models import Campaign, Post, PostFact, Variant
from campaigns.content.recall.models import RecallItem
from campaigns.facts.models import Fact
from campaigns.people.models import Membership, Person
from campaigns.placements.models import Placement
from campaigns.vocabulary import DeciderKind, Decision, PlacementStatus, Role, VariantStatus


def lapsed_by_campaign(session: Session, campaign_ids: Collection[int], *, on: date) -> dict[int, int]:
    """Approved texts under which nothing may leave on this day; what is wholly out counts only once recalled."""
    query = (
        select(Post.campaign_id, func.count())
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            col(Post.campaign_id).in_(list(campaign_ids)),
            Variant.status == VariantStatus.APPROVED,
            or_(_is_recalled(), and_(~_is_out(), ~_is_answered_for(on))),
        )
        .group_by(col(Post.campaign_id))
    )
    return dict(session.exec(query).all())


def _is_out() -> ColumnElement[bool]:
    """Whether it was published and nothing more of it is to leave."""
    own = select(Placement.id).where(col(Placement.variant_id) == col(Variant.id))
    to_come = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED, PlacementStatus.HELD)
    return and_(
        own.where(Placement.status == PlacementStatus.PUBLISHED).exists(),
        ~own.where(col(Placement.status).in_(to_come)).exists(),
    )


def _is_recalled() -> ColumnElement[bool]:
    doubted = select(RecallItem.id).where(
        col(RecallItem.variant_id) == col(Variant.id),
        col(RecallItem.settled_at).is_(None),
        col(RecallItem.revision) == col(Variant.revision),
    )
    behind = (
        select(PostFact.fact_id)
        .join(Fact, col(Fact.id) == PostFact.fact_id)
        .where(
            col(PostFact.post_id) == col(Variant.post_id), col(Fact.revision) > col(PostFact.fact_revision)
        )
    )
    return or_(doubted.exists(), behind.exists())


def _is_answered_for(on: date) -> ColumnElement[bool]:
    """Whether a yes about it holds on this day, by somebody whose word counts today."""
    lawyer = (
        select(Membership.id)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            col(Membership.person_id) == col(Approval.by),
            col(Membership.programme_id) == col(Campaign.programme_id),
            Membership.role == Role.LAWYER,
            col(Membership.language) == col(Variant.language),
            or_(col(Membership.created_by).is_(None), col(Membership.created_at) <= col(Approval.at)),
            col(Person.disabled_at).is_(None),
        )
        .exists()
    )
    link = (
        select(ReviewLink.id)
        .where(
            col(ReviewLink.id) == col(Approval.link_id),
            ReviewLink.kind == DeciderKind.LAWYER,
            col(ReviewLink.revoked_at).is_(None),
        )
        .exists()
    )
    return (
        select(Approval.id)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .where(
            col(Proof.variant_id) == col(Variant.id),
            Approval.decision == Decision.APPROVE,
            or_(col(Approval.valid_until).is_(None), col(Approval.valid_until) >= on),
            or_(lawyer, link),
        )
        .exists()
    )
