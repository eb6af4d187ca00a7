"""Moments: quiet hours, spacing, feasts, the two nights when clocks change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.clock import is_fold, is_gap
from campaigns.errors import BadInput
from campaigns.planning.calendar import calendar_for
from campaigns.planning.request import Outlet, Slot, parse_slot
from campaigns.planning.slots import find_moment, in_quiet_hours

CALENDAR = calendar_for("de", "", date(2026, 11, 1), date(2028, 6, 1))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def test_slot_is_read_from_text() -> None:
    assert parse_slot("18:00") == Slot(time(18))
    assert parse_slot(" Tue 9:05 ") == Slot(time(9, 5), 1)
    for text in ("24:00", "Die 18:00", "18", ""):
        with pytest.raises(BadInput):
            parse_slot(text)


def test_quiet_hours_may_run_over_midnight() -> None:
    night = (time(21), time(8))
    assert [in_quiet_hours(time(hour), night) for hour in (20, 21, 0, 7, 8)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert in_quiet_hours(time(13), (time(12), time(14)))


@pytest.mark.parametrize(
    ("day", "slot", "zone"),
    [
        (date(2028, 3, 26), time(2, 30), "Europe/Berlin"),
        (date(2027, 10, 31), time(2, 30), "Europe/Berlin"),
        (date(2028, 3, 26), time(3, 15), "Europe/Kyiv"),
    ],
)
def test_hour_that_is_skipped_or_doubled_is_never_proposed(day: date, slot: time, zone: str) -> None:
    outlet = Outlet("A", "feed", zone=zone, slots=(Slot(slot),), quiet=(time(0), time(0)))
    found = find_moment(
        outlet, language="xx", earliest=day, latest=day + timedelta(days=7), calendar=CALENDAR
    )
    assert found is not None
    assert found.wall == datetime.combine(day + timedelta(days=1), slot)


def test_wall_time_stays_when_the_clock_changes() -> None:
    outlet = Outlet("A", "feed", slots=(Slot(time(18)),), spacing_days=1)
    walls = [
        find_moment(outlet, language="xx", earliest=day, latest=day, calendar=CALENDAR)
        for day in (date(2027, 3, 27), date(2027, 3, 30))
    ]
    assert [found.wall.time() for found in walls if found] == [time(18), time(18)]


def test_fasting_readers_are_reached_in_the_evening() -> None:
    outlet = Outlet("A", "feed")
    day = date(2027, 2, 16)
    fasting = find_moment(outlet, language="ar", earliest=day, latest=day, calendar=CALENDAR)
    others = find_moment(outlet, language="de", earliest=day, latest=day, calendar=CALENDAR)
    assert (fasting and fasting.wall.time(), others and others.wall.time()) == (time(18), time(12, 30))


def test_feast_is_passed_over_with_its_reason() -> None:
    found = find_moment(
        Outlet("A", "feed"),
        language="ar",
        earliest=date(2027, 3, 9),
        latest=date(2027, 3, 20),
        calendar=CALENDAR,
    )
    assert found is not None and found.wall.date() == date(2027, 3, 12)
    assert "9 March 2027 is avoided: Eid al-Fitr." in [str(one) for one in found.reasons]


@settings(max_examples=200, deadline=None)
@given(
    slots=st.lists(st.builds(Slot, times, st.none() | st.integers(0, 6)), max_size=5),
    quiet=st.tuples(times, times),
    zone=st.sampled_from(["Europe/Berlin", "Europe/Kyiv", "Africa/Cairo", "Asia/Tehran", "UTC"]),
    spacing=st.integers(0, 10),
    earliest=st.dates(date(2026, 12, 1), date(2027, 12, 1)),
    patience=st.integers(0, 40),
    language=st.sampled_from(["de", "ar", "fa", "ru", "uk", "pl"]),
    offsets=st.lists(st.integers(-20, 40), max_size=6),
)
def test_no_moment_breaks_a_rule(
    slots: list[Slot],
    quiet: tuple[time, time],
    zone: str,
    spacing: int,
    earliest: date,
    patience: int,
    language: str,
    offsets: list[int],
) -> None:
    outlet = Outlet("A", "feed", zone=zone, slots=tuple(slots), quiet=quiet, spacing_days=spacing)
    taken = [datetime.combine(earliest + timedelta(days=offset), time(18)) for offset in offsets]
    latest = earliest + timedelta(days=patience)
    found = find_moment(
        outlet, language=language, earliest=earliest, latest=latest, calendar=CALENDAR, taken=taken
    )
    if found is None:
        return
    assert earliest <= found.wall.date() <= latest
    assert not in_quiet_hours(found.wall.time(), quiet)
    assert not is_gap(found.wall, zone) and not is_fold(found.wall, zone)
    assert all(abs((found.wall.date() - other.date()).days) >= spacing for other in taken)
    assert CALENDAR.objection(found.wall.date(), language) is None
    assert not slots or any(
        slot.at == found.wall.time() and slot.weekday in (None, found.wall.weekday()) for slot in slots
    )


def test_outlet_with_one_post_a_day_says_so_in_words() -> None:
    day = date(2027, 3, 30)
    found = find_moment(
        Outlet("A", "feed", slots=(Slot(time(18)),), spacing_days=1),
        language="xx",
        earliest=day,
        latest=day + timedelta(days=1),
        calendar=CALENDAR,
        taken=[datetime(2027, 3, 30, 9)],
    )
    assert found is not None
    assert [str(reason) for reason in found.reasons] == [
        "There is a post on 30 March 2027: A has one post a day."
    ]


def test_outlet_without_spacing_takes_the_next_slot_of_the_day() -> None:
    day = date(2027, 3, 30)
    found = find_moment(
        Outlet("A", "feed", slots=(Slot(time(12)), Slot(time(18))), spacing_days=0),
        language="xx",
        earliest=day,
        latest=day,
        calendar=CALENDAR,
        taken=[datetime(2027, 3, 30, 12)],
    )
    assert found is not None
    assert found.wall == datetime(2027, 3, 30, 18)


def test_outlet_without_quiet_hours_posts_at_night() -> None:
    day = date(2027, 3, 30)
    found = find_moment(
        Outlet("A", "feed", slots=(Slot(time(23)),), quiet=None),
        language="xx",
        earliest=day,
        latest=day,
        calendar=CALENDAR,
    )
    assert found is not None
    assert found.wall == datetime(2027, 3, 30, 23)
