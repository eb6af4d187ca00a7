"""Moments that a person may choose and no plan would: quiet hours, too near to another post, days that readers keep."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from campaigns.content.queries import get_variant
from campaigns.errors import BadInput
from campaigns.people.models import Programme
from campaigns.placements.accounts.habits import nearest_too_near, quiet_hours, wall_at
from campaigns.placements.models import Account, Placement
from campaigns.placements.queries import account_at
from campaigns.planning.calendar import calendar_for
from campaigns.planning.slots import in_quiet_hours
from campaigns.reasons import Reason, reason

ASKED = "{objection} Tick the box if it is to go out then all the same."
ASKED_TOGETHER = (
    "No plan would choose {count} of these {total} moments. The first: {objection} Tick the box if they are to stand "
    "there all the same."
)
QUIET = "“{place}” keeps quiet from {begins} to {ends}."
ONE_A_DAY = "“{place}” has one post a day, and one stands there on {day} at {at}."
SPACED = "“{place}” keeps {days} days between posts, and one stands there on {day} at {at}."


def objection_to(session: Session, row: Placement) -> Reason | None:
    """Why no plan would put it there, or None: what readers keep, the account's quiet hours, its spacing."""
    day, language = row.wall.date(), get_variant(session, row.variant_id).language
    programme = session.get_one(Programme, row.programme_id)
    kept = calendar_for(programme.jurisdiction, programme.land, day, day).objection(day, language)
    if kept is not None:
        return Reason(kept.msgid, kept.to_dict()["values"])
    account = account_at(session, row)
    return _against_habits(session, account, row) if account is not None else None


def _against_habits(session: Session, account: Account, row: Placement) -> Reason | None:
    if in_quiet_hours(wall_at(account, row).time(), quiet_hours(account)):
        begins, ends = account.quiet
        return reason(QUIET, place=account.name, begins=begins, ends=ends)
    other = nearest_too_near(session, account, row)
    if other is None:
        return None
    near = {"place": account.name, "day": other.date().isoformat(), "at": other.strftime("%H:%M")}
    if account.spacing_days == 1:
        return reason(ONE_A_DAY, **near)
    return reason(SPACED, **near, days=account.spacing_days)


def check_suits(session: Session, row: Placement, *, field: str) -> None:
    """Refuses such a moment with its reason until a person says in `field` that they know."""
    objection = objection_to(session, row)
    if objection is not None:
        raise BadInput(ASKED, field=field, objection=objection)


def check_all_suit(session: Session, rows: Sequence[Placement], *, field: str) -> None:
    """The same for many moments at once: how many no plan would choose, and the first reason."""
    found = [objection for row in rows if (objection := objection_to(session, row))]
    if found:
        raise BadInput(ASKED_TOGETHER, field=field, count=len(found), total=len(rows), objection=found[0])
