"""No small count is shown in fixed reports, and none can be worked out from all reports together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reach.disclosure.asked import Asked, Questions, as_count, rows, tables
from campaigns.reach.disclosure.figures import Figure, Mark, as_earlier, inside, outside
from campaigns.reach.disclosure.ledger import fix, repeated
from campaigns.reach.disclosure.protect import protect
from tests.campaigns.reach.attack import linked_reports, random_versions, recovered, small_counts_shown

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("seed", range(10))
def test_threat_11_three_linked_reports_give_no_small_count_away(seed: int) -> None:
    linked = linked_reports(seed)

    assert recovered(linked) == []
    assert small_counts_shown(linked) == []


def test_a_solver_that_lost_its_way_among_many_answers_begins_anew() -> None:
    """In this table the solver gives up on a question that has an answer."""
    assert recovered(linked_reports(1904, public=True)) == []


@pytest.mark.parametrize("seed", range(100, 104))
def test_public_reports_give_no_small_count_away(seed: int) -> None:
    assert recovered(linked_reports(seed, public=True)) == []


@pytest.mark.parametrize("seed", range(12))
def test_three_versions_of_shifted_periods_tell_no_small_count_of_the_days_between(seed: int) -> None:
    assert random_versions(seed, public=seed % 5 == 4) == []


def table(counts: dict[str, int], total: str = "total") -> list[Figure]:
    parts = [Figure(name, frozenset({name}), count) for name, count in counts.items()]
    return [*parts, Figure(total, frozenset(counts), sum(counts.values()))]


def marks(counts: dict[str, int]) -> dict[str, Mark]:
    kept = protect([inside(figure) for figure in table(counts)])
    return {each.figure.name: each.mark for each in kept}


def test_a_lone_small_count_takes_the_smallest_other_with_it() -> None:
    found = marks({"ar": 3, "de": 40, "fa": 12, "tr": 25})

    assert (found["ar"], found["fa"]) == (Mark.SMALL, Mark.HIDDEN)
    assert (found["de"], found["total"]) == (Mark.SHOWN, Mark.SHOWN)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert set(marks({"ar": 30, "de": 40, "fa": 0}).values()) == {Mark.SHOWN}


def test_a_later_version_does_not_tell_what_came_in_between() -> None:
    """Twelve last week, fourteen today: two people asked in between, and that must not be told."""
    first = [inside(Figure("first", frozenset({"then"}), 12))]
    since = Figure("since", frozenset({"since"}), 2)
    later = [inside(Figure("later", frozenset({"then", "since"}), 14)), inside(since)]

    kept = protect(later, earlier=as_earlier(first))

    assert Mark.SHOWN not in {each.mark for each in kept}


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (1, "<8"), (7, "<8"), (8, "10"), (12, "10"), (13, "15"), (42, "40")]
)
def test_the_public_sees_rounded_counts(count: int, text: str) -> None:
    assert outside(Figure("x", frozenset({"x"}), count)).text == text


JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
A_DAY_MORE = (date(2026, 1, 1), date(2026, 2, 1))
Version = tuple[tuple[date, date], dict[str, int]]


def between(versions: tuple[Version, ...], first: date, last: date) -> dict[str, int]:
    """Only whole periods of versions and the days between two of them are asked for here."""
    counts = dict(versions)
    if (first, last) in counts:
        return counts[first, last]
    (longer, shorter) = (counts[A_DAY_MORE], counts[JANUARY])
    return {code: longer[code] - shorter[code] for code in longer}


def fixed(*versions: Version) -> list[dict[str, str]]:
    """What each version of a report shows, one fixed after the other."""
    told: list[list[dict[str, Any]]] = []
    texts = []
    for period, counts in versions:
        asked = tables("wage", {period: Questions(counts)})
        shown = fix(
            asked, told, rule=inside, k=5, count=lambda first, last: Questions(between(versions, first, last))
        ).shown
        told.append(rows(asked, shown))
        texts.append(
            {each.line.language or "total": one.text for each, one in zip(asked, shown, strict=True)}
        )
    return texts


def test_two_periods_do_not_tell_what_was_asked_on_the_day_between() -> None:
    first, second = fixed((JANUARY, {"de": 12, "ar": 30}), (A_DAY_MORE, {"de": 14, "ar": 40}))

    assert (first["de"], second["de"]) == ("12", "·")
    # Ten more in Arabic and twelve more in all would be two more in German.
    assert (second["ar"], second["total"]) == ("·", "54")


def test_a_report_is_fixed_beside_another_where_nothing_was_ever_asked() -> None:
    assert fixed((JANUARY, {}), (A_DAY_MORE, {})) == [{"total": "0"}, {"total": "0"}]


def test_a_shorter_period_does_not_tell_it_either() -> None:
    _, second = fixed((A_DAY_MORE, {"de": 14, "ar": 40}), (JANUARY, {"de": 12, "ar": 30}))

    assert second["de"] == "·"


def test_few_questions_that_came_in_late_are_not_told() -> None:
    _, second, third = fixed(
        (JANUARY, {"de": 12, "ar": 30}), (JANUARY, {"de": 14, "ar": 30}), (JANUARY, {"de": 90, "ar": 30})
    )

    # Two more in all, and no more in Arabic, would be two more in German.
    assert (second["de"], second["ar"]) == ("·", "·")
    assert third["total"] == "120"


def test_a_count_that_fell_by_a_few_is_not_told_and_one_that_rose_by_many_is() -> None:
    _, second = fixed((JANUARY, {"de": 12, "ar": 30, "tr": 9}), (JANUARY, {"de": 9, "ar": 80, "tr": 90}))

    assert second["de"] == "·"
    assert second["total"] == "179" or second["ar"] == "80" or second["tr"] == "90"


def test_an_earlier_small_count_takes_nothing_from_a_later_report_that_does_not_tell_it() -> None:
    """Members read "<5" first; the public then reads all that it would read without that."""
    counts = {"ar": 3, "fa": 2, "de": 40, "tr": 25}
    asked = tables("wage", {JANUARY: Questions(counts)})

    def count(_first: date, _last: date) -> Questions:
        return Questions(counts)

    first = rows(asked, fix(asked, [], rule=inside, k=5, count=count).shown)
    later = fix(asked, [first], rule=outside, k=5, count=count)

    assert later.shown == fix(asked, [], rule=outside, k=5, count=count).shown


def test_counts_that_a_single_question_left_are_told_as_before_and_others_anew() -> None:
    then, now = {"de": 12, "ar": 30}, {"de": 11, "ar": 80}
    asked = [tables("wage", {JANUARY: Questions(counts)}) for counts in (then, now)]

    def count(_first: date, _last: date) -> Questions:
        return Questions(now)

    def recount(each: Asked) -> int:
        return now[each.line.language] if each.line.language else sum(now.values())

    first = rows(asked[0], fix(asked[0], [], rule=inside, k=5, count=count).shown)
    found = fix(asked[1], [first], rule=inside, k=5, count=count, recount=recount).shown
    texts = {one.figure.name.split("/")[1]: one.text for one in found}
    again = repeated(found, [first], public=False)

    # Fifty more in Arabic; of German nobody learns that one was taken back, and the sum would tell.
    assert texts["de"] == "·"
    assert [each.text for each in again if each and each.figure.name.split("/")[1] == "de"] == ["12"]
    assert sorted((texts["ar"], texts["None"])) in (["80", "·"], ["91", "·"])


def test_a_rounded_count_that_a_late_question_took_past_its_limits_still_limits_the_days_within() -> None:
    """The public read "35" of 37 in Arabic, which are 38 by now: 36 of them in January leave two for the day after."""
    now = {A_DAY_MORE: {"ar": 38, "de": 120}, JANUARY: {"ar": 36, "de": 90}}
    first = tables("wage", {A_DAY_MORE: Questions({"ar": 37, "de": 80})})
    later = tables("wage", {JANUARY: Questions(now[JANUARY])})

    def count(first: date, last: date) -> Questions:
        return Questions(between(tuple(now.items()), first, last))

    def recount(each: Asked) -> int:
        known = count(each.start, each.end).languages
        return known[each.line.language] if each.line.language else sum(known.values())

    told = rows(first, fix(first, [], rule=outside, k=5, count=count).shown)
    found = fix(later, [told], rule=inside, k=5, count=count, recount=recount).shown

    assert {one.figure.name.split("/")[1]: one.text for one in found} == {"ar": "·", "de": "·", "None": "126"}


@pytest.mark.parametrize("seed", [*range(6), 863])
def test_questions_that_change_between_versions_are_not_found_out(seed: int) -> None:
    assert random_versions(seed, public=None, changing=True) == []


@given(st.integers(8, 500))
def test_a_rounded_count_says_how_far_it_may_be_from_what_was_asked(count: int) -> None:
    low, high = as_count(outside(Figure("x", frozenset({"x"}), count))).limits

    assert low <= count <= high
    assert high - low == 4
