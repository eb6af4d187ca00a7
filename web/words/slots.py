"""Slots of accounts as people read and write them: with the weekdays of their language."""

from __future__ import annotations

from babel import dates

from web.formats import locale

#: As slots are kept.
KEYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def slot_word(slot: str) -> str:
    """ "Tue 12:30" as "Di 12:30"; a time without a day as it is."""
    day, space, at = slot.partition(" ")
    return f"{_short_days()[KEYS.index(day.title())]} {at}" if space and day.title() in KEYS else slot


def slot_written(words: str) -> str:
    """The slot that somebody wrote: "Di 12:30" is "Tue 12:30". What is not understood stays for the rules to refuse."""
    day, space, at = words.strip().partition(" ")
    known = {word.casefold(): key for word, key in zip(_short_days(), KEYS, strict=True)}
    return f"{known.get(day.rstrip('.').casefold(), day)} {at.strip()}" if space else words.strip()


def _short_days() -> list[str]:
    names = dates.get_day_names("abbreviated", locale=locale())
    return [names[number].rstrip(".") for number in range(7)]
