"""Where placements stand as the signed trail tells it: what waits for which moment and place, and what is out.

Whoever writes into the database could move an approved post to another moment or account, put back one that was
cancelled, or say of one that it is before readers already. So the table only counts where it says what the trail tells:
each row there about a moment names it, with place and digest, and each row about what readers see names its digest.

What takes a post out of the calendar or away from readers is heard even in a row that somebody wrote into: stopping is
the safe direction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from campaigns.people.telling import rows_about

#: Rows that put a placement into the calendar for good, and that only give it another moment.
SCHEDULING = frozenset({"place", "schedule_placement", "send_again", "take_back_posted"})
MOVING = frozenset({"follow_clocks", "move_placement", "put_off_placement"})
#: After these it waits for no moment any more.
ENDING = frozenset(
    {
        "cancel_placement",
        "confirm_absent",
        "expire_placement",
        "fail_placement",
        "hold_placement",
        "miss_placement",
    }
)
#: Rows after which readers see it, see other words, and see it no more.
PUBLISHING = frozenset({"confirm_published", "mark_posted", "mark_posted_against", "publish_placement"})
CORRECTING = frozenset({"correct_placement"})
TAKING_DOWN = frozenset({"take_down", "take_down_placement"})
#: The word of a person that it is out, taken back: it never was.
TAKING_BACK = frozenset({"take_back_posted"})

_OF_CALENDAR = SCHEDULING | MOVING | ENDING | PUBLISHING
_OF_READERS = PUBLISHING | CORRECTING | TAKING_DOWN | TAKING_BACK


@dataclass
class Waiting:
    """For what a placement waits: its moment, its account or space, the digest of what is to leave."""

    due_at: datetime | None
    account_id: int | None
    space_id: int | None
    digest: str | None


class Out(NamedTuple):
    """What readers see of a placement, or saw until it was taken down, and for which programme it was published."""

    programme_id: int | None
    digest: str
    is_down: bool = False


def told_waiting(connection: Connection, placement_ids: Collection[int]) -> dict[int, Waiting]:
    """What stands in the calendar for good, as the trail tells it. A placement that does not is left out."""
    found: dict[int, Waiting] = {}
    for row, said in rows_about(connection, "placement", placement_ids, _OF_CALENDAR):
        if row.action in SCHEDULING and said is not None:
            found[row.subject_id] = Waiting(
                _moment(said), said.get("account"), said.get("space"), said.get("digest")
            )
        elif row.action in MOVING and said is not None and row.subject_id in found:
            found[row.subject_id].due_at = _moment(said)
        elif row.action in ENDING | PUBLISHING:
            found.pop(row.subject_id, None)
    return found


def told_out(connection: Connection, placement_ids: Collection[int]) -> dict[int, Out]:
    """What became public of each of these, as the trail tells it. What never did is left out."""
    found: dict[int, Out] = {}
    for row, said in rows_about(connection, "placement", placement_ids, _OF_READERS):
        if row.action in TAKING_DOWN:
            if row.subject_id in found:
                found[row.subject_id] = found[row.subject_id]._replace(is_down=True)
        elif row.action in TAKING_BACK:
            if said is not None:
                found.pop(row.subject_id, None)
        elif said is not None and (row.action in PUBLISHING or row.subject_id in found):
            found[row.subject_id] = Out(row.programme_id, str(said.get("digest")))
    return found


def moved_by_hand(connection: Connection, rows: Collection[Any]) -> set[int]:
    """The numbers of those of these scheduled placements that stand elsewhere than the trail tells."""
    told = told_waiting(connection, {row.id for row in rows})
    return {
        row.id
        for row in rows
        if told.get(row.id) != Waiting(row.due_at, row.account_id, row.space_id, row.digest)
    }


def _moment(said: Mapping[str, Any]) -> datetime | None:
    due_at = said.get("due_at")
    return datetime.fromisoformat(due_at) if due_at else None
