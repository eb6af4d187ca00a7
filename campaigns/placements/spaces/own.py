"""An account of ours as a place where a person posts by hand, while its channel is down or its token dead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlmodel import Session, col, select

from campaigns.channels import profile
from campaigns.people.actor import Actor
from campaigns.people.queries import leads_of
from campaigns.placements.models import Account, Space
from campaigns.placements.spaces.register import note_added

#: As long as the register takes one.
LONGEST_PAGE = 300
_PART = re.compile(r"\{(@?)(\w+)\}")


def own_place(session: Session, account: Account, language: str, *, by: Actor | None, now: datetime) -> Space:
    """The place of this account for posts in this language; made when it is needed first.

    A task that is anybody's is nobody's: whoever converts looks after it, and a lead is the deputy, until the register
    names others.
    """
    query = select(Space).where(
        Space.account_id == account.id, Space.language == language, col(Space.closed_at).is_(None)
    )
    space = session.exec(query).first()
    if space is None:
        space = Space(
            programme_id=account.programme_id,
            account_id=account.id,
            name=account.name,
            platform=account.channel,
            language=language,
            url=page_of(account),
            interval_days=0,
            created_at=now,
        )
        _name_people(session, space, by)
        session.add(space)
        session.flush()
        note_added(session, space, by=by, now=now)
    elif space.keeper_id is None:
        _name_people(session, space, by)
        session.add(space)
    return space


def page_of(account: Account) -> str:
    """Where a person posts for this account, by the profile of its channel; "" where it has no such address or the
    account was never connected."""
    said = {**account.options, "identity": account.identity}
    pages = (_filled(page, said) for page in profile(account.channel).delivery.pages)
    found = next(filter(None, pages), "")
    return found if len(found) <= LONGEST_PAGE else ""


def _filled(page: str, said: Mapping[str, Any]) -> str:
    """The address with what is known in its places; "" where a place stays empty."""
    parts = {part[0]: _part(said, sign=part[1], name=part[2]) for part in _PART.finditer(page)}
    if not all(parts.values()):
        return ""
    return _PART.sub(lambda part: parts[part[0]], page)


def _part(said: Mapping[str, Any], *, sign: str, name: str) -> str:
    value = str(said.get(name, ""))
    if sign:
        return quote(value[1:], safe="") if value.startswith("@") else ""
    # A server's address was checked when it was typed; everything else is a name.
    return value.rstrip("/") if value.startswith("https://") else quote(value, safe="!:")


def _name_people(session: Session, space: Space, by: Actor | None) -> None:
    space.keeper_id = by.person_id if by is not None else None
    leads = (person.id for person in leads_of(session, space.programme_id))
    space.deputy_id = next((one for one in leads if one is not None and one != space.keeper_id), None)
