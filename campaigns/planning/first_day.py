"""The first day on which a post can sensibly leave, how it was reckoned, and which days after it are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.planning.calendar import (
    AudienceCalendar,
    add_working_days,
    calendar_for,
    legal_deadlines,
)
from campaigns.planning.feasts import Bearing
from campaigns.planning.request import LeadTimes
from campaigns.reasons import Reason, reason

#: How far a day everybody can read on is looked for, and how far ahead days are named.
PATIENCE = timedelta(days=14)
AHEAD = timedelta(days=56)


@dataclass(frozen=True)
class FirstDay:
    """`steps` say how the day was reckoned, `ahead` what lies in the weeks after it, `legal` days of the law."""

    day: date
    steps: tuple[Reason, ...]
    ahead: tuple[Reason, ...]
    legal: tuple[Reason, ...]


def first_day(
    topic: str,
    *,
    jurisdiction: str,
    languages: Sequence[str],
    today: date,
    land: str = "",
    lead: LeadTimes | None = None,
) -> FirstDay:
    """The first day after writing, translating and the legal check that no reader's feast stands against."""
    times = lead or LeadTimes()
    calendar = calendar_for(jurisdiction, land, today, today + timedelta(days=180))
    steps: list[Reason] = []
    day = add_working_days(calendar, today, times.source)
    steps.append(reason("The source text can be written by {day}.", day=day))
    if len(languages) > 1:
        day = add_working_days(calendar, day, times.translation)
        steps.append(_translated(len(languages) - 1, day))
    day = add_working_days(calendar, day, times.review)
    steps.append(reason("Lawyers can have checked every language by {day}.", day=day))
    steps.append(
        reason(
            "That makes {days} working days; weekends and public holidays are not counted.",
            days=times.days(len(languages)),
        )
    )
    found, passed = _free_day(calendar, day, languages)
    return FirstDay(
        day=found,
        steps=(*steps, *passed),
        ahead=tuple(_ahead(calendar, found, languages)),
        legal=tuple(
            reason("Legal date {day}: {what} ({laws})", day=one.day, what=one.name, laws=one.laws)
            for one in legal_deadlines(topic, jurisdiction, today, found + AHEAD)
        ),
    )


def _translated(count: int, day: date) -> Reason:
    if count == 1:
        return reason("The translation can be done by {day}.", day=day)
    return reason("Translations into {count} languages can be done by {day}.", count=count, day=day)


def _free_day(
    calendar: AudienceCalendar, earliest: date, languages: Sequence[str]
) -> tuple[date, tuple[Reason, ...]]:
    """The first day that suits every language, with why days before it do not; the earliest when there is none."""
    passed: list[Reason] = []
    day = earliest
    while day <= earliest + PATIENCE:
        objections = [one for code in languages if (one := calendar.objection(day, code))]
        if not objections:
            return day, tuple(dict.fromkeys(passed))
        passed += objections
        day += timedelta(days=1)
    return earliest, (
        reason("In the two weeks after it some readers always keep a feast: each language waits."),
    )


def _ahead(calendar: AudienceCalendar, first: date, languages: Sequence[str]) -> list[Reason]:
    """Feasts and public holidays of these readers in the weeks after the first day."""
    until = first + AHEAD
    found: list[tuple[date, Reason]] = []
    for feast in calendar.feasts:
        readers = [code for code in languages if code in feast.languages]
        if not readers or feast.bearing is Bearing.OCCASION or feast.last < first or feast.first > until:
            continue
        sentence = (
            "{feast} from {first} to {last}: nothing goes out to readers of {languages}."
            if feast.bearing is Bearing.AVOID
            else "{feast} from {first} to {last}: evening hours suit readers of {languages}."
        )
        named = {"feast": feast.name, "first": feast.first, "last": feast.last, "languages": readers}
        found.append((feast.first, reason(sentence, **named)))
    for day, name in calendar.closed.items():
        if first <= day <= until:
            found.append((day, reason("{day} is a public holiday: {feast}.", day=day, feast=name)))
    return [sentence for _day, sentence in sorted(found, key=lambda pair: pair[0])]
