"""No small count can be worked out from what the radar shows, even by somebody who knows how it hides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.errors import BadInput
from campaigns.needs.counts.disclosure import WINDOWS, coarse_baseline, coarse_growth
from campaigns.needs.counts.steps import steps_of
from campaigns.needs.radar.board import board
from campaigns.needs.radar.paces import paces_of, together
from campaigns.needs.radar.ranking import RadarInput, WeekCount, monday, radar
from campaigns.needs.radar.regional import languages_of, part_of
from tests.campaigns.needs.radar_windows import attacked

AS_OF = date(2026, 11, 22)


@given(st.lists(st.integers(0, 30), min_size=26, max_size=26), st.integers(0, 30), st.sampled_from(WINDOWS))
def test_what_is_shown_of_a_window_is_about_true(weeks: list[int], before: int, window: int) -> None:
    shown, count = steps_of(weeks, before=before, smallest=5).last(window), sum(weeks[-window:])
    assert shown % 5 == 0
    assert abs(shown - count) < 5


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.integers(0, 30), st.sampled_from([5, 7, 10]))
def test_what_is_reckoned_of_weeks_never_contradicts_the_steps(
    weeks: list[int], before: int, smallest: int
) -> None:
    steps = steps_of(weeks, before=before, smallest=smallest)
    about = steps.reckoned()
    assert all(count >= -1e-9 for count in about)
    if steps.first is not None and any(steps.taken):
        assert abs(sum(about) - sum(weeks)) <= 2 * (smallest - 1) + 1e-9
    assert steps_of(steps.taken, smallest=smallest) == replace(steps, is_begun=False)


_ASKED_AND_WRONG = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=90)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["wage", "housing"]), st.sampled_from(["ar", "uk"])),
        _ASKED_AND_WRONG,
        min_size=1,
    ),
    st.sampled_from(WINDOWS),
    st.integers(0, 6),
)
@settings(max_examples=150, deadline=None)
def test_the_radar_knows_nothing_but_the_steps(
    asked: dict[tuple[str, str], list[tuple[int, int]]], window: int, weekday: int
) -> None:
    """Put all questions of a step into the week in which it was taken: nothing on the radar moves."""
    as_of = monday(AS_OF) + timedelta(days=weekday)
    as_they_are, as_steps = [], []
    for key, values in asked.items():
        days = [monday(AS_OF) - timedelta(weeks=len(values) - 1 - at) for at in range(len(values))]
        steps = steps_of([count for count, _wrong in values], smallest=5).taken
        wrong, corrected = (
            steps_of([min(one) // share for one in values], smallest=5, whole=steps).taken for share in (1, 2)
        )
        for at, (count, bad) in enumerate(values):
            bad = min(bad, count)
            as_they_are.append(WeekCount(days[at], *key, count, bad, bad // 2))
            as_steps.append(WeekCount(days[at], *key, steps[at], wrong[at], corrected[at]))
    shown = (
        radar(RadarInput(as_of=as_of, weeks=window, counts=counts, spaces=dict.fromkeys(asked, 12)))
        for counts in (as_they_are, as_steps)
    )
    first, second = ([row.as_json() | {"paces": row.paces} for row in rows] for rows in shown)
    assert first == second


@pytest.mark.parametrize("seed", [3, 17, 58])
def test_nobody_finds_a_small_count_through_all_windows_and_weeks(seed: int) -> None:
    """Worlds in which counts in steps of each window were found out."""
    assert attacked(seed, most=8) == []


def test_a_window_that_is_not_offered_is_refused() -> None:
    with pytest.raises(BadInput, match="4, 8, 13, 26"):
        radar(RadarInput(as_of=AS_OF, counts=[], weeks=7))


def test_a_day_in_the_week_means_its_whole_week() -> None:
    counts = [WeekCount(monday(AS_OF), "wage", "ar", 9)]
    days = [AS_OF - timedelta(days=back) for back in range(7)]
    assert {radar(RadarInput(as_of=day, counts=counts))[0].count for day in days} == {5}


@given(st.integers(5, 400), st.sampled_from(WINDOWS))
def test_a_baseline_leaves_the_past_open_by_five_questions(past: int, weeks: int) -> None:
    """At least five totals of the past lead to the same baseline shown."""
    years = 52

    def shown(total: int) -> float | None:
        return coarse_baseline(
            total / years * weeks, past_total=total, past_weeks=years, weeks=weeks, smallest=5
        )

    alike = [total for total in range(max(0, past - 60), past + 60) if shown(total) == shown(past)]
    assert len(alike) >= 4


def test_growth_is_told_in_halves_and_from_five_in_whole_numbers() -> None:
    assert [coarse_growth(value) for value in (0.2, 1.8, 2.3, 4.9, 7.6)] == [0.0, 2.0, 2.5, 5.0, 8.0]


_ASKED = st.lists(st.integers(0, 8), min_size=52, max_size=52)


@given(st.dictionaries(st.sampled_from(["ar", "uk", "de", "tr"]), _ASKED, min_size=1), st.data())
@settings(max_examples=60, deadline=None)
def test_a_small_cell_changes_nothing_else_on_the_board(
    by_language: dict[str, list[int]], data: st.DataObject
) -> None:
    """The board's totals and lines are linear in the shown cells alone: a small cell has no part in any of them."""
    hidden = data.draw(st.sampled_from(sorted(by_language)))
    looks = []
    for count in (1, 4):
        counts = {**by_language, hidden: [0] * 51 + [count]}
        weeks = [
            WeekCount(monday(AS_OF) - timedelta(weeks=51 - at), "wage", language, asked)
            for language, values in counts.items()
            for at, asked in enumerate(values)
            if asked
        ]
        rows = radar(RadarInput(as_of=AS_OF, counts=weeks))
        table = board(rows, languages=("ar", "uk", "de", "tr"))
        looks.append(
            [(line.shown, list(line.paces), {code: str(row.count_shown) for code, row in line.cells.items()})
             for line in table.lines]
        )  # fmt: skip
    assert looks[0] == looks[1]


@given(st.lists(st.integers(0, 9), min_size=78, max_size=78))
@settings(max_examples=200, deadline=None)
def test_the_line_of_the_year_is_made_of_shown_windows_alone(weeks: list[int]) -> None:
    steps = steps_of(weeks, smallest=5)
    counted = {0: 0, **{window: steps.last(window) for window in WINDOWS}}
    for pace in paces_of(steps, before=None):
        assert pace.a_week * (pace.begins - pace.ends) == pytest.approx(
            counted[pace.begins] - counted[pace.ends]
        )
    line = together([paces_of(steps, before=26.0)])
    assert line[0] in (None, 1.0)


def test_a_share_of_wrong_answers_is_told_from_the_first_step_of_them_on() -> None:
    told = [
        radar(RadarInput(as_of=AS_OF, counts=[WeekCount(monday(AS_OF), "wage", "ar", asked, wrong)]))[0]
        for asked, wrong in ((20, 10), (20, 4), (8, 8), (20, 0))
    ]
    assert [row.wrong_share for row in told] == [0.5, None, 1.0, None]


def test_counts_of_a_region_tell_neither_wrong_answers_nor_spaces_nor_a_year() -> None:
    everywhere = [WeekCount(monday(AS_OF), topic, "ar", 24, 20) for topic in ("wage", "housing")]
    here = part_of(everywhere, [everywhere[0]], as_of=AS_OF, smallest=5)
    rows = radar(
        RadarInput(
            as_of=AS_OF,
            counts=here.counts,
            wholes=here.wholes,
            smallest_count=10,
            spaces={("wage", "mul"): 9},
        )
    )
    assert [(row.topic, row.language, row.count, row.wrong_share, row.spaces, row.paces) for row in rows] == [
        ("wage", "mul", 20, None, 0, ())
    ]


def test_a_region_takes_no_step_in_a_week_in_which_the_topic_takes_none() -> None:
    weeks = [monday(AS_OF) - timedelta(weeks=back) for back in (3, 2, 1)]
    everywhere = [WeekCount(week, "wage", "ar", asked) for week, asked in zip(weeks, (16, 3, 2), strict=True)]
    berlin = [WeekCount(week, "wage", "ar", asked) for week, asked in zip(weeks, (8, 3, 0), strict=True)]

    def shown(day: date) -> int:
        here = part_of(everywhere, berlin, as_of=day, smallest=5)
        rows = radar(RadarInput(as_of=day, counts=here.counts, wholes=here.wholes, smallest_count=10))
        return sum(row.count or 0 for row in rows)

    assert [shown(week) for week in weeks] == [0, 0, 10]


def test_languages_are_named_in_the_region_that_asks_in_them() -> None:
    week = monday(AS_OF)
    asked = {
        ("DE-BE", "wage", "ar"): 24,
        ("DE-BE", "housing", "uk"): 6,
        ("DE-BE", "wage", "uk"): 5,
        ("DE-BE", "wage", "tr"): 3,
        ("DE-NW", "wage", "tr"): 19,
        ("DE-NW", "wage", ""): 30,
    }
    everywhere = [
        WeekCount(week, topic, language, count) for (_where, topic, language), count in asked.items()
    ]
    named = {}
    for region in ("DE-BE", "DE-NW"):
        here = [one for key, one in zip(asked, everywhere, strict=True) if key[0] == region]
        named[region] = languages_of(everywhere, here, as_of=AS_OF, smallest=5)
    assert named == {"DE-BE": {"ar", "uk"}, "DE-NW": {"tr"}}
