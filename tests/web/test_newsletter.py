"""Readers' pages of a newsletter, and the desk's look at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.newsletter.actions import confirm
from campaigns.newsletter.addresses import leave_code
from campaigns.newsletter.models import FormerConsent, SignUp, Subscriber
from campaigns.newsletter.wording import say
from campaigns.people.models import Programme
from campaigns.placements.actions import add_account, place
from campaigns.placements.models import Account
from campaigns.settings import Settings, secret_key
from campaigns.vocabulary import Role
from tests.scheduler.readers import ask
from tests.web.desk import Desk
from tests.web.desk_stage import ZONE, approved
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]


@pytest.fixture
def account(engine: Engine, scene: Scene, now: datetime) -> Account:
    with session_scope(engine) as session:
        return add_account(
            session, programme_id=scene.cast.programme.id or 0, channel="newsletter", name="News",
            options={"server": "outbox", "sender": "news@boats.example"}, by=None, now=now,
        )  # fmt: skip


@pytest.fixture
def reader(engine: Engine, settings: Settings, account: Account, now: datetime) -> Subscriber:
    """Somebody who reads it in Arabic and German."""
    token = ask(engine, settings, account, "reader@example.org", ["ar", "de"], now)
    with session_scope(engine) as session:
        return confirm(session, token=token, now=now)


def address(account: Account, language: str = "ar") -> str:
    return f"/newsletter/scene/{account.id}/{language}"


def subscribers(engine: Engine) -> list[Subscriber]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.exec(select(Subscriber).order_by(Subscriber.id)))  # type: ignore[arg-type]


def leave_path(settings: Settings, reader: Subscriber) -> str:
    return f"/newsletter/leave/{leave_code(reader.id or 0, reader.address_hash, secret_key(settings, 'pseudonym.key'))}"


def test_the_page_speaks_the_reader_s_language_in_its_direction(account: Account, stranger: Desk) -> None:
    response = stranger.get(address(account))

    page = BeautifulSoup(response.data, "html.parser")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")  # type: ignore[index]
    assert say("ar", "subscribe") in page.text
    assert page.select_one("input[value=ar]").has_attr("checked")  # type: ignore[union-attr]
    assert "Set-Cookie" not in response.headers


def test_the_door_leads_to_the_browser_s_language(account: Account, stranger: Desk) -> None:
    response = stranger.get(f"/newsletter/scene/{account.id}", headers={"Accept-Language": "ar,en;q=0.5"})
    assert response.headers["Location"] == address(account)


def test_the_answer_is_the_same_whoever_reads_it_already(
    engine: Engine, account: Account, reader: Subscriber, stranger: Desk
) -> None:
    known = stranger.post(address(account), data={"email": "reader@example.org", "languages": "ar"})
    unknown = stranger.post(address(account), data={"email": "other@example.org", "languages": "ar"})

    assert known.status_code == unknown.status_code == HTTPStatus.OK
    assert known.data == unknown.data
    assert dict(known.headers) == dict(unknown.headers)
    assert "Set-Cookie" not in known.headers
    assert len(subscribers(engine)) == 1, "the worker looks whose address it is"
    with Session(engine) as session:
        assert len(session.exec(select(SignUp)).all()) == 2


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"email": "nobody", "languages": "ar"}, "bad_address"),
        ({"email": "reader@example.org"}, "no_language"),
        ({"email": "reader@example.org", "languages": "xx"}, "no_language"),
    ],
)
def test_what_is_missing_is_said_in_the_reader_s_language(
    account: Account, stranger: Desk, form: dict[str, str], text: str
) -> None:
    response = stranger.post(address(account), data=form)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("ar", text) in response.get_data(as_text=True)


def test_the_same_address_again_and_again_has_to_wait(account: Account, stranger: Desk) -> None:
    answers = [
        stranger.post(address(account), data={"email": "flood@example.org", "languages": "de"}).status_code
        for _ in range(7)
    ]
    assert answers == [200] * 5 + [429] * 2


def test_a_newsletter_without_a_way_out_takes_nobody(
    engine: Engine, scene: Scene, now: datetime, stranger: Desk
) -> None:
    with session_scope(engine) as session:
        shut = add_account(
            session,
            programme_id=scene.cast.programme.id or 0,
            channel="newsletter",
            name="Shut",
            by=None,
            now=now,
        )
    page = stranger.post(address(shut, "de"), data={"email": "reader@example.org", "languages": "de"})
    assert say("de", "closed") in page.get_data(as_text=True)
    with Session(engine) as session:
        assert session.exec(select(SignUp)).all() == []


def test_looking_at_links_neither_confirms_nor_leaves(
    engine: Engine, settings: Settings, account: Account, reader: Subscriber, now: datetime, stranger: Desk
) -> None:
    """Programs that scan mail open every link, some with HEAD, some twice."""
    token = ask(engine, settings, account, "second@example.org", ["de"], now)
    for path in (f"/newsletter/confirm/{token}", leave_path(settings, reader)):
        for method in ("GET", "HEAD", "GET"):
            assert stranger.open(path, method=method).status_code == HTTPStatus.OK

    assert [(row.confirmed_at is not None) for row in subscribers(engine)] == [True, False]


def test_the_button_confirms(
    engine: Engine, settings: Settings, account: Account, now: datetime, stranger: Desk
) -> None:
    token = ask(engine, settings, account, "second@example.org", ["ar"], now)

    page = stranger.get(f"/newsletter/confirm/{token}")
    form = BeautifulSoup(page.data, "html.parser").form
    assert form is not None
    answer = stranger.post(str(form["action"]))

    assert say("ar", "confirmed_title") in answer.get_data(as_text=True)
    with Session(engine) as session:
        programme = session.get_one(Programme, account.programme_id)
    # Whose newsletter it is, and who answers for it, stands on both.
    for told in (page.get_data(as_text=True), answer.get_data(as_text=True)):
        assert programme.name in told
        assert programme.organisation in told
    assert [row.confirmed_at for row in subscribers(engine)] == [now]


def test_a_link_that_is_over_confirms_nothing(stranger: Desk, account: Account) -> None:
    for answer in (stranger.get("/newsletter/confirm/made-up"), stranger.post("/newsletter/confirm/made-up")):
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_one_click_of_a_mail_program_leaves(
    engine: Engine, settings: Settings, reader: Subscriber, stranger: Desk
) -> None:
    """RFC 8058, 3.2: a POST with this body, without cookies, answered without a redirect."""
    answer = stranger.post(
        leave_path(settings, reader),
        data="List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == HTTPStatus.OK
    assert subscribers(engine) == []
    again = stranger.post(leave_path(settings, reader), data="List-Unsubscribe=One-Click")
    assert again.status_code == HTTPStatus.OK


def test_a_made_up_link_takes_nobody_out_and_says_the_same(
    engine: Engine, reader: Subscriber, stranger: Desk
) -> None:
    answer = stranger.post(f"/newsletter/leave/{reader.id}-{'0' * 32}", headers={"Accept-Language": "de"})
    assert say("de", "left_title") in answer.get_data(as_text=True)
    assert len(subscribers(engine)) == 1


def test_only_an_admin_sees_small_numbers(
    account: Account, reader: Subscriber, desk_in: Callable[..., Desk]
) -> None:
    path = f"/settings/accounts/{account.id}/subscribers"

    def confirmed(role: Role) -> str:
        page = BeautifulSoup(desk_in(role).get(path).data, "html.parser")
        return page.select_one(".facts dd").text.strip()  # type: ignore[union-attr]

    assert (confirmed(Role.ADMIN), confirmed(Role.STAFF)) == ("1", "<5")


def test_an_address_is_taken_out_by_hand_without_a_word_about_it(
    engine: Engine, account: Account, reader: Subscriber, desk_in: Callable[..., Desk]
) -> None:
    staff = desk_in(Role.STAFF)
    path = f"/settings/accounts/{account.id}/subscribers/remove"

    def said(email: str) -> str:
        staff.send(path, {"email": email})
        page = staff.get(f"/settings/accounts/{account.id}/subscribers")
        return BeautifulSoup(page.data, "html.parser").select_one("#notices").text.strip()  # type: ignore[union-attr]

    assert said("nobody@example.org") == said("READER@example.org") != ""
    assert subscribers(engine) == []


def test_the_desk_shows_the_mail_of_both_languages(
    engine: Engine, scene: Scene, account: Account, now: datetime, desk_in: Callable[..., Desk]
) -> None:
    placed = {}
    for variant in (scene.german, scene.arabic):
        proof = approved(engine, scene, variant, now=now, channels=("newsletter",))["newsletter"]
        with session_scope(engine) as session:
            placed[variant.language] = place(
                session, variant_id=variant.id or 0, proof=proof, account=account,
                wall=wall_time(now + timedelta(days=1), ZONE), zone=ZONE, by=scene.cast.staff, now=now,
            )  # fmt: skip
    staff = desk_in(Role.STAFF)
    path = f"/calendar/placements/{placed['ar'].id}/mail"

    page = staff.get(f"{path}?language=ar&language=de")
    frame = BeautifulSoup(page.data, "html.parser").iframe
    assert frame is not None
    assert frame.has_attr("sandbox")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    shown = super(Desk, staff).open(str(frame["src"]))
    mail = BeautifulSoup(shown.data, "html.parser")

    assert [each["dir"] for each in mail.select("div[lang]")] == ["rtl", "ltr"]
    assert all(str(each["src"]).startswith("data:image/") for each in mail.select("img"))
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    only = super(Desk, staff).open(f"{path}.html?language=de")
    assert [each["lang"] for each in BeautifulSoup(only.data, "html.parser").select("div[lang]")] == ["de"]


def test_a_newsletter_that_is_removed_forgets_its_readers_and_takes_no_new_ones(
    engine: Engine, account: Account, reader: Subscriber, stranger: Desk, desk_in: Callable[..., Desk]
) -> None:
    admin, page = desk_in(Role.ADMIN), f"/settings/accounts/{account.id}/remove"
    assert "The list of subscribers is deleted" in admin.get(page).text
    assert (
        stranger.post(address(account), data={"email": "new@example.org", "languages": "ar"}).status_code
        < 400
    )
    admin.send(page)
    assert subscribers(engine) == []
    with Session(engine) as session:
        assert session.exec(select(SignUp)).all() == []
        [proof] = session.exec(select(FormerConsent)).all()
        assert proof.address_hash == reader.address_hash
    assert stranger.get(address(account)).status_code == HTTPStatus.NOT_FOUND
