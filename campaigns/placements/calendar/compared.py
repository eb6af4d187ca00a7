"""Publications and the calendar, all of them, beside what the trail tells: for whoever looks through the house.

What differs opens nothing (`placements.told`): it leaves nowhere and stands in no feed. But somebody wrote it there, or
took something away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from sqlalchemy import Table, select
from sqlmodel import Session

from campaigns.approvals.models import Proof
from campaigns.people.models import AuditEntry
from campaigns.placements.calendar.moved import BATCH, scheduled_elsewhere
from campaigns.placements.calendar.told import PUBLISHING, Out, told_out
from campaigns.placements.models import Publication

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_PUBLICATION: Table = Publication.__table__  # type: ignore[attr-defined]
_PROOF: Table = Proof.__table__  # type: ignore[attr-defined]


class Difference(TypedDict):
    """A placement of which table and trail say different things, and what."""

    placement: int
    reason: str


def differences(session: Session) -> list[Difference]:
    """Every placement whose publication or moment is not what the trail tells, by number."""
    return sorted([*_of_publications(session), *_of_calendar(session)], key=lambda each: each["placement"])


def _of_publications(session: Session) -> Iterator[Difference]:
    connection = session.connection()
    query = select(_PUBLICATION, _PROOF.c.digest).join(_PROOF, _PROOF.c.id == _PUBLICATION.c.proof_id)
    stand = {
        row.placement_id: Out(row.programme_id, row.digest, row.withdrawn_at is not None)
        for row in connection.execute(query)
    }
    named = select(_ENTRY.c.subject_id).where(
        _ENTRY.c.subject == "placement",
        _ENTRY.c.action.in_(sorted(PUBLISHING)),
        _ENTRY.c.subject_id.is_not(None),
    )
    numbers = sorted(stand.keys() | set(connection.execute(named).scalars()))
    for part in _parts(numbers):
        told = told_out(connection, part)
        for number in part:
            reason = _why(stand.get(number), told.get(number))
            if reason:
                yield Difference(placement=number, reason=reason)


def _why(stands: Out | None, told: Out | None) -> str:
    if stands == told:
        return ""
    if told is None:
        return "it is said to be published, and the trail does not tell of it"
    if stands is None:
        return "the trail tells that it was published, and its publication is gone"
    if stands.digest != told.digest:
        return "its publication names other words than the trail tells"
    if stands.is_down != told.is_down:
        return (
            "its publication says that it was taken down, and the trail does not tell of it"
            if stands.is_down
            else "the trail tells that it was taken down, and its publication says that it stands"
        )
    return "its publication names another programme than the trail tells"


def _of_calendar(session: Session) -> Iterator[Difference]:
    for number in scheduled_elsewhere(session):
        yield Difference(
            placement=number,
            reason="it is scheduled for a moment, place or words of which the trail does not tell",
        )


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
