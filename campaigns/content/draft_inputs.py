"""What a draft is made from beside its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from campaigns.content.fact_view import FactView
from campaigns.errors import BadInput


@dataclass(frozen=True)
class Imprint:
    """Who answers for the post, and where that can be read."""

    organisation: str
    url: str


@dataclass(frozen=True)
class Contact:
    """An office people can turn to."""

    name: str = ""
    phone: str = ""
    mail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Event:
    """Something people can come to. `day` and `begins` are wall time at `place`; `title` by language."""

    title: Mapping[str, str]
    day: date
    begins: time
    place: str = ""
    register_until: date | None = None


def check_event(event: Event, *, start: date) -> None:
    """Refuses an event that nobody could still be invited to, naming the field."""
    if event.day < start:
        raise BadInput("The event is over before the campaign begins.", field="event_day")
    if event.register_until is not None and event.register_until > event.day:
        raise BadInput("Registration cannot end after the event.", field="event_register_until")


class Reminder(StrEnum):
    """Which call to mind a post is: one of several, or the one after which nothing more comes."""

    AGAIN = "again"
    LAST = "last"


@dataclass(frozen=True)
class DraftRequest:
    """What the builders of the kinds need beside the writer. `topic` is its name in the language, `day` the first
    day on which the post may be read, `reminder` says whether it calls to mind what another post announced."""

    kind: str
    topic: str
    facts: Sequence[FactView]
    contact: Contact
    event: Event | None
    day: date | None = None
    reminder: Reminder | None = None
