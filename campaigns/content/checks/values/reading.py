"""All values of one text, in the order in which one kind hides another: a date before its numbers."""

from __future__ import annotations

from functools import lru_cache

from campaigns.content.checks.folding import Folded, fold
from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.contacts import read_addresses, read_phones, read_placeholders
from campaigns.content.checks.values.dates import read_dates
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.laws import read_laws
from campaigns.content.checks.values.measures import read_measures, read_whole_days
from campaigns.content.checks.values.ranges import widen_ranges
from campaigns.content.checks.values.roman import read_roman
from campaigns.content.checks.values.spelled import read_spelled
from campaigns.content.checks.values.spoken_times import read_spoken_times
from campaigns.content.checks.values.times import read_times
from campaigns.content.checks.values.weekdays import read_weekdays
from campaigns.content.checks.words import words_of


@lru_cache(maxsize=2048)
def read_values(text: str, language: str) -> tuple[Found, ...]:
    """Every value of a text in this language, in reading order."""
    folded: Folded = fold(text)
    claims = Claims(folded)
    words = words_of(language) or words_of("en")
    assert words is not None
    read_placeholders(claims)
    read_addresses(claims, language)
    read_phones(claims)
    read_dates(claims, words)
    read_laws(claims, words)
    read_whole_days(claims, words)
    read_spoken_times(claims, words)
    read_times(claims, words)
    read_measures(claims, words)
    read_weekdays(claims, words)
    read_spelled(claims, words)
    read_roman(claims)
    return tuple(widen_ranges(_without_counted_ones(claims.found), text))


def _without_counted_ones(found: list[Found]) -> list[Found]:
    """Without a bare unit read as one of it ("vuoden kuluttua") where a number stands before ("kahden vuoden …")."""
    counted = [one for one in found if one.kind is Kind.DURATION and one.grade != "weak"]
    return [
        one
        for one in found
        if not (
            one.kind is Kind.DURATION
            and one.grade == "weak"
            and one.numbers == {1}
            and any(other.unit == one.unit and other.overlaps(one) for other in counted)
        )
    ]
