"""A card in colours that somebody only tries: nothing is written down, nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from assets.spec import CardSpec
from assets.store import Store
from campaigns.content.models import Post, Variant
from campaigns.content.queries import get_campaign, latest_revision
from campaigns.content.rendering.icons import icons_of
from campaigns.content.rendering.orders import brand_of, card_of, photo_of
from campaigns.errors import NotFound
from campaigns.people.models import Programme


def tried_card(
    session: Session,
    variant_id: int,
    *,
    programme_id: int,
    store: Store,
    format_key: str,
    colours: Mapping[str, str],
    today: date,
) -> CardSpec:
    """The card of a variant's latest words in this format, in these colours instead of its programme's."""
    variant = session.get(Variant, variant_id)
    revision = latest_revision(session, variant) if variant is not None else None
    if variant is None or revision is None:
        raise NotFound("There are no words to make this picture from.")
    post = session.get_one(Post, variant.post_id)
    if get_campaign(session, post.campaign_id).programme_id != programme_id:
        raise NotFound("There are no words to make this picture from.")
    campaign = get_campaign(session, post.campaign_id)
    brand = brand_of(session.get_one(Programme, programme_id), store, colours)
    photo = photo_of(session, post, store, today)
    return card_of(post, variant, revision, format_key, brand, photo, icons_of(campaign.topic))
