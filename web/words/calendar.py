"""Words of the calendar: months and weeks, feasts, what people did with a placement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel import dates
from flask_babel import gettext, lazy_gettext

from campaigns.clock import zone as known_zone
from campaigns.placements.models import SendingPause
from campaigns.placements.queries import ASKS, Entry
from campaigns.vocabulary import PlacementStatus
from web.formats import locale
from web.words.content import kind_word, topic_word
from web.words.deeds import deed
from web.words.review import channel_word
from web.words.sentences import said
from web.words.states import Mark, mark

__all__ = ["channel_word", "kind_word", "topic_word"]

_ = lazy_gettext

VIEWS: Mapping[str, Any] = {"month": _("Month"), "week": _("Week"), "list": _("List")}

ACTIONS: Mapping[str, Any] = {
    "place": _("put into the calendar"),
    "propose_placement": _("proposed"),
    "schedule_placement": _("made binding"),
    "move_placement": _("moved"),
    "follow_clocks": _("got the moment that its clocks show since they were changed by law"),
    "cancel_placement": _("cancelled"),
    "hold_placement": _("held"),
    "publish_placement": _("published"),
    "hand_over_placement": _("made a hand-off"),
    "correct_placement": _("corrected"),
    "take_down": _("taken down"),
    "take_down_placement": _("taken down"),
    "confirm_published": _("looked: it is there"),
    "confirm_absent": _("looked: it is not there"),
    "send_again": _("looked: it is not there; sent again"),
    "mark_posted": _("posted by hand"),
    "take_back_posted": _("looked: it was not posted"),
}

#: The state that a line with several is shown by: what needs a person first.
LOUDEST = (
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.FAILED,
    PlacementStatus.MISSED,
    PlacementStatus.EXPIRED,
    PlacementStatus.HELD,
    PlacementStatus.SENDING,
    PlacementStatus.SCHEDULED,
    PlacementStatus.PROPOSED,
    PlacementStatus.PUBLISHED,
    PlacementStatus.CANCELLED,
)
#: A post for a group whose day went by without anybody posting it.
OVERDUE = Mark(_("Overdue"), "stop", "clock")
#: It was out and is not any more.
TAKEN_DOWN = Mark(_("Taken down"), "quiet", "cross")


def view_word(key: str) -> str:
    return str(VIEWS[key])


def pause_reason(pause: SendingPause) -> str:
    """Why sending stands still: a person's words as they are, those of Litfass in the reader's language."""
    return _told(pause.told) if pause.told else pause.reason


def _told(told: Mapping[str, Any]) -> str:
    if "msgid" not in told:
        return str(told["text"])
    first = said(told["msgid"], told["values"])
    if "before" not in told:
        return first
    earlier = gettext("It was paused before that: %(reason)s", reason=_told(told["before"]))
    return f"{first} {earlier}"


def action_word(key: str) -> str:
    return str(ACTIONS[key]) if key in ACTIONS else deed(key)


def sign_of(entries: Sequence[Entry], now: datetime) -> tuple[Mark, int | None]:
    """The mark by which several posts are shown, what needs a person first; and how many it means, if not all."""
    statuses = Counter(entry.placement.status for entry in entries)
    loudest = next(status for status in LOUDEST if statuses[status])
    late = sum(entry.is_overdue(now) for entry in entries)
    found, number = (OVERDUE, late) if late and loudest not in ASKS else (mark(loudest), statuses[loudest])
    if loudest is PlacementStatus.PUBLISHED:
        gone = sum(entry.is_taken_down for entry in entries)
        found, number = (TAKEN_DOWN, gone) if gone == number else (found, number - gone)
    return found, number if number < len(entries) else None


def span_word(view: str, day: date, first: date, last: date) -> str:
    """ "November 2026", or the days of a week."""
    if view == "week":
        return str(dates.format_interval(first, last, "yMMMd", locale=locale()))
    return str(dates.format_skeleton("yMMMM", day, locale=locale()))


def weekday_word(day: date, width: str = "abbreviated") -> str:
    return str(dates.get_day_names(width, locale=locale())[day.weekday()])  # type: ignore[arg-type]


def day_word(day: date) -> str:
    """Monday 23 November."""
    return str(dates.format_skeleton("MMMMEEEEd", day, locale=locale()))


def zone_word(wall: datetime, zone: str) -> str:
    """CET: what a clock there is called at that moment."""
    return str(dates.get_timezone_name(wall.replace(tzinfo=known_zone(zone)), width="short", locale=locale()))


def wall_word(wall: datetime) -> str:
    """18:00"""
    return str(dates.format_time(wall.time(), "short", locale=locale()))


def feast_word(name: str) -> str:
    """A feast or holiday in the reader's language."""
    return str(gettext(name))
