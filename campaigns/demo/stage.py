"""What every step of the demo uses: the things from outside, who does it, pictures, a lawyer's yes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from assets.store import Store
from campaigns.approvals.actions import approve_review
from campaigns.approvals.preparing import Desk
from campaigns.approvals.queries import open_reviews, proofs_of_review
from campaigns.content.films.making import MadeFilm
from campaigns.content.films.orders import FilmOrder
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import get_campaign, posts_of_campaign, variants_of_posts
from campaigns.content.rendering.making import Made, NotMade
from campaigns.content.rendering.orders import RenderOrder, render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import session_scope
from campaigns.kits.desk import KitDesk
from campaigns.links.paper import links_on_paper
from campaigns.people.actor import Actor
from campaigns.people.models import Membership, Person, Programme
from campaigns.people.queries import load_actor
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus, Role

Maker = Callable[[Sequence[RenderOrder], Store], Iterable[Made | NotMade]]
Filmmaker = Callable[[Sequence[FilmOrder], Store], Iterable[MadeFilm]]
Publisher = Callable[[datetime], object]


@dataclass(frozen=True)
class Stage:
    """What the walk needs from outside: database, store, who renders, films and publishes, whose kits these are.

    `shut_out` and `break_off` are the worker in trouble: its folder cannot be written; its machine stops once a post
    is handed over, and somebody changes what lies there.
    """

    engine: Engine
    store: Store
    desk: Desk
    make: Maker
    film: Filmmaker
    publish: Publisher
    shut_out: Publisher
    break_off: Publisher
    kits: KitDesk | None = None


def somebody(session: Session, programme: Programme, role: Role, language: str = "") -> Actor:
    """The first person who holds this role (for this language) in the programme."""
    person = session.exec(
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme.id, Membership.role == role, Membership.language == language
        )
        .order_by(col(Person.id))
    ).first()
    if person is None:
        raise LookupError(f"nobody is {role} {language} in {programme.key}")
    return load_actor(session, person, programme.id)


def render(stage: Stage, *, campaign_id: int, now: datetime) -> None:
    """Every picture of the campaign."""
    with session_scope(stage.engine) as session:
        addresses = links_on_paper(session, campaign_id=campaign_id, base_url=stage.desk.base_url, now=now)
        orders = render_orders(session, campaign_id=campaign_id, store=stage.store, addresses=addresses)
    made = [item for item in stage.make(orders, stage.store) if isinstance(item, Made)]
    with session_scope(stage.engine) as session:
        record_renditions(session, made=made, now=now)


def approve(
    session: Session,
    programme: Programme,
    variant_ids: Collection[int | None],
    *,
    now: datetime,
    most: int | None = None,
) -> None:
    """The lawyers approve what waits of these texts, or the first `most`."""
    waiting = [
        request
        for request in open_reviews(session, programme_id=programme.id or 0)
        if request.variant_id in variant_ids
    ]
    for request in waiting[:most]:
        lawyer = somebody(session, programme, Role.LAWYER, request.language)
        digests = {proof.channel: proof.digest for proof in proofs_of_review(session, request)}
        approve_review(session, request_id=request.id or 0, seen=digests, by=lawyer, now=now)


def publish_due(stage: Stage, *, campaign_id: int, until: datetime) -> None:
    """Lets the worker look at each moment of the campaign that has come."""
    with session_scope(stage.engine) as session:
        ids = [variant.id or 0 for _, variant in variants_in(session, get_campaign(session, campaign_id))]
        query = select(Placement.due_at).where(
            col(Placement.variant_id).in_(ids),
            Placement.status == PlacementStatus.SCHEDULED,
            col(Placement.account_id).is_not(None),
        )
        moments = sorted({moment for moment in session.exec(query) if moment and moment <= until})
    for moment in moments:
        stage.publish(moment + timedelta(seconds=20))


def variants_in(session: Session, campaign: Campaign) -> Iterator[tuple[Post, Variant]]:
    """Every post with its texts."""
    posts = posts_of_campaign(session, campaign.id or 0)
    variants = variants_of_posts(session, [post.id or 0 for post in posts])
    for post in posts:
        for variant in variants.get(post.id or 0, {}).values():
            yield post, variant


def last_due(
    session: Session, *, campaign_id: int, language: str, until: datetime, channel: str | None = None
) -> Placement | None:
    """The last scheduled post of an account, or of this channel, that was due in this language by then."""
    campaign = get_campaign(session, campaign_id)
    ids = [variant.id or 0 for _, variant in variants_in(session, campaign) if variant.language == language]
    query = select(Placement).where(
        col(Placement.variant_id).in_(ids),
        Placement.status == PlacementStatus.SCHEDULED,
        col(Placement.account_id).is_not(None) if channel is None else Placement.channel == channel,
        col(Placement.due_at) <= until,
    )
    return session.exec(query.order_by(col(Placement.due_at).desc())).first()
