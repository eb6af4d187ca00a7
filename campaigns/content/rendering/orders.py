"""What has to be made: every post, language and format whose words have no current picture yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from assets.formats import format_for
from assets.layouts import layout_for
from assets.spec import Brand, CardSpec, FunderZone, Logo
from assets.spec import Photo as CardPhoto
from assets.store import Store
from campaigns.channels import Profile, profiles
from campaigns.content.media.credit import credit_of
from campaigns.content.media.funder import rules_of
from campaigns.content.media.models import Photo
from campaigns.content.media.queries import check_usable
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.queries import get_campaign, latest_revisions, posts_of_campaign, variants_of_posts
from campaigns.content.rendering.icons import icons_of
from campaigns.content.rendering.slides import slide_format, slides_of
from campaigns.content.rendering.targets import USUAL, targets_of
from campaigns.content.rendering.words import card_words
from campaigns.errors import Refusal
from campaigns.languages import language as language_row
from campaigns.people.models import Programme


@dataclass(frozen=True)
class RenderOrder:
    """One picture to make, within the room that its channels have. Holds all that is needed, so that it can travel to
    another process. `place` counts the pictures behind the first one of a carousel; `photo_id` is the photo that is
    seen in it. With a `problem` it cannot be made, which says why."""

    variant_id: int
    revision_id: int
    post: int
    spec: CardSpec
    media_type: str = USUAL
    most_bytes: int | None = None
    place: int = 0
    photo_id: int | None = None
    problem: Refusal | None = None

    @property
    def format(self) -> str:
        """What the picture's rendition is called."""
        return slide_format(self.spec.format, self.place) if self.place else self.spec.format


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
    rules, digest = rules_of(programme), programme.funder.get("digest")
    if not rules.statement:
        return None
    return FunderZone(
        statement=rules.statement,
        emblem=store.get(digest) if digest else None,
        share=rules.emblem_percent / 100,
        millimetres=rules.emblem_mm,
    )


def render_orders(
    session: Session,
    *,
    campaign_id: int,
    store: Store,
    languages: Collection[str] | None = None,
    formats: Collection[str] | None = None,
    posts: Collection[int] | None = None,
    today: date | None = None,
    channels: Collection[Profile] = (),
    addresses: Mapping[int, str] = MappingProxyType({}),
) -> list[RenderOrder]:
    """An order for each post × language × format that has words; only the named ones when given. A sheet for printing
    is ordered twice: as a picture to look at and as the PDF that is printed. Slides of a carousel follow their card.

    `posts` are ids. Posts without pictures (group comments) give no order. `today` is asked for photos, whose use may
    have ended: such a picture cannot be made, and the others of the campaign can. Without it nobody looks. `channels`
    are accounts as their servers describe themselves; pictures keep within their limits as within those of every kind
    of channel. `addresses` say, by a text's id, where the QR code on its sheets for printing leads.
    """
    campaign = get_campaign(session, campaign_id)
    chosen = [post for post in posts_of_campaign(session, campaign_id) if posts is None or post.id in posts]
    variants = variants_of_posts(session, [post.id or 0 for post in chosen])
    revisions = latest_revisions(session, [v for row in variants.values() for v in row.values()])
    brand = _brand_of_campaign(session, campaign, store)
    every = (*profiles().values(), *channels)
    orders = []
    for post in chosen:
        chosen_photo = _photo_of(session, post)
        photo, problem = _shown_or_why_not(chosen_photo, store, today)
        wanted = {key: targets_of(key, every) for key in post.formats if formats is None or key in formats}
        for variant in variants.get(post.id or 0, {}).values():
            if variant.id not in revisions or (languages is not None and variant.language not in languages):
                continue
            revision = revisions[variant.id or 0]
            for key, targets in wanted.items():
                card = card_of(post, variant, revision, key, brand, photo, icons_of(campaign.topic))
                if format_for(key).is_print:
                    link = addresses.get(variant.id or 0, "")
                    card = replace(card, words=replace(card.words, link=link))
                orders += [
                    RenderOrder(
                        variant.id or 0,
                        revision.id or 0,
                        post.position,
                        spec,
                        target.media_type,
                        target.most_bytes,
                        place,
                        photo_id=post.photo_id if shows_photo(spec) else None,
                        problem=problem if shows_photo(spec) else None,
                    )
                    for place, spec in enumerate(_with_slides(post, revision, card))
                    for target in targets
                ]
    return orders


def _with_slides(post: Post, revision: Revision, card: CardSpec) -> Iterator[CardSpec]:
    """The card, and behind it the slides of a carousel."""
    yield card
    for layout, words in slides_of(post.kind, revision.words, card.format):
        yield replace(card, layout=layout, words=words)


def photo_of(session: Session, post: Post, store: Store, today: date | None) -> CardPhoto | None:
    """The photo of a post with its credit; None where it has none or its time is over."""
    return _shown_or_why_not(_photo_of(session, post), store, today)[0]


def _photo_of(session: Session, post: Post) -> Photo | None:
    return None if post.photo_id is None else session.get_one(Photo, post.photo_id)


def _shown_or_why_not(
    photo: Photo | None, store: Store, today: date | None
) -> tuple[CardPhoto | None, Refusal | None]:
    """The photo as a card shows it, or the sentence that says why it may not be shown."""
    if photo is None:
        return None, None
    try:
        if today is not None:
            check_usable(photo, today=today)
    except Refusal as over:
        return None, over
    return shown_photo(photo, store), None


def shows_photo(spec: CardSpec) -> bool:
    """Whether the layout of a card has a place for its photo, in its format."""
    return layout_for(spec.layout).arrangements[format_for(spec.format).shape].shows_photo


def shown_photo(photo: Photo, store: Store) -> CardPhoto:
    """A photo as a card shows it: cut around its focus, with its credit."""
    return CardPhoto(
        store.get(photo.digest),
        (photo.focus_x / 100, photo.focus_y / 100),
        credit_of(photo),
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
