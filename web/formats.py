"""Numbers, days, moments and languages as people read them, in the reader's language and the programme's zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError, dates, numbers
from flask import Flask
from flask_babel import get_locale, gettext, ngettext
from jinja2 import pass_context
from markupsafe import Markup, escape

from campaigns.clock import zone as known_zone
from campaigns.languages import languages
from web import database, identity
from web.words.labels import label

#: The seam of a long German compound: Grundsicherungs|geld, Aufenthalts|erlaubnis.
_SEAM = re.compile(r"(\w{4,}(?:ungs|heits|keits|schafts|ions|täts|alts))(?=\w{4,})")
#: Counts of questions and people below this are never shown as they are.
SMALLEST = 5


def init_formats(app: Flask) -> None:
    app.jinja_env.filters.update(
        number=number,
        count=count,
        share=share,
        euros=euros,
        day=day,
        short_day=short_day,
        long_day=long_day,
        moment=moment,
        clock_time=clock_time,
        ago=ago,
        file_size=file_size,
        options=options,
        breakable=breakable,
        web_address=web_address,
    )
    app.jinja_env.globals.update(
        language_name=language_name, native_name=native_name, direction=direction, isolate=isolate
    )
    told: Any = app.jinja_env.globals["ngettext"]
    app.jinja_env.globals["ngettext"] = _counting(told)


def web_address(written: str | None) -> str:
    """The address if a browser goes there by the web, '' for any other: `javascript:` in a link would run here."""
    return written if written and written.startswith(("https://", "http://")) else ""


def _counting(told: Callable[..., str]) -> Callable[..., str]:
    """`ngettext` of templates, with the reader's separators in the number that a sentence counts with."""

    @pass_context
    def ngettext_with_separators(context: Any, one: str, many: str, num: int, **values: Any) -> str:
        return told(context, one, many, num, **{"num": number(num)} | values)

    return ngettext_with_separators


def locale() -> Locale:
    return get_locale() or Locale("en", "GB")


def zone_name() -> str:
    """The zone wall times are meant in: the programme's."""
    who = identity.current()
    return who.programme.zone if who and who.programme else "Europe/Berlin"


def number(value: float | None, digits: int = 0) -> str:
    """A number with the reader's separators; what is unknown is a dash, never 0."""
    if value is None:
        return "–"
    return _number(value, digits, locale())


@lru_cache(maxsize=8192)
def _number(value: float, digits: int, place: Locale) -> str:
    """Tables say the same numbers again and again, and writing one takes as long as reading ten rows."""
    pattern = f"#,##0.{'0' * digits}" if digits else None
    return str(numbers.format_decimal(half_up(value, digits), locale=place, format=pattern))


def half_up(value: float, digits: int = 0) -> Decimal:
    """Rounded as people round: 2.5 is 3, and 0.125 is 0.13."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def count(value: int | None, smallest: int = SMALLEST) -> str:
    """A count of questions or people: one to four are “<5”, so that nobody can be found in it."""
    if value is None:
        return "–"
    return f"<{smallest}" if 0 < value < smallest else number(value)


def share(value: float | None, digits: int = 0) -> str:
    """0.12 as “12 %”."""
    if value is None:
        return "–"
    rounded, place = half_up(value, digits + 2), locale()
    # How a locale writes per cent, with as many digits as were asked for.
    pattern = str(place.percent_formats[None].pattern).replace("0", f"0.{'0' * digits}" if digits else "0")
    return str(numbers.format_percent(rounded, locale=place, format=pattern))


def euros(cents: float | None) -> str:
    """125050 as “1.250,50 €”; what is unknown is a dash."""
    return "–" if cents is None else str(numbers.format_currency(cents / 100, "EUR", locale=locale()))


def day(value: date | datetime | None) -> str:
    """11 Jan 2027."""
    return "–" if value is None else str(dates.format_date(_local_day(value), "medium", locale=locale()))


def short_day(value: date | datetime | None) -> str:
    """Mon 11 Jan, for lists of the near past and future."""
    if value is None:
        return "–"
    return str(dates.format_skeleton("MMMEd", _local_day(value), locale=locale()))


def long_day(value: date | datetime | None) -> str:
    """Monday, 11 January, for the head of a page."""
    if value is None:
        return "–"
    pattern = "EEEE, d. MMMM" if locale().language == "de" else "EEEE, d MMMM"
    return str(dates.format_date(_local_day(value), pattern, locale=locale()))


def moment(value: datetime | None) -> str:
    """11 Jan 2027, 18:00 CET: never a time without its zone."""
    if value is None:
        return "–"
    place = known_zone(zone_name())
    local = value.astimezone(place)
    written = dates.format_datetime(local, "medium", locale=locale())
    seconds = f":{local.second:02d}"
    return f"{str(written).replace(seconds, '', 1)} {_zone_label(local)}"


def clock_time(value: datetime | None) -> str:
    """18:00 CET."""
    if value is None:
        return "–"
    local = value.astimezone(known_zone(zone_name()))
    return f"{dates.format_time(local, 'short', locale=locale())} {_zone_label(local)}"


def ago(value: datetime | None) -> str:
    """“3 hours ago” or “in 2 days”, seen from this request."""
    if value is None:
        return str(gettext("never"))
    return str(dates.format_timedelta(value - database.now(), add_direction=True, locale=locale()))


def options(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Words of the vocabulary as choices of a form: value and label."""
    return [(word.value, label(word)) for word in words]


def file_size(value: int) -> str:
    for unit, size in (("MB", 1_000_000), ("kB", 1_000)):
        if value >= size:
            return f"{number(value / size, 1)} {unit}"
    return str(ngettext("%(num)s byte", "%(num)s bytes", value))


def language_name(code: str | None) -> str:
    """The language in the reader's language: “Ukrainian”."""
    return str(gettext("unknown")) if code is None else _language_name(code, str(locale()))


@lru_cache(maxsize=1024)
def _language_name(code: str, reader: str) -> str:
    """A page says the same few names hundreds of times."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(reader)
    except (UnknownLocaleError, ValueError):
        name = None
    found = languages().get(code)
    text = str(name or (found.english if found else code))
    return text[:1].upper() + text[1:] if reader.startswith("de") else text


def native_name(code: str) -> str:
    """The language in its own words: “українська”."""
    found = languages().get(code)
    return found.native if found else code


def direction(code: str | None) -> str:
    found = languages().get(code or "")
    return found.direction if found else "auto"


def isolate(text: Any) -> Markup:
    """A number, § or name that must not be torn apart or turned by the letters around it."""
    return Markup("<bdi>") + escape(text) + Markup("</bdi>")


def _local_day(value: date | datetime) -> date:
    return value.astimezone(known_zone(zone_name())).date() if isinstance(value, datetime) else value


def _zone_label(local: datetime) -> str:
    return str(dates.get_timezone_name(local, width="short", locale=locale()))


def breakable(text: str) -> str:
    """The text with soft hyphens at the seams of long German compounds, for narrow columns."""
    return _SEAM.sub("\\1\u00ad", text)
