"""The first sensible day: working days, holidays, and feasts of those who read."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from campaigns.planning.calendar import calendar_for
from campaigns.planning.feasts import Bearing, feasts_between
from campaigns.planning.first_day import AHEAD, PATIENCE, first_day

LANGUAGES = ("de", "ar", "uk", "fa", "pl")


def test_first_day_counts_working_days_without_the_holidays_of_the_place() -> None:
    found = first_day("wage", jurisdiction="de", languages=("de",), today=date(2026, 9, 30))
    assert found.day == date(2026, 10, 5)
    assert "3 working days" in str(found.steps[-1])


def test_first_day_waits_for_feasts_and_says_so() -> None:
    found = first_day("wage", jurisdiction="de", languages=("de", "pl"), today=date(2026, 12, 15))
    assert found.day == date(2026, 12, 27)
    assert "25 December 2026 is avoided: Christmas." in [str(step) for step in found.steps]


def test_first_day_of_one_language_needs_no_translation() -> None:
    alone, together = (
        first_day("wage", jurisdiction="de", languages=spoken, today=date(2026, 11, 23))
        for spoken in (("de",), ("de", "ar"))
    )
    assert alone.day < together.day
    assert not any("ranslation" in str(step) for step in alone.steps)
    assert any("The translation can be done" in str(step) for step in together.steps)


def test_first_day_names_the_laws_days_of_its_topic() -> None:
    found = first_day("wage", jurisdiction="de", languages=LANGUAGES, today=date(2026, 11, 23))
    assert any("lapse" in str(sentence) for sentence in found.legal)


@given(some.dates(date(2026, 1, 1), date(2028, 12, 31)), some.sets(some.sampled_from(LANGUAGES), min_size=1))
def test_first_day_stands_against_no_feast_while_there_is_one_that_does_not(
    today: date, spoken: set[str]
) -> None:
    languages = sorted(spoken)
    found = first_day("housing", jurisdiction="de", languages=languages, today=today)
    calendar = calendar_for("de", "", today, found.day + AHEAD)
    assert found.day > today
    kept = any(calendar.objection(found.day, code) for code in languages)
    assert not kept or any("two weeks" in str(step) for step in found.steps)
    assert PATIENCE.days == 14


def test_first_day_warns_of_every_feast_ahead_that_its_readers_keep() -> None:
    today = date(2027, 2, 1)
    found = first_day("housing", jurisdiction="de", languages=LANGUAGES, today=today)
    told = " ".join(str(sentence) for sentence in found.ahead)
    for feast in feasts_between(found.day, found.day + AHEAD):
        if feast.bearing is not Bearing.OCCASION and feast.languages & set(LANGUAGES):
            assert feast.name in told
