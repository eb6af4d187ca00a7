"""A scene with all that a reach report tells of: posts on channels and in groups, clicks, kits, rumours, costs."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.db import session_scope
from campaigns.kits.models import Kit, KitDay, Partner
from campaigns.links.actions import count_clicks
from campaigns.links.kits import kit_channel
from campaigns.links.models import ShortLink
from campaigns.needs.rumours.models import Rumour
from campaigns.placements.models import Account, Placement, Publication, Space
from campaigns.reach.actions import record_readings
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import AccountDay, CampaignCost
from campaigns.vocabulary import InsightSource, KitUse, PlacementStatus, RumourStatus, Visitor
from tests.builders import make_campaign
from tests.web.desk_stage import ZONE, approved, feed_account, group
from tests.web.stage import Scene

CHANNELS = ("feed", "facebook")


def everything_out(engine: Engine, scene: Scene, *, now: datetime) -> None:
    """Twenty publications of both texts over twenty days, each with what its channel tells, and all the rest."""
    proofs = {code: approved(engine, scene, getattr(scene, name), now=now, channels=CHANNELS)
              for code, name in (("de", "german"), ("ar", "arabic"))}  # fmt: skip
    space = group(engine, scene, now=now)
    with session_scope(engine) as session:
        for request in session.exec(select(ReviewRequest)):
            request.submitted_at = request.submitted_at - timedelta(hours=7 * (request.id or 0))
        facebook = Account(
            programme_id=scene.cast.programme.id or 0,
            channel="facebook",
            name="Page",
            zone=ZONE,
            created_at=now,
        )
        session.add(facebook)
        session.flush()
        places = (feed_account(session, scene.cast), facebook, space)
        for number in range(20):
            variant = (scene.german, scene.arabic)[number % 2]
            place = places[number % 3] if variant is scene.arabic else places[number % 2]
            at = now - timedelta(days=number, hours=5 * number)
            _publish(session, variant, proofs[variant.language], place, at=at, number=number)
        _clicks(session, scene, now)
        _rumours(session, scene, now)
        _kits(session, scene, now)
        second = make_campaign(session, scene.cast, now=now)
        second.topic, second.title = "wage", "Lohn"
        for campaign, cents in ((scene.campaign, 125_050), (second, 99)):
            session.add(CampaignCost(campaign_id=campaign.id or 0, cents=cents, noted_at=now))
        for days, followers in ((12, 900), (4, 951), (1, 940)):
            session.add(
                AccountDay(
                    account_id=facebook.id or 0, metric="followers", day=now.date() - timedelta(days=days),
                    value=followers, definition="any.followers.1", source=InsightSource.FILE, at=now,
                )
            )  # fmt: skip


def _publish(
    session: Session,
    variant: Variant,
    proofs: dict[str, Proof],
    place: Account | Space,
    *,
    at: datetime,
    number: int,
) -> None:
    chance = random.Random(number)
    channel = place.channel if isinstance(place, Account) else place.platform
    proof = proofs["feed" if channel == "feed" else "facebook"]
    placement = Placement(
        programme_id=place.programme_id, variant_id=variant.id or 0, channel=channel, proof_id=proof.id,
        digest=proof.digest, status=PlacementStatus.PUBLISHED, wall=wall_time(at, ZONE).replace(tzinfo=None),
        zone=ZONE, due_at=at, key=f"stage.{number}", created_at=at,
        **{"account_id" if isinstance(place, Account) else "space_id": place.id},
    )  # fmt: skip
    session.add(placement)
    session.flush()
    publication = Publication(
        placement_id=placement.id or 0, programme_id=place.programme_id, channel=channel,
        language=variant.language, proof_id=proof.id or 0, remote_id=f"far.{number}",
        url=f"https://x.example/{number}", published_at=at,
    )  # fmt: skip
    session.add(publication)
    session.flush()
    known = (Metric.VIEWS, Metric.REACH, Metric.REACTIONS, Metric.COMMENTS) if channel != "feed" else ()
    readings = [
        (publication, Reading(metric, chance.randrange(900))) for metric in known if chance.random() < 0.9
    ]
    if number % 5 == 0 and known:
        readings.append((publication, Reading(Metric.ENGAGEMENTS, chance.randrange(2000))))
    # Without a reading the row is kept by whoever looks after missing ones.
    record_readings(session, readings=readings, source=InsightSource.HAND, at=at + timedelta(hours=1))
    if number > 9:
        week = [(publication, Reading(each.metric, (each.value or 0) * 2)) for publication, each in readings]
        record_readings(session, readings=week, source=InsightSource.HAND, at=at + timedelta(days=6))


def _clicks(session: Session, scene: Scene, now: datetime) -> None:
    link = session.exec(select(ShortLink).where(ShortLink.variant_id == scene.arabic.id)).first()
    assert link is not None
    beside = ShortLink(
        code="kitcode", variant_id=link.variant_id, channel=kit_channel(1), target=link.target, created_at=now
    )
    session.add(beside)
    session.flush()
    for number, each in enumerate(session.exec(select(ShortLink)).all(), start=3):
        for days in (0, 3, 400):
            day = now.date() - timedelta(days=days)
            key = each.id or 0, day, Visitor.PERSON
            count_clicks(session, {key: number * (days + 1), (each.id or 0, day, Visitor.BOT): 50})


def _rumours(session: Session, scene: Scene, now: datetime) -> None:
    for number, (topic, status) in enumerate(
        [
            ("child_benefit", RumourStatus.PUBLISHED),
            ("child_benefit", RumourStatus.NEW),
            ("wage", RumourStatus.NEW),
        ]
    ):
        session.add(
            Rumour(
                programme_id=scene.cast.programme.id or 0, claim=f"Claim {number}", claim_digest=f"{number:064}",
                topic=topic, risk=2, first_heard_on=now.date() - timedelta(days=3), last_heard_on=now.date(),
                status=status, created_at=now,
            )
        )  # fmt: skip


def _kits(session: Session, scene: Scene, now: datetime) -> None:
    programme_id = scene.cast.programme.id or 0
    for number, gone in enumerate((False, False, True)):
        partner = Partner(programme_id=programme_id, name=f"Association {number}", created_at=now)
        session.add(partner)
        session.flush()
        sent = now - timedelta(days=300 if gone else 10)
        kit = Kit(
            programme_id=programme_id, campaign_id=scene.campaign.id or 0, partner_id=partner.id or 0, language="ar",
            token_hash=f"{number:064}", token=b"secret", expires_on=(sent + timedelta(days=90)).date(),
            created_at=sent, sent_at=sent,
        )  # fmt: skip
        session.add(kit)
        session.flush()
        for use, times in ((KitUse.WHOLE, 2), (KitUse.FILE, 5 + number), (KitUse.SHARED, 1)):
            day = sent.date() + timedelta(days=1)
            session.add(KitDay(kit_id=kit.id or 0, day=day, use=use, visitor=Visitor.PERSON, times=times))
