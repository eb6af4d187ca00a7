"""How posts of the demo look: one shows the programme's photo, one is printed, of one there are films."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.content.actions.designing import set_look
from campaigns.content.films.choice import Choice
from campaigns.content.films.making import planned
from campaigns.content.films.orders import film_orders
from campaigns.content.films.recording import record_films
from campaigns.content.media.queries import photos_of
from campaigns.content.models import Campaign, Post
from campaigns.content.queries import get_campaign, posts_of_campaign
from campaigns.db import session_scope
from campaigns.demo.scenario import CampaignScene
from campaigns.demo.stage import Stage
from campaigns.people.actor import Actor
from campaigns.people.models import Programme

SHEET, FILM = "a6", "film/square"


def set_looks(
    session: Session,
    *,
    programme: Programme,
    campaign: Campaign,
    scene: CampaignScene,
    by: Actor,
    now: datetime,
) -> None:
    """Gives the post that shows the photo its layout, and the one that is printed its sheet."""
    today = wall_time(now, programme.zone).date()
    for post in posts_of_campaign(session, campaign.id or 0):
        layout, formats, photo = post.layout, list(post.formats), post.photo_id
        if post.kind == scene.shown:
            layout, photo = "photo", photos_of(session, programme_id=programme.id or 0)[0].id
        if post.kind == scene.printed:
            formats.append(SHEET)
        if (layout, formats, photo) == (post.layout, post.formats, post.photo_id):
            continue
        set_look(
            session,
            campaign=campaign,
            post=post,
            layout=layout,
            formats=formats,
            photo_id=photo,
            today=today,
            by=by,
            now=now,
        )


def film(
    stage: Stage, *, programme: Programme, campaign_id: int, scene: CampaignScene, now: datetime
) -> None:
    """The films of a campaign, side by side."""
    if not scene.filmed:
        return
    with session_scope(stage.engine) as session:
        orders = film_orders(
            session,
            campaign_id=campaign_id,
            store=stage.store,
            choice=Choice((FILM,)),
            today=wall_time(now, programme.zone).date(),
            languages=scene.films,
            posts=[_post(session, campaign_id, scene.filmed).id or 0],
        )
    made = stage.film(planned(orders)[0], stage.store)
    with session_scope(stage.engine) as session:
        record_films(session, made=made, now=now)


def _post(session: Session, campaign_id: int, kind: str) -> Post:
    campaign = get_campaign(session, campaign_id)
    return next(post for post in posts_of_campaign(session, campaign.id or 0) if post.kind == kind)
