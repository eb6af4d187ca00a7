"""The calendar by month, week or as a list; everything chosen stands in the address."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.people.queries import programme_languages
from campaigns.placements.calendar.diary import Filter, Line, by_post_and_state, diary
from campaigns.placements.queries import accounts_of, spaces_of, standing_pauses
from campaigns.placements.rules import can_place
from campaigns.planning.calendar import public_holidays
from campaigns.planning.feasts import Feast, feasts_between
from campaigns.vocabulary import PlacementStatus
from web import database, identity
from web.database import session
from web.fragments import show
from web.identity import page
from web.views.calendar.blueprint import calendar_pages, risks_of
from web.words import calendar as calendar_words

VIEWS = ("month", "week", "list")
#: Placements on one page of the list.
PER_PAGE = 100


@dataclass(frozen=True)
class Chosen:
    """What the address says: the view, a day in it, and the filters."""

    view: str
    day: date
    language: str | None
    place: str | None
    state: str | None

    def address(self, **changes: object) -> str:
        """The address of the same calendar with something else chosen."""
        page = changes.pop("page", None)
        now = replace(self, **changes)  # type: ignore[arg-type]
        parts = {"language": now.language, "place": now.place, "state": now.state, "page": page}
        kept: dict[str, Any] = {name: value for name, value in parts.items() if value}
        return url_for("calendar.index", view=now.view, day=now.day.isoformat(), **kept)

    @property
    def span(self) -> tuple[date, date]:
        """First and last day that are shown."""
        if self.view == "week":
            monday = self.day - timedelta(days=self.day.weekday())
            return monday, monday + timedelta(days=6)
        days = list(Calendar().itermonthdates(self.day.year, self.day.month))
        if self.view == "month":
            return days[0], days[-1]
        mine = [day for day in days if day.month == self.day.month]
        return mine[0], mine[-1]

    def turned(self, by: int) -> date:
        """A day in the week or month before (-1) or after (1)."""
        if self.view == "week":
            return self.day + timedelta(weeks=by)
        month = self.day.year * 12 + self.day.month - 1 + by
        return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Day:
    """One day of the calendar with what stands there, and what its readers keep."""

    day: date
    lines: Sequence[Line]
    holiday: str | None
    feasts: Sequence[Feast]
    is_outside: bool
    is_today: bool
    is_past: bool


@calendar_pages.get("/calendar")
@page()
def index() -> Response:
    programme = identity.programme()
    today = wall_time(database.now(), programme.zone).date()
    languages = programme_languages(session(), programme.id or 0)
    chosen = _chosen(today, languages)
    first, last = chosen.span
    lines = diary(
        session(),
        programme_id=programme.id or 0,
        first=first,
        last=last,
        only=Filter(chosen.language, chosen.place, _statuses(chosen.state)),
        source_language=programme.source_language,
    )
    readers = {chosen.language} if chosen.language else set(languages)
    holidays = public_holidays(programme.jurisdiction, programme.land, first, last)
    feasts = [feast for feast in feasts_between(first, last) if feast.languages & readers]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [(day, line, entry) for day in days for line in lines.get(day, []) for entry in line.entries]
    start = PER_PAGE * max(0, request.args.get("page", 1, type=int) - 1)
    return show(
        "calendar/index.html",
        chosen=chosen,
        rows=rows[start : start + PER_PAGE],
        earlier=chosen.address(page=start // PER_PAGE) if start else None,
        later=chosen.address(page=start // PER_PAGE + 2) if len(rows) > start + PER_PAGE else None,
        days=[
            Day(
                day=day,
                lines=lines.get(day, []),
                holiday=holidays.get(day),
                feasts=[feast for feast in feasts if max(feast.first, first) == day],
                is_outside=chosen.view == "month" and day.month != chosen.day.month,
                is_today=day == today,
                is_past=day < today,
            )
            for day in days
        ],
        today=today,
        now=database.now(),
        views=VIEWS,
        languages=languages,
        accounts=accounts_of(session(), programme_id=programme.id or 0),
        spaces=spaces_of(session(), programme_id=programme.id or 0, with_own=True),
        statuses=list(PlacementStatus),
        risks=len(by_post_and_state(risks_of(programme.id or 0))),
        pauses=standing_pauses(session(), programme_id=programme.id or 0),
        may_place=can_place(identity.actor()),
        words=calendar_words,
    )


def _chosen(today: date, languages: Sequence[str]) -> Chosen:
    """What the address says; what it says wrongly counts as not said."""
    asked = request.args
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        day = today
    view, language, state = asked.get("view", "month"), asked.get("language"), asked.get("state")
    return Chosen(
        view=view if view in VIEWS else "month",
        day=day if 2000 < day.year < 2100 else today,
        language=language if language in languages else None,
        place=asked.get("place") or None,
        state=state if state in set(PlacementStatus) else None,
    )


def _statuses(state: str | None) -> list[PlacementStatus] | None:
    return [PlacementStatus(state)] if state else None
