"""A fact that the library does not have: written down by a person, a draft until a lawyer has looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session

from campaigns.errors import BadInput, NotAllowed
from campaigns.facts.actions import adopt_topic, write_fact
from campaigns.facts.models import Fact
from campaigns.facts.state import FactState
from campaigns.facts.versions import versions_of
from campaigns.people.actor import Actor
from campaigns.placements.plans.storing import plan_topic
from campaigns.vocabulary import FactKind, FactStatus, Risk
from tests.builders import Cast, make_cast

STATE = FactState(
    jurisdiction="de",
    laws=("§ 3 BUrlG",),
    source_title="Bundesurlaubsgesetz",
    read_on=date(2026, 11, 21),
    values={"days": {"kind": "duration", "value": "24", "unit": "days"}},
    texts={
        "de": {"headline": "Urlaub: {days}", "sentence": "Im Jahr gibt es mindestens {days} Urlaub."},
        "ar": {"headline": "الإجازة: {days}", "sentence": "الحد الأدنى للإجازة في السنة {days}."},
    },
)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


def write(session: Session, cast: Cast, now: datetime, *, by: Actor | None = None, **more: object) -> Fact:
    asked = {"topic": "holiday", "kind": FactKind.RULE, "risk": Risk.MEDIUM, "state": STATE, **more}
    return write_fact(
        session,
        programme_id=cast.programme.id or 0,
        by=by or cast.staff,
        now=now,
        **asked,  # type: ignore[arg-type]
    )


def test_own_fact_is_a_draft_with_its_first_version(session: Session, cast: Cast, now: datetime) -> None:
    fact = write(session, cast, now)
    assert (fact.key, fact.status, fact.revision) == ("holiday.own_1", FactStatus.DRAFT, 1)
    assert [(version.number, version.values["days"]["value"]) for version in versions_of(session, fact)] == [
        (1, "24")
    ]
    assert write(session, cast, now).key == "holiday.own_2"


def test_own_fact_stands_behind_those_of_the_library(session: Session, cast: Cast, now: datetime) -> None:
    taken = adopt_topic(session, programme_id=cast.programme.id or 0, topic="wage", by=None, now=now)
    assert write(session, cast, now, topic="wage").position > max(fact.position for fact in taken)


def test_posts_are_planned_from_an_own_fact(session: Session, cast: Cast, now: datetime) -> None:
    write(session, cast, now)
    plan = plan_topic(session, programme=cast.programme, topic="holiday", start=date(2027, 1, 11), now=now)
    german = [post.drafts["de"].copy for post in plan.posts]
    assert any(copy is not None and "24\u00a0Tage" in copy.headline for copy in german)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"topic": ""}, "topic"),
        ({"state": replace(STATE, jurisdiction="")}, "jurisdiction"),
        ({"state": replace(STATE, texts={"de": {"sentence": "Satz."}})}, "headline.de"),
        ({"kind": FactKind.MYTH}, "claim.de"),
        ({"state": replace(STATE, values={})}, "headline.de"),
        ({"state": replace(STATE, texts={})}, "texts"),
    ],
)
def test_what_no_post_could_be_made_from_is_refused_beside_its_field(
    session: Session, cast: Cast, now: datetime, change: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        write(session, cast, now, **change)
    assert refused.value.field == field


def test_translator_writes_no_facts(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        write(session, cast, now, by=cast.translator)
