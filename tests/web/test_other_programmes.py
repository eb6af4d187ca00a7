"""The rest of the authorisation matrix, generated from the URL map: another programme's things, another language,
missing things and things in the wrong state. Roles are held to their routes in test_authorisation.py.

A route with an id of a new kind fails here until `OWNERS` says which table it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlmodel import Session, func, select
from werkzeug.routing import Rule

from campaigns.db import read_scope, session_scope
from campaigns.people.actions import add_person, add_programme, grant_role
from campaigns.people.models import AuditEntry
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk
from tests.web.desk_stage import group, published_on_feed, submitted
from tests.web.stage import Scene, scene
from tests.web.test_authorisation import ACCESS, declared

__all__ = ["ACCESS", "scene"]

#: Each kind of id in an address → the table it names.
OWNERS = {
    "account_id": "account",
    "app_id": "channel_app",
    "batch_id": "need_batch",
    "campaign_id": "campaign",
    "due_id": "report_due",
    "export_id": "insight_batch",
    "fact_id": "fact",
    "item_id": "recall_item",
    "kit_id": "kit",
    "link_id": "review_link",
    "need_id": "advice_need",
    "partner_id": "partner",
    "passkey_id": "passkey",
    "person_id": "person",
    "permit_id": "permit",
    "phrase_id": "emerging_phrase",
    "photo_id": "photo",
    "placement_id": "placement",
    "post_id": "post",
    "practice_id": "practice",
    "proposal_id": "proposal",
    "publication_id": "publication",
    "recall_id": "recall",
    "region_id": "region",
    "request_id": "review_request",
    "row_id": "suggestion",
    "rumour_id": "rumour",
    "space_id": "space",
    "token_id": "intake_token",
    "variant_id": "variant",
    "version_id": "report_version",
    "waiting_id": "waiting_text",
    "work_id": "work",
}
MISSING = 999_999
#: What an empty form may come to, whatever the thing's state: never an error of ours.
CALM = frozenset({200, 204, 303, 400, 401, 403, 404, 409, 413, 422, 429})


def numbered(app: Flask) -> Iterator[tuple[Rule, str, list[str]]]:
    """Every route that names things by number, with its methods."""
    for rule in app.url_map.iter_rules():
        names = [name for name in rule.arguments if name.endswith("_id")]
        if not names or declared().get(rule.endpoint) == "public":
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method, names


def address(app: Flask, rule: Rule, numbers: dict[str, int]) -> str:
    values = {name: numbers.get(name, "nothing") for name in rule.arguments}
    return app.url_map.bind("").build(rule.endpoint, values)


def first_of(session: Session, table: str) -> int:
    """A row of the table that the scene holds; a missing one where it holds none."""
    try:
        with session.begin_nested():
            return session.execute(text(f"SELECT min(id) FROM {table}")).scalar() or MISSING  # noqa: S608
    except Exception:
        return MISSING


@pytest.fixture
def theirs(engine: Engine, scene: Scene, now: datetime) -> dict[str, int]:
    """Numbers of things in the scene's programme: submitted in German, published in Arabic, one group."""
    submitted(engine, scene, scene.german, now=now)
    published_on_feed(engine, scene, scene.arabic, now=now)
    group(engine, scene, now=now)
    with session_scope(engine) as session:
        return {name: first_of(session, table) for name, table in OWNERS.items()}


def somebody(
    app: Flask,
    engine: Engine,
    watch: Watch,
    programme_id: int,
    roles: dict[Role, tuple[str, ...]],
    email: str,
) -> Desk:
    """A browser of somebody with these roles in this programme."""
    with session_scope(engine) as session:
        person = add_person(
            session, email=email, name="Somebody", password=PASSWORD, interface="en", by=None, now=watch()
        )
        for role, languages in roles.items():
            for language in languages:
                grant_role(
                    session,
                    person=person,
                    programme_id=programme_id,
                    role=role,
                    language=language,
                    by=None,
                    now=watch(),
                )
    desk = app.test_client()
    assert isinstance(desk, Desk)
    assert desk.log_in(email).status_code == 303
    return desk


def every_role(*languages: str) -> dict[Role, tuple[str, ...]]:
    return {role: languages if role in LANGUAGE_ROLES else ("",) for role in Role}


def trail(engine: Engine) -> int:
    with read_scope(engine) as session:
        return session.exec(select(func.count()).select_from(AuditEntry)).one()


def answer(desk: Desk, method: str, where: str, token: str) -> tuple[int, str]:
    """Status and every word that is said; a number that was asked for may be named in it."""
    data: dict[str, Any] | None = {"csrf_token": token} if method == "POST" else None
    found = desk.open(where, method=method, data=data)
    page = lxml.html.document_fromstring(found.get_data())
    (said,) = page.xpath("//main") or [page]
    words = " ".join(said.text_content().split())
    return found.status_code, re.sub(r"\d+", "#", words)


def ask(desk: Desk, method: str, where: str, token: str) -> int:
    data: dict[str, Any] | None = {"csrf_token": token} if method == "POST" else None
    return desk.open(where, method=method, data=data).status_code


def test_every_kind_of_number_in_an_address_is_declared(app: Flask) -> None:
    found = {name for _, _, names in numbered(app) for name in names}
    assert sorted(found - set(OWNERS)) == []


@pytest.mark.usefixtures("asking")
def test_things_of_another_programme_are_told_from_missing_ones_by_nobody(
    app: Flask, engine: Engine, watch: Watch, theirs: dict[str, int]
) -> None:
    with session_scope(engine) as session:
        kites = add_programme(
            session,
            key="kites",
            name="Kites",
            organisation="House",
            languages=["de", "ar"],
            by=None,
            now=watch(),
        )
        number = kites.id or 0
    desk = somebody(app, engine, watch, number, every_role("de", "ar"), "all@kites.example")
    token, before, nothing = desk.token(), trail(engine), dict.fromkeys(OWNERS, MISSING)

    wrong = []
    for rule, method, _ in numbered(app):
        theirs_at, nowhere = address(app, rule, theirs), address(app, rule, nothing)
        foreign, missing = answer(desk, method, theirs_at, token), answer(desk, method, nowhere, token)
        if foreign != missing or foreign[0] != 404:
            wrong.append((rule.endpoint, method, foreign[0], foreign[1][-200:], missing[1][-200:]))

    assert wrong == []
    assert trail(engine) == before, "something was done to another programme's things"


@pytest.mark.usefixtures("asking")
def test_missing_things_are_missing_even_for_somebody_with_every_right(
    app: Flask, engine: Engine, watch: Watch, scene: Scene
) -> None:
    desk = somebody(
        app, engine, watch, scene.cast.programme.id or 0, every_role("de", "ar"), "all@scene.example"
    )
    token, nothing = desk.token(), dict.fromkeys(OWNERS, MISSING)

    wrong = [
        (rule.endpoint, method, status)
        for rule, method, _ in numbered(app)
        if (status := ask(desk, method, address(app, rule, nothing), token)) != 404
    ]

    assert wrong == []


def test_a_lawyer_and_translator_of_another_language_changes_nothing_in_this_one(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, theirs: dict[str, int]
) -> None:
    """Routes that name a text or its review, both in German, for somebody who holds both roles for Arabic alone."""
    desk = somebody(
        app,
        engine,
        watch,
        scene.cast.programme.id or 0,
        {Role.TRANSLATOR: ("ar",), Role.LAWYER: ("ar",)},
        "ar@scene.example",
    )
    german = {**theirs, "variant_id": scene.german.id or 0}
    token, before = desk.token(), trail(engine)

    done = [
        (rule.endpoint, status)
        for rule, method, names in numbered(app)
        if method == "POST" and {"variant_id", "request_id"} & set(names)
        if (status := ask(desk, method, address(app, rule, german), token)) >= 500
    ]

    assert done == []
    assert trail(engine) == before, "a text in another language was changed"


@pytest.mark.usefixtures("asking")
def test_an_empty_form_in_whatever_state_is_answered_calmly(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, theirs: dict[str, int]
) -> None:
    """Everything is submitted or out already: what cannot be done any more is a sentence."""
    desk = somebody(
        app, engine, watch, scene.cast.programme.id or 0, every_role("de", "ar"), "all@scene.example"
    )
    wrong = []
    for rule, method, _ in numbered(app):
        if method != "POST" or rule.endpoint.startswith("settings.people"):
            continue  # those end the very session that asks
        status = ask(desk, method, address(app, rule, theirs), desk.token())
        if status not in CALM:
            wrong.append((rule.endpoint, status))

    assert wrong == []
