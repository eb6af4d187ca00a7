"""Questions from other programs: the running endpoint keeps what its description promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import func, select

from campaigns.db import read_scope, session_scope
from campaigns.needs.models import AdviceNeed, NeedBatch
from campaigns.needs.openapi import PATH
from campaigns.needs.tokens.actions import CALLS_A_MINUTE, issue_token
from campaigns.needs.tokens.models import IntakeToken
from campaigns.people.actor import Actor
from campaigns.people.models import AuditEntry, Programme
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk

QUESTION = {"date": "2026-11-02", "text": "Wann kommt mein Lohn? 0171 2345678"}


@pytest.fixture
def token(engine: Engine, programme: Programme, watch: Watch) -> str:
    lead = Actor(person_id=None, name="Lead", programme_id=programme.id, roles=frozenset({(Role.LEAD, "")}))
    with session_scope(engine) as session:
        return issue_token(
            session, programme=programme, name="Chat bot", secret="s" * 40, by=lead, now=watch()
        )[1]


def send(app: Flask, token: str, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return app.test_client().post(
        PATH,
        data=data,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers},
    )


def described(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get("/api/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = json.loads(answer.data)
    return document


def test_questions_come_in_without_cookie_and_form_token(app: Flask, token: str, engine: Engine) -> None:
    answer = send(app, token, {"questions": [QUESTION]})

    assert answer.status_code == 200
    assert answer.json["imported"] == 1
    assert answer.json["redacted"] == {"phone": 1}
    assert "Set-Cookie" not in answer.headers
    with read_scope(engine) as session:
        need = session.exec(select(AdviceNeed)).one()
        assert (need.topic, need.language, need.text) == ("wage", "de", None)
        assert session.exec(select(NeedBatch)).one().report["sender"] == "Chat bot"


def test_the_same_request_again_adds_nothing(app: Flask, token: str) -> None:
    send(app, token, {"questions": [QUESTION]})

    assert send(app, token, {"questions": [QUESTION]}).json["duplicates"] == 1


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp4", "Bearer " + "s" * 5000])
def test_without_a_good_token_nothing_is_read(app: Flask, token: str, header: str) -> None:
    answer = send(app, token, b"not even JSON", Authorization=header)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Ask the lead" in answer.json["error"]


def test_a_body_that_is_too_large_is_refused_unread(app: Flask, token: str) -> None:
    answer = send(app, token, b" " * 1_100_000)

    assert (answer.status_code, answer.json["error"][:8]) == (413, "The body")


@pytest.mark.parametrize(
    "headers", [{"Content-Type": "text/csv"}, {"Content-Type": ""}, {"Content-Encoding": "gzip"}]
)
def test_another_kind_of_body_is_refused(app: Flask, token: str, headers: dict[str, str]) -> None:
    answer = send(app, token, {"questions": [QUESTION]}, **headers)

    assert (answer.status_code, "application/json" in answer.json["error"]) == (415, True)


def test_a_wrong_body_is_told_where_and_not_what(app: Flask, token: str) -> None:
    answer = send(app, token, {"questions": [{"date": "tomorrow 0171 2345678", "text": "x"}]})

    assert answer.status_code == 422
    assert answer.json["problems"][0]["at"] == "/questions/0/date"
    assert "2345678" not in answer.get_data(as_text=True)


def test_good_questions_are_taken_beside_wrong_ones(app: Flask, token: str) -> None:
    wrong = [
        {"date": "02.11.2026 0171 2345678", "text": "Wo ist mein Lohn?"},
        {"date": "2026-02-30", "text": "Wo ist mein Lohn?"},
        {**QUESTION, "risk": 5},
        {**QUESTION, "date": "2999-01-01"},
        "no object",
    ]
    answer = send(app, token, {"questions": [wrong[0], QUESTION, *wrong[1:]]})

    assert (answer.status_code, answer.json["read"], answer.json["imported"]) == (200, 6, 1)
    assert [(one["row"], one["at"]) for one in answer.json["rejected"]] == [
        (1, "/questions/0/date"),
        (3, "/questions/2/date"),
        (4, "/questions/3/risk"),
        (5, "/questions/4/date"),
        (6, "/questions/5"),
    ]
    assert all(one["reason"].endswith(".") for one in answer.json["rejected"])
    assert "2345678" not in answer.get_data(as_text=True)


def test_a_refusal_counts_rows_as_an_answer_does(app: Flask, token: str) -> None:
    answer = send(app, token, {"questions": [{"date": "2026-02-30", "text": "x"}]})

    assert (answer.status_code, answer.json["problems"][0]["row"]) == (422, 1)


def test_the_address_of_questions_read_in_a_browser_says_what_it_takes(app: Flask) -> None:
    answer = app.test_client().get("/api/questions")

    assert (answer.status_code, answer.headers["Allow"], answer.is_json) == (405, "OPTIONS, POST", True)
    assert "POST" in answer.json["error"]


def test_too_many_requests_are_told_when_to_go_on(app: Flask, token: str, engine: Engine) -> None:
    with session_scope(engine) as session:
        row = session.exec(select(IntakeToken)).one()
        row.window_at, row.window_calls = row.created_at, CALLS_A_MINUTE
    answer = send(app, token, {"questions": [QUESTION]})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Wait 60 seconds" in answer.json["error"]


def test_another_method_and_another_address_are_answered_in_json(app: Flask) -> None:
    client = app.test_client()
    answer = client.get(PATH)

    assert (answer.status_code, answer.mimetype) == (405, "application/json")
    assert "POST" in answer.headers["Allow"]
    assert client.get("/api/nothing").json["error"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def fitting(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Questions the description allows: drawn from its own words, so that it is tested and not a copy of it."""
    fields = schema["properties"]

    def value(name: str, one: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        if "enum" in one:
            return st.sampled_from(one["enum"])
        if one.get("format") == "date":
            return st.dates().map(str).filter(lambda day: re.search(one["pattern"], day) is not None)
        letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
        return st.text(letters, min_size=name in ("text", "topic"), max_size=min(one["maxLength"], 60))

    optional = {name: value(name, one) for name, one in fields.items() if name not in schema["required"]}
    needed = {name: value(name, fields[name]) for name in schema["required"]}
    return st.sampled_from([each["required"] for each in schema["anyOf"]]).flatmap(
        lambda also: st.fixed_dictionaries(
            {**needed, **{name: optional[name] for name in also}},
            optional={name: one for name, one in optional.items() if name not in also},
        )
    )


def fits(value: Any, schema: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether an answer has the described shape; the words of JSON Schema that the description uses."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = {"object": dict, "array": list, "integer": int, "string": str}
    if not isinstance(value, kinds[schema["type"]]) or isinstance(value, bool):
        return False
    if schema["type"] == "array":
        return len(value) <= schema["maxItems"] and all(fits(one, schema["items"], document) for one in value)
    if schema["type"] == "integer":
        return value >= schema.get("minimum", value)
    if schema["type"] == "object":
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        return set(schema.get("required", ())) <= set(value) and all(
            fits(one, known[name], document) if name in known else rest and fits(one, rest, document)
            for name, one in value.items()
        )
    return True


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_description_allows_is_taken_and_answered_as_described(
    app: Flask, token: str, watch: Watch, data: st.DataObject
) -> None:
    watch.move(minutes=1)
    document = described(app)
    schema = document["components"]["schemas"]["Questions"]["properties"]["questions"]["items"]
    questions = data.draw(st.lists(fitting(schema), min_size=1, max_size=3))
    answer = send(app, token, {"questions": questions})

    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert fits(answer.json, {"$ref": "Taken"}, document)
    assert answer.json["read"] == len(questions)
    assert answer.json["read"] == sum(
        (answer.json["imported"], answer.json["duplicates"], len(answer.json["rejected"]))
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON | st.fixed_dictionaries({"questions": st.lists(JSON, max_size=3)}) | st.binary(max_size=60))
def test_whatever_is_sent_is_answered_as_described(app: Flask, token: str, watch: Watch, body: Any) -> None:
    watch.move(minutes=1)
    document = described(app)
    answers = document["paths"][PATH]["post"]["responses"]
    answer = send(app, token, body)

    assert str(answer.status_code) in answers
    shape = answers[str(answer.status_code)]["content"]["application/json"]["schema"]
    assert answer.mimetype == "application/json"
    assert fits(answer.json, shape, document)


def test_a_token_is_made_shown_once_and_revoked(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine
) -> None:
    desk = desk_of(Role.LEAD)
    page = desk.send("/settings/programs", {"name": "Contact form"}).get_data(as_text=True)
    token = re.search(r'id="token">(litfass-intake-[\w-]+)<', page)[1]  # type: ignore[index]
    assert send(app, token, {"questions": [QUESTION]}).status_code == 200
    listed = desk.get("/settings/programs").get_data(as_text=True)
    assert "Contact form" in listed
    assert token not in listed

    with read_scope(engine) as session:
        row_id = session.exec(select(IntakeToken.id)).one()
    desk.send(f"/settings/programs/{row_id}/revoke")
    assert send(app, token, {"questions": [QUESTION]}).status_code == 401
    with read_scope(engine) as session:
        deeds = session.exec(select(AuditEntry.action)).all()
        assert {"issue_token", "revoke_token"} <= set(deeds)
        assert session.exec(select(func.count()).where(AuditEntry.detail.contains(token))).one() == 0  # type: ignore[attr-defined]


def test_a_token_without_a_name_is_refused_beside_its_field(desk_of: Callable[..., Desk]) -> None:
    answer = desk_of(Role.ADMIN).send("/settings/programs", {"name": " "})

    assert answer.status_code == 422
    assert "Name the program" in answer.get_data(as_text=True)
