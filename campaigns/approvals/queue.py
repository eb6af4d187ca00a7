"""The queue of a lawyer: what waits for a word, how pressing it is, and what they know of it already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.novelty import Novelty, novelties
from campaigns.approvals.queries import open_reviews
from campaigns.approvals.second import Second, said_yes_already, seconds
from campaigns.approvals.standing import still_waiting
from campaigns.content.models import Campaign, Post, PostFact, Rendition, Revision, Variant
from campaigns.content.queries import current_renditions
from campaigns.facts.models import Fact
from campaigns.vocabulary import Risk


@dataclass(frozen=True)
class Queued:
    """A card that waits. `risk` is the highest of the facts it rests on; `seen` are its digests by channel.

    `redrawn`: each picture that was approved last and the one now, where nothing but the layout is different; `second`:
    whose yes it has and whose it waits for, once one of two lawyers has said theirs.
    """

    request: ReviewRequest
    variant: Variant
    post: Post
    campaign: Campaign
    headline: str
    picture: Rendition | None
    risk: Risk | None
    novelty: Novelty
    seen: dict[str, str]
    redrawn: tuple[tuple[str, str], ...]
    second: Second | None = None

    @property
    def is_layout_only(self) -> bool:
        return self.novelty is Novelty.LAYOUT


def review_queue(
    session: Session, *, programme_id: int, languages: Collection[str] | None = None
) -> list[Queued]:
    """What waits for a decision, the nearest due date first, in a fixed number of queries."""
    query = (
        select_many(ReviewRequest, Variant, Post, Campaign, Revision)
        .join(Variant, col(Variant.id) == ReviewRequest.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Revision, col(Revision.id) == ReviewRequest.revision_id)
        .where(
            col(ReviewRequest.programme_id) == programme_id,
            col(ReviewRequest.closed_at).is_(None),
        )
        .order_by(col(ReviewRequest.due_at).nulls_last(), col(ReviewRequest.id))
    )
    if languages is not None:
        query = query.where(col(ReviewRequest.language).in_(list(languages)))
    rows = session.execute(query).all()
    # What was changed after it was submitted comes back when it is submitted again.
    waiting = still_waiting(session, [request for request, *_rest in rows])
    rows = [row for row in rows if row[0].id in waiting]
    pictures = current_renditions(session, [revision.id for *_rest, revision in rows])
    risks = risks_of(session, [post.id for _request, _variant, post, *_rest in rows])
    known = novelties(session, [request for request, *_rest in rows])
    begun = seconds(session, [row[0] for row in rows if known[row[0].id].novelty is Novelty.SECOND])
    return [
        Queued(
            request=request,
            variant=variant,
            post=post,
            campaign=campaign,
            headline=str(revision.words.get("headline", "")),
            picture=next(iter(pictures.get(revision.id, [])), None),
            risk=risks.get(post.id),
            novelty=known[request.id].novelty,
            seen=known[request.id].seen,
            redrawn=known[request.id].redrawn,
            second=begun.get(request.id),
        )
        for request, variant, post, campaign, revision in rows
    ]


def waiting_ids(
    session: Session,
    *,
    programme_id: int,
    languages: Collection[str] | None = None,
    besides: int | None = None,
) -> list[int]:
    """The same queue as ids only, in the same order; without those that have the yes of the person `besides`."""
    found = open_reviews(session, programme_id=programme_id, languages=languages)
    waiting = still_waiting(session, found)
    if besides is not None:
        waiting -= said_yes_already(session, found, person_id=besides)
    return [number for request in found if (number := request.id or 0) in waiting]


def risks_of(session: Session, post_ids: Collection[int]) -> dict[int, Risk]:
    """The highest risk of the facts behind each post."""
    order = list(Risk)
    found: dict[int, Risk] = {}
    query = (
        select(PostFact.post_id, Fact.risk)
        .join(Fact, col(Fact.id) == PostFact.fact_id)
        .where(col(PostFact.post_id).in_(list(post_ids)))
    )
    for post_id, risk in session.exec(query):
        found[post_id] = max(found.get(post_id, Risk.LOW), Risk(risk), key=order.index)
    return found
