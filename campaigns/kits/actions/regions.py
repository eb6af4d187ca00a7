"""Regions and the contact block that kits of their partners carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from campaigns.canonical import digest_of
from campaigns.errors import BadInput, Conflict
from campaigns.kits.contact import contact_of
from campaigns.kits.models import Region
from campaigns.kits.rules import check_can_keep_kits
from campaigns.languages import language as check_language
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def keep_region(
    session: Session,
    *,
    programme_id: int,
    region: Region | None = None,
    name: str,
    contacts: Mapping[str, str],
    by: Actor | None,
    now: datetime,
) -> Region:
    """Adds a region or changes one. Kits keep the block they were made with until they are corrected."""
    check_can_keep_kits(by)
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 120:
        raise BadInput("Write the region's name, at most 120 characters.", field="name")
    row = region or Region(programme_id=programme_id, name=tidy, changed_at=now)
    same = select(Region.id).where(
        Region.programme_id == programme_id, Region.name == tidy, Region.id != row.id
    )
    if session.exec(same).first() is not None:
        raise Conflict("A region of this name exists already.", field="name")
    row.name, row.contacts, row.changed_at = tidy, _blocks(contacts), now
    session.add(row)
    session.flush()
    record(
        session,
        action="keep_region",
        subject="region",
        subject_id=row.id,
        by=by,
        programme_id=programme_id,
        now=now,
        languages=sorted(row.contacts),
        state=digest_of(row.contacts),
    )
    return row


def _blocks(contacts: Mapping[str, str]) -> dict[str, str]:
    for code in contacts:
        check_language(code)
    found = {code: contact_of(text, code, field=f"contact.{code}") for code, text in contacts.items()}
    return {code: block for code, block in found.items() if block}
