"""What has to be made: every post, language and format whose words have no current picture yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlmodel import Session

from assets.formats import FORMATS
from assets.spec import Brand, CardSpec, FunderZone, Logo, Words
from assets.spec import Photo as CardPhoto
from assets.store import Store
from campaigns.content.media.queries import check_usable, get_photo
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.queries import (
    SHEET,
    get_campaign,
    latest_revisions,
    posts_of_campaign,
    variants_of_posts,
)
from campaigns.content.rendering.icons import icons_of
from campaigns.languages import language as language_row
from campaigns.people.models import Programme

MEDIA_TYPE = "image/jpeg"

#: Fields of the words that stand on a picture under the same name.
_ON_PICTURE = frozenset(field.name for field in fields(Words)) - {"link"}
#: On a picture nobody can tap an address; without its scheme it is shorter and still typed the same.
_WITH_ADDRESSES = {"imprint", "contact"}
_SCHEME = re.compile(r"https?://(?:www\.)?")


@dataclass(frozen=True)
class RenderOrder:
    """One picture to make. Holds all that is needed, so that it can travel to another process."""

    variant_id: int
    revision_id: int
    post: int
    spec: CardSpec
    media_type: str = MEDIA_TYPE


def card_words(words: Mapping[str, Any]) -> Words:
    """The words of a revision as a picture takes them."""
    chosen = {name: value for name, value in words.items() if name in _ON_PICTURE and value}
    for name in _WITH_ADDRESSES & chosen.keys():
        chosen[name] = _SCHEME.sub("", chosen[name])
    if chosen.get("kicker", "").casefold() in chosen.get("headline", "").casefold():
        # The same words twice, one above the other, read like a mistake.
        chosen.pop("kicker", None)
    if "steps" in chosen:
        chosen["steps"] = tuple(chosen["steps"])
    return Words(**{"headline": "", **chosen})


def brand_of(programme: Programme, store: Store, tried: Mapping[str, str] | None = None) -> Brand:
    """The programme's colours, logos and funder zone; what it does not set is the house style. `tried` are colours in
    place of its own."""
    brand: dict[str, Any] = {**programme.brand, **(tried or {})}
    logos = tuple(
        Logo(
            name=logo["name"],
            data=store.get(logo["digest"]) if logo.get("digest") else None,
            is_emblem=bool(logo.get("is_emblem")),
        )
        for logo in brand.pop("logos", [])
    )
    colours = {name: brand[name] for name in ("ink", "paper", "accent", "accent_ink") if name in brand}
    return Brand(name=programme.name, logos=logos, funder=_funder_zone(programme, store), **colours)


def _funder_zone(programme: Programme, store: Store) -> FunderZone | None:
    funder = programme.funder
    if not funder.get("statement"):
        return None
    emblem = store.get(funder["digest"]) if funder.get("digest") else None
    return FunderZone(statement=funder["statement"], emblem=emblem)


def render_orders(
    session: Session,
    *,
    campaign_id: int,
    store: Store,
    languages: Collection[str] | None = None,
    formats: Collection[str] | None = None,
    posts: Collection[int] | None = None,
    today: date | None = None,
) -> list[RenderOrder]:
    """An order for each post × language × format that has words; only the named ones when given. A sheet for printing
    is ordered twice: as a picture to look at and as the PDF that is printed.

    `posts` are ids. Posts without pictures (group comments) give no order. `today` is asked for photos, whose use may
    have ended; without it nobody looks.
    """
    campaign = get_campaign(session, campaign_id)
    chosen = [post for post in posts_of_campaign(session, campaign_id) if posts is None or post.id in posts]
    variants = variants_of_posts(session, [post.id or 0 for post in chosen])
    revisions = latest_revisions(session, [v for row in variants.values() for v in row.values()])
    brand = _brand_of_campaign(session, campaign, store)
    orders = []
    for post in chosen:
        photo = photo_of(session, post, campaign.programme_id, store, today)
        for variant in variants.get(post.id or 0, {}).values():
            if variant.id not in revisions or (languages is not None and variant.language not in languages):
                continue
            for key in post.formats:
                if formats is not None and key not in formats:
                    continue
                revision = revisions[variant.id or 0]
                spec = card_of(post, variant, revision, key, brand, photo, icons_of(campaign.topic))
                orders += [
                    RenderOrder(variant.id or 0, revision.id or 0, post.position, spec, media_type)
                    for media_type in media_types_of(key)
                ]
    return orders


def media_types_of(format_key: str) -> tuple[str, ...]:
    """What a picture of this format is made as."""
    return (MEDIA_TYPE, SHEET) if format_key in FORMATS and FORMATS[format_key].is_print else (MEDIA_TYPE,)


def photo_of(
    session: Session, post: Post, programme_id: int, store: Store, today: date | None
) -> CardPhoto | None:
    """The photo of a post with its credit; refuses one whose time is over."""
    if post.photo_id is None:
        return None
    photo = get_photo(session, post.photo_id, programme_id=programme_id)
    if today is not None:
        check_usable(photo, today=today)
    return CardPhoto(
        store.get(photo.digest),
        (photo.focus_x / 100, photo.focus_y / 100),
        f"© {photo.credit}, {photo.licence}",
    )


def _brand_of_campaign(session: Session, campaign: Campaign, store: Store) -> Brand:
    programme = session.get_one(Programme, campaign.programme_id)
    return brand_of(programme, store)


def card_of(
    post: Post,
    variant: Variant,
    revision: Revision,
    format_key: str,
    brand: Brand,
    photo: CardPhoto | None,
    icons: tuple[str, ...],
) -> CardSpec:
    """The card of these words as the post wants it to look."""
    return CardSpec(
        layout=post.layout,
        format=format_key,
        language=variant.language,
        direction=language_row(variant.language).direction,
        words=card_words(revision.words),
        brand=brand,
        photo=photo,
        icons=icons,
    )
