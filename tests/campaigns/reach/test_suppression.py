"""No small count is shown, and none can be found by subtraction or by looking twice."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from campaigns.reach.asked import Period
from campaigns.reach.suppression import Count, step_counts, step_some
from campaigns.reach.windows import half_years, windows_of

TABLES = st.dictionaries(
    st.sampled_from([f"l{n}" for n in range(12)]), st.integers(0, 60), min_size=1, max_size=12
)


@given(TABLES, st.integers(5, 10))
def test_whatever_is_shown_is_a_step_that_the_count_has_reached(counts: dict[str, int], k: int) -> None:
    shown = step_counts(counts, k=k)
    pairs = [
        *((shown.parts[key], count) for key, count in counts.items()),
        (shown.total, sum(counts.values())),
    ]

    for part, count in pairs:
        assert part.shown is None or (part.shown % k == 0 and part.shown <= count)
        assert part.shown != 0 or not count


@given(TABLES, st.integers(5, 10), st.randoms())
def test_small_counts_may_be_any_others_and_nothing_shown_is_different(
    counts: dict[str, int], k: int, chance: Random
) -> None:
    other = {key: chance.randint(1, k - 1) if 0 < count < k else count for key, count in counts.items()}

    assert step_counts(counts, k=k) == step_counts(other, k=k)


def limits(count: Count, k: int) -> tuple[int, int]:
    """What a reader knows of a count."""
    if count.shown is not None:
        return count.shown, count.shown + (k - 1 if count.shown else 0)
    return (1, count.below - 1) if count.below else (0, 10_000)


@given(TABLES, st.lists(st.integers(0, 11), min_size=1, max_size=4), st.integers(5, 10))
def test_topics_beside_a_total_tell_no_small_one_and_no_small_rest(
    counts: dict[str, int], cuts: list[int], k: int
) -> None:
    """The questions of the languages, dealt out to some topics and a rest."""
    languages = step_counts(counts, k=k)
    questions = [0] * 12
    for number in range(sum(counts.values())):
        questions[number * 7 % 12] += 1
    topics = {f"t{at}": sum(questions[cut:]) // (at + 2) for at, cut in enumerate(cuts)}
    if sum(topics.values()) > sum(counts.values()):
        return
    parts = step_some(topics, beside=languages, k=k)
    known = {**{key: limits(part, k) for key, part in parts.items()}, "rest": (0, 10_000)}
    small = sum(part.below is not None for part in languages.parts.values())
    low = languages.total.shown or 0
    high = 10_000 if languages.total.shown is None else low + (k - 1) * (1 + small)

    for key, (least, most) in known.items():
        if key == "rest" or parts[key].below:
            others = [each for other, each in known.items() if other != key]
            lowest = max(least, low - sum(each[1] for each in others))
            highest = min(most, high - sum(each[0] for each in others))
            assert highest - lowest >= k - 1 or (lowest <= 1 and highest >= k - 1)


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
