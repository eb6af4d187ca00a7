"""No small count is shown, and none can be found by subtraction."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.reach.suppression import show_count, show_counts, show_some

TABLES = st.dictionaries(
    st.sampled_from([f"l{n}" for n in range(12)]), st.integers(0, 60), min_size=1, max_size=12
)


@given(TABLES, st.integers(5, 10))
def test_no_small_count_is_shown(counts: dict[str, int], k: int) -> None:
    shown = show_counts(counts, k=k)
    everything = [*shown.parts.values(), shown.total]
    assert not any(0 < count.shown < k for count in everything if count.shown is not None)


@given(TABLES, st.integers(5, 10))
def test_what_is_shown_is_true(counts: dict[str, int], k: int) -> None:
    shown = show_counts(counts, k=k)
    assert all(part.shown in (None, counts[key]) for key, part in shown.parts.items())
    assert shown.total.shown in (None, sum(counts.values()))


@given(TABLES, st.integers(5, 10))
def test_a_hidden_small_count_keeps_its_whole_range(counts: dict[str, int], k: int) -> None:
    """Whoever subtracts the shown parts from the total learns nothing about a single small count."""
    shown = show_counts(counts, k=k)
    hidden = [key for key, part in shown.parts.items() if part.shown is None]
    small = [key for key in hidden if counts[key] < k]
    if not small or shown.total.shown is None:
        return
    rest = shown.total.shown - sum(part.shown or 0 for part in shown.parts.values())
    others = len(hidden) - 1
    for key in small:
        for guess in range(1, k):
            room = rest - guess
            fewest = sum(1 if counts[other] < k else k for other in hidden if other != key)
            assert others and room >= fewest, (key, guess)


def test_zero_is_shown() -> None:
    assert str(show_count(0, k=5)) == "0"
    assert str(show_count(4, k=5)) == "<5"
    assert str(show_count(5, k=5)) == "5"


@given(TABLES, st.integers(0, 60), st.integers(5, 10))
def test_some_parts_of_a_total_tell_no_small_count_and_no_small_rest(
    counts: dict[str, int], rest: int, k: int
) -> None:
    """The rest is told nowhere; a reader takes the total and subtracts, part by part, all that the others allow."""
    total = sum(counts.values()) + rest
    assume(total >= k)  # a smaller one is not shown itself
    parts = show_some(counts, total=total, k=k)
    hidden = {
        key: (1, k - 1) if part.below else (0, total) for key, part in parts.items() if part.shown is None
    }
    left = total - sum(part.shown or 0 for part in parts.values())
    limits = {**hidden, "rest": (0, left)}
    for key, (low, high) in limits.items():
        others = [limit for other, limit in limits.items() if other != key]
        lowest = max(low, left - sum(limit[1] for limit in others))
        highest = min(high, left - sum(limit[0] for limit in others))
        count = counts.get(key, rest)
        assert not 0 < count < k or (lowest <= 1 and highest >= k - 1) or highest - lowest >= k - 1, key


def test_parts_of_a_hidden_total_are_hidden() -> None:
    assert show_some({"wage": 12}, total=None, k=5)["wage"].shown is None
