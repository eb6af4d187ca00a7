"""When an account posts by default, when it never does, by which clock and in which language, and how far its posts
stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlmodel import Session, col, func, select

from campaigns.clock import zone as check_zone
from campaigns.content.models import Variant
from campaigns.errors import BadInput, Conflict
from campaigns.languages import language as check_language
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.models import Account, Placement
from campaigns.placements.queries import get_account
from campaigns.placements.rules import check_can_keep_accounts, check_is_there
from campaigns.planning.request import parse_slot
from campaigns.vocabulary import PlacementStatus

#: States in which a placement still waits for its moment.
WAITING = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED, PlacementStatus.HELD)

#: Days between two posts of an account at the most.
WIDEST = 60


def change_habits(
    session: Session,
    *,
    account_id: int,
    language: str | None,
    slots: Sequence[str],
    quiet: Sequence[str],
    spacing_days: int,
    zone: str,
    keeps_moments: bool,
    by: Actor | None,
    now: datetime,
) -> Account:
    """Sets its language (None: all), its slots, its quiet hours (two times of the day, or none), its spacing and the
    zone in which its times are meant.

    A spacing of 1 day is one post a day, 0 as many as there are slots.

    What stands in the calendar keeps its moment: the instant, and the wall time and zone that it was given in. Plans
    made from now on follow the new habits. Another zone under posts that wait is taken only from somebody who knows
    that (`keeps_moments`).
    """
    check_can_keep_accounts(by)
    account = get_account(session, account_id)
    check_is_there(account)
    for slot in slots:
        parse_slot(slot)
    hours = _hours(quiet)
    if not 0 <= spacing_days <= WIDEST:
        raise BadInput("Write a number of days between 0 and {most}.", field="spacing", most=WIDEST)
    if language is not None:
        check_language(language)
        _check_language_is_free(session, account, language)
    _check_zone(session, account, zone, keeps_moments=keeps_moments)
    habits = {
        "language": language,
        "slots": list(slots),
        "quiet": hours,
        "spacing_days": spacing_days,
        "zone": zone,
    }
    if all(getattr(account, name) == value for name, value in habits.items()):
        return account
    for name, value in habits.items():
        setattr(account, name, value)
    session.add(account)
    session.flush()
    record(
        session,
        action="change_habits",
        subject="account",
        subject_id=account_id,
        by=by,
        programme_id=account.programme_id,
        now=now,
        **habits,
    )
    return account


def _hours(quiet: Sequence[str]) -> list[str]:
    """Both times, or neither."""
    given = [each.strip() for each in quiet if each.strip()]
    if len(given) == 1:
        raise BadInput("Quiet hours have a beginning and an end. Fill in both, or neither.", field="quiet_to")
    try:
        return [time.fromisoformat(each).strftime("%H:%M") for each in given]
    except ValueError:
        raise BadInput("Write a time like 21:00.", field="quiet_from") from None


def _check_zone(session: Session, account: Account, zone: str, *, keeps_moments: bool) -> None:
    """Refuses what is no zone, and another one under posts that wait until somebody says that they keep theirs."""
    try:
        check_zone(zone)
    except BadInput as refusal:
        raise BadInput(refusal.message, field="zone", **refusal.values) from None
    if zone == account.zone or keeps_moments:
        return
    waiting = session.exec(
        select(func.count())
        .select_from(Placement)
        .where(Placement.account_id == account.id, col(Placement.status).in_(WAITING))
    ).one()
    if waiting:
        raise BadInput(
            "Posts wait on this account: {count}. They keep their moments, given in {before}; only what is planned "
            "from now on follows {after}. Tick the box if that is meant.",
            field="keeps_moments",
            count=waiting,
            before=account.zone,
            after=zone,
        )


def _check_language_is_free(session: Session, account: Account, language: str) -> None:
    others = session.exec(
        select(func.count())
        .select_from(Placement)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            Placement.account_id == account.id,
            col(Placement.status).in_(WAITING),
            Variant.language != language,
        )
    ).one()
    if others:
        raise Conflict(
            "{count} posts in other languages wait on this account. Cancel or move them first.",
            field="language",
            count=others,
        )
