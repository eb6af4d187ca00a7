"""No small count is shown, and none can be found by subtraction or by looking twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reach.disclosure.suppression import windows_in_steps
from campaigns.reach.report.asked import Period
from campaigns.reach.report.windows import half_years, whole_weeks, windows_of
from tests.campaigns.reach.live_windows import attacked

TABLES = st.dictionaries(
    st.sampled_from([f"l{n}" for n in range(12)]), st.integers(0, 60), min_size=1, max_size=12
)


@given(TABLES, TABLES, st.integers(5, 10))
def test_a_window_is_told_in_steps_and_holds_what_was_asked_in_it(
    before: dict[str, int], since: dict[str, int], k: int
) -> None:
    until = {key: before.get(key, 0) + since.get(key, 0) for key in {*before, *since}}
    shown = windows_in_steps(before, until, k=k)

    for key in until:
        part = shown.parts.get(key)
        low, high = part.limits if part else (0, k - 1)
        assert low <= since.get(key, 0) <= high
        assert part is None or (part.shown and part.shown % k == 0)
    assert (shown.total.shown or 0) == sum(part.shown or 0 for part in shown.parts.values())


@given(TABLES, TABLES, st.integers(5, 10), st.randoms())
def test_counts_within_their_steps_may_be_any_others_and_nothing_shown_is_different(
    before: dict[str, int], until: dict[str, int], k: int, chance: Random
) -> None:
    others = [{key: n // k * k + chance.randrange(k) for key, n in each.items()} for each in (before, until)]

    assert windows_in_steps(before, until, k=k) == windows_in_steps(*others, k=k)


@pytest.mark.parametrize("seed", [8])
def test_all_windows_together_tell_no_small_count(seed: int) -> None:
    assert attacked(seed, with_fixed=False, most=5) == []


TODAY = date(2026, 11, 25)


def test_days_chosen_freely_are_none_of_which_questions_are_told() -> None:
    usual = Period(date(2026, 10, 7), TODAY)

    def told(start: date, end: date, *, is_campaign: bool = True) -> bool:
        return windows_of(Period(start, end), usual=usual, is_campaign=is_campaign) is not None

    assert told(usual.start, usual.end)
    assert not told(usual.start, TODAY - timedelta(days=7))
    assert not told(usual.start - timedelta(days=7), TODAY)
    assert not told(date(2026, 1, 1), date(2026, 6, 30))
    assert told(date(2026, 1, 1), date(2026, 6, 30), is_campaign=False)
    assert not told(date(2026, 1, 1), date(2026, 6, 29), is_campaign=False)


@given(st.integers(-2, 4))
def test_moving_a_day_within_its_week_changes_nothing(days: int) -> None:
    usual = Period(date(2026, 10, 7), TODAY)
    moved = Period(usual.start, TODAY + timedelta(days=days))

    assert windows_of(moved, usual=usual, is_campaign=True) == windows_of(
        usual, usual=usual, is_campaign=True
    )
    assert half_years(TODAY)[0] == Period(date(2026, 7, 1), date(2026, 12, 31))


def test_two_halves_of_the_calendar_share_no_week_and_leave_none_out() -> None:
    halves = half_years(TODAY)
    found = [whole_weeks(half).during for half in halves]

    assert [later.start - earlier.end for later, earlier in pairwise(found)] == [timedelta(days=1)] * 5
