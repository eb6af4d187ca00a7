"""Changing facts: what may be typed, what counts as a change, and who answers for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from campaigns.errors import BadInput, Conflict, NotAllowed
from campaigns.facts.actions import (
    adopt_topic,
    change_fact,
    check_fact,
    rate_facts,
    retire_fact,
    succeed_fact,
)
from campaigns.facts.models import Fact
from campaigns.facts.queries import fact_by_key
from campaigns.facts.state import FactState, change_between
from campaigns.facts.validity import stem_of
from campaigns.facts.versions import keep_version, present_state, state_at, versions_of
from campaigns.vocabulary import FactStatus, Risk
from tests.builders import Cast, make_cast, make_fact


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


@pytest.fixture
def rate(session: Session, cast: Cast, now: datetime) -> Fact:
    number = cast.programme.id or 0
    adopt_topic(session, programme_id=number, topic="minimum_wage", by=None, now=now)
    return fact_by_key(session, programme_id=number, key="minimum_wage.rate_2026")


def paid(state: FactState, amount: str) -> FactState:
    return replace(state, values={"wage": {"kind": "amount", "value": amount, "unit": "EUR"}})


def test_adopted_fact_has_its_first_version(session: Session, rate: Fact) -> None:
    assert [version.number for version in versions_of(session, rate)] == [1]
    assert state_at(session, rate, 1) == present_state(session, rate)


def test_change_is_a_draft_again_with_the_reason_beside_it(
    session: Session, cast: Cast, rate: Fact, now: datetime
) -> None:
    check_fact(session, fact=rate, review_on=None, by=cast.lawyer, now=now)
    state = paid(present_state(session, rate), "14.10")
    change_fact(session, fact=rate, state=state, based_on=1, why="Ordinance.", by=cast.staff, now=now)
    assert (rate.revision, rate.status, rate.checked_by) == (2, FactStatus.DRAFT, None)
    newest = versions_of(session, rate)[0]
    assert (newest.number, newest.why, newest.created_by) == (2, "Ordinance.", cast.staff.person_id)
    assert state_at(session, rate, 1).values["wage"]["value"] == "13.90"


def test_fact_without_versions_keeps_what_it_said_before_it_changes(
    session: Session, cast: Cast, now: datetime
) -> None:
    fact = make_fact(session, cast.programme, now=now)
    state = replace(present_state(session, fact), texts={"de": {"sentence": "Es gilt."}})
    change_fact(session, fact=fact, state=state, based_on=1, why="Words.", by=cast.staff, now=now)
    assert [version.number for version in versions_of(session, fact)] == [2, 1]
    assert versions_of(session, fact)[1].texts == {}


def test_version_is_written_once(session: Session, rate: Fact, now: datetime) -> None:
    first = versions_of(session, rate)[0]
    rate.values = {}
    assert keep_version(session, fact=rate, by=None, now=now).id == first.id
    assert versions_of(session, rate)[0].values["wage"]["value"] == "13.90"


def test_change_made_on_an_old_page_overwrites_nothing(
    session: Session, cast: Cast, rate: Fact, now: datetime
) -> None:
    state = paid(present_state(session, rate), "14.10")
    change_fact(session, fact=rate, state=state, based_on=1, why="One.", by=cast.staff, now=now)
    with pytest.raises(Conflict):
        change_fact(
            session, fact=rate, state=paid(state, "14.20"), based_on=1, why="Two.", by=cast.staff, now=now
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_to": date(2025, 12, 31)}, "valid_to"),
        ({"source_url": "http://example.org"}, "source_url"),
        ({"texts": {}}, "texts"),
        ({"texts": {"de": {"sentence": "Es gibt {lohn}."}}}, "sentence.de"),
        ({"texts": {"de": {"sentence": "Ja.", "claim": "Nein."}}}, "claim.de"),
        ({"texts": {"de": {"sentence": "x" * 601}}}, "sentence.de"),
        ({"values": {"Wage!": {"kind": "number", "value": "1"}}}, "values"),
    ],
)
def test_state_no_post_could_be_made_from_is_refused_at_its_field(
    session: Session, cast: Cast, rate: Fact, now: datetime, change: dict[str, object], field: str
) -> None:
    state = replace(present_state(session, rate), **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        change_fact(session, fact=rate, state=state, based_on=1, why="x", by=cast.staff, now=now)
    assert refused.value.field == field


@pytest.mark.parametrize("value", ["13,90", "many", "", "1e999x"])
def test_amount_that_is_no_number_is_refused(
    session: Session, cast: Cast, rate: Fact, now: datetime, value: str
) -> None:
    with pytest.raises(BadInput):
        change_fact(
            session,
            fact=rate,
            state=paid(present_state(session, rate), value),
            based_on=1,
            why="x",
            by=cast.staff,
            now=now,
        )


def test_reason_and_difference_are_asked_for(session: Session, cast: Cast, rate: Fact, now: datetime) -> None:
    state = present_state(session, rate)
    with pytest.raises(BadInput, match="Say why"):
        change_fact(session, fact=rate, state=paid(state, "1"), based_on=1, why=" ", by=cast.staff, now=now)
    with pytest.raises(BadInput, match="Nothing is different"):
        change_fact(session, fact=rate, state=state, based_on=1, why="x", by=cast.staff, now=now)


def test_roles_are_kept_apart(session: Session, cast: Cast, rate: Fact, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        check_fact(session, fact=rate, review_on=None, by=cast.staff, now=now)
    with pytest.raises(NotAllowed):
        change_fact(
            session,
            fact=rate,
            state=paid(present_state(session, rate), "1"),
            based_on=1,
            why="x",
            by=cast.translator,
            now=now,
        )
    with pytest.raises(BadInput):
        check_fact(session, fact=rate, review_on=(now - timedelta(days=1)).date(), by=cast.lawyer, now=now)


def test_values_move_every_language_and_words_their_own(session: Session, rate: Fact) -> None:
    state = present_state(session, rate)
    assert change_between(state, paid(state, "13.9")).languages == state.languages
    words = {**state.texts, "fr": {**state.texts["fr"], "sentence": "Autre phrase {wage}."}}
    reworded = change_between(state, replace(state, texts=words))
    assert reworded.languages == {"fr"}
    assert reworded.left == state.languages - {"fr"}
    assert reworded.restated
    further = change_between(replace(state, texts={"de": state.texts["de"]}), state)
    assert (further.left, further.restated) == (frozenset(), False)
    assert not change_between(state, replace(state, valid_to=date(2027, 1, 31))).recalls


def test_successor_needs_a_day_that_is_free(session: Session, cast: Cast, rate: Fact, now: datetime) -> None:
    state = present_state(session, rate)
    for first in (None, date(2025, 6, 1), date(2027, 1, 1)):
        with pytest.raises((BadInput, Conflict)):
            succeed_fact(
                session,
                fact=rate,
                state=replace(state, valid_from=first),
                based_on=1,
                why="x",
                by=cast.lawyer,
                now=now,
            )


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        ("minimum_wage.rate_2026", "minimum_wage.rate"),
        ("minimum_wage.rate_2026-12-24", "minimum_wage.rate"),
        ("wage.due", "wage.due"),
        ("wage.section_1234", "wage.section_1234"),
    ],
)
def test_stem_leaves_the_year_out(key: str, stem: str) -> None:
    assert stem_of(key) == stem


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE fact SET valid_to = '2099-12-31'",
        "UPDATE fact SET laws = '[\"§ 1 XYZ\"]'",
        "UPDATE fact SET source_url = 'https://elsewhere.example'",
        "UPDATE fact_text SET sentence = 'Anything.'",
    ],
)
def test_nobody_answers_for_a_fact_that_was_changed_past_litfass(
    session: Session, cast: Cast, rate: Fact, now: datetime, forged: str
) -> None:
    """A harmless act would tell the trail what was forged, and the gate would open for it."""
    check_fact(session, fact=rate, review_on=None, by=cast.lawyer, now=now)
    session.connection().execute(text(forged))
    session.expire_all()
    state, said = present_state(session, rate), {"by": cast.lawyer, "now": now}
    other = next(risk for risk in Risk if risk is not rate.risk)
    anew = replace(state, valid_from=date(2098, 1, 1), valid_to=None)
    for act in (
        lambda: check_fact(session, fact=rate, review_on=None, **said),
        lambda: rate_facts(session, facts=[rate], risk=other, why="Much at stake.", **said),
        lambda: change_fact(session, fact=rate, state=paid(state, "1"), based_on=1, why="Typo.", **said),
        lambda: succeed_fact(session, fact=rate, state=anew, based_on=1, why="New.", **said),
    ):
        with pytest.raises(Conflict, match="changed past Litfass"):
            act()
    assert retire_fact(session, fact=rate, **said).status is FactStatus.RETIRED
