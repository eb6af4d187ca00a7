"""Rights and rules as the trail tells them.

A role is a row that whoever writes into the database can put there, or put back after it was taken. So where the word
of a lawyer or a lead opens something, the trail has to tell of the role as well, by a row signed with the key of the
home. What takes a role away counts even in a row that somebody wrote into: stopping is the safe direction.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from campaigns.people.telling import rows_about
from campaigns.vocabulary import Role

#: Since when somebody holds a role that was given on the machine itself: whoever runs the house sets it up as it was.
EVER = datetime.min.replace(tzinfo=UTC)
_OPENS = ("grant_role", "enable_person")
_CLOSES = ("revoke_role", "disable_person")


class Right(NamedTuple):
    """A role in a programme, for a language where it has one."""

    person_id: int
    programme_id: int | None
    role: str
    language: str


def told_rights(session: Session, people: Collection[int]) -> dict[Right, datetime]:
    """Every right of these people of which the trail tells, and since when; nothing of whoever's login is closed."""
    held: dict[Right, datetime] = {}
    closed: set[int] = set()
    session.flush()
    for row, said in rows_about(session.connection(), "person", people, (*_OPENS, *_CLOSES)):
        if row.action == "enable_person" and said is not None:
            closed.discard(row.subject_id)
        elif row.action == "disable_person":
            closed.add(row.subject_id)
        elif row.action == "grant_role" and said is not None:
            held[_right(row)] = row.at if row.by is not None else EVER
        elif row.action == "revoke_role":
            held = _without(held, row)
    return {right: since for right, since in held.items() if right.person_id not in closed}


def holds_as_told(
    session: Session, person_id: int, *, programme_id: int, role: Role, languages: Collection[str]
) -> bool:
    """Whether the trail tells that this person holds the role in the programme for one of these languages."""
    told = told_rights(session, {person_id})
    return any(Right(person_id, programme_id, role.value, code) in told for code in languages)


def demanding_two(session: Session, programme_ids: Collection[int]) -> set[int]:
    """Those of these programmes of which the trail says last that facts of high risk need two lawyers."""
    found: set[int] = set()
    actions = ("add_programme", "change_programme")
    session.flush()
    for row, said in rows_about(session.connection(), "programme", programme_ids, actions):
        rule = said.get("second_lawyer") if said is not None else None
        if rule is not None:
            (found.add if rule else found.discard)(row.subject_id)
    return found


def _right(row: Any) -> Right:
    said = json.loads(row.detail)
    return Right(row.subject_id, row.programme_id, said["role"], said["language"])


def _without(held: dict[Right, datetime], row: Any) -> dict[Right, datetime]:
    """The rights left after this row; a row that cannot be read takes all of the person's."""
    try:
        gone = {_right(row)}
    except (ValueError, KeyError, TypeError):
        gone = {right for right in held if right.person_id == row.subject_id}
    return {right: since for right, since in held.items() if right not in gone}
