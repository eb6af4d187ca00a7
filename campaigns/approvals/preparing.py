"""From a variant's words and pictures to what leaves on each channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.approvals.proofs import Parts
from campaigns.channels import Media, Profile, profile
from campaigns.content.compose import compose_text
from campaigns.content.copy import Copy
from campaigns.content.counting import counter_of
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import (
    SHEET,
    campaign_of_variant,
    current_films,
    current_renditions,
    current_sheets,
    current_slides,
    latest_revision,
)
from campaigns.content.rendering.slides import slide_format, spoken_of_slides
from campaigns.errors import NotReady
from campaigns.links.actions import link_for
from campaigns.links.paper import short_address
from campaigns.people.models import Programme


@dataclass(frozen=True)
class Desk:
    """Where short links live: the public address of this instance."""

    base_url: str

    def address(self, code: str) -> str:
        return short_address(self.base_url, code)


def prepare_parts(
    session: Session, *, variant: Variant, channels: Collection[str], desk: Desk, now: datetime
) -> list[Parts]:
    """What would leave on each of these channels, with the short link of each made when it is missing."""
    revision = latest_revision(session, variant)
    if revision is None:
        raise NotReady("There are no words in this language yet. Write them first, then submit.")
    campaign, post = campaign_of_variant(session, variant)
    programme = session.get_one(Programme, campaign.programme_id)
    words = revision.id or 0
    files = [
        *current_films(session, [words])[words],
        *current_renditions(session, [words])[words],
        *current_slides(session, [words]).get(words, ()),
        *current_sheets(session, [words])[words],
    ]
    return [
        _parts(session, profile(channel), programme, campaign, post, variant, revision, files, desk, now)
        for channel in sorted(channels)
    ]


def _parts(
    session: Session,
    channel: Profile,
    programme: Programme,
    campaign: Campaign,
    post: Post,
    variant: Variant,
    revision: Revision,
    files: Sequence[Rendition],
    desk: Desk,
    now: datetime,
) -> Parts:
    copy = Copy.from_dict(revision.words)
    slide_alts = spoken_of_slides(post.kind, revision.words)
    address, is_paper = "", SHEET in channel.media.types
    if campaign.link:
        link = link_for(
            session, variant_id=variant.id or 0, channel=channel.channel, target=campaign.link, now=now
        )
        address = desk.address(link.code)
    return Parts(
        channel=channel.channel,
        language=variant.language,
        title=copy.headline,
        text=""
        if is_paper  # its words stand on the sheet, its link in the code there
        else compose_text(
            copy,
            language=variant.language,
            channel_limit=channel.text.limit,
            link=address,
            count=counter_of(channel.text),
        ),
        link=address,
        target=campaign.link,
        alt_text=copy.alt_text,
        slide_alts=slide_alts,
        notice=copy.notice,
        funder=str(programme.funder.get("statement", "")),
        renditions=choose_renditions(channel, post, files, slides=len(slide_alts)),
        looks={one.format: one for one in files if one.media_type != SHEET and one.seconds is None},
        words=revision.digest,
    )


def choose_renditions(
    channel: Profile, post: Post, files: Sequence[Rendition], *, slides: int = 0
) -> tuple[Rendition, ...]:
    """The files that suit the channel best: those of its first wanted format that the post has, in a kind, size and
    shape it takes; behind those it wants, any other format of the post will do. A film, where one was made and the
    channel takes it, goes before a picture. On paper every sheet goes.

    A carousel of so many `slides` behind its first picture leaves whole, or, where the channel takes fewer files or a
    slide is missing, as its first picture alone, which says all in short.
    """
    media = channel.media
    if SHEET in media.types and (sheets := tuple(file for file in files if file.media_type == SHEET)):
        return sheets
    formats = dict.fromkeys((*media.formats, *post.formats))

    def find(key: str) -> Rendition | None:
        return next((file for file in files if file.format == key and _is_taken(media, file)), None)

    for key in [*(f"film/{wanted}" for wanted in formats), *formats]:
        first = find(key)
        if first is None:
            continue
        behind = [find(slide_format(key, place)) for place in range(1, slides + 1)]
        whole = tuple(file for file in (first, *behind) if file is not None)
        is_whole = len(whole) == 1 + slides and first.seconds is None
        return whole if is_whole and (media.count is None or len(whole) <= media.count) else (first,)
    if post.formats and media.required:
        raise NotReady(
            "{channel} needs a picture in one of these formats: {formats}. Render one of them first.",
            channel=channel.name,
            formats=", ".join(media.formats),
        )
    return ()


def _is_taken(media: Media, file: Rendition) -> bool:
    return (
        file.media_type in media.types
        and media.takes(file.size, file.seconds)
        and media.fault_of_shape(file.width, file.height) is None
    )
