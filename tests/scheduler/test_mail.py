"""Letters leave over SMTP: to a real server on this machine, and with every way in which one can fail."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlmodel import select

from campaigns.db import session_scope
from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.mail.server import MailServer
from campaigns.settings import prepare_home, secret_key
from scheduler.mail import connect, send_waiting_mail
from tests.scheduler.stage import Stage


@dataclass
class Post:
    """What the mail server was handed, and how it answers."""

    answer: str = "250 OK"
    recipient: str = "250 OK"
    got: list[EmailMessage] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, to: str, _options: Any
    ) -> str:
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.got.append(message)
        return self.answer

    def let_in(
        self, _server: Any, _session: SmtpSession, _envelope: Any, _kind: str, data: Any
    ) -> AuthResult:
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"s3cret", handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def server(post: Post) -> Iterator[Controller]:
    controller = Controller(
        post, hostname="127.0.0.1", port=free_port(), authenticator=post.let_in, auth_require_tls=False
    )
    controller.start()
    yield controller
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def mailing(stage: Stage, server: Controller) -> Stage:
    """A worker whose mail server is the one of this test, and one letter."""
    stage.settings = replace(
        stage.settings,
        smtp_url=f"smtp://desk:s3cret@127.0.0.1:{server.port}",
        mail_from="Litfass <litfass@desk.example>",
    )
    prepare_home(stage.settings)
    with session_scope(stage.engine) as session:
        put_letter(
            session,
            outbox=Outbox(secret_key(stage.settings, "secrets.key"), is_open=True),
            letter="reset_password",
            to="translator.ar@example.org",
            interface="de",
            values={"link": "https://desk.example/login/link/abc", "minutes": 60},
            now=stage.now,
        )
    return stage


def row(stage: Stage) -> Mail:
    with session_scope(stage.engine) as session:
        return session.exec(select(Mail)).one()


def test_a_letter_arrives_whole_and_is_gone_from_the_database(mailing: Stage, post: Post) -> None:
    assert send_waiting_mail(mailing.deps()) == 1

    (message,) = post.got
    assert message["To"] == "translator.ar@example.org"
    assert message["Subject"] == "Neues Passwort für Litfass"
    assert "https://desk.example/login/link/abc" in message.get_content()
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).endswith("@desk.example>")
    assert post.logins == [b"desk"]
    assert row(mailing).content is None
    assert send_waiting_mail(mailing.deps()) == 0


@pytest.mark.parametrize(
    ("where", "said", "ended"),
    [
        ("recipient", "550 no such box", True),
        ("recipient", "450 come back later", False),
        ("answer", "554 looks like an advertisement", True),
        ("answer", "451 no room at present", False),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(
    mailing: Stage, post: Post, where: str, said: str, ended: bool
) -> None:
    setattr(post, where, said)
    send_waiting_mail(mailing.deps())

    found = row(mailing)
    assert (found.given_up_at is not None, found.next_at is None, found.problem) == (ended, ended, "refused")


def test_a_server_that_is_not_there_is_asked_again_later(
    mailing: Stage, server: Controller, post: Post
) -> None:
    server.stop()
    server.server = None
    assert send_waiting_mail(mailing.deps()) == 0
    assert (row(mailing).problem, row(mailing).given_up_at) == ("unreachable", None)


def test_a_wrong_password_of_ours_keeps_the_letters(
    mailing: Stage, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    mailing.settings = replace(
        mailing.settings, smtp_url=mailing.settings.smtp_url.replace("s3cret", "old-one")
    )
    send_waiting_mail(mailing.deps())

    assert (post.got, row(mailing).problem) == ([], "unreachable")
    assert "old-one" not in caplog.text


def test_a_server_elsewhere_is_never_spoken_to_in_the_clear(server: Controller) -> None:
    """It offers no STARTTLS; what is not this machine gets neither password nor letter."""

    class Elsewhere(MailServer):
        is_here = False  # type: ignore[assignment]

    with pytest.raises(smtplib.SMTPNotSupportedError):
        connect(Elsewhere("127.0.0.1", server.port, is_wrapped=False, user="desk", password="s3cret"))
