"""Telling partners about their kits: one letter for a partner's kits of a campaign, however many languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from babel import Locale
from babel.dates import format_date
from sqlmodel import Session, col, select

from campaigns.content.models import Campaign
from campaigns.errors import Conflict
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit, KitDelivery, Partner
from campaigns.kits.rules import check_can_keep_kits
from campaigns.languages import sort_languages
from campaigns.mail.outbox import put_letter
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.vocabulary import KitNews, KitStatus

LOCALES = {"de": "de_DE", "en": "en_GB"}


def send_kits(
    session: Session, *, kits: Sequence[Kit], desk: KitDesk, by: Actor | None, now: datetime
) -> int:
    """Hands kits over: their partners get the link by mail. Says how many letters were put into the outbox."""
    check_can_keep_kits(by)
    for kit in kits:
        if kit.status is not KitStatus.OPEN:
            raise Conflict("A kit that is held or withdrawn is not sent. Correct it first.")
        kit.sent_at = kit.sent_at or now
        session.add(kit)
    session.flush()
    return tell(session, kits=kits, news=KitNews.NEW, desk=desk, by=by, now=now)


def tell(
    session: Session,
    *,
    kits: Iterable[Kit],
    news: KitNews,
    why: str = "",
    desk: KitDesk,
    by: Actor | None,
    now: datetime,
) -> int:
    """Notes the news of each kit, with a letter to its partner where it wants mail and this instance sends any.

    `why` is what the person who corrected or withdrew gave as the reason. Says how many letters that were.
    """
    groups: dict[tuple[int, int], list[Kit]] = defaultdict(list)
    for kit in kits:
        groups[kit.partner_id, kit.campaign_id].append(kit)
    partners = _partners(session, {partner_id for partner_id, _campaign_id in groups})
    campaigns = _campaigns(session, {campaign_id for _partner_id, campaign_id in groups})
    written = 0
    for (partner_id, campaign_id), group in groups.items():
        mailed = _write(session, partners[partner_id], campaigns[campaign_id], group, news, why, desk, now)
        written += mailed
        for kit in group:
            _note(session, kit, news, mailed, by, now)
    return written


def _write(
    session: Session,
    partner: Partner,
    campaign: Campaign,
    kits: Sequence[Kit],
    news: KitNews,
    why: str,
    desk: KitDesk,
    now: datetime,
) -> bool:
    if not partner.email:
        return False
    locale = LOCALES.get(partner.interface, LOCALES["en"])
    names = Locale.parse(locale).languages
    by_language = {kit.language: kit for kit in kits}
    ordered = sort_languages(by_language)
    programme = session.get_one(Programme, campaign.programme_id)
    return put_letter(
        session,
        outbox=desk.outbox,
        letter=f"kit_{news.value}",
        to=partner.email,
        interface=partner.interface,
        values={
            "programme": programme.name,
            "organisation": programme.organisation,
            "campaign": campaign.title,
            "languages": ", ".join(names.get(code, code) for code in ordered),
            "until": format_date(min(kit.expires_on for kit in kits), "long", locale=locale),
            "why": why or "–",
            "link": desk.address(by_language[ordered[0]]),
        },
        now=now,
    )


def _note(session: Session, kit: Kit, news: KitNews, mailed: bool, by: Actor | None, now: datetime) -> None:
    session.add(
        KitDelivery(
            kit_id=kit.id or 0, version=kit.version, news=news, mailed=mailed, by=person_id(by), at=now
        )
    )
    session.flush()
    record(
        session,
        action="tell_partner",
        subject="kit",
        subject_id=kit.id,
        by=by,
        programme_id=kit.programme_id,
        now=now,
        news=news.value,
        version=kit.version,
        mailed=mailed,
    )


def _partners(session: Session, ids: set[int]) -> dict[int, Partner]:
    return {row.id or 0: row for row in session.exec(select(Partner).where(col(Partner.id).in_(ids)))}


def _campaigns(session: Session, ids: set[int]) -> dict[int, Campaign]:
    return {row.id or 0: row for row in session.exec(select(Campaign).where(col(Campaign.id).in_(ids)))}
