"""What a report tells of its posts: counted once, and again as soon as a figure of the programme changes.

Whether that is so is asked of the database each time: each change of a kept row counts its programme's stamp up in the
same transaction. The stamp is read before the rows, so what is counted here is never older than its stamp says.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlmodel import Session

from campaigns.db import is_read_only
from campaigns.reach.insights.kept import missing_rows, stamp_of
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.report.posts import DIMENSIONS, LANGUAGE, Scope
from campaigns.reach.report.spreads import Acts, Columns, Group, columns_of_posts

#: So many scopes are remembered in a process: the reports that are open at the same time.
MOST = 16


@dataclass(frozen=True)
class Told:
    """The posts of a scope, counted. `by_hand` counts channels and whether a person posted into a group.

    `views` are added up by language for shares alone, each way of counting by itself; `acted` counts by channel what
    people did with the posts; `examples` are posts that tell how each channel counts.
    """

    published: int
    everything: Group
    groups: Mapping[str, Sequence[Group]]
    by_hand: Mapping[tuple[str, bool], int]
    views: Mapping[tuple[str, str], Mapping[str, int]]
    acted: Mapping[str, Acts]
    examples: Sequence[int]


def told_of(session: Session, scope: Scope) -> Told:
    """The posts of a scope, from memory where nothing changed since they were counted."""
    if not is_read_only(session):
        # It may see what it wrote itself and takes back again.
        return count(columns_of_posts(session, scope))
    stamp = stamp_of(session, scope.programme_id), *missing_rows(session, programme_id=scope.programme_id)
    memory = _memory_of(session)
    told = memory.get(scope, stamp)
    if told is None:
        told = count(columns_of_posts(session, scope))
        memory.put(scope, stamp, told)
    return told


def count(posts: Columns) -> Told:
    """Everything that a report tells of these posts."""
    return Told(
        published=len(posts),
        everything=posts.all_together(),
        groups={by: posts.grouped(by) for by in DIMENSIONS},
        by_hand=posts.by_hand(),
        views=posts.sums(Metric.VIEWS, LANGUAGE),
        acted=posts.acted(),
        examples=posts.examples(),
    )


class _Memory:
    """The latest scopes with their stamps. Safe between threads."""

    def __init__(self) -> None:
        self._told: OrderedDict[Scope, tuple[tuple[int, ...], Told]] = OrderedDict()
        self._lock = Lock()

    def get(self, scope: Scope, stamp: tuple[int, ...]) -> Told | None:
        with self._lock:
            found = self._told.get(scope)
            if found is None or found[0] != stamp:
                return None
            self._told.move_to_end(scope)
            return found[1]

    def put(self, scope: Scope, stamp: tuple[int, ...], told: Told) -> None:
        with self._lock:
            self._told[scope] = (stamp, told)
            self._told.move_to_end(scope)
            while len(self._told) > MOST:
                self._told.popitem(last=False)


#: One for each database, by its pool of connections, and gone with it.
_MEMORIES: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()


def _memory_of(session: Session) -> _Memory:
    return _MEMORIES.setdefault(session.connection().engine.pool, _Memory())
