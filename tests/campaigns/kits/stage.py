"""A campaign approved in German and Arabic, two partners, and the kits that they were sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from campaigns.content.models import Campaign
from campaigns.facts.models import Fact
from campaigns.kits.actions import add_partner, make_kits, send_kits
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit, Partner
from campaigns.kits.opening import OpenKit, open_version
from campaigns.kits.queries import version_of
from campaigns.kits.versions import read_version
from campaigns.mail.models import PURPOSE, Mail
from campaigns.mail.outbox import Outbox
from campaigns.sealing import Sealed, unseal
from tests import builders
from tests.builders import Cast
from tests.replaying import step

KEY = bytes(range(32))
DESK = KitDesk("https://litfass.example", Outbox(KEY, is_open=True))
CHANNELS = ("feed", "handoff")


@dataclass
class Scene:
    """What the tests begin with."""

    cast: Cast
    campaign: Campaign
    fact: Fact
    partners: list[Partner] = field(default_factory=list)
    kits: list[Kit] = field(default_factory=list)

    def kit(self, language: str = "de", partner: int = 0) -> Kit:
        wanted = self.partners[partner].id
        return next(each for each in self.kits if (each.language, each.partner_id) == (language, wanted))


@step
def build(
    session: Session,
    now: datetime,
    *,
    sent: bool = True,
    languages: Sequence[str] = ("de", "ar"),
    ends: date | None = None,
) -> Scene:
    """Everything approved for groups and the feed; a kit for each partner and language, sent or not.

    `ends` is the last day of the fact behind it, and so of its approvals.
    """
    cast = builders.make_cast(session, now=now)
    fact = builders.make_fact(
        session, cast.programme, now=now, laws=["§ 66 EStG"], source_title="Law", valid_to=ends
    )
    campaign = builders.make_campaign(session, cast, now=now, facts=[fact])
    builders.give_pictures(session, campaign, now=now)
    for language in languages:
        approve(session, cast, campaign, language, now)
    scene = Scene(cast, campaign, fact)
    for name in ("Mothers' Club", "Welcome Centre"):
        scene.partners.append(
            add_partner(
                session,
                programme_id=cast.programme.id or 0,
                name=name,
                email=f"{name.split()[0].lower().strip(chr(39))}@partner.example",
                interface="en",
                languages=list(languages),
                by=cast.lead,
                now=now,
            )
        )
    scene.kits = make_kits(
        session,
        campaign=campaign,
        partners=scene.partners,
        languages=list(languages),
        desk=DESK,
        by=cast.staff,
        now=now,
    )
    if sent:
        send_kits(session, kits=scene.kits, desk=DESK, by=cast.staff, now=now)
    return scene


def approve(session: Session, cast: Cast, campaign: Campaign, language: str, now: datetime) -> None:
    """The first post in a language, approved as it stands."""
    variant = builders.first_variant(session, campaign, language)
    request = builders.submit(session, cast, variant, now=now, channels=CHANNELS)
    builders.approve(session, cast, request, now=now)


def opened(session: Session, kit: Kit, now: datetime) -> OpenKit:
    """The kit's latest version as readers get it, or `Shut`."""
    manifest = read_version(version_of(session, kit).manifest)
    return open_version(session, manifest, programme_id=kit.programme_id, on=now.date())


def letters(session: Session, name: str | None = None) -> list[dict[str, str]]:
    """The letters in the outbox, the oldest first, with their addresses and words."""
    query = select(Mail).order_by(col(Mail.id))
    return [
        json.loads(unseal(Sealed(row.content or b""), KEY, purpose=PURPOSE))
        for row in session.exec(query)
        if name is None or row.letter == name
    ]
