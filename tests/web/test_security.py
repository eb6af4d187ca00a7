"""Headers on every route, a valid token on every form, and no way around either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from assets.store import Store
from campaigns.people.models import Programme
from campaigns.settings import load_settings, prepare_home
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.test_authorisation import address_of
from web.app import create_app

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def posts(app: Flask) -> list[str]:
    """Every address a form is sent to. What lies below /api/, /newsletter/ and /kit/ reads no cookie: no other page
    can speak for anybody there."""
    return sorted(
        {
            address_of(app, rule)
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or set())
            and not rule.rule.startswith(("/api/", "/newsletter/", "/kit/"))
        }
    )


@pytest.mark.any_database
@pytest.mark.usefixtures("asking")
def test_every_route_answers_with_every_header(
    app: Flask, programme: Programme, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of(Role.ADMIN)
    addresses = {address_of(app, rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    for address in [*sorted(addresses - {"/logout"}), "/static/css/base.css", "/nowhere", "/static/nothing"]:
        response = desk.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED, address
        assert response.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, address
        embedding = (
            "cross-origin"
            if address.startswith(("/feed/", "/fetch/", "/media/nothing", "/s/"))
            else "same-origin"
        )
        assert response.headers["Cross-Origin-Resource-Policy"] == embedding, address
        assert "camera=()" in response.headers["Permissions-Policy"], address
        assert policy.startswith("default-src 'none'"), address
        assert "unsafe" not in policy, address
        assert "*" not in policy, address
        for part in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert part in policy, address


def test_pages_are_not_kept_by_the_browser_and_files_are(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(Role.ADMIN)

    assert desk.get("/today").headers["Cache-Control"] == "no-store"
    assert "max-age=604800" in desk.get("/static/css/base.css").headers["Cache-Control"]


@pytest.mark.any_database
@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("token", [None, "", "wrong", "others"])
def test_every_form_is_refused_without_its_own_token(
    app: Flask, desk_of: Callable[..., Desk], token: str | None
) -> None:
    desk, other = desk_of(Role.ADMIN), desk_of(Role.STAFF)
    value = other.token() if token == "others" else token
    data = {} if value is None else {"csrf_token": value}
    statuses = {address: desk.post(address, data=data).status_code for address in posts(app)}

    assert {address: status for address, status in statuses.items() if status != 400} == {}


def test_a_token_from_before_the_login_is_worth_nothing_after(
    app: Flask, stranger: Desk, desk_of: Callable[..., Desk]
) -> None:
    early = stranger.token()
    desk = desk_of(Role.ADMIN)

    assert desk.post("/profile", data={"csrf_token": early}).status_code == 400


def test_the_token_is_the_sessions_own_even_in_another_form_cookie(desk_of: Callable[..., Desk]) -> None:
    desk, other = desk_of(Role.ADMIN), desk_of(Role.STAFF)
    stolen = other.token()
    other.get("/profile")
    planted = other.get_cookie("litfass-form")
    assert planted is not None
    desk.set_cookie("litfass-form", planted.value)

    assert desk.post("/profile", data={"csrf_token": stolen}).status_code == 400


def test_a_form_from_another_site_is_refused_even_with_the_token(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(Role.ADMIN)

    response = desk.send("/profile", {"name": "X"}, headers={"Origin": "https://evil.example"})

    assert response.status_code == 403


def test_an_unknown_host_is_refused(stranger: Desk) -> None:
    assert stranger.get("/login", headers={"Host": "evil.example"}).status_code == 400


def test_over_tls_cookies_are_bound_to_the_host_and_the_browser_is_told_to_stay(
    tmp_path: Path, engine: Engine, watch: Watch
) -> None:
    settings = load_settings(
        {"LITFASS_HOME": str(tmp_path / "tls"), "LITFASS_BASE_URL": "https://desk.example.org"}
    )
    prepare_home(settings)
    app = create_app(settings, engine=engine, clock=watch, store=Store(settings.files_url))

    response = app.test_client().get("/login", base_url="https://desk.example.org")

    header = next(each for each in response.headers.getlist("Set-Cookie"))
    assert header.startswith("__Host-litfass-form=")
    assert "Secure" in header
    assert "Domain" not in header
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert app.test_client().get("/login", base_url="https://localhost").status_code == 400


def test_a_route_without_a_declaration_keeps_the_desk_from_starting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Engine, watch: Watch
) -> None:
    from flask import Blueprint

    import web.app

    stray = Blueprint("stray", __name__)
    stray.add_url_rule("/stray", view_func=lambda: "open to all", endpoint="open")
    monkeypatch.setattr(web.app, "BLUEPRINTS", (*web.app.BLUEPRINTS, stray))
    settings = load_settings({"LITFASS_HOME": str(tmp_path / "stray")})
    prepare_home(settings)

    with pytest.raises(RuntimeError, match=r"stray\.open"):
        create_app(settings, engine=engine, clock=watch, store=Store(settings.files_url))


def test_what_is_too_large_is_refused_with_a_sentence(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(Role.ADMIN)
    token = desk.token()

    response = desk.post(
        "/profile",
        data="csrf_token=" + "x" * 100,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRFToken": token},
        environ_overrides={"CONTENT_LENGTH": "30000000"},
    )

    assert response.status_code == 413
    assert "20 MB" in response.text
