"""Reads written values back, independently of how they are written: by hand-made tables, not by Babel."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel.dates import get_month_names

from campaigns.content.frames import load_frames

ISOLATES = re.compile("[\u2066-\u2069]")
#: Languages that write 1,234.50; all others write the comma before the cents.
POINT_LANGUAGES = {"en", "ar", "fa"}
#: Arabic says one and two without a figure.
ARABIC_WORDS = {
    "يوم واحد": (1, "day"),
    "يومان": (2, "day"),
    "أسبوع واحد": (1, "week"),
    "أسبوعان": (2, "week"),
    "شهر واحد": (1, "month"),
    "شهران": (2, "month"),
    "سنة واحدة": (1, "year"),
    "سنتان": (2, "year"),
    "ساعة واحدة": (1, "hour"),
    "ساعتان": (2, "hour"),
    "دقيقة واحدة": (1, "minute"),
    "دقيقتان": (2, "minute"),
}


def plain(text: str) -> str:
    """Without isolates, every space an ordinary one."""
    return re.sub(r"[\u00a0\u202f]", " ", ISOLATES.sub("", text))


def read_number(text: str, language: str) -> Decimal:
    """The number among letters and signs."""
    digits = re.sub(r"[^\d.,-]", "", plain(text))
    decimal, group = (".", ",") if language in POINT_LANGUAGES else (",", ".")
    return Decimal(digits.replace(group, "").replace(decimal, "."))


def read_date(text: str, locale: str) -> date:
    """The day, whatever its order."""
    written = plain(text)
    if numeric := re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", written):
        day, month, year = map(int, numeric.groups())
        return date(year, month, day)
    names = get_month_names("wide", context="format", locale=locale)
    month = max((number for number, name in names.items() if name in written), key=lambda n: len(names[n]))
    numbers = [int(found) for found in re.findall(r"\d+", written)]
    year = next(number for number in numbers if number > 31)
    return date(year, month, next(number for number in numbers if number <= 31))


def read_duration(text: str, language: str) -> tuple[Decimal, str]:
    """Count and unit."""
    written = plain(text)
    if language == "ar" and written in ARABIC_WORDS:
        count, unit = ARABIC_WORDS[written]
        return Decimal(count), unit
    word = re.sub(r"[\d.,]", "", written).strip()
    nouns = load_frames(language).nouns
    units = {
        noun.split(".")[0]
        for noun, forms in nouns.items()
        if word in {form.replace("{count}", "").strip() for form in forms.values()}
    }
    (unit,) = units
    return read_number(written, language), unit
