"""No small count can be worked out from what the radar shows, even by somebody who knows how it hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.errors import BadInput
from campaigns.needs.board import board
from campaigns.needs.disclosure import (
    WINDOWS,
    coarse_baseline,
    coarse_growth,
    shown_count,
    shown_in_regions,
    told_in_regions,
)
from campaigns.needs.paces import paces_of, together
from campaigns.needs.radar import RadarInput, WeekCount, monday, radar

AS_OF = date(2026, 11, 22)
#: Weeks 1–4, 5–8, 9–13 and 14–26 before the end: the rings between the windows.
RINGS = (4, 4, 5, 13)
MOST = 24


def series(rings: Sequence[int]) -> list[int]:
    """A series of 26 weeks with everything of a ring asked in its first week; the newest week last."""
    weeks: list[int] = []
    for count, length in zip(rings, RINGS, strict=True):
        weeks += [count, *[0] * (length - 1)]
    return weeks[::-1]


def seen(rings: Sequence[int], smallest: int) -> tuple[str | None, ...]:
    """What the radar says in each window; None where the topic has no row."""
    weeks = series(rings)
    return tuple(
        str(shown_count(weeks, window, smallest=smallest)) if sum(weeks[-window:]) else None
        for window in WINDOWS
    )


@pytest.mark.parametrize("smallest", [5, 6])
def test_whoever_sees_every_window_learns_of_a_small_ring_only_that_it_is_small(smallest: int) -> None:
    """All tables of four rings, grouped by what is seen: a small ring has k − 1 possible values in each group."""
    worlds: dict[tuple[str | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for rings in product(range(MOST + 1), repeat=4):
        if sum(rings) <= MOST:
            worlds[seen(rings, smallest)].append(rings)
    for told, possible in worlds.items():
        if min(sum(rings) for rings in possible) > MOST - 2 * smallest:
            continue  # here the tables that were left out would belong to the group, too
        for ring in range(4):
            values = {rings[ring] for rings in possible}
            small = {value for value in values if 0 < value < smallest}
            assert not small or len(values) >= smallest - 1, (told, ring, values)


@given(st.lists(st.integers(0, 30), min_size=26, max_size=26), st.sampled_from(WINDOWS))
def test_what_is_shown_of_a_window_is_true(weeks: list[int], window: int) -> None:
    shown, count = shown_count(weeks, window), sum(weeks[-window:])
    if shown.count is None:
        assert count < shown.below
    else:
        assert shown.count <= count < shown.count + 5
        assert shown.count % 5 == 0


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


@pytest.mark.parametrize("smallest", [5, 7, 10])
def test_whoever_knows_the_total_learns_of_a_small_region_only_that_it_is_small(smallest: int) -> None:
    """All tables of two regions and questions of unknown region, grouped by total and by what is shown."""
    most = 34
    worlds: dict[tuple[int, tuple[tuple[str, int], ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=3):
        total = sum(counts)
        if 5 <= total <= most:
            regions = dict(zip(("DE-BE", "DE-NW"), counts, strict=False))
            shown = shown_in_regions(total, regions, smallest=smallest)
            assert all(regions[name] == count >= smallest for name, count in shown.items())
            worlds[total, tuple(shown.items())].append(counts)
    for told, possible in worlds.items():
        for place in range(3):
            values = {counts[place] for counts in possible}
            assert not any(0 < value < 5 for value in values) or len(values) >= 4, (told, place, values)


@given(
    st.dictionaries(st.sampled_from(["DE-BE", "DE-NW", "DE-BY", "DE-HH", "DE-SN"]), st.integers(1, 30)),
    st.integers(0, 30),
    st.integers(5, 12),
)
def test_what_is_left_of_a_total_beside_regions_is_nothing_or_enough(
    counts: dict[str, int], unknown: int, smallest: int
) -> None:
    total = sum(counts.values()) + unknown
    left = total - sum(shown_in_regions(total, counts, smallest=smallest).values())
    assert left == 0 or left >= min(5, total)


@given(st.lists(st.integers(0, 9), min_size=78, max_size=78))
@settings(max_examples=200, deadline=None)
def test_the_line_of_the_year_is_made_of_shown_windows_alone(weeks: list[int]) -> None:
    counted = {0: 0, **{window: shown_count(weeks, window).count or 0 for window in WINDOWS}}
    for pace in paces_of(weeks, before=None, smallest=5):
        held = counted[pace.begins] - counted[pace.ends]
        assert pace.a_week * (pace.begins - pace.ends) == pytest.approx(held)
        assert held == 0 or held >= 5
    line = together([paces_of(weeks, before=26.0, smallest=5)])
    assert line[0] in (None, 1.0)


def test_a_share_of_wrong_answers_is_told_where_right_and_wrong_are_each_enough() -> None:
    told = [
        radar(RadarInput(as_of=AS_OF, counts=[WeekCount(monday(AS_OF), "wage", "ar", asked, wrong)]))[0]
        for asked, wrong in ((10, 5), (9, 5), (9, 4), (8, 8))
    ]
    assert [row.wrong_share for row in told] == [0.5, None, None, 1.0]


def test_counts_of_a_region_tell_neither_wrong_answers_nor_spaces_nor_a_year() -> None:
    counts = [WeekCount(monday(AS_OF), topic, "ar", 20, 0) for topic in ("wage", "housing")]
    rows = radar(RadarInput(as_of=AS_OF, counts=counts, smallest_count=10, showable={("wage", "ar")}))
    shown, hidden = sorted(rows, key=lambda row: row.topic != "wage")
    assert (shown.count, shown.wrong_share, shown.spaces, shown.paces) == (20, None, 0, ())
    assert hidden.count is None


@pytest.mark.parametrize("smallest", [5, 10])
def test_regions_over_all_languages_tell_nothing_of_a_small_language(smallest: int) -> None:
    """A language that is shown and one too small to be, in two regions and none: the small one keeps 1 to 4."""
    worlds: dict[tuple[object, ...], set[int]] = defaultdict(set)
    small_ones = [counts for counts in product(range(5), repeat=3) if 0 < sum(counts) < 5]
    for large in range(5, 27):
        for berlin, ruhr in product(range(large + 1), repeat=2):
            if berlin + ruhr > large:
                continue
            for there, elsewhere, unknown in small_ones:
                regions = {"DE-BE": berlin + there, "DE-NW": ruhr + elsewhere}
                shown = shown_in_regions(large, regions, smallest=smallest)
                worlds[large, tuple(shown.items())].add(there + elsewhere + unknown)
    assert {frozenset(values) for values in worlds.values()} == {frozenset({1, 2, 3, 4})}


_PLACES = [("DE-BE", "ar"), ("DE-BE", "uk"), ("DE-NW", "ar"), ("DE-NW", "uk")]


def test_languages_named_in_a_region_tell_no_more_of_a_small_one_than_that_it_is_small() -> None:
    """All tables of two regions and two languages, to a reader who knows what each language comes to.

    What a region comes to nobody can know: it is shown nowhere, and questions in no known language belong to it.
    """
    most = 22
    worlds: dict[tuple[object, ...], set[tuple[int, ...]]] = defaultdict(set)
    halves = [(berlin, ruhr) for berlin, ruhr in product(range(most + 1), repeat=2) if berlin + ruhr <= most]
    for (berlin_ar, ruhr_ar), (berlin_uk, ruhr_uk) in product(halves, repeat=2):
        table = (berlin_ar, berlin_uk, ruhr_ar, ruhr_uk)
        named = told_in_regions(dict(zip(_PLACES, table, strict=True)), smallest=10)
        assert all(table[_PLACES.index(key)] >= 10 for key in named)
        sums = [total if total >= 5 else None for total in (berlin_ar + ruhr_ar, berlin_uk + ruhr_uk)]
        worlds[*sums, named].add(table)
    for told, possible in worlds.items():
        for place in range(4):
            values = {table[place] for table in possible}
            assert not values & {1, 2, 3, 4} or len(values) >= 4, (told, place, values)


def test_languages_are_named_in_the_region_that_asks_in_them() -> None:
    counts = {
        ("DE-BE", "ar"): 30,
        ("DE-BE", "uk"): 21,
        ("DE-BE", "tr"): 3,
        ("DE-NW", "tr"): 19,
        ("DE-NW", ""): 30,
    }
    assert told_in_regions(counts, smallest=10) == {("DE-BE", "ar"), ("DE-BE", "uk"), ("DE-NW", "tr")}
    assert told_in_regions({("DE-BE", "ar"): 19}, smallest=10) == frozenset()
