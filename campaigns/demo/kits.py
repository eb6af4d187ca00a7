"""Kits of the demo: a fictional partner in a fictional region, sent some days ago and used since."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.content.queries import get_campaign
from campaigns.db import session_scope
from campaigns.kits.actions import add_partner, count_uses, keep_region, make_kits, send_kits, withdraw_kits
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import KitUse, Visitor


@dataclass(frozen=True)
class KitScene:
    """Who gets a campaign's kits, in which languages, since how many days, and where they send people.

    `withdrawn` is a language whose kit was taken back yesterday, `why` what the partner was told.
    """

    partner: str
    languages: Sequence[str]
    region: str
    contacts: Mapping[str, str]
    days: int
    withdrawn: str = ""
    why: str = ""


def hand_out(
    engine: Engine,
    *,
    desk: KitDesk,
    programme: Programme,
    campaign_id: int,
    scene: KitScene,
    by: Actor,
    now: datetime,
) -> None:
    """The partner is in the register, has its kits, and has used them."""
    since = now - timedelta(days=scene.days)
    with session_scope(engine) as session:
        region = keep_region(
            session,
            programme_id=programme.id or 0,
            name=scene.region,
            contacts=scene.contacts,
            by=by,
            now=since,
        )
        partner = add_partner(
            session,
            programme_id=programme.id or 0,
            name=scene.partner,
            email=f"post@partner.{programme.key}.example",
            languages=scene.languages,
            region=region,
            by=by,
            now=since,
        )
        kits = make_kits(
            session,
            campaign=get_campaign(session, campaign_id),
            partners=[partner],
            languages=scene.languages,
            desk=desk,
            by=by,
            now=since,
        )
        send_kits(session, kits=kits, desk=desk, by=by, now=since)
        _use(session, kits, scene, since)
        taken_back = [kit for kit in kits if kit.language == scene.withdrawn]
        withdraw_kits(session, kits=taken_back, why=scene.why, desk=desk, by=by, now=now - timedelta(days=1))


def _use(session: Session, kits: Sequence[Kit], scene: KitScene, since: datetime) -> None:
    draw = random.Random(scene.days)  # noqa: S311
    for kit in kits:
        for day in range(scene.days):
            on = (since + timedelta(days=day)).date()
            often = {
                KitUse.OPENED: draw.randint(2, 6) // (1 + day // 2),
                KitUse.WHOLE: 1 if day in (0, 2) else 0,
                KitUse.FILE: draw.randint(0, 2),
                KitUse.SHARED: 1 if day in (1, 3) else 0,
            }
            counts = {(kit.id or 0, on, use, Visitor.PERSON): times for use, times in often.items() if times}
            count_uses(session, counts)
