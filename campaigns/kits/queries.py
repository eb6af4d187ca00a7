"""Reading kits: by link, for the desk, by fact, and how they were used."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.models import Campaign, Post, PostFact, Variant
from campaigns.errors import NotFound
from campaigns.kits.models import Kit, KitDay, KitDelivery, KitVersion, Partner, Region
from campaigns.kits.versions import read_version
from campaigns.links.kits import kit_channel
from campaigns.links.models import ClickDay, ShortLink
from campaigns.vocabulary import KitStatus, KitUse, Visitor


@dataclass(frozen=True)
class KitRow:
    """A kit as a list shows it. `uses` counts persons; `told_at` is the last thing that its partner was told."""

    kit: Kit
    partner: Partner
    campaign: Campaign
    uses: Counter[KitUse]
    told: KitDelivery | None

    def is_over(self, today: date) -> bool:
        return self.kit.expires_on < today

    @property
    def downloads(self) -> int:
        return self.uses[KitUse.WHOLE] + self.uses[KitUse.FILE]


def hash_of(token: str) -> str:
    """What a request's secret is matched by."""
    return hashlib.sha256(token.encode()).hexdigest()


def kit_by_token(session: Session, token: str) -> Kit | None:
    """The kit behind a link. How long the answer takes says nothing about a secret: only its hash is compared."""
    wanted = hash_of(token)
    found = session.exec(select(Kit).where(Kit.token_hash == wanted)).first()
    return found if found is not None and hmac.compare_digest(found.token_hash, wanted) else None


def get_kit(session: Session, kit_id: int, *, lock: bool = False) -> Kit:
    """The kit, or a refusal."""
    query = select(Kit).where(Kit.id == kit_id)
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound("There is no such kit.")
    return found


def kit_of_partner(session: Session, *, campaign: Campaign, name: str, language: str, today: date) -> Kit:
    """The standing kit that a partner of this name has of a campaign, or a refusal."""
    found = session.exec(
        select(Kit)
        .join(Partner, col(Partner.id) == Kit.partner_id)
        .where(
            Kit.campaign_id == campaign.id,
            Kit.language == language,
            func.lower(Partner.name) == name.strip().lower(),
            Kit.status != KitStatus.WITHDRAWN,
            Kit.expires_on >= today,
        )
    ).first()
    if found is None:
        raise NotFound(
            "This partner has no kit of the campaign in {language} that is good today. Make it on the desk first.",
            language=language,
        )
    return found


def get_partner(session: Session, partner_id: int) -> Partner:
    """The partner, or a refusal."""
    found = session.get(Partner, partner_id)
    if found is None:
        raise NotFound("There is no such partner.")
    return found


def get_region(session: Session, region_id: int) -> Region:
    """The region, or a refusal."""
    found = session.get(Region, region_id)
    if found is None:
        raise NotFound("There is no such region.")
    return found


def partners_of(session: Session, programme_id: int, *, ended: bool = False) -> list[Partner]:
    """The programme's partners by name; with `ended` those that left, too."""
    query = select(Partner).where(Partner.programme_id == programme_id)
    if not ended:
        query = query.where(col(Partner.ended_at).is_(None))
    return list(session.exec(query.order_by(func.lower(col(Partner.name)))))


def regions_of(session: Session, programme_id: int) -> list[Region]:
    """The programme's regions by name."""
    return list(session.exec(select(Region).where(Region.programme_id == programme_id).order_by(Region.name)))


def version_of(session: Session, kit: Kit, number: int | None = None) -> KitVersion:
    """The kit's latest version, or one of its earlier ones."""
    query = select(KitVersion).where(
        KitVersion.kit_id == kit.id, KitVersion.number == (number or kit.version)
    )
    return session.exec(query).one()


def latest_versions(session: Session, kits: Collection[Kit]) -> dict[int, KitVersion]:
    """The latest version of each of these kits."""
    query = (
        select(KitVersion)
        .join(Kit, (col(Kit.id) == KitVersion.kit_id) & (col(Kit.version) == KitVersion.number))
        .where(col(Kit.id).in_([kit.id for kit in kits]))
    )
    return {version.kit_id: version for version in session.exec(query)}


def versions_of(session: Session, kit: Kit) -> list[KitVersion]:
    """Every version, the newest first."""
    query = select(KitVersion).where(KitVersion.kit_id == kit.id).order_by(col(KitVersion.number).desc())
    return list(session.exec(query))


def deliveries_of(session: Session, kit: Kit) -> list[KitDelivery]:
    """Everything the partner was told about the kit, the newest first."""
    query = select(KitDelivery).where(KitDelivery.kit_id == kit.id).order_by(col(KitDelivery.id).desc())
    return list(session.exec(query))


def kit_rows(
    session: Session,
    *,
    programme_id: int,
    campaign_id: int | None = None,
    partner_id: int | None = None,
    kit_id: int | None = None,
) -> list[KitRow]:
    """Kits with what stands beside them, the newest campaign first, then by partner and language."""
    query = (
        select_many(Kit, Partner, Campaign)
        .join(Partner, col(Partner.id) == Kit.partner_id)
        .join(Campaign, col(Campaign.id) == Kit.campaign_id)
        .where(col(Kit.programme_id) == programme_id)
        .order_by(
            col(Campaign.starts_on).desc(),
            col(Campaign.id).desc(),
            func.lower(col(Partner.name)),
            col(Kit.language),
            col(Kit.id),
        )
    )
    for column, wanted in ((Kit.campaign_id, campaign_id), (Kit.partner_id, partner_id), (Kit.id, kit_id)):
        if wanted is not None:
            query = query.where(col(column) == wanted)
    rows = session.execute(query).all()
    ids = [kit.id or 0 for kit, *_rest in rows]
    uses, told = uses_of(session, ids), _told(session, ids)
    return [
        KitRow(kit, partner, campaign, uses[kit.id or 0], told.get(kit.id or 0))
        for kit, partner, campaign in rows
    ]


def uses_of(session: Session, kit_ids: Collection[int]) -> dict[int, Counter[KitUse]]:
    """How often persons used each of these kits."""
    query = (
        select(KitDay.kit_id, KitDay.use, func.sum(KitDay.times))
        .where(col(KitDay.kit_id).in_(list(kit_ids)), KitDay.visitor == Visitor.PERSON)
        .group_by(col(KitDay.kit_id), col(KitDay.use))
    )
    found: dict[int, Counter[KitUse]] = defaultdict(Counter)
    for kit_id, use, times in session.exec(query):
        found[kit_id][KitUse(use)] = int(times)
    return found


def days_of(session: Session, kit: Kit) -> list[tuple[date, Counter[KitUse]]]:
    """How persons used a kit, day by day, the latest first."""
    query = select(KitDay).where(KitDay.kit_id == kit.id, KitDay.visitor == Visitor.PERSON)
    found: dict[date, Counter[KitUse]] = defaultdict(Counter)
    for row in session.exec(query):
        found[row.day][row.use] += row.times
    return sorted(found.items(), reverse=True)


def kits_clicks(session: Session, kits: Collection[Kit]) -> dict[int, int]:
    """How often persons followed each kit's own short link."""
    channels = {kit_channel(kit.id or 0): kit.id or 0 for kit in kits}
    rows = session.exec(
        select(ShortLink.channel, func.sum(ClickDay.clicks))
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .where(col(ShortLink.channel).in_(list(channels)), ClickDay.visitor == Visitor.PERSON)
        .group_by(col(ShortLink.channel))
    )
    return {channels[channel]: int(clicks) for channel, clicks in rows}


def kits_on_fact(session: Session, fact_id: int) -> list[Kit]:
    """The kits that are not withdrawn and whose latest version holds a post that rests on this fact."""
    behind = session.exec(
        select(Variant.id, Post.campaign_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(PostFact, col(PostFact.post_id) == Post.id)
        .where(PostFact.fact_id == fact_id)
    ).all()
    variants = {variant_id for variant_id, _campaign_id in behind}
    rows = session.exec(
        select(Kit, KitVersion)
        .join(KitVersion, (col(KitVersion.kit_id) == Kit.id) & (col(KitVersion.number) == Kit.version))
        .where(
            Kit.status != KitStatus.WITHDRAWN,
            col(Kit.campaign_id).in_({campaign_id for _variant_id, campaign_id in behind}),
        )
        .order_by(col(Kit.id))
    )
    return [kit for kit, version in rows if variants & variants_in(version)]


def variants_in(version: KitVersion) -> set[int]:
    """The texts that a version holds."""
    return {post["variant"] for post in read_version(version.manifest)["posts"]}


def siblings_of(session: Session, kit: Kit) -> list[Kit]:
    """The same partner's kits of the same campaign in every language, itself among them."""
    query = (
        select(Kit)
        .where(
            Kit.campaign_id == kit.campaign_id,
            Kit.partner_id == kit.partner_id,
            Kit.status != KitStatus.WITHDRAWN,
        )
        .order_by(col(Kit.id))
    )
    return list(session.exec(query))


def kits_on_hold(session: Session, programme_id: int, *, today: date) -> Sequence[Kit]:
    """Held kits that partners still count on."""
    query = select(Kit).where(
        Kit.programme_id == programme_id,
        Kit.status == KitStatus.HELD,
        col(Kit.sent_at).is_not(None),
        Kit.expires_on >= today,
    )
    return session.exec(query).all()


def _told(session: Session, kit_ids: Collection[int]) -> dict[int, KitDelivery]:
    query = (
        select(KitDelivery).where(col(KitDelivery.kit_id).in_(list(kit_ids))).order_by(col(KitDelivery.id))
    )
    return {row.kit_id: row for row in session.exec(query)}
