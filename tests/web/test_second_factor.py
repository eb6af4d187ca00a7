"""The second half of a login, and the proof before a decision: codes, recovery codes, what is refused, who owes one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import read_scope, session_scope
from campaigns.mail.models import Mail
from campaigns.people.factors.actions import new_recovery_codes
from campaigns.people.factors.models import Authenticator, HalfLogin, RecoveryCode
from campaigns.people.models import Person, Programme
from campaigns.people.queries import find_person, load_actor
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk

SECRET = re.compile(r'id="secret" dir="ltr">([A-Z2-7 ]+)<')
CODES = re.compile(r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b")
LAWYER = "lawyer.paper-boats@example.org"


class App:
    """A phone with the authenticator app, by the clock of the test."""

    def __init__(self, secret: str, watch: Watch) -> None:
        self.secret, self.watch = secret, watch

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(self.watch() + timedelta(seconds=30 * steps))


def set_up_app(desk: Desk, watch: Watch) -> tuple[App, list[str]]:
    """As a person does it; the recovery codes come with the first factor."""
    desk.send("/profile/authenticator/begin")
    found = SECRET.search(desk.get("/profile/authenticator").text)
    assert found is not None
    app = App(found.group(1).replace(" ", ""), watch)
    codes = CODES.findall(desk.send("/profile/authenticator", {"code": app.code()}).text)
    watch.move(seconds=60)
    return app, codes


def half_way(app: Flask, email: str = LAWYER) -> Desk:
    """A browser that gave the right password of somebody who has a second factor."""
    browser = app.test_client()
    assert isinstance(browser, Desk)
    assert browser.log_in(email).headers["Location"].startswith("/login/second")
    return browser


def test_the_password_alone_no_longer_opens_the_login(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    phone, _ = set_up_app(desk_of(Role.LAWYER), watch)
    browser = half_way(app)

    assert browser.get("/today").status_code == 303
    assert browser.send("/login/second", {"code": phone.code()}).headers["Location"] == "/today"
    assert browser.get("/today").status_code == 200


def test_the_picture_for_the_camera_holds_the_same_secret_and_is_never_shown_again(
    desk_of: Callable[..., Desk], watch: Watch
) -> None:
    desk = desk_of(Role.LAWYER)
    desk.send("/profile/authenticator/begin")
    picture = desk.get("/profile/authenticator.svg")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    page = desk.get("/profile/authenticator").get_data(as_text=True)
    (secret,) = SECRET.findall(page)
    # On the phone itself no camera can read the picture: the same address is a link.
    (address,) = re.findall(r'href="(otpauth://[^"]+)"', page)
    assert pyotp.parse_uri(html.unescape(address)).secret == secret.replace(" ", "")

    set_up_app(desk, watch)

    assert desk.get("/profile/authenticator.svg").status_code == 404
    assert desk.get("/profile/authenticator").status_code == 404


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_counts_once_even_while_it_is_shown(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch, steps: int
) -> None:
    phone, _ = set_up_app(desk_of(Role.LAWYER), watch)
    code = phone.code(steps)

    assert half_way(app).send("/login/second", {"code": code}).status_code == 303
    again = half_way(app).send("/login/second", {"code": code})

    assert again.status_code == 422
    assert "count once" in again.text


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_of_another_minute_is_refused(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch, steps: int
) -> None:
    phone, _ = set_up_app(desk_of(Role.LAWYER), watch)

    assert half_way(app).send("/login/second", {"code": phone.code(steps)}).status_code == 422


def test_a_code_seen_before_a_later_one_was_used_is_refused(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    phone, _ = set_up_app(desk_of(Role.LAWYER), watch)
    earlier = phone.code(0)
    half_way(app).send("/login/second", {"code": phone.code(1)})

    assert half_way(app).send("/login/second", {"code": earlier}).status_code == 422


def test_five_wrong_codes_lead_back_to_the_password(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    phone, _ = set_up_app(desk_of(Role.LAWYER), watch)
    browser = half_way(app)
    for _ in range(5):
        watch.move(seconds=20)
        assert browser.send("/login/second", {"code": "000000"}).status_code in {303, 422}

    ended = browser.send("/login/second", {"code": phone.code()})

    assert ended.headers["Location"] == "/login"
    assert browser.get("/today").status_code == 303


def test_half_a_login_is_too_old_after_five_minutes(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    phone, _ = set_up_app(desk_of(Role.LAWYER), watch)
    browser = half_way(app)
    watch.move(minutes=5)

    assert browser.send("/login/second", {"code": phone.code()}).headers["Location"] == "/login"


def test_a_new_password_ends_what_began_with_the_old_one(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    desk = desk_of(Role.LAWYER)
    phone, _ = set_up_app(desk, watch)
    browser = half_way(app)

    desk.send("/profile/password", {"current_password": PASSWORD, "password": "seven-paper-kites"})

    assert browser.send("/login/second", {"code": phone.code()}).headers["Location"] == "/login"


def test_a_recovery_code_stands_in_once(app: Flask, desk_of: Callable[..., Desk], watch: Watch) -> None:
    _, codes = set_up_app(desk_of(Role.LAWYER), watch)
    assert len(set(codes)) == 10
    typed = codes[3].upper().replace("-", " ")

    assert half_way(app).send("/login/second", {"recovery_code": typed}).status_code == 303
    assert half_way(app).send("/login/second", {"recovery_code": codes[3]}).status_code == 422


def test_new_recovery_codes_make_the_old_ones_worthless(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    desk = desk_of(Role.LAWYER)
    _, codes = set_up_app(desk, watch)
    fresh = CODES.findall(desk.send("/profile/recovery-codes").text)

    assert half_way(app).send("/login/second", {"recovery_code": codes[0]}).status_code == 422
    assert half_way(app).send("/login/second", {"recovery_code": fresh[0]}).status_code == 303


def test_the_code_of_somebody_else_opens_nothing(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    set_up_app(desk_of(Role.LAWYER), watch)
    theirs, codes = set_up_app(desk_of(Role.ADMIN), watch)
    browser = half_way(app)

    assert browser.send("/login/second", {"code": theirs.code()}).status_code == 422
    assert browser.send("/login/second", {"recovery_code": codes[0]}).status_code == 422


def test_nothing_that_opens_a_login_lies_open_in_the_database(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    phone, codes = set_up_app(desk_of(Role.LAWYER), watch)
    half_way(app)

    with read_scope(engine) as session:
        rows = [
            str(row.model_dump())
            for table in (Authenticator, RecoveryCode, HalfLogin)
            for row in session.exec(select(table))
        ]
    assert len(rows) == 12
    assert not [row for row in rows if phone.secret in row or any(code in row for code in codes)]


def test_the_secret_moved_to_another_persons_row_is_refused(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    """Somebody with a hand in the database puts their own app on the lawyer's login."""
    set_up_app(desk_of(Role.LAWYER), watch)
    phone, _ = set_up_app(desk_of(Role.ADMIN), watch)
    with session_scope(engine) as session:
        mine, theirs = (
            session.exec(
                select(Authenticator).join(Person).where(Person.email == f"{role}.paper-boats@example.org")
            ).one()
            for role in ("admin", "lawyer")
        )
        theirs.secret, theirs.last_step = mine.secret, 0
        session.add(theirs)

    answer = half_way(app).send("/login/second", {"code": phone.code()})

    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.text


def test_step_up_asks_for_the_code_and_no_longer_for_the_password(
    desk_of: Callable[..., Desk], watch: Watch
) -> None:
    desk = desk_of(Role.ADMIN)
    phone, _ = set_up_app(desk, watch)
    watch.move(minutes=10)
    new = {"email": "n@example.org", "name": "N", "role": "board", "interface": "en"}

    asked = desk.send("/settings/people", new)
    assert "Code of your authenticator app" in asked.text
    assert 'type="password"' not in asked.text
    assert 'value="n@example.org"' in asked.text
    assert "Confirm that it is you" in desk.send("/settings/people", {**new, "password": PASSWORD}).text
    assert "Confirm that it is you" in desk.send("/settings/people", {**new, "proof_code": "123456"}).text

    assert (
        "This link is shown once" in desk.send("/settings/people", {**new, "proof_code": phone.code()}).text
    )


def test_proving_again_puts_the_session_under_a_new_secret(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    desk = desk_of(Role.ADMIN)
    before = desk.get_cookie("litfass")
    assert before is not None
    watch.move(minutes=10)

    desk.send("/settings/programme/second-factor", {"demanded": "no", "password": PASSWORD})

    after = desk.get_cookie("litfass")
    assert after is not None
    assert after.value != before.value
    assert desk.get("/today").status_code == 200
    thief = app.test_client()
    thief.set_cookie("litfass", before.value)
    assert thief.get("/today").status_code == 303


STEPPED_UP = [
    ("/settings/people", {"email": "n@example.org", "name": "N", "role": "board", "interface": "en"}),
    ("/settings/people/{person}/roles", {"role": "board"}),
    ("/settings/people/{person}/roles/remove", {"role": "lawyer", "language": "ar"}),
    ("/settings/people/{person}/password", {}),
    ("/settings/people/{person}/factors", {}),
    ("/settings/people/{person}/disable", {}),
    ("/settings/people/{person}/enable", {}),
    ("/settings/accounts", {"channel": "feed", "name": "Feed"}),
    ("/settings/programs", {"name": "bot"}),
    ("/settings/programme/second-factor", {"demanded": "yes"}),
    ("/profile/passkeys", {}),
    ("/profile/authenticator/begin", {}),
    ("/profile/authenticator/remove", {}),
    ("/profile/recovery-codes", {}),
]


@pytest.mark.parametrize(("address", "data"), STEPPED_UP)
def test_rights_accounts_and_factors_ask_for_proof_after_ten_minutes(
    desk_of: Callable[..., Desk], engine: Engine, watch: Watch, address: str, data: dict[str, str]
) -> None:
    desk_of(Role.LAWYER)
    desk = desk_of(Role.ADMIN)
    with read_scope(engine) as session:
        person = find_person(session, LAWYER)
        number = person.id if person else 0
    watch.move(minutes=10)

    assert "Confirm that it is you" in desk.send(address.format(person=number), data).text


def test_a_lawyer_who_owes_a_factor_reaches_nothing_else_first(
    app: Flask, desk_of: Callable[..., Desk], watch: Watch
) -> None:
    admin, lawyer, staff = desk_of(Role.ADMIN), desk_of(Role.LAWYER), desk_of(Role.STAFF)
    admin.send("/settings/programme/second-factor", {"demanded": "yes"})

    assert lawyer.get("/review").headers["Location"] == "/profile/security"
    assert lawyer.fragment("/today").headers["HX-Redirect"] == "/profile/security"
    assert lawyer.send("/review/1/decide", {"decision": "approve"}).headers["Location"] == "/profile/security"
    assert staff.get("/today").status_code == 200

    set_up_app(lawyer, watch)

    assert lawyer.get("/review").status_code == 200


def test_the_last_factor_stays_where_one_is_demanded(desk_of: Callable[..., Desk], watch: Watch) -> None:
    admin = desk_of(Role.ADMIN)
    set_up_app(admin, watch)
    admin.send("/settings/programme/second-factor", {"demanded": "yes"})

    refused = admin.send("/profile/authenticator/remove")
    assert (refused.status_code, "Add another one" in refused.text) == (422, True)

    admin.send("/settings/programme/second-factor", {"demanded": "no"})
    assert admin.send("/profile/authenticator/remove").status_code == 303


def test_an_admin_removes_the_factors_of_somebody_who_lost_them_and_their_sessions_end(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    lawyer, admin = desk_of(Role.LAWYER), desk_of(Role.ADMIN)
    set_up_app(lawyer, watch)
    with read_scope(engine) as session:
        person = find_person(session, LAWYER)
        number = person.id if person else 0

    admin.send(f"/settings/people/{number}/factors")

    assert lawyer.get("/today").status_code == 303
    assert lawyer.log_in(LAWYER).headers["Location"] == "/today"


def test_codes_lie_hashed_and_belong_to_their_person(
    desk_of: Callable[..., Desk], engine: Engine, watch: Watch, programme: Programme
) -> None:
    desk_of(Role.LAWYER)
    with session_scope(engine) as session:
        person = find_person(session, LAWYER)
        assert person is not None
        codes = new_recovery_codes(
            session, person=person, by=load_actor(session, person, programme.id), now=watch()
        )
        stored = set(session.exec(select(RecoveryCode.code_hash)))
    assert not stored & set(codes)
    with read_scope(engine) as session:
        assert session.exec(select(Mail)).all() == []
