"""Logos of a programme and its partners: part of its brand, in the order in which they stand."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.content.media.photos import Kept
from campaigns.content.media.rules import check_can_add_media
from campaigns.errors import BadInput, NotFound
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme

MOST_LOGOS = 8


def add_logo(
    session: Session,
    *,
    programme: Programme,
    kept: Kept,
    name: str,
    is_emblem: bool,
    by: Actor,
    now: datetime,
) -> Programme:
    """Adds a logo at the end, or gives the one with this name another picture. Pictures that exist keep theirs."""
    check_can_add_media(by)
    if not name:
        raise BadInput("Name whose logo this is.", field="name")
    logo = {"name": name, "digest": kept.digest, "is_emblem": is_emblem}
    present = list(programme.brand.get("logos", []))
    logos = [logo if one["name"] == name else one for one in present]
    if logo not in logos:
        logos.append(logo)
    if len(logos) > MOST_LOGOS:
        raise BadInput(
            "More than {most} logos do not fit on a picture. Remove one.", most=MOST_LOGOS, field="name"
        )
    return _keep(session, programme, logos, "add_logo", name, by, now)


def remove_logo(session: Session, *, programme: Programme, name: str, by: Actor, now: datetime) -> Programme:
    """Takes a logo away from the pictures made from now on."""
    check_can_add_media(by)
    present = list(programme.brand.get("logos", []))
    logos = [one for one in present if one["name"] != name]
    if logos == present:
        raise NotFound("There is no logo of that name.")
    return _keep(session, programme, logos, "remove_logo", name, by, now)


def _keep(
    session: Session,
    programme: Programme,
    logos: list[dict[str, object]],
    action: str,
    name: str,
    by: Actor,
    now: datetime,
) -> Programme:
    programme.brand = {**programme.brand, "logos": logos}
    session.add(programme)
    session.flush()
    record(
        session,
        action=action,
        subject="programme",
        subject_id=programme.id,
        by=by,
        programme_id=programme.id,
        now=now,
        name=name,
    )
    return programme
