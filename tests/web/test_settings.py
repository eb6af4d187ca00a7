"""The settings screens, filled in by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, select

from assets.store import Store
from campaigns.db import read_scope, session_scope
from campaigns.doctor.finding import fails, note, well
from campaigns.people.actions import add_programme, grant_role
from campaigns.people.audit import record
from campaigns.people.models import LoginLink, Membership, Person, Programme
from campaigns.people.queries import find_person, load_actor, optional_languages, programme_languages
from campaigns.placements.accounts.secrets import kept_parts
from campaigns.placements.models import Account, Space
from campaigns.settings import Settings, secret_key
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as, person_with
from web.app import create_app

SCREENS = [
    "programme",
    "people",
    "people/new",
    "languages",
    "accounts",
    "spaces",
    "audit",
    "audit/verify",
    "doctor",
]
RULES = {
    "zone": "Europe/Berlin",
    "approval_days": "365",
    "lateness_minutes": "360",
    "retention_days": "365",
    "smallest_count": "5",
}
BASICS = {"name": "Paper Boats", "organisation": "House of Advice", **RULES}


@pytest.mark.any_database
@pytest.mark.parametrize("interface", ["de", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_opens_for_an_admin(desk_of: Callable[..., Desk], screen: str, interface: str) -> None:
    response = desk_of(Role.ADMIN, interface=interface).get(f"/settings/{screen}")

    assert response.status_code == 200
    assert f'<html lang="{interface}"' in response.text


def fresh(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)


def test_the_programme_is_changed_and_says_so(desk_of: Callable[..., Desk], engine: Engine) -> None:
    desk = desk_of(Role.ADMIN)

    desk.send(
        "/settings/programme",
        {
            **BASICS,
            "imprint": "House, Berlin",
            "contact_phone": "030 1234567",
            "contact_mail": "rat@a.example",
            "land": "BE",
        },
    )

    assert "Saved." in desk.get("/settings/programme").text
    with fresh(engine) as session:
        found = session.exec(select(Programme)).one()
    assert (found.imprint, found.land, found.keeps_free_text) == ("House, Berlin", "BE", False)
    # Referral posts print these.
    assert (found.contact["phone"], found.contact["mail"]) == ("030 1234567", "rat@a.example")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This cannot be empty."),
        ("retention_days", "many", "Write a whole number."),
        ("retention_days", "3", "Choose a whole number from 7 to 3,650."),
        ("zone", "Mars/Base", "There is no time zone"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_the_rest_is_kept(
    desk_of: Callable[..., Desk], engine: Engine, field: str, value: str, sentence: str
) -> None:
    response = desk_of(Role.ADMIN).send(
        "/settings/programme", {**BASICS, "imprint": "typed before", field: value}
    )

    assert response.status_code == 422
    error = re.search(rf'id="{field}-error"[^>]*>([^<]+)<', response.text)
    assert error is not None
    assert sentence in error.group(1)
    assert "typed before" in response.text
    with fresh(engine) as session:
        assert session.exec(select(Programme.imprint)).one() == ""


@pytest.mark.any_database
def test_staff_read_the_programme_without_a_form(desk_of: Callable[..., Desk]) -> None:
    page = desk_of(Role.STAFF).get("/settings/programme").text

    assert "House of Advice" in page
    assert 'name="organisation"' not in page


def test_languages_are_ticked_and_kept(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme
) -> None:
    desk_of(Role.ADMIN).send("/settings/languages", {"always": ["de", "tr"], "optional": ["ar", "de"]})

    with fresh(engine) as session:
        assert programme_languages(session, programme.id or 0, with_optional=False) == ["de", "tr"]
        assert optional_languages(session, programme.id or 0) == ["ar"]


def test_leaving_out_the_source_language_is_refused_and_the_ticks_stay(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme
) -> None:
    response = desk_of(Role.ADMIN).send("/settings/languages", {"always": ["tr"]})

    assert response.status_code == 422
    assert "that language has to stay" in response.text
    assert re.search(r'value="tr" checked', response.text)
    with fresh(engine) as session:
        assert "de" in programme_languages(session, programme.id or 0)


LINK = re.compile(r'id="link">http://127\.0\.0\.1:20100(/login/link/[^<]+)<')
NEW = "seven-paper-kites"


def link_on(page: str) -> str:
    found = LINK.search(page)
    assert found is not None, page
    return found.group(1)


def test_a_new_person_gets_a_link_that_opens_the_door(
    app: Flask, desk_of: Callable[..., Desk], stranger: Desk
) -> None:
    response = desk_of(Role.ADMIN).send(
        "/settings/people",
        {
            "email": "new@example.org",
            "name": "Lawyer 2",
            "role": "lawyer",
            "languages": ["ar", "uk"],
            "interface": "en",
        },
    )
    stranger.send(link_on(response.text), {"password": NEW})

    assert stranger.log_in("new@example.org", NEW).status_code == 303
    assert "Lawyer · Ukrainian" in stranger.get("/profile").text


def test_the_link_is_shown_once_and_kept_nowhere(desk_of: Callable[..., Desk], engine: Engine) -> None:
    desk = desk_of(Role.ADMIN)
    page = desk.send(
        "/settings/people", {"email": "new@example.org", "name": "N", "role": "board", "interface": "en"}
    ).text
    token = link_on(page).rpartition("/")[2]

    with fresh(engine) as session:
        person = find_person(session, "new@example.org")
        row = session.exec(select(LoginLink)).one()
    assert person is not None
    assert token not in str(row.model_dump())
    assert token not in desk.get(f"/settings/people/{person.id}").text


def test_somebody_with_a_login_elsewhere_gets_the_role_and_keeps_the_password(
    desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    with session_scope(engine) as session:
        other = add_programme(
            session, key="kites", name="Kites", organisation="House", languages=["de"], by=None, now=watch()
        )
        guest = person_with(session, other, Role.STAFF, now=watch())

    response = desk_of(Role.ADMIN).send("/settings/people", {"email": guest.email, "role": "lead"})

    assert "already has a login" in response.text
    with fresh(engine) as session:
        person = session.get_one(Person, guest.id)
        assert person.password_hash == guest.password_hash
        assert len(session.exec(select(Membership).where(Membership.person_id == guest.id)).all()) == 2


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "king"}, "role"),
        ({"role": "lawyer"}, "languages"),
        ({"role": "staff", "email": "nobody"}, "email"),
        ({"role": "staff", "name": " "}, "name"),
    ],
)
def test_a_person_who_cannot_be_added_is_refused_beside_the_field(
    desk_of: Callable[..., Desk], engine: Engine, sent: dict[str, str], field: str
) -> None:
    start = {"email": "new@example.org", "name": "New", "interface": "en"}
    response = desk_of(Role.ADMIN).send("/settings/people", {**start, **sent})

    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    with fresh(engine) as session:
        assert len(session.exec(select(Person)).all()) == 1


def test_roles_are_given_and_taken(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch
) -> None:
    desk = desk_of(Role.ADMIN)
    with session_scope(engine) as session:
        person = person_with(session, programme, Role.STAFF, now=watch())

    desk.send(f"/settings/people/{person.id}/roles", {"role": "translator", "languages": ["ar"]})
    desk.send(f"/settings/people/{person.id}/roles/remove", {"role": "staff", "language": ""})

    with fresh(engine) as session:
        assert load_actor(session, person, programme.id).roles == {(Role.TRANSLATOR, "ar")}


def test_the_last_admin_cannot_be_taken_away_on_the_screen(
    desk_of: Callable[..., Desk], engine: Engine
) -> None:
    desk = desk_of(Role.ADMIN)
    with fresh(engine) as session:
        number = session.exec(select(Person.id)).one()

    response = desk.send(f"/settings/people/{number}/roles/remove", {"role": "admin", "language": ""})

    assert response.status_code == 422
    assert "last admin" in response.text


def test_a_login_is_disabled_and_opened_again(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch
) -> None:
    desk, leaver = desk_of(Role.ADMIN), desk_as(app, engine, watch, programme, Role.STAFF)
    with fresh(engine) as session:
        person = find_person(session, "staff.paper-boats@example.org")
    assert person is not None

    desk.send(f"/settings/people/{person.id}/disable")
    assert leaver.get("/today").status_code == 303
    assert leaver.log_in(person.email).status_code == 422

    desk.send(f"/settings/people/{person.id}/enable")
    assert leaver.log_in(person.email).status_code == 303


def test_a_new_password_for_somebody_ends_their_sessions(
    app: Flask,
    desk_of: Callable[..., Desk],
    stranger: Desk,
    engine: Engine,
    programme: Programme,
    watch: Watch,
) -> None:
    desk, forgetful = desk_of(Role.ADMIN), desk_as(app, engine, watch, programme, Role.STAFF)
    with fresh(engine) as session:
        person = find_person(session, "staff.paper-boats@example.org")
    assert person is not None

    link = link_on(desk.send(f"/settings/people/{person.id}/password").text)
    assert forgetful.get("/today").status_code == 200
    stranger.send(link, {"password": NEW})

    assert forgetful.get("/today").status_code == 303
    assert forgetful.log_in(person.email).status_code == 422
    assert forgetful.log_in(person.email, NEW).status_code == 303
    assert stranger.get(link).status_code == 404


@pytest.mark.parametrize("deed", ["password", "disable"])
def test_the_login_of_somebody_who_works_elsewhere_too_stays_theirs(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch, deed: str
) -> None:
    desk = desk_of(Role.ADMIN)
    with session_scope(engine) as session:
        other = add_programme(
            session, key="kites", name="Kites", organisation="House", languages=["de"], by=None, now=watch()
        )
        guest = person_with(session, other, Role.ADMIN, now=watch())
        grant_role(
            session, person=guest, programme_id=programme.id or 0, role=Role.LEAD, by=None, now=watch()
        )

    response = desk.send(f"/settings/people/{guest.id}/{deed}")

    assert response.status_code == 403
    assert f"/{deed}" not in desk.get(f"/settings/people/{guest.id}").text


def test_people_of_other_programmes_do_not_exist_here(
    desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    with session_scope(engine) as session:
        other = add_programme(
            session, key="kites", name="Kites", organisation="House", languages=["de"], by=None, now=watch()
        )
        stranger = person_with(session, other, Role.STAFF, now=watch())
    desk = desk_of(Role.ADMIN)

    assert desk.get(f"/settings/people/{stranger.id}").status_code == 404
    for deed in ("roles", "roles/remove", "password", "disable", "enable"):
        sent = {"role": "staff", "language": ""}
        assert desk.send(f"/settings/people/{stranger.id}/{deed}", sent).status_code == 404


def test_an_account_is_connected_paused_and_resumed(desk_of: Callable[..., Desk], engine: Engine) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send(
        "/settings/accounts",
        {"channel": "feed", "name": "Boats feed", "language": "", "slots": "18:00, Tue 12:30"},
    )
    with fresh(engine) as session:
        account = session.exec(select(Account)).one()
    assert (account.slots, account.language) == (["18:00", "Tue 12:30"], None)

    desk.send(f"/settings/accounts/{account.id}/pause")
    assert "Paused" in desk.get("/settings/accounts").text
    desk.send(f"/settings/accounts/{account.id}/resume")
    assert "In order" in desk.get("/settings/accounts").text


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("sent", "field"),
    [({"channel": ""}, "channel"), ({"name": ""}, "name"), ({"slots": "at noon"}, "slots")],
)
def test_an_account_that_cannot_be_is_refused_beside_the_field(
    desk_of: Callable[..., Desk], sent: dict[str, str], field: str
) -> None:
    response = desk_of(Role.ADMIN).send("/settings/accounts", {"channel": "feed", "name": "Feed", **sent})

    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text


def test_a_secret_never_comes_out_again(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme
) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send("/settings/accounts", {"channel": "feed", "name": "Feed"})
    with session_scope(engine) as session:
        account = session.exec(select(Account)).one()
        account.secret = b"canary-token-4711"
        session.add(account)

    assert "canary-token-4711" not in desk.get("/settings/accounts").text


def test_a_group_is_registered_and_closed(desk_of: Callable[..., Desk], engine: Engine) -> None:
    desk = desk_of(Role.ADVISOR)
    group = {
        "name": "مجموعة برلين",
        "language": "ar",
        "platform": "facebook",
        "interval_days": "14",
        "rules": "No ads",
    }
    desk.send("/settings/spaces", group)
    page = desk.get("/settings/spaces").text
    assert "مجموعة برلين" in page
    assert "14 days" in page

    with fresh(engine) as session:
        space = session.exec(select(Space)).one()
    changed = {**group, "interval_days": "7", "days": ["0", "3"], "admin_contact": "Moderation, m.example/7"}
    desk.send(f"/settings/spaces/{space.id}", changed)
    form = lxml.html.document_fromstring(desk.get(f"/settings/spaces/{space.id}").text)
    assert form.xpath("//input[@name='days'][@checked]/@value") == ["0", "3"]
    assert form.get_element_by_id("admin_contact").get("value") == "Moderation, m.example/7"

    desk.send(f"/settings/spaces/{space.id}/close")

    assert "مجموعة برلين" not in desk.get("/settings/spaces").text


@pytest.mark.parametrize(
    ("platform", "size_band"), [("facebook_group", "20k-100k"), ("feed", "10k-50k"), ("mastodon", "")]
)
def test_a_group_saved_unchanged_stays_what_it_is(
    desk_of: Callable[..., Desk], engine: Engine, platform: str, size_band: str
) -> None:
    desk = desk_of(Role.ADVISOR)
    with fresh(engine) as session:
        programme = session.exec(select(Programme)).one()
        space = Space(
            programme_id=programme.id or 0,
            name="Parents",
            platform=platform,
            size_band=size_band,
            language="ar",
            created_at=programme.created_at,
        )
        session.add(space)
        session.commit()
        number = space.id
    form = lxml.html.document_fromstring(desk.get(f"/settings/spaces/{number}").text).xpath(
        "//form[.//*[@id='platform']]"
    )[0]

    desk.send(
        f"/settings/spaces/{number}",
        {name: value or "" for name, value in form.form_values() if name != "csrf_token"},
    )

    with fresh(engine) as session:
        kept = session.get_one(Space, number)
        assert (kept.platform, kept.size_band) == (platform, size_band)


@pytest.mark.any_database
def test_markup_in_what_people_typed_stays_text(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send(
        "/settings/spaces",
        {
            "name": '"><script>alert(1)</script>',
            "language": "ar",
            "platform": "facebook",
            "interval_days": "7",
            "rules": "{{ 7*7 }}<img src=x onerror=alert(1)>",
        },
    )

    page = desk.get("/settings/spaces").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page


def test_the_trail_is_shown_in_pages_without_gaps(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, now: datetime
) -> None:
    with session_scope(engine) as session:
        for number in range(70):
            record(
                session,
                action="mark_thing",
                subject="thing",
                subject_id=number,
                by=None,
                programme_id=programme.id,
                now=now,
            )
    desk = desk_of(Role.LEAD)

    first = desk.get("/settings/audit").text
    older = re.search(r'href="(/settings/audit\?before=\d+)"', first)
    assert older is not None
    second = desk.get(older.group(1)).text
    seen = [int(number) for page in (first, second) for number in re.findall(r">thing (\d+)<", page)]
    assert seen == list(range(69, -1, -1))


def test_a_broken_trail_is_told(desk_of: Callable[..., Desk], engine: Engine) -> None:
    desk = desk_of(Role.ADMIN)
    assert "No head outside the database says how many rows" in desk.get("/settings/audit/verify").text
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET action = 'something_else' WHERE id = 2")

    assert "The chain is broken at one place." in desk.get("/settings/audit/verify").text


def test_the_doctors_findings_are_shown_with_what_to_do(
    settings: Settings, engine: Engine, watch: Watch, programme: Programme
) -> None:
    findings = [
        well("disk", "{free} GB are free.", free=83),
        note("sandbox", "Bubblewrap is not installed.", "Install it."),
        fails("fonts", "A font is missing.", "Run the set-up again."),
    ]
    app = create_app(
        settings, engine=engine, clock=watch, store=Store(settings.files_url), doctor=lambda: findings
    )
    app.test_client_class = Desk

    page = desk_as(app, engine, watch, programme, Role.ADMIN).get("/settings/doctor").text

    for sentence in ("83 GB are free.", "Install it.", "A font is missing.", "Run the set-up again."):
        assert sentence in page


def test_every_change_in_the_settings_leaves_a_row_with_the_persons_name(
    desk_of: Callable[..., Desk], engine: Engine
) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send("/settings/programme", {**BASICS, "imprint": "New"})

    with read_scope(engine) as session:
        name = session.exec(select(Person.name)).one()
    page = desk.get("/settings/audit").text
    assert "changed the programme" in page
    assert name in page


def test_an_account_is_connected_and_its_token_is_never_shown(
    desk_of: Callable[..., Desk], engine: Engine, settings: Settings
) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send("/settings/accounts", {"channel": "mastodon", "name": "Ours"})
    with fresh(engine) as session:
        number = session.exec(select(Account.id).where(Account.channel == "mastodon")).one()
    address = f"/settings/accounts/{number}"

    desk.send(address, {"instance": "https://social.example/", "token": "a-secret-token"})

    with fresh(engine) as session:
        account = session.get_one(Account, number)
        assert account.options == {"instance": "https://social.example"}
        assert account.secret
        assert b"a-secret-token" not in account.secret
    assert "a-secret-token" not in desk.get(address).text
    desk.send(address, {"instance": "https://other.example", "token": ""})
    key = secret_key(settings, "secrets.key")
    with fresh(engine) as session:
        assert kept_parts(session.get_one(Account, number), key) == {"token": "a-secret-token"}


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["http://social.example", "https://social.example:8443", "localhost", ""])
def test_an_address_inside_is_refused_and_the_token_not_kept(
    desk_of: Callable[..., Desk], engine: Engine, address: str
) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send("/settings/accounts", {"channel": "mastodon", "name": "Ours"})
    with fresh(engine) as session:
        number = session.exec(select(Account.id).where(Account.channel == "mastodon")).one()

    response = desk.send(f"/settings/accounts/{number}", {"instance": address, "token": "a-secret-token"})

    assert response.status_code == 422
    assert "a-secret-token" not in response.text
    with fresh(engine) as session:
        assert session.get_one(Account, number).secret is None
