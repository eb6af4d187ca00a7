"""How the pictures of a post look: its layout, its sizes, its photo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from assets.errors import AssetError
from assets.formats import format_for
from assets.layouts import layout_for
from campaigns.content.media.queries import check_usable, get_photo
from campaigns.content.models import Campaign, Post
from campaigns.content.rendering.filling import fields_lacking
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def set_look(
    session: Session,
    *,
    campaign: Campaign,
    post: Post,
    layout: str,
    formats: Sequence[str],
    photo_id: int | None,
    today: date,
    by: Actor,
    now: datetime,
) -> Post:
    """Another layout, other sizes, another photo for the pictures made from now on.

    Pictures that exist stay until they are made again, and with them what was approved. Refuses a post without
    pictures, a look without a size, a layout that no text of the post can fill, and a photo whose time is over.
    """
    check_can_plan(by)
    if not post.formats:
        raise BadInput("This post is text alone and has no picture.")
    if not formats:
        raise BadInput("Choose at least one size.", field="formats")
    _check_known(layout, formats)
    _check_filled(session, post, layout)
    if photo_id is not None:
        check_usable(get_photo(session, photo_id, programme_id=campaign.programme_id), today=today)
    post.layout, post.formats, post.photo_id = layout, list(formats), photo_id
    session.add(post)
    session.flush()
    record(
        session,
        action="set_look",
        subject="campaign",
        subject_id=campaign.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        post=post.id,
        layout=layout,
        formats=list(formats),
        photo=photo_id,
    )
    return post


def _check_known(layout: str, formats: Sequence[str]) -> None:
    field = "layout"
    try:
        layout_for(layout)
        field = "formats"
        for key in formats:
            format_for(key)
    except AssetError as problem:
        raise BadInput(problem.sentence, field=field, **problem.values) from None


def _check_filled(session: Session, post: Post, layout: str) -> None:
    lacking = fields_lacking(session, post, (layout,)).get(layout)
    if lacking is not None:
        raise BadInput(
            "The layout “{layout}” shows the field “{layer}”, which is empty in every language of this post. "
            "Write it first, or choose another layout.",
            field="layout",
            layout=layout_for(layout).name,
            layer=lacking,
        )
