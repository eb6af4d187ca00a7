"""The abuse cases that belong to the door and the keys, each performed once. The number is the case's number in
the threat model; S-sec plants secrets and looks for them everywhere."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, text
from sqlmodel import select

from assets.store import Store
from campaigns.backup.making import make_backup
from campaigns.content.machine.models import PURPOSE, MachineService
from campaigns.db import read_scope, session_scope
from campaigns.links.models import ShortLink
from campaigns.mail.outbox import Outbox, take_letters
from campaigns.people import passwords
from campaigns.people.actions import disable_person
from campaigns.people.actions.forgotten import answer_forgotten
from campaigns.people.factors.models import HalfLogin
from campaigns.people.models import DeskSession, ForgottenPassword, LoginLink, Person
from campaigns.people.queries import find_person
from campaigns.sealing import seal
from campaigns.settings import Settings, secret_key
from campaigns.vocabulary import MachineKind, PlacementStatus, Role
from campaigns.work.heartbeat import beat
from scheduler.rounds import run_once
from tests.scheduler.stage import FakeChannel, Server, build_stage
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Asking, Desk
from tests.web.test_second_factor import half_way, set_up_app
from tests.web.test_security import posts

LAWYER = "lawyer.paper-boats@example.org"
STAFF = "staff.paper-boats@example.org"
NEW = "seven-paper-kites"
LINK = re.compile(r"/login/link/\S+")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An instance that sends mail."""
    from dataclasses import replace

    return replace(
        settings, smtp_url="smtp://user:PLANTED-smtp-password@127.0.0.1:1", mail_from="a@desk.example"
    )


@pytest.fixture
def box(settings: Settings) -> Outbox:
    return Outbox(secret_key(settings, "secrets.key"), is_open=True)


def letters(engine: Engine, box: Outbox, watch: Watch) -> list[str]:
    """What the worker would send now, each as address, subject and text."""
    with session_scope(engine) as session:
        return [
            f"{each.to} {each.subject} {each.text}"
            for each in take_letters(session, key=box.key, now=watch())
        ]


def browser(app: Flask) -> Desk:
    made = app.test_client()
    assert isinstance(made, Desk)
    return made


class Flood:
    """A browser that asks without rest: for a short link, or to be let in with a wrong password."""

    def __init__(self, app: Flask, code: str | None, number: int) -> None:
        self._browser, self._code, self._number = browser(app), code, number
        self._token = self._browser.token() if number % 2 else ""
        self.is_going, self.is_over = Event(), Event()

    def run(self) -> set[int]:
        answers: set[int] = set()
        while not self.is_over.is_set():
            answers.add(self._ask())
            self.is_going.set()
        return answers

    def _ask(self) -> int:
        if not self._number % 2:
            return self._browser.get(f"/s/{self._code}").status_code
        return self._browser.post(
            "/login",
            data={"csrf_token": self._token, "email": STAFF, "password": "wrong wrong wrong"},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{self._number}"},
        ).status_code


def test_threat_03_phished_password_of_a_lawyer_opens_nothing_and_is_noticed(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, box: Outbox, watch: Watch
) -> None:
    """A passkey or an app stops it; without one, its owner gets a letter about the new device and ends it."""
    lawyer = desk_of(Role.LAWYER)
    thief = browser(app)
    thief.log_in(LAWYER, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    (letter,) = letters(engine, box, watch)
    assert letter.startswith(LAWYER)
    assert "Firefox, Windows" in letter

    page = lawyer.get("/profile/security").text
    assert "New device" in page
    mark = re.findall(r'name="which" value="([0-9a-f]{16})"', page)
    assert lawyer.send("/profile/sessions/end", {"which": mark[0]}).status_code == 303
    assert thief.get("/today").status_code == 303
    assert lawyer.get("/today").status_code == 200

    set_up_app(lawyer, watch)
    assert half_way(app).get("/today").status_code == 303


def test_threat_03_nobody_ends_the_session_of_somebody_else(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine
) -> None:
    lawyer, staff = desk_of(Role.LAWYER), desk_of(Role.STAFF)
    with read_scope(engine) as session:
        rows = session.exec(select(DeskSession).join(Person).where(Person.email == LAWYER)).all()
        marks = [row.token_hash[:16] for row in rows]

    assert [staff.send("/profile/sessions/end", {"which": mark}).status_code for mark in marks] == [404]
    assert lawyer.get("/today").status_code == 200


@pytest.mark.any_database
@pytest.mark.usefixtures("asking")
def test_threat_16_every_form_from_another_site_is_refused_and_none_may_be_framed(
    app: Flask, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of(Role.ADMIN)
    token = desk.token()
    wrong = []
    for address in posts(app):
        for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example"):
            response = desk.post(address, data={"csrf_token": token}, headers={"Origin": origin})
            if (
                response.status_code != 403
                or "frame-ancestors 'none'" not in response.headers["Content-Security-Policy"]
            ):
                wrong.append((address, origin, response.status_code))
    assert wrong == []


def test_threat_18_flooding_the_login_shuts_nobody_out(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine
) -> None:
    """A hundred tries from fifty addresses: the owner's browser still comes in, and the guesser is slowed."""
    owner = desk_of(Role.STAFF)
    owner.log_in(STAFF)
    owner.send("/logout")
    stranger = browser(app)
    token = stranger.token()
    statuses = [
        stranger.post(
            "/login",
            data={"csrf_token": token, "email": STAFF, "password": "wrong wrong wrong"},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{number % 50}"},
        ).text.count("Too many tries")
        for number in range(100)
    ]

    assert sum(statuses) == 95
    assert owner.log_in(STAFF).status_code == 303


def test_threat_18_a_post_leaves_on_time_while_its_link_and_the_login_are_flooded(
    app: Flask, engine: Engine, tmp_path: Path, now: datetime
) -> None:
    """A reader and a guesser that never rest, while the worker runs its round once."""
    app.test_client_class = Asking
    stage = build_stage(engine, tmp_path / "worker", now)
    placement = stage.place("folder", at=now + timedelta(minutes=1))
    with read_scope(engine) as session:
        code = session.exec(select(ShortLink.code)).first()
    floods = [Flood(app, code, address) for address in range(2)]
    with ThreadPoolExecutor(len(floods)) as pool:
        running = [pool.submit(flood.run) for flood in floods]
        try:
            for flood in floods:
                assert flood.is_going.wait(60)
            stage.clock.moment = now + timedelta(minutes=2)
            run_once(stage.deps(FakeChannel(Server(tmp_path / "network"))))
        finally:
            for flood in floods:
                flood.is_over.set()
        answers = set().union(*(each.result() for each in running))

    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert answers == {302, 422}, "nobody met a fault"


def test_threat_18_one_address_is_slowed_across_accounts(app: Flask, stranger: Desk) -> None:
    token = stranger.token()
    refused = [
        "Too many tries"
        in stranger.post(
            "/login", data={"csrf_token": token, "email": f"x{number}@example.org", "password": "wrong wrong"}
        ).text
        for number in range(25)
    ]
    assert refused == [False] * 20 + [True] * 5


def test_threat_21_disabling_a_leaver_ends_everything_at_once(
    app: Flask, desk_of: Callable[..., Desk], engine: Engine, box: Outbox, watch: Watch
) -> None:
    """Sessions, half logins, links, forgotten passwords: nothing of the leaver opens the door a moment later."""
    leaver = desk_of(Role.LAWYER)
    phone, _ = set_up_app(leaver, watch)
    waiting = half_way(app)
    forgetful = browser(app)
    forgetful.send("/login/forgotten", {"email": LAWYER})
    with session_scope(engine) as session:
        answer_forgotten(session, outbox=box, base_url="http://desk.example", now=watch())
    link = next(found.group() for each in letters(engine, box, watch) if (found := LINK.search(each)))

    with session_scope(engine) as session:
        person = find_person(session, LAWYER)
        assert person is not None
        disable_person(session, person=person, by=None, now=watch())

    assert leaver.get("/today").status_code == 303
    assert waiting.send("/login/second", {"code": phone.code()}).headers["Location"] == "/login"
    assert forgetful.get(link).status_code == 404
    assert forgetful.send("/login", {"email": LAWYER, "password": PASSWORD}).status_code == 422
    with read_scope(engine) as session:
        assert session.exec(select(HalfLogin)).all() == []


def test_threat_21_the_lead_finds_everybody_with_access_and_notes_the_look(
    desk_of: Callable[..., Desk], watch: Watch
) -> None:
    desk_of(Role.TRANSLATOR)
    lead = desk_of(Role.LEAD)
    table = lead.get("/settings/access.csv").get_data().decode("utf-8-sig")
    assert "translator.paper-boats@example.org" in table
    assert "Nobody has noted a look yet" in lead.get("/settings/access").text

    lead.send("/settings/access")

    assert "Last looked through on" in lead.get("/settings/access").text


def test_a_forgotten_password_is_set_anew_by_a_letter_once(
    app: Flask, desk_of: Callable[..., Desk], stranger: Desk, engine: Engine, box: Outbox, watch: Watch
) -> None:
    there = desk_of(Role.STAFF)
    stranger.send("/login/forgotten", {"email": " STAFF.paper-boats@example.org "})
    with session_scope(engine) as session:
        assert answer_forgotten(session, outbox=box, base_url="http://desk.example", now=watch()) == 1
    (letter,) = letters(engine, box, watch)
    found = LINK.search(letter)
    assert found is not None
    link = found.group()

    assert stranger.get(link).status_code == 200
    assert "at least 10" in stranger.send(link, {"password": "short"}).text
    assert there.get("/today").status_code == 200
    assert stranger.send(link, {"password": NEW}).headers["Location"] == "/login"

    assert there.get("/today").status_code == 303
    assert stranger.send(link, {"password": "another-paper-kite"}).status_code == 404
    assert stranger.log_in(STAFF, NEW).status_code == 303


@pytest.mark.parametrize("minutes", [60, 61])
def test_a_link_that_is_an_hour_old_opens_nothing(
    desk_of: Callable[..., Desk], stranger: Desk, engine: Engine, box: Outbox, watch: Watch, minutes: int
) -> None:
    desk_of(Role.STAFF)
    stranger.send("/login/forgotten", {"email": STAFF})
    with session_scope(engine) as session:
        answer_forgotten(session, outbox=box, base_url="http://desk.example", now=watch())
    link = next(found.group() for each in letters(engine, box, watch) if (found := LINK.search(each)))
    watch.move(minutes=minutes)

    assert stranger.get(link).status_code == 404
    assert stranger.get("/login/link/" + "x" * 43).status_code == 404


def test_whether_somebody_has_a_login_here_is_told_to_nobody(
    desk_of: Callable[..., Desk], stranger: Desk, engine: Engine, box: Outbox, watch: Watch
) -> None:
    """The same page, the same rows, and no letter to strangers."""
    desk_of(Role.STAFF)
    pages = []
    for email in (STAFF, "nobody@example.org"):
        stranger.send("/login/forgotten", {"email": email})
        pages.append(re.sub(r'(csrf_token" value="|&#34;: &#34;)[^"&]+', "", stranger.get("/login").text))
    assert pages[0] == pages[1]
    with session_scope(engine) as session:
        assert len(session.exec(select(ForgottenPassword)).all()) == 2
        assert answer_forgotten(session, outbox=box, base_url="http://desk.example", now=watch()) == 1
        assert len(session.exec(select(LoginLink)).all()) == 1
    assert all(STAFF in letter for letter in letters(engine, box, watch))


def test_an_unknown_account_costs_the_same_work_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch, app: Flask, desk_of: Callable[..., Desk]
) -> None:
    """Counted, not timed: one verification of the same hash settings, whoever is asked about."""
    desk_of(Role.STAFF)
    done: list[str] = []
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

    class Counting:
        hash = staticmethod(quick.hash)
        check_needs_rehash = staticmethod(quick.check_needs_rehash)

        @staticmethod
        def verify(stored: str, password: str) -> bool:
            done.append(stored.rpartition("$")[0].rpartition("$")[0])
            return quick.verify(stored, password)

    passwords._nobody.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", lambda: Counting)
    for email in (STAFF, "nobody@example.org"):
        browser(app).log_in(email, "wrong wrong wrong")
    passwords._nobody.cache_clear()

    assert len(done) == 2
    assert done[0] == done[1]


def test_threat_19_planted_secrets_are_found_nowhere(
    app: Flask,
    desk_of: Callable[..., Desk],
    stranger: Desk,
    engine: Engine,
    box: Outbox,
    watch: Watch,
    settings: Settings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The key of a service, an app's secret, recovery codes, links, cookies and passwords are planted by the
    desk's own forms, errors are provoked, a backup is made; then every byte that lies anywhere is looked through."""
    caplog.set_level(logging.DEBUG)
    admin = desk_of(Role.ADMIN)
    cookie = admin.get_cookie("litfass")
    phone, codes = set_up_app(admin, watch)
    with session_scope(engine) as session:
        person = find_person(session, "admin.paper-boats@example.org")
        assert person is not None
        session.add(
            MachineService(
                programme_id=1,
                kind=MachineKind.DEEPL,
                endpoint="https://api.deepl.com",
                sealed_key=seal(b"PLANTED-service-key", box.key, purpose=PURPOSE),
                monthly_characters=1000,
                changed_at=watch(),
            )
        )
    stranger.send("/login/forgotten", {"email": STAFF})
    admin.send(
        "/settings/people", {"email": "n@example.org", "name": "N", "role": "board", "interface": "en"}
    )
    with session_scope(engine) as session:
        link = LINK.search(
            next(
                each.text
                for each in take_letters(session, key=box.key, now=watch())
                if "/login/link/" in each.text
            )
        )
    assert link is not None
    assert cookie is not None
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE heartbeat RENAME TO heartbeat_gone"))
    shown = [
        admin.get(each).text
        for each in ("/today", "/settings/machine", "/settings/access", "/settings/audit")
    ]
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE heartbeat_gone RENAME TO heartbeat"))
    make_backup(engine, Store(settings.files_url), tmp_path / "b.zip", beside=tmp_path, now=watch())

    planted = {
        "service key": b"PLANTED-service-key",
        "mail password": b"PLANTED-smtp-password",
        "app": phone.secret.encode(),
        "recovery code": codes[0].encode(),
        "link": link.group().rpartition("/")[2].encode(),
        "cookie": cookie.value.encode(),
        "password": PASSWORD.encode(),
        "key": box.key,
    }
    places = {
        "pages": "".join(shown).encode(),
        "log": caplog.text.encode(),
        "settings": repr(settings).encode(),
    }
    if engine.dialect.name == "sqlite":
        base = Path(str(engine.url.database))
        places |= {each.name: each.read_bytes() for each in base.parent.glob(base.name + "*")}
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        places |= {f"backup {name}": archive.read(name) for name in archive.namelist()}
    found = [
        (secret, place)
        for secret, value in planted.items()
        for place, data in places.items()
        if value in data
    ]

    assert found == []
    assert len(places) > 4


def test_threat_06_a_forgotten_second_worker_is_named_to_leads(
    desk_of: Callable[..., Desk], engine: Engine, watch: Watch
) -> None:
    lead = desk_of(Role.LEAD)
    with session_scope(engine) as session:
        for worker, sends in (("new.host.1", True), ("old.host.7", False)):
            beat(session, worker=worker, started_at=watch(), is_publisher=sends, now=watch())

    told = lead.get("/today").text

    assert "A second worker runs on this database" in told
    assert "old.host.7" in told
    assert "new.host.1" not in told
