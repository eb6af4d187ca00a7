"""Reading recalls: what is open for which text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Select
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.content.models import Campaign, Post, PostFact, Variant
from campaigns.content.recall.models import Recall, RecallItem
from campaigns.errors import NotFound
from campaigns.facts.models import Fact


class OpenItem(NamedTuple):
    """A text that has to be looked at, with what stands around it."""

    item: RecallItem
    recall: Recall
    variant: Variant
    post: Post
    campaign: Campaign
    fact: Fact


def get_recall(session: Session, recall_id: int) -> Recall:
    """The recall, or a refusal."""
    found = session.get(Recall, recall_id)
    if found is None:
        raise NotFound("There is no recall {id}.", id=recall_id)
    return found


def get_item(session: Session, item_id: int) -> RecallItem:
    """One text of a recall, or a refusal."""
    found = session.get(RecallItem, item_id)
    if found is None:
        raise NotFound("There is no such text in a recall.")
    return found


def recalls_of(session: Session, fact_id: int) -> list[Recall]:
    """Every recall of a fact, the newest first."""
    return list(session.exec(select(Recall).where(Recall.fact_id == fact_id).order_by(col(Recall.id).desc())))


def items_of(session: Session, recall_id: int) -> list[OpenItem]:
    """Every text of a recall, open or answered, by post and language."""
    query = _around().where(col(Recall.id) == recall_id).order_by(col(Post.campaign_id), col(Post.position))
    return [OpenItem(*row) for row in session.execute(query)]


def open_items(
    session: Session,
    *,
    programme_id: int | None = None,
    variant_ids: Collection[int] | None = None,
    languages: Collection[str] | None = None,
) -> list[OpenItem]:
    """Texts that still say what was recalled, in campaigns that are not archived; the oldest recall first."""
    query = _around().where(
        col(RecallItem.settled_at).is_(None),
        col(RecallItem.revision) == col(Variant.revision),
        col(Campaign.archived_at).is_(None),
    )
    if programme_id is not None:
        query = query.where(col(Recall.programme_id) == programme_id)
    if variant_ids is not None:
        query = query.where(col(Variant.id).in_(list(variant_ids)))
    if languages is not None:
        query = query.where(col(Variant.language).in_(list(languages)))
    return [OpenItem(*row) for row in session.execute(query.order_by(col(Recall.id), col(RecallItem.id)))]


def recalled_variants(session: Session, variant_ids: Iterable[int]) -> set[int]:
    """Those of these texts that still say what was recalled, or whose fact has changed without a recall yet."""
    wanted = list(variant_ids)
    open_ones = (
        select(RecallItem.variant_id)
        .join(Variant, col(Variant.id) == RecallItem.variant_id)
        .where(
            col(RecallItem.variant_id).in_(wanted),
            col(RecallItem.settled_at).is_(None),
            col(RecallItem.revision) == col(Variant.revision),
        )
    )
    behind = (
        select(Variant.id)
        .join(PostFact, col(PostFact.post_id) == Variant.post_id)
        .join(Fact, col(Fact.id) == PostFact.fact_id)
        .where(
            col(Variant.id).in_(wanted),
            Variant.revision > 0,
            col(Fact.revision) > col(PostFact.fact_revision),
        )
    )
    return {each for each in [*session.exec(open_ones), *session.exec(behind)] if each is not None}


def _around() -> Select[RecallItem, Recall, Variant, Post, Campaign, Fact]:
    return (
        select_many(RecallItem, Recall, Variant, Post, Campaign, Fact)
        .join(Recall, col(Recall.id) == RecallItem.recall_id)
        .join(Variant, col(Variant.id) == RecallItem.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Fact, col(Fact.id) == Recall.fact_id)
    )
