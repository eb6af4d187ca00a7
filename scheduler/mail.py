"""Sends the letters of the outbox over SMTP, with the database closed while the server is asked."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.mail.outbox import Envelope, Outbox, letters_wait, settle_failed, settle_sent, take_letters
from campaigns.mail.server import MailServer, read_mail_server
from campaigns.people.actions.forgotten import answer_forgotten, forgotten_waits
from campaigns.settings import secret_key
from scheduler.deps import Deps
from scheduler.traces import place_of

#: Seconds to wait for the server at every step.
PATIENCE_S = 20.0

log = logging.getLogger("litfass.worker")


def send_waiting_mail(deps: Deps) -> int:
    """Hands over what is due; how many letters the server took. Without a mail server nothing happens."""
    if not deps.settings.sends_mail:
        return 0
    now = deps.clock()
    _answer_forgotten(deps)
    with read_scope(deps.engine) as session:
        if not letters_wait(session, now=now):
            return 0
    with session_scope(deps.engine) as session:
        taken = take_letters(session, key=secret_key(deps.settings, "secrets.key"), now=now)
    try:
        server = read_mail_server(deps.settings.smtp_url)
    except BadInput as problem:
        log.warning("%s", problem)
        _all_failed(deps, taken, "unreachable")
        return 0
    return _hand_over(deps, server, taken)


def _answer_forgotten(deps: Deps) -> None:
    """Whoever asked for a new password gets a link, if they have a login."""
    with read_scope(deps.engine) as session:
        if not forgotten_waits(session):
            return
    box = Outbox(secret_key(deps.settings, "secrets.key"), is_open=True)
    with session_scope(deps.engine) as session:
        answer_forgotten(session, outbox=box, base_url=deps.settings.base_url, now=deps.clock())


def _hand_over(deps: Deps, server: MailServer, taken: list[Envelope]) -> int:
    sent = 0
    try:
        connection = connect(server)
    except (OSError, smtplib.SMTPException) as problem:
        log.warning("the mail server cannot be used: %s", place_of(problem))
        _all_failed(deps, taken, "unreachable")
        return 0
    for envelope in taken:
        fault, for_good = _try(connection, deps, envelope)
        with session_scope(deps.engine) as session:
            if fault is None:
                settle_sent(session, mail_id=envelope.mail_id, now=deps.clock())
                sent += 1
            else:
                settle_failed(
                    session, mail_id=envelope.mail_id, problem=fault, for_good=for_good, now=deps.clock()
                )
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()
    return sent


def _try(connection: smtplib.SMTP, deps: Deps, envelope: Envelope) -> tuple[str | None, bool]:
    """None when the server took it, else the problem and whether it stays one."""
    try:
        connection.send_message(compose(envelope, sender=deps.settings.mail_from, at=deps.clock()))
    except smtplib.SMTPRecipientsRefused as problem:
        codes = [code for code, _said in problem.recipients.values()]
        return "refused", bool(codes) and min(codes) >= 500
    except smtplib.SMTPResponseException as problem:
        return "refused", problem.smtp_code >= 500
    except (OSError, smtplib.SMTPException):
        return "unreachable", False
    return None, False


def compose(envelope: Envelope, *, sender: str, at: Any) -> EmailMessage:
    """The letter as it leaves: plain text, marked as written by a machine so that nobody's machine answers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, envelope.to, envelope.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{envelope.message_id}@{sender.rpartition('@')[2].rstrip('>') or 'litfass'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(envelope.text)
    return message


def connect(
    server: MailServer, context: Callable[[], ssl.SSLContext] = ssl.create_default_context
) -> smtplib.SMTP:
    """A connection that is logged in. TLS is demanded unless the server is this machine."""
    if server.is_wrapped:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_S, context=context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    try:
        connection.ehlo()
        if not server.is_wrapped and (not server.is_here or connection.has_extn("starttls")):
            connection.starttls(context=context())
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _all_failed(deps: Deps, taken: list[Envelope], problem: str) -> None:
    with session_scope(deps.engine) as session:
        for envelope in taken:
            settle_failed(
                session, mail_id=envelope.mail_id, problem=problem, for_good=False, now=deps.clock()
            )
