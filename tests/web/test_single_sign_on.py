"""Single sign-on against a provider that lies in every way it can: only an honest word opens a login."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Engine
from sqlmodel import select

from assets.store import Store
from campaigns.db import read_scope, session_scope
from campaigns.people.actions import disable_person
from campaigns.people.models import Programme, SignOnIdentity
from campaigns.people.queries import find_person
from campaigns.settings import Settings
from campaigns.vocabulary import Role
from tests.web import provider as cheats
from tests.web.conftest import Watch
from tests.web.desk import Desk, person_with
from tests.web.provider import CLIENT, SECRET, Provider, serving
from tests.web.test_second_factor import set_up_app
from web.app import create_app

EMAIL = "staff.paper-boats@example.org"


@pytest.fixture
def provider(watch: Watch) -> Iterator[Provider]:
    with serving(Provider(now=int(watch().timestamp()))) as running:
        yield running


@pytest.fixture
def app(
    settings: Settings, engine: Engine, watch: Watch, provider: Provider, compiled: BytecodeCache
) -> Flask:
    """A desk whose operator named the provider."""
    named = replace(
        settings,
        oidc_issuer=provider.address,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="House of Advice",
    )
    app = create_app(named, engine=engine, clock=watch, store=Store(settings.files_url))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.jinja_env.bytecode_cache = compiled
    app.test_client_class = Desk
    return app


@pytest.fixture
def person(engine: Engine, programme: Programme, watch: Watch) -> str:
    with session_scope(engine) as session:
        return person_with(session, programme, Role.STAFF, now=watch()).email


def go(browser: Desk, provider: Provider, *, onward: str = "", code: str = "the-code") -> Any:
    """To the provider and back, as the browser does."""
    away = browser.get(f"/login/provider{'?next=' + onward if onward else ''}").headers["Location"]
    back = urlsplit(provider.authorise(away, code))
    return browser.get(f"{back.path}?{back.query}")


def test_an_honest_word_opens_the_login_and_ties_it(
    stranger: Desk, provider: Provider, person: str, engine: Engine
) -> None:
    assert "Log in with House of Advice" in stranger.get("/login").text
    response = go(stranger, provider, onward="/settings/programme")

    assert (response.status_code, response.headers["Location"]) == (303, "/settings/programme")
    assert stranger.get("/today").status_code == 200
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["response_type"] == "code"
    with read_scope(engine) as session:
        tied = session.exec(select(SignOnIdentity)).one()
        assert (tied.issuer, tied.subject) == (provider.address, "person-7")


@pytest.mark.any_database
def test_a_token_signed_with_an_elliptic_curve_is_read_too(
    stranger: Desk, provider: Provider, person: str
) -> None:
    provider.key, provider.algorithm = cheats.ec_key(), "ES256"

    assert go(stranger, provider).headers["Location"] == "/today"


FORGED: list[Callable[[Provider, dict[str, Any]], str]] = [
    cheats.unsigned,
    cheats.stripped,
    cheats.swapped_claims,
    cheats.with_public_key_as_secret,
    cheats.with_client_secret,
    cheats.with_another_key,
    cheats.with_own_key_inside,
    lambda _provider, _claims: "",
    lambda _provider, _claims: "a.b.c",
]


@pytest.mark.any_database
@pytest.mark.parametrize("forge", FORGED)
def test_a_forged_token_opens_nothing(
    stranger: Desk, provider: Provider, person: str, forge: Callable[[Provider, dict[str, Any]], str]
) -> None:
    provider.forge = forge
    response = go(stranger, provider)

    assert response.status_code == 401
    assert "cannot be believed" in response.text
    assert stranger.get("/today").status_code == 303


@pytest.mark.any_database
@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-desk"},
        {"aud": ["another-desk", "third-desk"]},
        {"aud": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"nonce": "another-nonce"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"azp": "another-desk"},
    ],
    ids=str,
)
def test_a_token_with_one_wrong_claim_opens_nothing(
    stranger: Desk, provider: Provider, person: str, lie: dict[str, Any]
) -> None:
    provider.claims = lie

    assert go(stranger, provider).status_code == 401
    assert stranger.get("/today").status_code == 303


@pytest.mark.any_database
def test_a_secret_slipped_into_the_published_keys_is_not_used(
    stranger: Desk, provider: Provider, person: str
) -> None:
    """Key confusion from the other side: the list names an HMAC key, and the token is signed with it."""
    from joserfc import jwt
    from joserfc.jwk import OctKey

    shared = OctKey.import_key("a" * 32, {"kid": "one"})
    provider.keys = lambda: {"keys": [shared.as_dict(private=True)]}  # type: ignore[method-assign]
    provider.forge = lambda _p, claims: jwt.encode(
        {"alg": "HS256", "kid": "one"}, claims, shared, algorithms=["HS256"]
    )

    assert go(stranger, provider).status_code == 401


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("part", "value"),
    [("state", "another"), ("state", ""), ("code", "never-given"), ("code", "")],
)
def test_an_answer_that_does_not_belong_to_this_browser_opens_nothing(
    stranger: Desk, provider: Provider, person: str, part: str, value: str
) -> None:
    away = stranger.get("/login/provider").headers["Location"]
    back = urlsplit(provider.authorise(away))
    query = {name: each[0] for name, each in parse_qs(back.query).items()} | {part: value}

    assert stranger.get(back.path, query_string=query).status_code in {401, 503}
    assert stranger.get("/today").status_code == 303


def test_an_answer_counts_once(stranger: Desk, provider: Provider, person: str) -> None:
    away = stranger.get("/login/provider").headers["Location"]
    back = urlsplit(provider.authorise(away))
    assert stranger.get(f"{back.path}?{back.query}").status_code == 303
    stranger.send("/logout")

    assert stranger.get(f"{back.path}?{back.query}").status_code == 401


@pytest.mark.any_database
def test_somebody_elses_answer_does_not_log_my_browser_in(
    app: Flask, stranger: Desk, provider: Provider, person: str
) -> None:
    other = app.test_client()
    back = urlsplit(provider.authorise(other.get("/login/provider").headers["Location"]))

    assert stranger.get(f"{back.path}?{back.query}").status_code == 401
    stranger.get("/login/provider")
    assert stranger.get(f"{back.path}?{back.query}").status_code == 401


@pytest.mark.any_database
@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": "http://other.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"authorization_endpoint": 7},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_gets_nothing(
    stranger: Desk, provider: Provider, person: str, described: dict[str, Any]
) -> None:
    away = stranger.get("/login/provider").headers["Location"]
    back = urlsplit(provider.authorise(away))
    provider.discovery = described

    assert stranger.get(f"{back.path}?{back.query}").status_code == 503
    assert stranger.get("/today").status_code == 303


@pytest.mark.any_database
@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "http://127.0.0.1:1/"}, b""),
        (200, {}, b"x" * 300_000),
        (200, {}, b"[" * 100_000),
        (200, {}, b"[]"),
        (500, {}, b"{}"),
    ],
    ids=["redirect", "huge", "deep", "list", "broken"],
)
def test_a_provider_that_answers_oddly_is_a_sentence(
    stranger: Desk, provider: Provider, person: str, answer: tuple[int, dict[str, str], bytes]
) -> None:
    provider.token_answer = answer
    response = go(stranger, provider)

    assert response.status_code == 503
    assert "does not answer as it should" in response.text


@pytest.mark.parametrize(
    "claims",
    [{"email": "nobody@example.org"}, {"email_verified": False}, {"email_verified": None}, {"email": None}],
    ids=str,
)
def test_being_known_to_the_provider_makes_no_login(
    stranger: Desk, provider: Provider, person: str, engine: Engine, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    response = go(stranger, provider)

    assert response.status_code == 403
    assert "there is no login for you here" in response.text
    with read_scope(engine) as session:
        assert session.exec(select(SignOnIdentity)).all() == []


def test_an_address_that_moved_to_somebody_else_at_the_provider_does_not_take_the_login_along(
    app: Flask, stranger: Desk, provider: Provider, person: str
) -> None:
    go(stranger, provider)
    provider.claims = {"sub": "somebody-new"}
    other = app.test_client()
    assert isinstance(other, Desk)

    assert go(other, provider, code="second").status_code == 403


def test_a_disabled_login_stays_shut(
    stranger: Desk, provider: Provider, person: str, engine: Engine, watch: Watch
) -> None:
    go(stranger, provider)
    stranger.send("/logout")
    with session_scope(engine) as session:
        found = find_person(session, EMAIL)
        assert found is not None
        disable_person(session, person=found, by=None, now=watch())

    assert go(stranger, provider, code="second").status_code == 403


def test_the_second_factor_is_asked_for_all_the_same(
    app: Flask, desk_of: Callable[..., Desk], stranger: Desk, provider: Provider, watch: Watch
) -> None:
    phone, _ = set_up_app(desk_of(Role.STAFF), watch)
    provider.now = int(watch().timestamp())

    assert go(stranger, provider).headers["Location"] == "/login/second"
    assert stranger.get("/today").status_code == 303
    assert stranger.send("/login/second", {"code": phone.code()}).status_code == 303
    assert stranger.get("/today").status_code == 200


def test_who_has_neither_password_nor_factor_proves_again_at_the_provider_and_adds_one(
    stranger: Desk, provider: Provider, person: str, engine: Engine, watch: Watch
) -> None:
    with session_scope(engine) as session:
        found = find_person(session, EMAIL)
        assert found is not None
        found.password_hash = None
    go(stranger, provider)
    assert "prompt" not in provider.asked
    before = stranger.get_cookie("litfass")
    watch.move(minutes=10)
    provider.now = int(watch().timestamp())
    asked = stranger.send("/profile/authenticator/begin").text
    assert 'type="password"' not in asked
    assert 'href="/login/provider?next=/profile/security"' in asked

    back = go(stranger, provider, onward="/profile/security", code="second")

    assert back.headers["Location"] == "/profile/security"
    assert (provider.asked["prompt"], provider.asked["max_age"]) == ("login", "0")
    set_up_app(stranger, watch)
    assert before is not None
    stranger.set_cookie("litfass", before.value)
    assert stranger.get("/today").status_code == 303


@pytest.mark.parametrize("auth_time", [-3600, None, "now", True, 4_000_000_000], ids=str)
def test_a_provider_that_let_somebody_through_from_memory_confirms_nothing(
    stranger: Desk, provider: Provider, person: str, watch: Watch, auth_time: Any
) -> None:
    """It passes over prompt=login and says an old moment, none, or one that cannot be."""
    go(stranger, provider)
    watch.move(minutes=10)
    provider.now = int(watch().timestamp())
    provider.claims = {"auth_time": provider.now + auth_time if auth_time == -3600 else auth_time}

    back = go(stranger, provider, onward="/profile/security", code="second")

    assert back.status_code == 401
    assert "did not ask again who you are" in back.text or "cannot be believed" in back.text
    assert "Confirm that it is you" in stranger.send("/profile/authenticator/begin").text


@pytest.mark.parametrize(("age", "asks"), [(0, False), (599, False), (600, True), (None, True)])
def test_a_login_counts_from_the_moment_at_which_the_provider_asked(
    stranger: Desk, provider: Provider, person: str, age: int | None, asks: bool
) -> None:
    """Coming in on an old session of the provider proves nothing about who sits here now."""
    provider.claims = {"auth_time": None if age is None else provider.now - age}
    go(stranger, provider)

    assert ("Confirm that it is you" in stranger.send("/profile/authenticator/begin").text) is asks


@pytest.mark.any_database
def test_the_secret_at_the_provider_is_in_no_page_and_no_word_about_the_settings(
    app: Flask, stranger: Desk, provider: Provider, person: str, tmp_path: Path
) -> None:
    provider.token_answer = (500, {}, b"")
    assert SECRET not in go(stranger, provider).text
    assert SECRET not in repr(app.extensions["litfass_settings"])
