"""Moments that a person may choose and no plan would: quiet hours of the account, days its readers keep."""

from __future__ import annotations

from datetime import time

from sqlmodel import Session

from campaigns.content.queries import get_variant
from campaigns.errors import BadInput
from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.placements.queries import account_at
from campaigns.planning.calendar import calendar_for
from campaigns.planning.slots import in_quiet_hours
from campaigns.reasons import Reason, reason

ASKED = "{objection} Tick the box if it is to go out then all the same."
QUIET = "“{place}” keeps quiet from {begins} to {ends}."


def objection_to(session: Session, row: Placement) -> Reason | None:
    """Why no plan would put it there, or None: what its readers keep on the day, then the account's quiet hours."""
    day, language = row.wall.date(), get_variant(session, row.variant_id).language
    programme = session.get_one(Programme, row.programme_id)
    kept = calendar_for(programme.jurisdiction, programme.land, day, day).objection(day, language)
    account = account_at(session, row)
    if kept is not None:
        return Reason(kept.msgid, kept.to_dict()["values"])
    if account is None or len(account.quiet) != 2:
        return None
    begins, ends = account.quiet
    if in_quiet_hours(row.wall.time(), (time.fromisoformat(begins), time.fromisoformat(ends))):
        return reason(QUIET, place=account.name, begins=begins, ends=ends)
    return None


def check_suits(session: Session, row: Placement, *, field: str) -> None:
    """Refuses such a moment with its reason until a person says in `field` that they know."""
    objection = objection_to(session, row)
    if objection is not None:
        raise BadInput(ASKED, field=field, objection=objection)
