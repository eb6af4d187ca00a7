"""Accounts and groups as planning sees them: language, zone, slots, quiet hours, and what stands there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.people.models import Programme
from campaigns.placements.accounts.habits import quiet_hours
from campaigns.placements.actions.habits import WIDEST
from campaigns.placements.actions.place import STANDING
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.queries import accounts_of, spaces_of
from campaigns.placements.spaces.free import PLANNED, days_taken
from campaigns.planning.request import Outlet, Slot, parse_slot
from campaigns.planning.slots import USUAL_SLOTS

#: Wall times by the language of what stands there.
Taken = Mapping[str, tuple[datetime, ...]]


def outlets_of(session: Session, programme: Programme, *, since: datetime) -> list[Outlet]:
    """The programme's usable accounts and groups. Nothing is planned before `since`."""
    programme_id = programme.id or 0
    accounts = [each for each in accounts_of(session, programme_id=programme_id) if each.paused_at is None]
    spaces = [each for each in spaces_of(session, programme_id=programme_id) if each.closed_at is None]
    on_accounts = _on_accounts(session, accounts, since)
    in_spaces = _in_spaces(session, spaces)
    return [_of_account(each, on_accounts[each.id or 0]) for each in accounts] + [
        _of_space(each, programme.zone, in_spaces[each.id or 0]) for each in spaces
    ]


def outlet_at(
    session: Session,
    place: Account | Space,
    *,
    zone: str,
    since: datetime,
    besides: int | None = None,
) -> Outlet:
    """One account or group, with what stands there but for the placement `besides`. `zone` is that of a group."""
    if isinstance(place, Account):
        return _of_account(place, _on_accounts(session, [place], since, besides=besides)[place.id or 0])
    return _of_space(place, zone, _in_spaces(session, [place], besides=besides)[place.id or 0])


def key_of(place: Account | Space) -> str:
    """The name by which a plan finds it again."""
    return f"{'account' if isinstance(place, Account) else 'space'}:{place.id}"


def _of_account(account: Account, taken: Taken) -> Outlet:
    return Outlet(
        key=key_of(account),
        name=account.name,
        channel=account.channel,
        language=account.language,
        zone=account.zone,
        slots=tuple(parse_slot(slot) for slot in account.slots),
        quiet=quiet_hours(account),
        spacing_days=account.spacing_days,
        taken=taken,
    )


def _of_space(space: Space, zone: str, taken: Taken) -> Outlet:
    return Outlet(
        key=key_of(space),
        name=space.name,
        channel="hand",
        language=space.language,
        zone=zone,
        slots=tuple(Slot(slot.at, day) for day in space.days for slot in USUAL_SLOTS),
        spacing_days=max(1, space.interval_days),
        is_space=True,
        taken=taken,
    )


def _on_accounts(
    session: Session, accounts: Collection[Account], since: datetime, *, besides: int | None = None
) -> dict[int, Taken]:
    """What the clock shows at each account's place when something stands there, from the last that can be too near."""
    by_id = {account.id or 0: account for account in accounts}
    query = (
        select_many(
            col(Placement.id),
            col(Placement.account_id),
            col(Placement.due_at),
            col(Variant.language),
        )
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            col(Placement.account_id).in_(by_id),
            col(Placement.status).in_(STANDING),
            col(Placement.due_at) > since - timedelta(days=WIDEST + 1),
        )
    )
    found: dict[int, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for row in session.execute(query):
        if row.id != besides:
            found[row.account_id][row.language].append(wall_time(row.due_at, by_id[row.account_id].zone))
    return defaultdict(dict, {number: _frozen(walls) for number, walls in found.items()})


def _in_spaces(
    session: Session, spaces: Collection[Space], *, besides: int | None = None
) -> dict[int, Taken]:
    """The days that are taken in each group, as the hand-offs count them."""
    days = days_taken(session, [space.id or 0 for space in spaces], statuses=PLANNED, besides=besides)
    return {
        space.id or 0: _frozen(
            {space.language: [datetime.combine(day, time()) for day in days[space.id or 0]]}
        )
        for space in spaces
    }


def _frozen(walls: Mapping[str, Iterable[datetime]]) -> Taken:
    return {language: tuple(sorted(each)) for language, each in walls.items()}
