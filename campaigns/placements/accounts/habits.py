"""What holds for an account by its habits: plans keep to it, and people who do otherwise are asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.content.queries import get_variant
from campaigns.placements.actions.place import STANDING
from campaigns.placements.models import Account, Placement
from campaigns.planning.slots import nearest_within


def quiet_hours(account: Account) -> tuple[time, time] | None:
    """From–to in the account's own zone in which no plan posts; None where it has no such hours."""
    if len(account.quiet) != 2:
        return None
    begins, ends = account.quiet
    return time.fromisoformat(begins), time.fromisoformat(ends)


def wall_at(account: Account, row: Placement) -> datetime:
    """What the clock shows at the account's place when the placement is due."""
    return wall_time(row.due_at, account.zone) if row.due_at is not None else row.wall


def nearest_too_near(session: Session, account: Account, row: Placement) -> datetime | None:
    """When the account posts something else, nearer to this placement than its spacing allows; None for nothing.

    On an account for all languages each language keeps the spacing for itself: its readers are others.
    """
    here = wall_at(account, row)
    within = timedelta(days=account.spacing_days + 1)
    query = (
        select(Placement)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            Placement.account_id == account.id,
            Placement.id != row.id,
            col(Placement.status).in_(STANDING),
            col(Placement.wall) > row.wall - within,
            col(Placement.wall) < row.wall + within,
        )
    )
    if account.language is None:
        query = query.where(Variant.language == get_variant(session, row.variant_id).language)
    others = [wall_at(account, other) for other in session.exec(query)]
    return nearest_within(account.spacing_days, here, others)
