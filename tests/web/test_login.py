"""Coming in and going out: sessions, their cookies, and everything that must not open the door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import read_scope, session_scope
from campaigns.people.actions import add_person, grant_role, set_password
from campaigns.people.actions.login_links import make_login_link
from campaigns.people.models import DeskSession, LoginAttempt, Person, Programme
from campaigns.vocabulary import LinkKind, Role
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk, desk_as
from web.letting_in import safe_onward


@pytest.fixture
def person(engine: Engine, programme: Programme, watch: Watch) -> Person:
    with session_scope(engine) as session:
        person = add_person(
            session,
            email="staff@example.org",
            name="Staff",
            password=PASSWORD,
            interface="en",
            by=None,
            now=watch(),
        )
        grant_role(
            session, person=person, programme_id=programme.id or 0, role=Role.STAFF, by=None, now=watch()
        )
    return person


def cookie(desk: Desk, name: str = "litfass") -> str | None:
    found = desk.get_cookie(name)
    return found.value if found else None


@pytest.mark.any_database
def test_the_address_of_the_desk_leads_to_the_login(stranger: Desk) -> None:
    assert stranger.get("/").headers["Location"] == "/login"


def test_the_right_password_leads_to_today(stranger: Desk, person: Person) -> None:
    response = stranger.log_in(person.email)

    assert (response.status_code, response.headers["Location"]) == (303, "/today")
    assert stranger.get("/today").status_code == 200


def test_a_wrong_password_is_told_beside_the_field_and_keeps_the_address(
    stranger: Desk, person: Person
) -> None:
    response = stranger.log_in(person.email, "wrong wrong wrong")

    assert response.status_code == 422
    assert "E-mail address or password is wrong." in response.text
    assert 'value="staff@example.org"' in response.text
    assert "wrong wrong wrong" not in response.text


def test_a_refused_try_is_counted_without_address_or_account(
    stranger: Desk, person: Person, engine: Engine
) -> None:
    stranger.log_in(person.email, "wrong wrong wrong")

    with read_scope(engine) as session:
        subjects = session.exec(select(LoginAttempt.subject)).all()
    assert len(subjects) == 2
    assert all(len(each) == 64 and "@" not in each and "." not in each for each in subjects)


def test_the_sixth_try_is_refused_even_with_the_right_password(stranger: Desk, person: Person) -> None:
    for _ in range(5):
        stranger.log_in(person.email, "wrong wrong wrong")

    response = stranger.log_in(person.email)

    assert response.status_code == 422
    assert "Too many tries" in response.text
    assert cookie(stranger) is None


def test_a_stranger_who_keeps_trying_does_not_lock_out_a_browser_that_was_in_before(
    app: Flask, stranger: Desk, person: Person, watch: Watch
) -> None:
    owner = app.test_client()
    assert isinstance(owner, Desk)
    assert owner.log_in(person.email).status_code == 303
    owner.send("/logout")
    for email in [person.email] * 6 + [f"guess{number}@example.org" for number in range(20)]:
        stranger.log_in(email, "wrong wrong wrong")
    assert "Too many tries" in stranger.log_in("one-more@example.org").text

    assert owner.log_in(person.email).status_code == 303


def test_who_is_kept_out_by_a_strangers_tries_gets_in_by_a_link_of_the_letter_box(
    app: Flask, stranger: Desk, person: Person, engine: Engine, watch: Watch
) -> None:
    """In the same office, on a machine that was never let in."""
    for _ in range(6):
        stranger.log_in(person.email, "wrong wrong wrong")
    owner = app.test_client()
    assert isinstance(owner, Desk)
    assert "Too many tries" in owner.log_in(person.email).text
    with session_scope(engine) as session:
        token = make_login_link(session, person=person, kind=LinkKind.RESET, by=None, now=watch())

    owner.send(f"/login/link/{token}", {"password": "nine-paper-lanterns"})

    assert owner.log_in(person.email, "nine-paper-lanterns").status_code == 303


def test_the_mark_of_a_known_browser_is_worth_nothing_for_another_account(
    app: Flask, stranger: Desk, person: Person, engine: Engine, watch: Watch
) -> None:
    with session_scope(engine) as session:
        add_person(session, email="other@example.org", name="Other", password=PASSWORD, by=None, now=watch())
    stranger.log_in(person.email)
    stranger.send("/logout")
    for _ in range(5):
        stranger.log_in("other@example.org", "wrong wrong wrong")

    assert "Too many tries" in stranger.log_in("other@example.org").text


def test_logging_in_changes_both_cookies(stranger: Desk, person: Person) -> None:
    stranger.set_cookie("litfass", "chosen-by-somebody-else")
    stranger.get("/login")
    before = cookie(stranger, "litfass-form")

    stranger.log_in(person.email)

    assert cookie(stranger) not in {None, "chosen-by-somebody-else"}
    assert cookie(stranger, "litfass-form") != before


def test_the_cookie_is_worth_nothing_after_logging_out(stranger: Desk, person: Person) -> None:
    stranger.log_in(person.email)
    kept = cookie(stranger)
    assert kept is not None

    stranger.send("/logout")
    stranger.set_cookie("litfass", kept)

    assert stranger.get("/today").headers["Location"].startswith("/login")


def test_logging_out_ends_one_browser_only(app: Flask, stranger: Desk, person: Person) -> None:
    other = app.test_client()
    assert isinstance(other, Desk)
    stranger.log_in(person.email)
    other.log_in(person.email)

    stranger.send("/logout")

    assert other.get("/today").status_code == 200


def test_a_change_of_role_ends_the_session_at_once(
    stranger: Desk, person: Person, programme: Programme, engine: Engine, watch: Watch
) -> None:
    stranger.log_in(person.email)
    with session_scope(engine) as session:
        grant_role(
            session, person=person, programme_id=programme.id or 0, role=Role.LEAD, by=None, now=watch()
        )

    assert stranger.get("/today").status_code == 303


def test_a_new_password_set_by_an_admin_ends_the_session_at_once(
    stranger: Desk, person: Person, engine: Engine, watch: Watch
) -> None:
    stranger.log_in(person.email)
    with session_scope(engine) as session:
        set_password(
            session,
            person=session.get_one(Person, person.id),
            password="four-paper-boats",
            by=None,
            now=watch(),
        )

    assert stranger.get("/today").status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_half_an_hour_without_use_ends_the_session(
    stranger: Desk, person: Person, watch: Watch, minutes: int, status: int
) -> None:
    stranger.log_in(person.email)
    watch.move(minutes=minutes)

    assert stranger.get("/today").status_code == status


def test_twelve_hours_end_a_session_in_use(stranger: Desk, person: Person, watch: Watch) -> None:
    stranger.log_in(person.email)
    statuses = []
    for _ in range(37):
        watch.move(minutes=20)
        statuses.append(stranger.get("/today").status_code)

    assert statuses == [200] * 35 + [303] * 2


@pytest.mark.any_database
def test_the_page_asked_for_opens_after_the_login(stranger: Desk, person: Person) -> None:
    address = stranger.get("/settings/programme?programme=paper-boats").headers["Location"]
    response = stranger.send(address, {"email": person.email, "password": PASSWORD})

    assert response.headers["Location"] == "/settings/programme?programme=paper-boats"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "/a\nb",
        "javascript:x",
        "",
        "/" + "x" * 600,
    ],
)
def test_the_login_leads_nowhere_else(address: str) -> None:
    assert safe_onward(address) is None


def test_an_htmx_request_without_a_session_is_sent_to_the_login(stranger: Desk) -> None:
    response = stranger.fragment("/today")

    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/login?next=/today")


@pytest.mark.any_database
def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(stranger: Desk, person: Person) -> None:
    response = stranger.log_in(person.email)

    for header in response.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in header
        assert "SameSite=Lax" in header


def test_a_session_is_kept_by_the_hash_of_its_token_only(
    stranger: Desk, person: Person, engine: Engine
) -> None:
    stranger.log_in(person.email)

    with read_scope(engine) as session:
        row = session.exec(select(DeskSession)).one()
    assert cookie(stranger) not in row.model_dump().values()


def test_somebody_without_a_role_sees_that_and_nothing_else(
    stranger: Desk, engine: Engine, watch: Watch
) -> None:
    with session_scope(engine) as session:
        add_person(
            session,
            email="new@example.org",
            name="New",
            password=PASSWORD,
            interface="en",
            by=None,
            now=watch(),
        )
    stranger.log_in("new@example.org")

    assert "You have no role yet" in stranger.get("/today").text
    assert stranger.get("/settings/").status_code == 403


@pytest.mark.any_database
def test_a_browser_asks_for_german_and_gets_a_german_page(stranger: Desk) -> None:
    response = stranger.get("/login", headers={"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"})

    assert '<html lang="de"' in response.text


@pytest.mark.any_database
def test_the_language_chosen_before_the_login_stays(stranger: Desk) -> None:
    stranger.send("/switch", {"interface": "de", "next": "/login"})

    assert '<html lang="de"' in stranger.get("/login", headers={"Accept-Language": "en"}).text


@pytest.mark.any_database
def test_the_language_chosen_before_the_login_is_the_persons_behind_it(
    stranger: Desk, person: Person
) -> None:
    stranger.send("/switch", {"interface": "de" if person.interface == "en" else "en", "next": "/login"})
    stranger.log_in(person.email)

    assert f'<html lang="{person.interface}"' not in stranger.get("/today").text


def test_switching_the_programme_changes_roles_and_navigation(
    app: Flask, engine: Engine, watch: Watch, programme: Programme, desk_of: Callable[..., Desk]
) -> None:
    from campaigns.people.actions import add_programme

    with session_scope(engine) as session:
        other = add_programme(
            session, key="kites", name="Kites", organisation="House", languages=["de"], by=None, now=watch()
        )
    desk = desk_as(app, engine, watch, programme, Role.ADMIN)
    with session_scope(engine) as session:
        person = session.exec(select(Person)).one()
        grant_role(session, person=person, programme_id=other.id or 0, role=Role.BOARD, by=None, now=watch())
    desk.log_in(person.email)

    desk.send("/programme", {"programme": "kites"})

    assert desk.get("/settings/programme").status_code == 403
    assert desk.get("/settings/programme?programme=paper-boats").status_code == 200
    assert desk.send("/programme", {"programme": "ships"}).status_code == 404
