"""Strings that break programs: every form and every address takes them or says what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from campaigns.db import read_scope, session_scope
from campaigns.needs.models import AdviceNeed
from campaigns.needs.redaction import redact
from campaigns.people.actions.people import grant_role
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as
from tests.web.stage import Scene, desk_in, scene
from tests.whole import WHOLE, some_of

__all__ = ["desk_in", "scene"]

#: What the list has not: what looks like a number and is none, what ends a text, what a form may hold at most.
MORE = (
    "a\x00b", "²", "٣", "Ⅷ", "-", "+", "1e9", "-1", "0", "99999999999999999999", "9" * 400, "\ufffe", "\u202eabc",
    "x" * 50_000, " " * 5000, "2026-13-45", "2026-11-02T25:61", "../../etc/passwd", "%00", "{{ 7*7 }}", "${7*7}",
    "%(num)s", "{name}", "{0.__class__}", "%s%s%s%n", "\r\nSet-Cookie: a=b", "a\nb", "\t", "=1+1", "null", "[]", "{}",
)  # fmt: skip
#: Forms that end the walk: they log out, or take somebody's login away.
LEFT_OUT = ("/logout", "/profile/password", "/switch", "/programme")
#: How many of the strings each field of a form, and each address, is given; they take turns.
STRINGS_A_FIELD = 2 if WHOLE else 1
ROUNDS = 2 if WHOLE else 1


@dataclass(frozen=True)
class FoundForm:
    """A form of a page: where it goes and what it sends when nobody touches it."""

    action: str
    fields: tuple[tuple[str, str], ...]


@pytest.fixture(scope="session")
def naughty(shared_data: Path) -> list[str]:
    strings = json.loads(
        (shared_data / "vectors" / "naughty-strings" / "blns.json").read_text(encoding="utf-8")
    )
    return [*strings, *MORE]


@pytest.fixture
def everybody(app: Flask, asking: None, engine: Engine, watch: Watch, scene: Scene) -> Desk:
    """The browser of somebody who may do everything in the scene's programme; pages are not linted here."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    desk = desk_as(app, engine, watch, scene.cast.programme, Role.LEAD)
    with session_scope(engine) as session:
        programme = session.get_one(Programme, scene.cast.programme.id)
        programme.keeps_free_text = True
        person = session.exec(select(Person).where(col(Person.email).startswith("lead."))).one()
        for role in set(Role) - {Role.LEAD}:
            for language in ("de", "ar") if role in LANGUAGE_ROLES else ("",):
                grant_role(
                    session,
                    person=person,
                    programme_id=programme.id or 0,
                    role=role,
                    language=language,
                    by=None,
                    now=watch(),
                )
        email = person.email
    # A right that is granted ends the logins before it.
    assert desk.log_in(email).status_code == 303
    return desk


def addresses(app: Flask, scene: Scene) -> list[str]:
    """Every page that can be asked for, with the scene's own numbers where an address has some."""
    numbers = {
        "campaign_id": scene.campaign.id,
        "post_id": scene.post.id,
        "variant_id": scene.german.id,
        "fact_id": scene.fact.id,
        "key": "wage",
    }
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        values = {name: numbers.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            found.append(app.url_for(rule.endpoint, **values))
    return sorted(set(found))


def forms_of(html: str, address: str) -> Iterator[FoundForm]:
    for form in lxml.html.fromstring(html).forms:
        if (form.method or "get").lower() == "post":
            action = urlsplit(form.action or address).path
            yield FoundForm(action, tuple((name, value or "") for name, value in form.form_values()))


@pytest.mark.any_database
def test_every_question_is_kept_as_it_was_typed_but_for_identifiers(
    app: Flask, engine: Engine, everybody: Desk, naughty: list[str]
) -> None:
    token = everybody.token()
    wanted = set()
    for number, typed in enumerate(some_of(naughty, one_in=2)):
        fields = {"csrf_token": token, "day": "2026-11-02", "info_quality": "unknown", "text": typed}
        if number % 4 == 0:
            assert everybody.post("/needs/new/suggest", data=fields).status_code in (200, 422)
        answer = everybody.post("/needs/new", data=fields)
        assert answer.status_code in (303, 422), typed[:80]
        if answer.status_code == 303:
            wanted.add(redact(typed.replace("\x00", "").strip().replace("\r\n", "\n")).text)
    with read_scope(engine) as session:
        kept = {text or "" for text in session.exec(select(AdviceNeed.text)).all()}
    assert kept <= wanted
    # Two that differ in capitals or blanks alone are the same question, asked twice.
    assert {_folded(text) for text in kept} == {_folded(text) for text in wanted}
    assert len(kept) > 100
    assert everybody.get("/needs/questions").status_code == 200


def test_every_form_takes_every_string_or_says_what_is_wrong(
    app: Flask, everybody: Desk, scene: Scene, naughty: list[str]
) -> None:
    strings = cycle(naughty)
    seen: set[tuple[str, str]] = set()
    broken = []
    for address in addresses(app, scene):
        page = everybody.get(address)
        if page.mimetype != "text/html" or page.status_code != 200:
            continue
        for form in forms_of(page.get_data(as_text=True), address):
            if form.action in LEFT_OUT or "/disable" in form.action:
                continue
            for name, _ in form.fields:
                if name == "csrf_token" or (form.action, name) in seen:
                    continue
                seen.add((form.action, name))
                for string in islice(strings, STRINGS_A_FIELD):
                    sent = [(each, string if each == name else value) for each, value in form.fields]
                    answer = everybody.post(form.action, data=_multi(sent))
                    if answer.status_code >= 500:
                        broken.append((form.action, name, string[:80]))
    assert broken == []
    assert len(seen) > 100


def test_every_address_takes_every_string_in_its_query(
    app: Flask, everybody: Desk, scene: Scene, naughty: list[str]
) -> None:
    strings = cycle(naughty)
    broken = []
    for address in addresses(app, scene):
        for _ in range(ROUNDS):
            query = {name: next(strings)[:150] for name in QUERIES}
            answer = everybody.get(address, query_string=query)
            if answer.status_code >= 500:
                broken.append((address, query))
    assert broken == []


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


QUERIES = (
    "q", "page", "language", "topic", "campaign", "origin", "view", "review", "all", "start", "stage", "day",
    "archived", "post", "sentence", "place", "phrase", "format", "w", "before", "programme", "platform", "space",
)  # fmt: skip


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
