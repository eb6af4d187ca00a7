"""A programme that keeps free text, and people in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme, ProgrammeLanguage
from campaigns.vocabulary import Role

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SPOKEN = ("de", "ar", "uk", "ru", "en", "fa", "tr", "fr")


@pytest.fixture
def programme(session: Session) -> Programme:
    found = Programme(
        key="femos-plus", name="Fem.OS Plus", organisation="Minor", keeps_free_text=True, created_at=MOMENT
    )
    session.add(found)
    session.flush()
    session.add_all(ProgrammeLanguage(programme_id=found.id or 0, language=code) for code in SPOKEN)
    session.flush()
    return found


@pytest.fixture
def acting(session: Session, programme: Programme) -> Callable[[Role], Actor]:
    """Somebody with one role in the programme."""

    def act(role: Role) -> Actor:
        person = Person(email=f"{role.value}@example.org", name=f"{role.value} 1", created_at=MOMENT)
        session.add(person)
        session.flush()
        return Actor(person.id or 0, person.name, programme.id, frozenset({(role, "")}))

    return act
