"""Plans: what is used, when it goes out, and what is said about the rest."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assets.layouts
from campaigns import facts as facts_package
from campaigns.content.builders import BUILDERS
from campaigns.content.draft_inputs import Event, Imprint
from campaigns.content.fact_view import FactView, FactWords, read_fact
from campaigns.content.values import Value, ValueKind
from campaigns.facts.validity import holds_on
from campaigns.planning.as_json import plan_as_dict
from campaigns.planning.concerns import Unplaced, without_moment
from campaigns.planning.kinds import KINDS
from campaigns.planning.plan import plan_campaign
from campaigns.planning.planned import CampaignPlan
from campaigns.planning.request import NeedView, Outlet, PlanRequest, Slot, Topic
from campaigns.planning.slots import in_quiet_hours
from campaigns.vocabulary import FactKind
from tests.campaigns.content import strategies

LIBRARY = Path(facts_package.__file__).parent / "library"
TODAY = date(2026, 11, 23)
FEED = Outlet("Feed", "feed")
GROUP = Outlet("Group", "facebook_group", "de", slots=(Slot(time(18), 1),), spacing_days=7, is_space=True)


def library(topic: str) -> tuple[Topic, list[FactView]]:
    table = tomllib.loads((LIBRARY / f"{topic}.toml").read_text(encoding="utf-8"))
    return Topic(topic, table["name"], table["hashtags"]), [read_fact(topic, row) for row in table["fact"]]


def request(topic: str = "minimum_wage", start: date = date(2027, 1, 11), **more: object) -> PlanRequest:
    known, facts = library(topic)
    asked = PlanRequest(
        topic=known,
        jurisdiction="de",
        languages=("de", "en"),
        start=start,
        today=TODAY,
        facts=facts,
        imprint=Imprint("Beratung", "https://example.org/i"),
        outlets=(FEED,),
    )
    return replace(asked, **more)  # type: ignore[arg-type]


def used(plan: CampaignPlan) -> set[str]:
    return {fact.key for post in plan.posts for fact in post.facts}


def warned(plan: CampaignPlan) -> str:
    return "\n".join(map(str, plan.warnings))


def sentences(data: object) -> Iterator[str]:
    """Every text anywhere in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from sentences(value)
    elif isinstance(data, list):
        for value in data:
            yield from sentences(value)


def test_rate_of_last_year_gives_way_to_the_one_that_holds() -> None:
    plan = plan_campaign(request(start=date(2027, 1, 3)))
    assert "minimum_wage.rate_2027" in used(plan)
    assert "minimum_wage.rate_2026" not in used(plan)
    assert "“minimum_wage.rate_2027” is used instead" in warned(plan)
    explainers = [post for post in plan.posts if post.layout == "big_number"]
    assert [post.drafts["de"].copy.number for post in explainers if post.drafts["de"].copy] == [
        "14,60\u00a0€"
    ]


def test_rate_without_successor_is_named_as_missing() -> None:
    asked = request(start=date(2027, 1, 3))
    old = [fact for fact in asked.facts if fact.key == "minimum_wage.rate_2026"]
    plan = plan_campaign(replace(asked, facts=old))
    assert plan.posts == ()
    assert "held until 31 December 2026 and not on 3 January 2027. No other takes its place" in warned(plan)


def test_rate_is_never_placed_after_its_last_day() -> None:
    asked = request(start=date(2026, 12, 28), languages=("de",), pace_days=1)
    full = Outlet(
        "account:1", "feed", name="Feed", taken={"de": tuple(datetime(2026, 12, day, 18) for day in (28, 30))}
    )
    old = [fact for fact in asked.facts if fact.key == "minimum_wage.rate_2026"]
    plan = plan_campaign(replace(asked, facts=old, outlets=(full,)))
    assert plan.posts
    assert all(post.placements == () for post in plan.posts)
    assert [str(one) for one in plan.warnings if "No free moment" in str(one)] == [
        "No free moment for Explainer in: Feed (de). Check slots, quiet hours and spacing there, or let the campaign "
        "run longer."
    ]


def test_fact_of_another_country_is_not_used_and_said_so() -> None:
    asked = request()
    plan = plan_campaign(replace(asked, jurisdiction="fi"))
    assert plan.posts == ()
    assert "state the law of “de” and the programme speaks of “fi”: " in warned(plan)


def test_start_before_people_can_be_ready_is_moved() -> None:
    plan = plan_campaign(request(start=date(2026, 11, 24)))
    assert plan.start == date(2026, 12, 2)
    assert "take 7 working days: the first post is planned for 2 December 2026" in warned(plan)


def test_start_that_is_past_is_moved_and_said_so() -> None:
    plan = plan_campaign(request(start=date(2026, 1, 7)))
    assert "The wanted start, 7 January 2026, is past" in warned(plan)


def test_what_one_cause_concerns_is_told_in_one_sentence() -> None:
    unplaced = [Unplaced(kind, outlet, "ar") for outlet in ("A", "B") for kind in ("Steps", "Deadline")]
    told = without_moment([*unplaced, Unplaced("Steps", "C", "ar"), Unplaced("Steps", "C", "fa")])
    assert [str(one).partition(". ")[0] for one in told] == [
        "No free moment for Steps, Deadline in: A (ar), B (ar)",
        "No free moment for Steps in: C (ar, fa)",
    ]


def test_wrong_answers_bring_the_correction_to_the_front() -> None:
    start = date(2027, 4, 12)
    calm = plan_campaign(request("child_benefit", start))
    heated = plan_campaign(request("child_benefit", start, need=NeedView(40, wrong_share=0.4)))
    assert calm.posts[0].kind == "explainer"
    first = next(post for post in heated.posts if post.formats)
    assert first.kind == "myth_fact"
    assert "40 percent of the answers" in str(first.reasons[0])


def test_small_counts_stay_hidden_in_the_evidence() -> None:
    plan = plan_campaign(request(need=NeedView(None, languages={"fa": None})))
    assert [str(one) for one in plan.evidence][:2] == [
        "Asked fewer than 5 times in 8 weeks.",
        "Asked in these languages: fa <5.",
    ]


def test_evidence_names_first_the_language_that_asks_most() -> None:
    plan = plan_campaign(request(need=NeedView(40, languages={"en": 5, "fa": None, "ar": 30})))
    assert "Asked in these languages: ar 30, en <10, fa <5." in [str(one) for one in plan.evidence]


def test_evidence_names_the_feasts_up_to_the_last_post_and_none_after_it() -> None:
    """Ramadan begins on 8 February 2027."""
    plans = [
        plan_campaign(request(start=start, languages=("ar",)))
        for start in (date(2027, 1, 11), date(2027, 2, 4))
    ]
    told = ["Ramadan" in " ".join(str(one) for one in plan.evidence) for plan in plans]
    assert [
        max(p.local.date() for q in plan.posts for p in q.placements) < date(2027, 2, 7) for plan in plans
    ] == [
        True,
        False,
    ]
    assert told == [False, True]


#: A deadline on a day of its own.
LAPSE = FactView(
    "wage.lapse",
    "wage",
    FactKind.DEADLINE,
    "de",
    MappingProxyType({"de": FactWords("Bis {day}", "Fordere bis {day}.")}),
    MappingProxyType({"day": Value(ValueKind.DATE, "2027-02-01")}),
)


def test_event_posts_stop_when_registration_closes() -> None:
    event = Event(
        MappingProxyType({"de": "Infotag", "en": "Open day"}),
        date(2027, 2, 10),
        time(17),
        "Köln",
        date(2027, 2, 5),
    )
    plan = plan_campaign(request(event=event, kinds=("event",)))
    assert [post.day for post in plan.posts] == [
        date(2027, 1, 11),
        date(2027, 1, 15),
        date(2027, 1, 29),
        date(2027, 2, 4),
    ]
    assert all(placed.local.date() <= date(2027, 2, 5) for post in plan.posts for placed in post.placements)


def test_reminders_are_called_so_and_say_first_until_when_there_is_time() -> None:
    event = Event(MappingProxyType({"de": "Infotag"}), date(2027, 2, 10), time(17), "Köln", date(2027, 2, 5))
    plan = plan_campaign(request(event=event, kinds=("event",), languages=("de",)))
    copies = [post.drafts["de"].copy for post in plan.posts]
    assert [(copy.kicker, copy.body.splitlines()[0], copy.date) for copy in copies if copy] == [
        ("Termin", "10. Februar 2027, 17:00 Uhr", "10. Februar 2027, 17:00 Uhr"),
        *[("Erinnerung", "Anmeldung bis 5. Februar 2027", "Anmeldung bis 5. Februar 2027")] * 2,
        ("Letzte Erinnerung", "Anmeldung bis 5. Februar 2027", "Anmeldung bis 5. Februar 2027"),
    ]


def test_dated_deadline_is_called_to_mind_as_a_reminder() -> None:
    plan = plan_campaign(request(facts=[LAPSE], kinds=("deadline",), languages=("de",)))
    assert [copy.kicker for post in plan.posts if (copy := post.drafts["de"].copy)] == [
        "Rechtzeitig",
        "Erinnerung",
        "Letzte Erinnerung",
    ]


def test_closed_registration_is_said_and_nothing_planned() -> None:
    event = Event(MappingProxyType({"de": "Infotag"}), date(2027, 1, 8), time(17))
    plan = plan_campaign(request(event=event, kinds=("event",)))
    assert plan.posts == ()
    assert "Registration closed on 8 January 2027" in warned(plan)


def test_dated_deadline_is_counted_down_and_never_later() -> None:
    plan = plan_campaign(request(facts=[LAPSE], kinds=("deadline",), languages=("de",)))
    assert [post.day for post in plan.posts] == [date(2027, 1, 11), date(2027, 1, 25), date(2027, 1, 31)]
    late = plan_campaign(
        request(start=date(2027, 2, 2), facts=[LAPSE], kinds=("deadline",), languages=("de",))
    )
    assert late.posts == ()
    assert "The deadline of “wage.lapse” passed on 1 February 2027." in warned(late)


CHANGE = FactView(
    "wage.change",
    "minimum_wage",
    FactKind.CHANGE,
    "de",
    words={"de": FactWords("Der Mindestlohn steigt.")},
    values={"day": Value(ValueKind.DATE, "2027-01-20")},
)


def test_change_chosen_by_hand_comes_before_its_day() -> None:
    rules = [replace(CHANGE, key=f"wage.rule{n}", kind=FactKind.RULE, values={}) for n in range(4)]
    kinds = (*["explainer"] * 4, "what_changes")
    asked = request(start=date(2027, 1, 11), facts=[*rules, CHANGE], kinds=kinds, languages=("de",))
    moved = next(post for post in plan_campaign(asked).posts if post.kind == "what_changes")
    assert moved.day <= date(2027, 1, 20)
    assert "on 23 January 2027, after 20 January 2027: it is moved ahead" in "\n".join(
        map(str, moved.reasons)
    )


def test_announced_change_is_not_placed_after_its_day() -> None:
    busy = tuple(datetime(2027, 1, day, 18) for day in range(11, 21))
    full = Outlet("account:1", "feed", name="Feed", taken={"de": busy})
    asked = request(facts=[CHANGE], kinds=("what_changes",), languages=("de",), outlets=(full,))
    plan = plan_campaign(asked)
    assert [post.placements for post in plan.posts] == [()]
    assert "No free moment for What changes" in warned(plan)


def test_group_keeps_its_interval_and_gets_only_what_is_made_for_groups() -> None:
    plan = plan_campaign(request("child_benefit", outlets=(GROUP,)))
    placed = [(post.kind, one.local) for post in plan.posts for one in post.placements]
    assert placed
    assert all(KINDS[kind].in_spaces for kind, _ in placed)
    days = sorted(local.date() for _, local in placed)
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(days))


def test_asked_kind_without_facts_is_said() -> None:
    plan = plan_campaign(request("child_benefit", kinds=("what_changes",)))
    assert plan.posts == ()
    assert "A post of the kind “What changes” needs 1 facts" in warned(plan)


def test_same_request_gives_the_same_plan() -> None:
    assert plan_campaign(request()) == plan_campaign(request())


def test_every_kind_can_be_written_and_drawn() -> None:
    layouts = {path.stem for path in Path(assets.layouts.__file__).parent.glob("*.toml")}
    assert set(KINDS) == set(BUILDERS)
    assert {kind.layout for kind in KINDS.values()} | {"big_number"} <= layouts


@pytest.mark.parametrize("topic", sorted(path.stem for path in LIBRARY.glob("*.toml")))
def test_topic_of_the_library_is_complete_or_listed_as_missing(topic: str) -> None:
    known, _ = library(topic)
    plan = plan_campaign(request(topic, languages=("de", "en", "ar", "fa", "pl")))
    assert len(plan.posts) >= 4
    for post in plan.posts:
        for language, draft in post.drafts.items():
            has_words = language in known.name and all(language in fact.words for fact in post.facts)
            assert (draft.copy is not None) == has_words == (not draft.missing)
        assert post.drafts["de"].copy is not None
    assert not any("{" in text for text in sentences(plan_as_dict(plan)))


@settings(max_examples=100, deadline=None)
@given(
    facts=st.lists(strategies.facts(), max_size=8),
    start=st.dates(date(2026, 11, 1), date(2028, 6, 1)),
    languages=st.lists(st.sampled_from(strategies.ALL), min_size=1, max_size=4, unique=True),
    outlets=st.lists(
        st.builds(
            Outlet,
            key=st.sampled_from(["A", "B"]),
            channel=st.just("feed"),
            language=st.none() | st.sampled_from(strategies.ALL),
            spacing_days=st.integers(0, 9),
            quiet=st.just((time(20), time(9))),
            is_space=st.booleans(),
        ),
        max_size=3,
        unique_by=lambda outlet: outlet.key,
    ),
    pace=st.integers(1, 9),
)
def test_no_plan_uses_a_fact_where_or_when_it_does_not_hold(
    facts: list[FactView], start: date, languages: list[str], outlets: list[Outlet], pace: int
) -> None:
    topic = Topic("topic", dict.fromkeys(strategies.ALL, "Thema"))
    asked = replace(
        request(),
        topic=topic,
        facts=facts,
        start=start,
        languages=tuple(languages),
        outlets=tuple(outlets),
        pace_days=pace,
    )
    plan = plan_campaign(asked)
    spacing = {outlet.key: outlet.spacing_days for outlet in outlets}
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for post in plan.posts:
        assert plan.start <= post.day
        assert all(one.local.date() <= (post.not_after or date.max) for one in post.placements)
        for fact in post.facts:
            assert fact.jurisdiction in ("de", "generic")
            assert all(
                holds_on(fact, day) for day in [post.day, *(one.local.date() for one in post.placements)]
            )
        for placed in post.placements:
            assert not in_quiet_hours(placed.local.time(), (time(20), time(9)))
            days[placed.outlet, placed.language].append(placed.local.date())
    for (outlet, _), placed_on in days.items():
        ordered = sorted(placed_on)
        gaps = [(later - earlier).days for earlier, later in pairwise(ordered)]
        assert all(gap >= spacing[outlet] for gap in gaps)
    assert not any("{" in text or "}" in text for text in sentences(plan_as_dict(plan)))
