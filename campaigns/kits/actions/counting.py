"""Counting what is done with kits, by day alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from campaigns.kits.models import Kit, KitDay
from campaigns.vocabulary import KitUse, Visitor

Use = tuple[int, date, KitUse, Visitor]
#: An organisation that shares a kit more often on one day leans on the button.
SHARED_A_DAY = 20


def count_uses(session: Session, counts: Mapping[Use, int]) -> None:
    """Adds uses to their days, in one statement."""
    if not counts:
        return
    rows = [
        {"kit_id": kit_id, "day": day, "use": use, "visitor": visitor, "times": times}
        for (kit_id, day, use, visitor), times in counts.items()
    ]
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(KitDay)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["kit_id", "day", "use", "visitor"],
            set_={"times": KitDay.times + insert.excluded.times},
        ),
        rows,
    )


def note_shared(session: Session, *, kit: Kit, day: date) -> bool:
    """A partner says that it has posted something of the kit; False where that was said too often on this day."""
    key = (kit.id or 0, day, KitUse.SHARED, Visitor.PERSON)
    query = select(KitDay.times).where(
        KitDay.kit_id == kit.id,
        KitDay.day == day,
        KitDay.use == KitUse.SHARED,
        KitDay.visitor == Visitor.PERSON,
    )
    if (session.exec(query).first() or 0) >= SHARED_A_DAY:
        return False
    count_uses(session, {key: 1})
    return True
