"""The radar: finds what rises, explains itself, gives no small count away."""

from __future__ import annotations

import json
import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.errors import NotReady
from campaigns.needs.counts.disclosure import WINDOWS
from campaigns.needs.proposals.drafting import ProgrammeView, propose, working_days_after
from campaigns.needs.radar.covered import Coverage, Standing
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.ranking import (
    WEIGHTS,
    RadarInput,
    RadarRow,
    WeekCount,
    law_changes_ahead,
    monday,
    radar,
)
from campaigns.needs.radar.reasons import law_reason, odds_of
from campaigns.needs.radar.score import COVERED, points_of, score_of
from campaigns.needs.radar.surprise import posterior, rise, tail
from campaigns.needs.topics.taxonomy import Topic, taxonomy

AS_OF = date(2026, 11, 22)
TOPICS = ("wage", "child_benefit", "housing", "termination", "violence_protection")
LANGUAGES = ("ar", "uk", "de")


def weekly(topic: str, language: str, counts: list[int], wrong: int = 0) -> list[WeekCount]:
    """A series that ends in the week of AS_OF."""
    last = monday(AS_OF)
    return [
        WeekCount(last - timedelta(weeks=len(counts) - 1 - at), topic, language, count, min(count, wrong))
        for at, count in enumerate(counts)
        if count
    ]


def look(*series: list[WeekCount], **more: object) -> list[RadarRow]:
    return radar(RadarInput(as_of=AS_OF, counts=[one for counts in series for one in counts], **more))  # type: ignore[arg-type]


def poisson(rate: float, chance: random.Random) -> int:
    limit, product, count = math.exp(-rate), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def test_radar_of_a_doubled_topic_puts_it_first_and_says_why() -> None:
    quiet = [weekly(topic, language, [6, 5, 7, 6] * 8) for topic in TOPICS[:3] for language in LANGUAGES]
    row = look(*quiet, weekly("termination", "ar", [6, 5, 7, 6] * 7 + [13, 12, 14, 13]))[0]
    assert (row.topic, row.language) == ("termination", "ar")
    assert row.surprise and row.surprise > 3
    assert row.growth and 1.8 <= row.growth <= 2.4
    assert "times as often as before" in " ".join(str(one) for one in row.reasons)


def test_radar_of_everything_rising_alike_is_less_surprised_than_of_one_rising() -> None:
    risen = [6, 5, 7, 6] * 7 + [12, 13, 12, 13]
    alone = look(
        weekly("wage", "ar", risen), *[weekly(t, "ar", [6, 5, 7, 6] * 8) for t in ("housing", "termination")]
    )
    together = look(*[weekly(t, "ar", risen) for t in ("wage", "housing", "termination")])
    assert (alone[0].surprise or 0) > (together[0].surprise or 0)


_SERIES = st.lists(st.integers(0, 9), min_size=1, max_size=30)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(TOPICS), st.sampled_from(LANGUAGES)), _SERIES, min_size=1, max_size=6
    ),
    st.sampled_from(WINDOWS),
    st.integers(0, 9),
)
@settings(max_examples=200, deadline=None)
def test_radar_never_shows_a_count_below_five(
    series: dict[tuple[str, str], list[int]], weeks: int, wrong: int
) -> None:
    counts = {key: weekly(*key, values, wrong) for key, values in series.items()}
    spaces = dict.fromkeys(series, 3)
    for row in look(*counts.values(), weeks=weeks, spaces=spaces):
        mine = series[row.topic, row.language or ""]
        asked, before = sum(mine[-weeks:]), sum(mine[:-weeks])
        steps = (before + asked) // 5 * 5 - before // 5 * 5
        shown = row.as_json()
        if row.count is None:
            assert shown["count"] == "<5"
            assert (row.baseline, row.growth, row.surprise, row.wrong_share, row.spaces) == (
                None,
                None,
                None,
                None,
                0,
            )
            assert not any(
                str(value).isdigit()
                for one in row.reasons
                for name, value in one.values.items()
                if name == "count"
            )
        else:
            assert row.count == steps >= 5
            assert shown["count"] == (steps if steps > 5 else "<10")
        if row.growth is not None and row.rise_weeks:
            assert row.growth * 2 == int(row.growth * 2)
        assert row.spaces in (0, 2)
        if row.wrong_share:
            assert sum(min(count, wrong) for count in mine) >= 5
        json.dumps(shown)


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=8), st.lists(st.integers(0, 4), min_size=1, max_size=8)
)
def test_radar_rows_of_two_small_counts_cannot_be_told_apart(one: list[int], other: list[int]) -> None:
    small = [[0] * 20 + [count] for count in (max(1, sum(one) % 5), max(1, sum(other) % 5))]
    loud = weekly("housing", "de", [9] * 21)
    shown = [
        [
            row.as_json()
            for row in look(weekly("wage", "ar", values), loud, spaces={("wage", "ar"): values[-1]})
            if row.topic == "wage"
        ]
        for values in small
    ]
    assert shown[0] == shown[1]


@given(
    st.fixed_dictionaries({name: st.floats(0, 1) for name in WEIGHTS}),
    st.sampled_from(sorted(WEIGHTS)),
    st.floats(0, 1),
)
def test_score_never_falls_when_a_part_rises(parts: dict[str, float], name: str, more: float) -> None:
    raised = {**parts, name: max(parts[name], more)}
    for factor in (1.0, 0.75, 0.5):
        lower, higher = (score_of(points_of(each, factor=factor)) for each in (parts, raised))
        assert higher >= lower
    assert score_of(points_of(parts, factor=0.5)) <= score_of(points_of(parts))


@given(st.dictionaries(st.tuples(st.sampled_from(TOPICS), st.sampled_from(LANGUAGES)), _SERIES, min_size=1))
@settings(max_examples=60, deadline=None)
def test_points_of_every_row_add_up_to_its_score_and_every_row_says_why(
    series: dict[tuple[str, str], list[int]],
) -> None:
    covered = {key: Coverage("Herbst", Standing.RUNNING, AS_OF) for key in list(series)[::2]}
    for row in look(*[weekly(*key, values, 3) for key, values in series.items()], covered=covered):
        assert row.score == round(sum(row.points.values()), 1)
        assert 0 <= row.score <= 100
        assert all(value <= WEIGHTS[name] for name, value in row.points.items() if name != COVERED)
        assert row.reasons
        assert all("{" not in str(one) for one in row.reasons)


def test_radar_ranks_by_score_and_sensitive_topics_last() -> None:
    rows = look(*[weekly(topic, "ar", [3] * 20 + [9] * 4) for topic in TOPICS])
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert rows[-1].topic == "violence_protection"
    assert (rows[-1].score, rows[-1].sensitive) == (0.0, True)
    assert "116 016" in str(rows[-1].reasons[0])


@pytest.mark.parametrize(
    ("coverage", "share", "named", "said"),
    [
        (Coverage("Herbst", Standing.RUNNING, date(2026, 11, 3)), 0.5, "Herbst", "since 2026-11-03"),
        (Coverage("Herbst", Standing.PLANNED, date(2026, 12, 1)), 0.5, "Herbst", "planned from 2026-12-01"),
        (Coverage("Herbst", Standing.ENDED, date(2026, 11, 15)), 0.75, None, "ended on 2026-11-15"),
        (Coverage("Sommer", Standing.ENDED, date(2026, 9, 20)), 1.0, None, "ended 9 weeks ago"),
    ],
)
def test_radar_beside_a_campaign_takes_points_away_and_names_it(
    coverage: Coverage, share: float, named: str | None, said: str
) -> None:
    series = weekly("wage", "ar", [4] * 20 + [12] * 4)
    bare, covered = look(series)[0], look(series, covered={("wage", "ar"): coverage})[0]
    assert covered.score == pytest.approx(bare.score * share, abs=0.1)
    assert covered.covered_by == named
    assert said in str(covered.reasons[-1])
    assert coverage.campaign in str(covered.reasons[-1])


@given(st.floats(1.55, 12))
def test_odds_are_never_better_than_they_are_nor_beyond_one_in_ten_thousand(surprise: float) -> None:
    assert 20 <= odds_of(surprise) <= min(10**surprise, 10_000)


def test_radar_of_a_huge_rise_pretends_no_precision() -> None:
    row = look(weekly("wage", "ar", [10] * 20 + [400] * 4))[0]
    assert row.surprise == 6.0
    assert "less than once in 10,000 cases" in " ".join(str(one) for one in row.reasons)


def test_law_changes_ahead_find_the_new_minimum_wage() -> None:
    assert law_changes_ahead(AS_OF)["minimum_wage"].day == date(2027, 1, 1)
    assert "minimum_wage" not in law_changes_ahead(date(2026, 6, 1))


@pytest.mark.parametrize("topic", taxonomy().topics.values(), ids=lambda topic: topic.key)
def test_a_dated_statement_of_law_is_told_in_english_too(topic: Topic) -> None:
    assert all(fact.english for fact in topic.volatile_facts if fact.valid_from or fact.valid_to)


def test_a_statement_that_ends_says_only_that_the_law_may_change() -> None:
    blue_card = law_changes_ahead(AS_OF, reader="en")["blue_card"]
    assert str(law_reason(blue_card)) == (
        "The law may change on 2027-01-01. Until then: minimum salary 2026: €50,700; shortage occupations and career "
        "starters €45,934.20."
    )


def test_a_change_without_a_fact_on_it_is_missing() -> None:
    view = ProgrammeView(
        ("de", "ar"), facts={"right": 1, "step": 2, "contact": 1}, law_change=LawChange(date(2027, 1, 1))
    )
    found = propose(rows_for("wage"), "wage", view, today=AS_OF)
    assert found.facts_missing == ("change",)
    assert not next(one.included for one in found.kinds if one.kind == "what_changes")


@given(st.integers(0, 60), st.floats(0.3, 60), st.floats(0.3, 60), st.floats(0.2, 8))
def test_tail_is_a_probability_that_falls_with_the_count(
    count: int, shape: float, rate: float, exposure: float
) -> None:
    here, above = tail(count, shape, rate, exposure), tail(count + 1, shape, rate, exposure)
    assert 0 <= above <= here + 1e-9 <= 1 + 2e-9


def test_tail_agrees_with_a_simulation() -> None:
    chance = random.Random(7)
    drawn = [poisson(chance.gammavariate(6, 1 / 3) * 2, chance) for _ in range(40_000)]
    share = sum(count >= 7 for count in drawn) / len(drawn)
    assert tail(7, 6, 3, 2) == pytest.approx(share, abs=0.01)


def test_posterior_forgets_slowly() -> None:
    old_first = posterior([20] * 10 + [2] * 10, [1.0] * 20, usual_rate=5)
    new_first = posterior([2] * 10 + [20] * 10, [1.0] * 20, usual_rate=5)
    assert old_first[0] / old_first[1] < new_first[0] / new_first[1]


def test_rise_without_a_past_or_with_small_counts_is_none() -> None:
    assert rise([9, 9, 9], [1.0] * 3, usual_rate=1, smallest=5, longest=8) is None
    assert rise([1] * 20 + [4], [1.0] * 21, usual_rate=1, smallest=5, longest=1) is None


def rows_for(topic: str) -> list[RadarRow]:
    return look(
        weekly(topic, "ar", [4] * 20 + [12] * 4),
        weekly(topic, "uk", [6] * 24),
        weekly(topic, "tr", [0] * 20 + [1] * 4),
    )


def test_proposal_speaks_every_language_and_hides_small_shares() -> None:
    proposal = propose(
        rows_for("wage"),
        "wage",
        ProgrammeView(
            languages=("de", "ar", "uk", "tr", "ps", "pt"),
            optional_languages=("ps", "pt"),
            facts={"right": 1},
        ),
        today=AS_OF,
    )
    shares = {one.language: one.share for one in proposal.languages}
    assert proposal.spoken == ["de", "ar", "uk", "tr"]
    assert shares["tr"] is None
    assert [one.language for one in proposal.languages if not one.included] == ["ps", "pt"]
    assert all(one.why for one in proposal.languages)
    assert proposal.facts_missing == ("step", "contact")
    assert proposal.earliest == date(2026, 12, 1)


def reasons_for(code: str, rows: list[RadarRow], view: ProgrammeView) -> tuple[bool, str]:
    found = propose(rows, "wage", view, today=AS_OF).languages
    one = next(one for one in found if one.language == code)
    return one.included, " ".join(str(why) for why in one.why)


def test_proposal_names_languages_that_asked_and_are_not_the_programmes() -> None:
    assert reasons_for("uk", rows_for("wage"), ProgrammeView(("de", "ar"))) == (
        False,
        "About 41 percent of the questions that can be shown came in this language. Asked, but not a language of the "
        "programme.",
    )


def test_proposal_leaves_out_languages_that_a_campaign_speaks_already() -> None:
    rows = look(
        weekly("wage", "ar", [9] * 24),
        weekly("wage", "uk", [9] * 24),
        covered={("wage", "uk"): Coverage("Lohn im Herbst", Standing.PLANNED, AS_OF)},
    )
    view = ProgrammeView(("de", "ar", "uk"))
    assert "Lohn im Herbst" in reasons_for("uk", rows, view)[1]
    assert propose(rows, "wage", view, today=AS_OF).spoken == ["de", "ar"]


def test_proposal_tells_a_language_that_asks_much_and_gets_little() -> None:
    view = ProgrammeView(("de", "ar", "uk"), posts={"de": 30, "uk": 18, "ar": 2})
    assert "asks about 59 percent, and it got 4 percent" in reasons_for("ar", rows_for("wage"), view)[1]
    assert "catch up" not in reasons_for("uk", rows_for("wage"), view)[1]


def test_proposal_names_no_groups_of_a_language_that_asked_too_little() -> None:
    spaces = {"ar": ["Group 1"], "tr": ["Group 2", "Group 3"]}
    found = propose(rows_for("wage"), "wage", ProgrammeView(("de", "ar", "tr"), spaces=spaces), today=AS_OF)
    assert dict(found.spaces) == {"ar": ("Group 1",)}


def test_proposal_of_what_is_asked_too_little_says_so_and_explains_nothing_without_a_fact() -> None:
    rows = look(weekly("wage", "ar", [0] * 20 + [1] * 4))
    found = propose(rows, "wage", ProgrammeView(("de", "ar")), today=AS_OF)
    assert [str(one) for one in found.reasons] == [
        "Asked fewer than 5 times in every language.",
        "Counts alone do not speak for this campaign, so little was asked: whoever plans it has to know why it is "
        "needed.",
    ]
    assert not next(one.included for one in found.kinds if one.kind == "explainer")


def kinds_of(facts: dict[str, int], wrong: int = 6, **more: object) -> dict[str, bool]:
    rows = look(weekly("wage", "ar", [4] * 20 + [12] * 4, wrong=wrong))
    view = ProgrammeView(("de", "ar"), facts=facts, **more)  # type: ignore[arg-type]
    found = propose(rows, "wage", view, today=AS_OF)
    json.dumps(found.as_json())
    assert all(str(one.why) for one in found.kinds)
    return {one.kind: one.included for one in found.kinds}


def test_proposal_chooses_kinds_by_need_and_facts() -> None:
    everything = {"right": 3, "step": 3, "myth": 1, "deadline": 1, "change": 1, "contact": 1}
    rich = kinds_of(everything, law_change=LawChange(date(2027, 1, 1)), platforms={"instagram"})
    assert next(iter(rich)) == "what_changes"
    assert {kind for kind, included in rich.items() if not included} == {"checklist"}
    assert {"myth_fact", "steps", "deadline", "referral", "group_comment", "film"} <= set(rich)
    poor = kinds_of({}, law_change=LawChange(date(2027, 1, 1)))
    assert {kind for kind, included in poor.items() if included} == {"referral", "group_comment"}


def test_proposal_repeats_no_myth_that_hardly_goes_around() -> None:
    assert kinds_of({"myth": 1}, wrong=0)["myth_fact"] is False
    assert kinds_of({"myth": 1}, wrong=6)["myth_fact"] is True


def test_proposal_on_violence_is_refused_with_the_helpline() -> None:
    with pytest.raises(NotReady, match="116 016"):
        propose([], "violence_protection", ProgrammeView(("de",)), today=AS_OF)


def test_working_days_leave_weekends_out() -> None:
    assert working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_questions_in_no_known_language_lead_nothing_and_say_so() -> None:
    rows = look(
        weekly("wage", "", [2, 3, 2, 3] * 7 + [30, 31, 30, 32]), weekly("housing", "ar", [6, 5, 7, 6] * 8)
    )
    assert [(row.topic, row.language) for row in rows] == [("housing", "ar"), ("wage", None)]
    unknown = rows[1]
    assert unknown.score == 0
    assert unknown.count and unknown.is_rising
    assert "was not recognised" in " ".join(str(one) for one in unknown.reasons)


def test_proposal_tells_how_many_questions_told_no_language() -> None:
    rows = look(weekly("wage", "", [30] * 8), weekly("wage", "ar", [10] * 8))
    found = propose(rows, "wage", ProgrammeView(languages=["de", "ar"]), today=AS_OF)
    assert found.spoken == ["de", "ar"]
    assert "About 75 percent of the questions" in " ".join(str(one) for one in found.reasons)
