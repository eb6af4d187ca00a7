"""What a reach report says about kits: how many were good in a period, for how many partners, how they were used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from campaigns.kits.models import Kit, KitDay
from campaigns.vocabulary import KitUse, Visitor


class Uses(Counter[KitUse]):
    """What persons did with kits: how often, by kind."""

    @property
    def downloads(self) -> int:
        """How often a whole kit or one of its files was taken."""
        return self[KitUse.WHOLE] + self[KitUse.FILE]

    @property
    def shared(self) -> int:
        """How often something was handed on from the page."""
        return self[KitUse.SHARED]


@dataclass(frozen=True)
class KitFigures:
    """Kits in a period: how many were good on any of its days and for how many partners, and what persons did."""

    kits: int
    partners: int
    uses: Uses


@dataclass(frozen=True)
class KitUsed:
    """A kit that was sent, whether it was good on any day of the period, and what persons did with it in the period."""

    kit: Kit
    is_standing: bool
    uses: Uses


def kits_used(session: Session, *, campaign_ids: Collection[int], start: date, end: date) -> list[KitUsed]:
    """Every kit of these campaigns that was sent, with its period, both days included."""
    kits = session.exec(
        select(Kit)
        .where(col(Kit.campaign_id).in_(list(campaign_ids)), col(Kit.sent_at).is_not(None))
        .order_by(col(Kit.id))
    ).all()
    query = (
        select(KitDay.kit_id, KitDay.use, func.sum(KitDay.times))
        .where(
            col(KitDay.kit_id).in_([kit.id for kit in kits]),
            KitDay.visitor == Visitor.PERSON,
            KitDay.day >= start,
            KitDay.day <= end,
        )
        .group_by(col(KitDay.kit_id), col(KitDay.use))
    )
    uses: dict[int, Uses] = defaultdict(Uses)
    for kit_id, use, times in session.exec(query):
        uses[kit_id][KitUse(use)] = int(times)
    return [KitUsed(kit, _stood(kit, start, end), uses[kit.id or 0]) for kit in kits]


def figures_of_kits(
    session: Session, *, campaign_ids: Collection[int], start: date, end: date
) -> KitFigures | None:
    """What a reach report says about the kits of these campaigns in a period, both days included; None without any."""
    used = kits_used(session, campaign_ids=campaign_ids, start=start, end=end)
    if not used:
        return None
    standing = [each.kit for each in used if each.is_standing]
    uses = Uses()
    for each in used:
        uses.update(each.uses)
    return KitFigures(len(standing), len({kit.partner_id for kit in standing}), uses)


def _stood(kit: Kit, start: date, end: date) -> bool:
    return (
        kit.sent_at is not None
        and kit.sent_at.date() <= end
        and kit.expires_on >= start
        and (kit.withdrawn_at is None or kit.withdrawn_at.date() >= start)
    )
