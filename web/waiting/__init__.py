"""What waits for somebody, for the page Today: one file per part of the road."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from campaigns.people.actor import Actor


@dataclass(frozen=True)
class Item:
    """One thing that waits, with the address at which it can be done."""

    title: str
    address: str
    note: str = ""
    language: str | None = None
    state: StrEnum | None = None
    due_at: datetime | None = None
    is_overdue: bool = False


@dataclass(frozen=True)
class Group:
    """Things of one kind. `urgency` 0 stands first; `total` may be more than the items shown."""

    title: str
    items: Sequence[Item] = field(default_factory=tuple)
    total: int = 0
    more: str | None = None
    urgency: int = 5


#: Reads what waits in one part of the road for one person, in the programme they work in. Empty groups are left out.
Waiting = Callable[[Session, Actor, datetime], list[Group]]
