"""Questions from other programs: what the description promises is taken, everything else is refused in sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from campaigns.errors import NotAllowed, NotFound
from campaigns.needs.actions import receive_questions, undo_import
from campaigns.needs.api import MOST_BYTES, SHAPE, BadQuestions, read_questions
from campaigns.needs.intake.mapping import FIELDS
from campaigns.needs.intake.records import NO_SUCH_TOPIC
from campaigns.needs.models import AdviceNeed
from campaigns.needs.openapi import PATH, openapi
from campaigns.needs.tokens.actions import (
    CALLS_A_MINUTE,
    TooManyCalls,
    admit_sender,
    issue_token,
    revoke_token,
)
from campaigns.needs.tokens.models import IntakeToken
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.campaigns.needs.conftest import MOMENT

QUESTION = {"date": "2026-11-02", "text": "Wann kommt mein Lohn? 0171 2345678", "platform": "Telegram"}


def body(*questions: Any) -> bytes:
    return json.dumps({"questions": list(questions)}).encode()


def test_questions_are_taken_once_and_without_identifiers(session: Session, programme: Programme) -> None:
    table = read_questions(body(QUESTION, {"date": "2026-11-03", "topic": "child_benefit", "risk": 3}))
    arguments = {"programme": programme, "table": table, "key": b"k" * 32, "now": MOMENT, "once": "call 1"}
    first = receive_questions(session, **arguments)  # type: ignore[arg-type]
    again = receive_questions(session, **arguments)  # type: ignore[arg-type]
    assert (first.imported, first.redacted["phone"], again.imported, again.duplicates) == (2, 1, 0, 2)
    assert {(need.topic, need.risk) for need in session.exec(select(AdviceNeed))} == {
        ("wage", 1),
        ("child_benefit", 3),
    }
    later = receive_questions(session, **{**arguments, "once": "call 2"})  # type: ignore[arg-type]
    assert (later.imported, later.topics, later.duplicates) == (1, {"child_benefit": 1}, 1)
    assert undo_import(session, batch_id=first.batch_id or 0, by=None, now=MOMENT).deleted == 0


def test_a_topic_that_nobody_knows_is_told_where_there_is_no_question(
    session: Session, programme: Programme
) -> None:
    table = read_questions(body({"date": "2026-11-02", "topic": "no_such_topic"}))
    taken = receive_questions(session, programme=programme, table=table, key=b"k" * 32, now=MOMENT, once="1")
    (rejected,) = taken.rejected
    assert (rejected.column, rejected.reason) == ("topic", NO_SUCH_TOPIC)


@pytest.mark.parametrize(
    ("sent", "at", "words"),
    [
        (b"\xff", "", "not JSON"),
        (b"[" * 100_000, "", "not JSON"),
        (b"[]", "", "one list"),
        (b'{"questions": [], "more": 1}', "", "one list"),
        (b" " * (MOST_BYTES + 1), "", "1 MB"),
        (body(), "/questions", "1 to 500"),
        (body(*[QUESTION] * 501), "/questions", "1 to 500"),
        (body(1), "/questions/0", "an object"),
        (body({**QUESTION, "name": "x"}), "/questions/0", "do not have"),
        (body({"text": "x"}), "/questions/0/date", "missing"),
        (body({"date": "02.11.2026", "text": "x"}), "/questions/0/date", "YYYY-MM-DD"),
        (body({"date": "2026-02-30", "text": "x"}), "/questions/0/date", "no day"),
        (body({"date": "2026-11-02"}), "/questions/0", "text or its topic"),
        (body({"date": "2026-11-02", "text": 5}), "/questions/0/text", "a text"),
        (body({"date": "2026-11-02", "text": "a" * 9000}), "/questions/0/text", "8000"),
        (body({"date": "2026-11-02", "text": "a\x00"}), "/questions/0/text", "no text"),
        (body({"date": "2026-11-02", "text": "\ud800"}), "/questions/0/text", "no text"),
        (body({"date": "2026-11-02", "text": "a", "risk": 4}), "/questions/0/risk", "1, 2 or 3"),
        (body({"date": "2026-11-02", "text": "a", "risk": True}), "/questions/0/risk", "1, 2 or 3"),
        (b'{"questions": [{"date": "2026-11-02", "text": "a", "text": "b"}]}', "/questions/0/text", "twice"),
        (b'{"questions": [], "questions": []}', "", "one list"),
    ],
)
def test_a_body_of_another_shape_is_refused_where_it_differs(sent: bytes, at: str, words: str) -> None:
    with pytest.raises(BadQuestions) as caught:
        read_questions(sent)
    answer = caught.value.as_json()
    assert answer["problems"][0]["at"] == at
    assert words in answer["problems"][0]["what"]
    assert "2345678" not in json.dumps(answer)


_VALUE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.just("2026-11-02")
)
_ANY = st.recursive(
    _VALUE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.lists(st.dictionaries(st.sampled_from([*FIELDS, "other"]), _ANY, max_size=6) | _ANY, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_json_ends_in_a_table_or_in_problems(questions: list[Any]) -> None:
    try:
        table = read_questions(json.dumps({"questions": questions}).encode())
    except BadQuestions as refusal:
        assert refusal.as_json()["problems"]
    else:
        assert len(table.rows) == len(questions)
        assert all(row.problems or date.fromisoformat(row.cells[0]) for row in table.rows)
        assert not all(row.problems for row in table.rows)


def test_the_description_and_the_check_know_the_same_fields() -> None:
    document = json.loads(json.dumps(openapi("https://example.org")))
    question = document["components"]["schemas"]["Questions"]["properties"]["questions"]["items"]
    assert set(question["properties"]) == set(FIELDS) == set(SHAPE)
    responses = document["paths"][PATH]["post"]["responses"]
    assert set(responses) == {"200", "401", "413", "415", "422", "429"}
    named = {
        one["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2] for one in responses.values()
    }
    assert named <= set(document["components"]["schemas"])


def test_a_token_opens_its_programme_until_it_is_revoked(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    lead = acting(Role.LEAD)
    row, token = issue_token(
        session, programme=programme, name="Chat bot", secret="s" * 40, by=lead, now=MOMENT
    )
    assert admit_sender(session, token=token, now=MOMENT)[1].id == programme.id
    assert token not in str(session.exec(select(IntakeToken)).one().model_dump())
    with pytest.raises(NotAllowed, match="missing, wrong or revoked"):
        admit_sender(session, token=f"{token}x", now=MOMENT)
    revoke_token(session, token_id=row.id or 0, by=lead, now=MOMENT)
    with pytest.raises(NotAllowed, match="missing, wrong or revoked"):
        admit_sender(session, token=token, now=MOMENT)
    with pytest.raises(NotAllowed):
        issue_token(
            session, programme=programme, name="x", secret="s" * 40, by=acting(Role.STAFF), now=MOMENT
        )
    with pytest.raises(NotFound):
        revoke_token(session, token_id=999, by=lead, now=MOMENT)


def test_a_token_that_calls_too_often_waits_for_the_next_minute(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    row, token = issue_token(
        session, programme=programme, name="Chat bot", secret="s" * 40, by=acting(Role.LEAD), now=MOMENT
    )
    for _ in range(CALLS_A_MINUTE):
        admit_sender(session, token=token, now=MOMENT)
    with pytest.raises(TooManyCalls) as refused:
        admit_sender(session, token=token, now=MOMENT + timedelta(seconds=20.5))
    assert refused.value.wait == 40
    admit_sender(session, token=token, now=MOMENT + timedelta(seconds=60))
    assert row.used_at == MOMENT + timedelta(seconds=60)
