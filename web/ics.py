"""Calendars for other programs (RFC 5545): one event per placement, in UTC so that every zone shows it right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: A post takes no time; calendars show nothing without a length.
LENGTH = timedelta(minutes=15)
#: Octets on a line without its end (RFC 5545, 3.1).
FOLD = 75


@dataclass(frozen=True)
class Event:
    """One moment. `uid` never changes; `status` is TENTATIVE, CONFIRMED or CANCELLED."""

    uid: str
    starts_at: datetime | None
    title: str
    text: str
    address: str
    status: str


def write_calendar(name: str, events: Sequence[Event], *, made_at: datetime) -> bytes:
    """The calendar as bytes, lines folded and ended as the standard wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Litfass//Calendar//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{escape(name)}", f"NAME:{escape(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for event in events:
        if event.starts_at is not None:
            lines += _event(event, event.starts_at, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line)).encode()


def _event(event: Event, starts_at: datetime, made_at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(starts_at + LENGTH)}",
        f"SUMMARY:{escape(event.title)}",
        f"DESCRIPTION:{escape(event.text)}",
        f"URL:{event.address}",
        f"STATUS:{event.status}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    """A TEXT value (3.3.11)."""
    clean = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return clean.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, none of which cuts a letter; all but the first begin with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > FOLD:
            yield piece
            piece = " "
        piece += letter
    yield piece


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
