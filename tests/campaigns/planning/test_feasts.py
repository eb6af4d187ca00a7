"""Feasts of the audience fall on their days."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from campaigns.planning.feasts import Bearing, feasts_between, orthodox_easter, western_easter

MONDAY = timedelta(days=1)


def days_of(country: str, name: str, years: range) -> set[date]:
    listed = holidays.country_holidays(country, years=list(years), language="en_US")
    return {day for day, given in listed.items() if name in given.split("; ")}


def test_western_easter_agrees_with_the_library_for_a_century() -> None:
    years = range(1990, 2090)
    assert {western_easter(year) + MONDAY for year in years} == days_of("IT", "Easter Monday", years)


def test_orthodox_easter_agrees_with_the_library_for_a_century() -> None:
    years = range(1990, 2090)
    assert {orthodox_easter(year) + MONDAY for year in years} == days_of("GR", "Easter Monday", years)


@pytest.mark.parametrize(
    ("name", "language", "inside", "outside"),
    [
        ("Ramadan", "ar", date(2027, 2, 20), date(2027, 3, 9)),
        ("Eid al-Fitr", "tr", date(2027, 3, 9), date(2027, 3, 13)),
        ("Eid al-Adha", "fa", date(2027, 5, 17), date(2027, 5, 21)),
        ("Nowruz", "fa", date(2027, 3, 21), date(2027, 3, 27)),
        ("Orthodox Easter", "uk", date(2027, 5, 2), date(2027, 3, 28)),
        ("Easter", "pl", date(2027, 3, 28), date(2027, 5, 2)),
        ("Christmas", "uk", date(2026, 12, 25), date(2027, 1, 7)),
        ("Orthodox Christmas", "ru", date(2027, 1, 7), date(2026, 12, 25)),
        ("New Year", "bg", date(2027, 1, 1), date(2027, 1, 2)),
    ],
)
def test_feast_touches_its_days_and_readers(name: str, language: str, inside: date, outside: date) -> None:
    found = [feast for feast in feasts_between(date(2026, 11, 1), date(2027, 12, 1)) if feast.name == name]
    assert any(feast.touches(inside, language) for feast in found)
    assert not any(feast.touches(outside, language) for feast in found)
    assert not any(feast.touches(inside, "xx") for feast in found)


def test_islamic_feast_that_falls_twice_into_a_year_is_found_twice() -> None:
    first_days = [
        feast.first
        for feast in feasts_between(date(2033, 1, 1), date(2033, 12, 31))
        if feast.name == "Eid al-Fitr" and feast.bearing is Bearing.AVOID
    ]
    assert [day.month for day in first_days] == [1, 12]
