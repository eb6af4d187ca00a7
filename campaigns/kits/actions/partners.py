"""The register of partners: organisations without a login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, func, select

from campaigns.errors import BadInput, Conflict
from campaigns.kits.actions.withdrawing import withdraw_kits
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit, Partner, Region
from campaigns.kits.rules import check_can_keep_kits
from campaigns.languages import language as check_language
from campaigns.languages import sort_languages
from campaigns.mail.letters import letters
from campaigns.people.actions.people import ADDRESS
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.queries import normalise_email
from campaigns.vocabulary import KitStatus


def add_partner(
    session: Session,
    *,
    programme_id: int,
    name: str,
    email: str = "",
    interface: str = "de",
    languages: Sequence[str] = (),
    region: Region | None = None,
    by: Actor | None,
    now: datetime,
) -> Partner:
    """Registers an organisation that will get kits."""
    check_can_keep_kits(by)
    partner = Partner(programme_id=programme_id, name="", created_at=now)
    _fill(session, partner, name, email, interface, languages, region)
    session.add(partner)
    session.flush()
    _record(session, "add_partner", partner, by, now)
    return partner


def change_partner(
    session: Session,
    *,
    partner: Partner,
    name: str,
    email: str,
    interface: str,
    languages: Sequence[str],
    region: Region | None,
    by: Actor | None,
    now: datetime,
) -> Partner:
    """Changes what stands in the register. Kits keep what they say until they are corrected."""
    check_can_keep_kits(by)
    _check_stands(partner)
    _fill(session, partner, name, email, interface, languages, region)
    session.add(partner)
    session.flush()
    _record(session, "change_partner", partner, by, now)
    return partner


def end_partner(session: Session, *, partner: Partner, desk: KitDesk, by: Actor | None, now: datetime) -> int:
    """The organisation gets nothing any more: its kits are withdrawn, its address is forgotten. Says how many kits."""
    check_can_keep_kits(by)
    _check_stands(partner)
    standing = session.exec(
        select(Kit).where(Kit.partner_id == partner.id, Kit.status != KitStatus.WITHDRAWN)
    ).all()
    withdraw_kits(session, kits=standing, why="", desk=desk, by=by, now=now)
    partner.ended_at, partner.email = now, ""
    session.add(partner)
    session.flush()
    _record(session, "end_partner", partner, by, now, kits=len(standing))
    return len(standing)


def _fill(
    session: Session,
    partner: Partner,
    name: str,
    email: str,
    interface: str,
    languages: Sequence[str],
    region: Region | None,
) -> None:
    tidy, address = " ".join(name.split()), normalise_email(email) if email.strip() else ""
    if not tidy or len(tidy) > 120:
        raise BadInput("Write the organisation's name, at most 120 characters.", field="name")
    if address and (not ADDRESS.fullmatch(address) or len(address) > 254):
        raise BadInput("This is not an e-mail address. Write it like name@example.org.", field="email")
    if interface not in letters()["kit_new"]:
        raise BadInput("Choose the language of the letters.", field="interface")
    for code in languages:
        check_language(code)
    if region is not None and region.programme_id != partner.programme_id:
        raise BadInput("This region belongs to another programme.", field="region")
    same = select(Partner.id).where(
        Partner.programme_id == partner.programme_id,
        func.lower(Partner.name) == tidy.lower(),
        Partner.id != partner.id,
    )
    if session.exec(same).first() is not None:
        raise Conflict("A partner of this name is in the register already.", field="name")
    partner.name, partner.email, partner.interface = tidy, address, interface
    partner.languages, partner.region_id = sort_languages(set(languages)), region.id if region else None


def _check_stands(partner: Partner) -> None:
    if partner.ended_at is not None:
        raise Conflict("This partner left the register. Add it anew if it is to get kits again.")


def _record(
    session: Session, action: str, partner: Partner, by: Actor | None, now: datetime, **detail: int
) -> None:
    record(
        session,
        action=action,
        subject="partner",
        subject_id=partner.id,
        by=by,
        programme_id=partner.programme_id,
        now=now,
        **detail,
    )
