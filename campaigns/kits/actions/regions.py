"""Regions and the contact block that kits of their partners carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from campaigns.content.checks.values.found import Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.errors import BadInput, Conflict
from campaigns.kits.models import Region
from campaigns.kits.rules import check_can_keep_kits
from campaigns.languages import language as check_language
from campaigns.people.actor import Actor
from campaigns.people.audit import record

#: What no contact needs. No lawyer sees the block, and it stands beside words that lawyers have checked.
_STATEMENTS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.LAW, Kind.DURATION})
#: A name, an address, a telephone, hours: what fits on a card.
LONGEST = 600


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
    )
    return row


def _blocks(contacts: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for code, text in contacts.items():
        check_language(code)
        tidy = "\n".join(line.strip() for line in text.strip().splitlines())
        if len(tidy) > LONGEST:
            raise BadInput(
                "A contact block has {longest} characters at most.", field=f"contact.{code}", longest=LONGEST
            )
        _check_states_no_law(tidy, code)
        if tidy:
            found[code] = tidy
    return found


def _check_states_no_law(block: str, language: str) -> None:
    told = next((found for found in read_values(block, language) if found.kind in _STATEMENTS), None)
    if told is not None:
        raise BadInput(
            "A contact block names who answers, and when. “{told}” belongs into a post, which a lawyer checks.",
            field=f"contact.{language}",
            told=block[told.start : told.end],
        )
