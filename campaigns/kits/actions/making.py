"""Making kits, and the next version of those that say something old."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.content.models import Campaign
from campaigns.errors import BadInput, Conflict, NotReady
from campaigns.kits.actions.telling import tell
from campaigns.kits.actions.withdrawing import check_why
from campaigns.kits.desk import KitDesk
from campaigns.kits.gathering import LONGEST, Gathered, gather
from campaigns.kits.models import LINK, Kit, KitVersion, Partner, Region
from campaigns.kits.queries import hash_of, version_of
from campaigns.kits.rules import check_can_keep_kits
from campaigns.kits.told import digest_of_link
from campaigns.kits.versions import KitManifest, build_version, frozen, read_version, says_the_same
from campaigns.languages import language as check_language
from campaigns.lifecycle import check_transition
from campaigns.links.actions import link_for
from campaigns.links.kits import kit_channel
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.sealing import seal
from campaigns.vocabulary import KitNews, KitStatus

TOKEN_BYTES = 32
NOTHING_APPROVED = (
    "In {language} no post of this campaign may leave today. Have at least one approved, then make the kit."
)


@dataclass(frozen=True)
class Corrected:
    """What came of correcting kits: those with a new version, those that say it all already, those that must wait."""

    corrected: tuple[Kit, ...] = ()
    same: tuple[Kit, ...] = ()
    waiting: tuple[Kit, ...] = ()
    letters: int = 0


def make_kits(
    session: Session,
    *,
    campaign: Campaign,
    partners: Sequence[Partner],
    languages: Sequence[str],
    expires_on: date | None = None,
    desk: KitDesk,
    by: Actor | None,
    now: datetime,
) -> list[Kit]:
    """One kit for each partner and language that has none yet. Nobody is told before they are sent.

    `expires_on` may lie before the day on which the first approval or fact ends, never after it.
    """
    check_can_keep_kits(by)
    if not partners:
        raise BadInput("Choose at least one partner.", field="partners")
    if not languages:
        raise BadInput("Choose at least one language.", field="languages")
    programme = session.get_one(Programme, campaign.programme_id)
    today = wall_time(now, programme.zone).date()
    standing = _standing(session, campaign)
    made = []
    for language in languages:
        check_language(language)
        gathered = gather(session, campaign, language, today=today)
        ends_on = end_of(gathered, language, wanted=expires_on, today=today)
        for partner in partners:
            _check_partner(partner, campaign)
            if (partner.id, language) not in standing:
                kit = _new_kit(session, campaign, partner, language, ends_on, desk, by, now)
                _add_version(session, kit, programme, gathered, partner, "", desk, by, now)
                made.append(kit)
    if not made:
        raise Conflict(
            "Each of these partners has a kit in each of these languages already.", field="partners"
        )
    return made


def correct_kits(
    session: Session,
    *,
    kits: Sequence[Kit],
    why: str,
    expires_on: date | None = None,
    desk: KitDesk,
    by: Actor | None,
    now: datetime,
) -> Corrected:
    """The next version of each kit whose contents would be others today. Partners that have it are told what changed.

    A kit of which nothing may leave today waits and stays as it is. Without `expires_on` it keeps its last day, unless
    that is over or something in it ends before.
    """
    check_can_keep_kits(by)
    reason = check_why(why)
    gathered: dict[tuple[int, str], Gathered] = {}
    corrected, same, waiting = [], [], []
    for kit in kits:
        if kit.status is KitStatus.WITHDRAWN:
            raise Conflict("A kit that was withdrawn is not corrected. Make a new one.")
        campaign = session.get_one(Campaign, kit.campaign_id)
        programme = session.get_one(Programme, kit.programme_id)
        today = wall_time(now, programme.zone).date()
        key = (kit.campaign_id, kit.language)
        if key not in gathered:
            gathered[key] = gather(session, campaign, kit.language, today=today)
        if not gathered[key].parts:
            waiting.append(kit)
            continue
        before = kit.status
        kit.expires_on = _last_day(gathered[key], kit, wanted=expires_on, today=today)
        partner = session.get_one(Partner, kit.partner_id)
        if _add_version(session, kit, programme, gathered[key], partner, reason, desk, by, now):
            if before is KitStatus.HELD:
                check_transition(before, KitStatus.OPEN)
                kit.status, kit.held_at, kit.reason, kit.reason_values = KitStatus.OPEN, None, "", {}
            corrected.append(kit)
        else:
            same.append(kit)
        session.add(kit)
    session.flush()
    letters = tell(
        session,
        kits=[kit for kit in corrected if kit.sent_at],
        news=KitNews.CORRECTED,
        why=reason,
        desk=desk,
        by=by,
        now=now,
    )
    return Corrected(tuple(corrected), tuple(same), tuple(waiting), letters)


def renew_link(session: Session, *, kit: Kit, desk: KitDesk, by: Actor | None, now: datetime) -> None:
    """A new link; the old one opens nothing any more."""
    check_can_keep_kits(by)
    if kit.status is KitStatus.WITHDRAWN:
        raise Conflict("A kit that was withdrawn gets no new link.")
    _set_token(kit, desk)
    session.add(kit)
    session.flush()
    _record(session, "renew_kit_link", kit, by, now, link=digest_of_link(kit))


def end_of(gathered: Gathered, language: str, *, wanted: date | None, today: date) -> date:
    """The last day of a kit: the wanted one, or the first on which something in it ends, half a year at most."""
    if not gathered.parts:
        raise NotReady(NOTHING_APPROVED, field="languages", language=language)
    last = min(gathered.ends_on or date.max, today + LONGEST)
    if wanted is None:
        return last
    if wanted < today:
        raise BadInput("The last day lies in the past. Choose a later one.", field="expires_on")
    if wanted > last:
        raise BadInput(
            "Something in the kit is only good until {last}. Choose that day or an earlier one.",
            field="expires_on",
            last=last.isoformat(),
        )
    return wanted


def _last_day(gathered: Gathered, kit: Kit, *, wanted: date | None, today: date) -> date:
    """The wanted last day, else the one the kit has if it still can have it."""
    latest = end_of(gathered, kit.language, wanted=wanted, today=today)
    return kit.expires_on if wanted is None and today <= kit.expires_on <= latest else latest


def _standing(session: Session, campaign: Campaign) -> set[tuple[int | None, str]]:
    rows = session.exec(
        select(Kit.partner_id, Kit.language).where(
            Kit.campaign_id == campaign.id, col(Kit.status) != KitStatus.WITHDRAWN
        )
    )
    return {(partner_id, language) for partner_id, language in rows}


def _check_partner(partner: Partner, campaign: Campaign) -> None:
    if partner.programme_id != campaign.programme_id or partner.ended_at is not None:
        raise BadInput("This partner is not in the register of the programme.", field="partners")


def _new_kit(
    session: Session,
    campaign: Campaign,
    partner: Partner,
    language: str,
    expires_on: date,
    desk: KitDesk,
    by: Actor | None,
    now: datetime,
) -> Kit:
    kit = Kit(
        programme_id=campaign.programme_id,
        campaign_id=campaign.id or 0,
        partner_id=partner.id or 0,
        language=language,
        token_hash="",
        token=b"",
        expires_on=expires_on,
        created_by=person_id(by),
        created_at=now,
    )
    _set_token(kit, desk)
    session.add(kit)
    session.flush()
    _record(
        session,
        "make_kit",
        kit,
        by,
        now,
        language=language,
        partner=kit.partner_id,
        link=digest_of_link(kit),
    )
    return kit


def _set_token(kit: Kit, desk: KitDesk) -> None:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    kit.token_hash, kit.token = hash_of(token), seal(token.encode(), desk.outbox.key, purpose=LINK)


def _add_version(
    session: Session,
    kit: Kit,
    programme: Programme,
    gathered: Gathered,
    partner: Partner,
    why: str,
    desk: KitDesk,
    by: Actor | None,
    now: datetime,
) -> bool:
    """Adds the next version unless it would say what the last one says."""
    manifest = build_version(
        programme=programme,
        gathered=gathered,
        language=kit.language,
        number=kit.version + 1,
        made_on=wall_time(now, programme.zone).date(),
        expires_on=kit.expires_on,
        partner=partner,
        region=session.get(Region, partner.region_id) if partner.region_id else None,
        link=_link(session, kit, gathered, desk, now),
    )
    if kit.version and says_the_same(manifest, _present(session, kit)):
        return False
    text, digest = frozen(manifest)
    kit.version += 1
    session.add(
        KitVersion(
            kit_id=kit.id or 0,
            number=kit.version,
            manifest=text,
            digest=digest,
            why=why,
            made_by=person_id(by),
            made_at=now,
        )
    )
    session.add(kit)
    session.flush()
    _record(session, "add_kit_version", kit, by, now, digest=digest)
    return True


def _present(session: Session, kit: Kit) -> KitManifest:
    return read_version(version_of(session, kit).manifest)


def _link(
    session: Session, kit: Kit, gathered: Gathered, desk: KitDesk, now: datetime
) -> dict[str, str] | None:
    """The kit's own short link to the target that its texts were approved with."""
    campaign = session.get_one(Campaign, kit.campaign_id)
    if not campaign.link:
        return None
    link = link_for(
        session,
        variant_id=gathered.parts[0].variant.id or 0,
        channel=kit_channel(kit.id or 0),
        target=campaign.link,
        now=now,
    )
    return {"address": desk.short_link(link.code), "target": campaign.link}


def _record(
    session: Session,
    action: str,
    kit: Kit,
    by: Actor | None,
    now: datetime,
    **detail: Collection[str] | int | str,
) -> None:
    record(
        session,
        action=action,
        subject="kit",
        subject_id=kit.id,
        by=by,
        programme_id=kit.programme_id,
        now=now,
        version=kit.version,
        **detail,
    )
