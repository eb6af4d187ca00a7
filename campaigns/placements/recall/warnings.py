"""What will be held although it is scheduled: told while there is time to do something about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import Proof
from campaigns.content.models import Campaign, Post, PostFact, Revision, Variant
from campaigns.content.recall.models import Recall
from campaigns.content.recall.queries import open_items
from campaigns.content.stored_facts import fact_titles
from campaigns.facts.models import Fact
from campaigns.placements.models import Placement
from campaigns.reasons import Reason, reason
from campaigns.vocabulary import FactStatus, PlacementStatus

#: How far ahead the end of a fact is worth a word.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class WillBeHeld:
    """A scheduled placement whose words somebody has begun to change."""

    placement: Placement
    variant: Variant
    post: Post
    campaign: Campaign


def will_be_held(
    session: Session, *, programme_id: int | None = None, campaign_id: int | None = None
) -> list[WillBeHeld]:
    """Scheduled placements that the worker would not send, because their words are others by now; nearest first."""
    query = (
        select_many(Placement, Variant, Post, Campaign)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .where(
            col(Placement.status) == PlacementStatus.SCHEDULED,
            col(Revision.number) < col(Variant.revision),
        )
        .order_by(col(Placement.due_at), col(Placement.id))
    )
    if programme_id is not None:
        query = query.where(col(Placement.programme_id) == programme_id)
    if campaign_id is not None:
        query = query.where(col(Campaign.id) == campaign_id)
    return [WillBeHeld(*row) for row in session.execute(query)]


def recalls_open_in(session: Session, variant_ids: Collection[int]) -> list[tuple[Recall, int]]:
    """The recalls that wait for some of these texts, with how many of them."""
    counted: dict[int, int] = {}
    recalls: dict[int, Recall] = {}
    for one in open_items(session, variant_ids=variant_ids):
        recalls[one.recall.id or 0] = one.recall
        counted[one.recall.id or 0] = counted.get(one.recall.id or 0, 0) + 1
    return [(recall, counted[recall_id]) for recall_id, recall in recalls.items()]


def endings(session: Session, *, campaign_id: int, today: date, language: str) -> list[Reason]:
    """Facts behind a campaign that end soon: after that day its posts are refused and held."""
    query = (
        select_many(Fact)
        .join(PostFact, col(PostFact.fact_id) == Fact.id)
        .join(Post, col(Post.id) == PostFact.post_id)
        .where(
            col(Post.campaign_id) == campaign_id,
            col(Fact.status) != FactStatus.RETIRED,
            col(Fact.valid_to) >= today,
            col(Fact.valid_to) <= today + AHEAD,
        )
        .group_by(col(Fact.id))
        .order_by(col(Fact.id))
    )
    facts = list(session.execute(query).scalars())
    titles = fact_titles(session, [fact.id or 0 for fact in facts], language)
    return [
        reason(
            "“{fact}” ends on {day}: what is planned for later is held and cannot be placed.",
            fact=titles[fact.id or 0],
            day=fact.valid_to,
        )
        for fact in facts
    ]
