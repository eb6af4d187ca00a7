"""An event people can come to, as the form of a plan has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from types import MappingProxyType

from campaigns.content.draft_inputs import Event
from campaigns.errors import BadInput
from web.forms import Form

#: The fields of the form; titles stand in `event_title.<language>`.
FIELDS = ("event_day", "event_begins", "event_place", "event_register_until")
LONGEST_TITLE = 90


def typed_event(form: Form, languages: Sequence[str], *, source: str) -> Event | None:
    """The event, or None where nobody wrote anything of one. A language without a title gets no announcement."""
    titles = {
        code: title
        for code in languages
        if (title := form.text(f"event_title.{code}", longest=LONGEST_TITLE))
    }
    if not titles and not any(form.value(name).strip() for name in FIELDS):
        return None
    if source in languages and source not in titles:
        raise BadInput("Fill this in.", field=f"event_title.{source}")
    return Event(
        title=MappingProxyType(titles),
        day=form.day("event_day"),
        begins=_begins(form),
        place=form.text("event_place", longest=120),
        register_until=_until(form),
    )


def _begins(form: Form) -> time:
    try:
        return time.fromisoformat(form.value("event_begins").strip())
    except ValueError:
        raise BadInput("Write a time like 18:30.", field="event_begins") from None


def _until(form: Form) -> date | None:
    return form.day("event_register_until") if form.value("event_register_until").strip() else None
