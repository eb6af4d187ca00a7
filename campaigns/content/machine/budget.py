"""What a programme may still send in a month, and what it sent."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, func, select

from campaigns.clock import wall_time
from campaigns.content.machine.models import MachineService, MachineUse
from campaigns.errors import NotReady
from campaigns.people.models import Programme
from campaigns.vocabulary import MachineTask


def spent(session: Session, *, programme_id: int, now: datetime) -> int:
    """Characters sent in the calendar month of `now`, in the programme's zone."""
    programme = session.get_one(Programme, programme_id)
    query = select(func.coalesce(func.sum(MachineUse.characters), 0)).where(
        MachineUse.programme_id == programme_id, MachineUse.month == month_of(programme, now)
    )
    return int(session.exec(query).one())


def month_of(programme: Programme, now: datetime) -> str:
    """The month a use counts for, like 2026-11."""
    return wall_time(now, programme.zone).strftime("%Y-%m")


def check_budget(session: Session, *, service: MachineService, characters: int, now: datetime) -> None:
    """Refuses what the rest of the month's budget does not carry."""
    left = service.monthly_characters - spent(session, programme_id=service.programme_id, now=now)
    if characters > left:
        raise NotReady(
            "The month's budget for machine help does not carry this: {characters} characters are wanted and "
            "{left} are left. An admin can raise it in the settings.",
            characters=characters,
            left=max(left, 0),
        )


def add_use(
    session: Session,
    *,
    service: MachineService,
    variant_id: int,
    task: MachineTask,
    characters: int,
    asked_by: int | None,
    now: datetime,
) -> MachineUse:
    """Writes down what is about to be sent; a negative number gives back what never arrived."""
    programme = session.get_one(Programme, service.programme_id)
    use = MachineUse(
        programme_id=service.programme_id,
        variant_id=variant_id,
        month=month_of(programme, now),
        kind=service.kind,
        model=service.model,
        task=task,
        characters=characters,
        asked_by=asked_by,
        at=now,
    )
    session.add(use)
    session.flush()
    return use
