"""A mail server on loopback (aiosmtpd), strict about who sends, with every trouble a server of mail can have."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from campaigns.clock import Clock
from tests.scheduler.channels.network import Fake, Request

USER, PASSWORD, SENDER = "news", "correct-horse", "news@advice.example"


class MailServer(Fake):
    """Mailboxes of readers. `answers` are replies to RCPT by address; `taken` the whole mails by address, in order.

    `silent_for` drops the line after taking a mail for this address, without a word. `when_taken` happens once a mail
    is taken, before the sender is told so.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.answers: dict[str, str] = {}
        self.after_data: str = ""
        self.silent_for: set[str] = set()
        self.when_taken: Callable[[], None] = lambda: None
        self._shut: set[int] = set()
        self.taken: list[tuple[str, EmailMessage]] = []

    @contextlib.contextmanager
    def running(self) -> Iterator[int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        controller = Controller(
            self, hostname="127.0.0.1", port=port, authenticator=self._let_in,
            auth_require_tls=False,
        )  # fmt: skip
        controller.start()
        try:
            yield port
        finally:
            controller.stop()

    def _let_in(self, _server: Any, session: Any, _envelope: Any, _kind: str, data: Any) -> AuthResult:
        self.calls.append(Request("AUTH", "", {}, {}, b""))
        if self._strikes("signed_out"):
            self._shut.add(id(session))
        if id(session) in self._shut:
            # A client may try one way of logging in after the other.
            return AuthResult(success=False, handled=False)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.calls.append(Request("MAIL", "", {}, {}, b""))
        if self._strikes("busy"):
            return "451 4.3.2 Try again later"
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        if address != SENDER:
            return "550 5.7.1 Not your address"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self._strikes("too_many"):
            return "450 4.7.1 Too many messages, slow down"
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.after_data:
            return self.after_data
        (address,) = envelope.rcpt_tos
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert message["To"] == address, "one mail for one reader"
        self._take(address, message)
        if self._strikes("broken") or address in self.silent_for:
            server.transport.abort()
        return "250 OK"

    def _take(self, address: str, message: EmailMessage) -> None:
        plain = message.get_body(("plain",))
        assert plain is not None
        words = plain.get_content().replace("\r\n", "\n").partition("\n-- \n")[0].strip()
        issue = str(message["Message-ID"]).strip(" <>").partition(".")[0]
        self.taken.append((address, message))
        self.publish(issue, words, to=address)
        self.when_taken()

    def _strikes(self, trouble: str) -> bool:
        struck = self.trouble == trouble
        if struck:
            self.trouble = ""
        return struck
