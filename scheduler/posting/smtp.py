"""A mail server as a way out for mails. What each step proves is said in values.

A mail is out of our hands with the final dot of DATA, and with nothing before it (RFC 5321, 4.1.1.4): until that
dot is sent, everything may be tried again; after it only an answer with a code says what became of the mail.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Timer

import httpx

from campaigns.mail.server import MAIL_PORTS, MailServer
from scheduler.guard import Forbidden, Policy, Unresolved, is_public, resolve
from scheduler.posting.handing import (
    NO_LOGIN,
    Accepted,
    Doubtful,
    Handed,
    Later,
    Lost,
    NoWay,
    Refused,
    Shut,
    Way,
)

#: Seconds to wait at every step, and for all of one mail: within a lease.
PATIENCE_S, WHOLE_S = 20.0, 60.0
#: A class, subject and detail (RFC 3463), where a server adds one.
_ENHANCED = re.compile(rb"^([245])\.(\d{1,3})\.(\d{1,3})\b")


def mail_servers_only(scheme: str, host: str, port: int) -> str:
    """The policy for servers that people typed: a port for mail, the public internet, the very address looked up."""
    if port not in MAIL_PORTS:
        raise Forbidden("not a port for mail")
    addresses = resolve(host, port)
    if not addresses:
        raise Unresolved("the name is unknown")
    if not all(is_public(address) for address in addresses):
        raise Forbidden("not in the public internet")
    return next((address for address in addresses if "." in address), addresses[0])


def as_named(scheme: str, host: str, port: int) -> str:
    """The policy for the server of this instance, which its operator named."""
    return host


@dataclass(frozen=True)
class SmtpRoad:
    """Over a mail server. TLS is demanded unless the server is this machine."""

    server: MailServer
    policy: Policy = mail_servers_only
    patience_s: float = PATIENCE_S
    whole_s: float = WHOLE_S
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @contextmanager
    def opened(self, *, sender: str) -> Iterator[Way]:
        line = self._connected(sender.rpartition("@")[2])
        try:
            yield SmtpWay(line, self.whole_s)
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
        finally:
            line.close()

    def _connected(self, name: str) -> smtplib.SMTP:
        try:
            address = self.policy("smtp", self.server.host, self.server.port)
        except Unresolved:
            raise NoWay(is_ours=False) from None
        except (Forbidden, httpx.TransportError):
            raise NoWay(is_ours=True) from None
        line: smtplib.SMTP | None = None
        watch = Timer(self.whole_s, lambda: _cut(line))
        watch.daemon = True
        watch.start()
        try:
            line = _line(self.server, address, name, self.patience_s, self.context())
            _log_in(line, self.server, self.context)
        except smtplib.SMTPNotSupportedError:
            # A line that broke in the middle of what the server offers looks the same.
            _close(line)
            raise NoWay(is_ours=False, why=NO_LOGIN) from None
        except smtplib.SMTPAuthenticationError as problem:
            _close(line)
            # 454 is “not now” (RFC 4954, 6); every other refusal of a login is a person's to mend.
            raise NoWay(is_ours=problem.smtp_code >= 500) from None
        except (OSError, smtplib.SMTPException, ValueError):
            _close(line)
            raise NoWay(is_ours=False) from None
        finally:
            watch.cancel()
        return line


class SmtpWay:
    """A server that let us in."""

    def __init__(self, line: smtplib.SMTP, whole_s: float) -> None:
        self._line, self._whole_s = line, whole_s

    def is_alive(self) -> bool:
        return self._line.sock is not None

    def hand_over(self, message: EmailMessage, *, sender: str, to: str) -> Handed:
        watch = Timer(self._whole_s, lambda: _cut(self._line))
        watch.daemon = True
        watch.start()
        try:
            handed = self._hand_over(message, sender, to)
        finally:
            watch.cancel()
        if isinstance(handed, Refused | Later):
            self._begin_anew()
        elif not isinstance(handed, Accepted):
            self._line.close()
        return handed

    def _hand_over(self, message: EmailMessage, sender: str, to: str) -> Handed:
        try:
            code, _said = self._line.mail(sender)
            if code != 250:
                return _about_sender(code)
            code, said = self._line.rcpt(to)
            if code not in (250, 251):
                return _about_reader(code, said)
            code, _said = self._line.docmd("DATA")
            if code != 354:
                return Refused(code) if 500 <= code < 600 else (Later(code) if 400 <= code < 500 else Lost())
            self._line.send(_stuffed(message))
        except (OSError, smtplib.SMTPException, ValueError):
            return Lost()
        return self._end()

    def _end(self) -> Handed:
        """Sends the dot, and believes nothing but a code."""
        try:
            self._line.send(b".\r\n")
            code, _said = self._line.getreply()
        except (OSError, smtplib.SMTPException, ValueError):
            return Doubtful()
        if 200 <= code < 300:
            return Accepted()
        if 400 <= code < 500:
            return Later(code)
        return Refused(code) if 500 <= code < 600 else Doubtful()

    def _begin_anew(self) -> None:
        """After a refusal the server waits in the middle of a mail."""
        try:
            code, _said = self._line.rset()
        except (OSError, smtplib.SMTPException, ValueError):
            code = 0
        if code != 250:
            self._line.close()


def _about_sender(code: int) -> Handed:
    if 500 <= code < 600:
        return Shut(code)
    return Later(code) if 400 <= code < 500 else Lost()


def _about_reader(code: int, said: bytes) -> Handed:
    """A refusal of an address sets it aside unless the server says that it is about something else than the mailbox.

    RFC 3463, 3: X.1.Z speaks of the address, X.2.1 of a mailbox that takes no mail; X.7.Z is a rule of the house.
    """
    if 400 <= code < 500:
        return Later(code)
    if not 500 <= code < 600:
        return Lost()
    if code == 530:
        return Shut(code)
    found = _ENHANCED.match(said)
    if found is None:
        return Refused(code, is_address=code in (550, 551, 553))
    subject, detail = int(found.group(2)), int(found.group(3))
    return Refused(code, is_address=(subject == 1 and detail not in (7, 8)) or (subject, detail) == (2, 1))


def _line(
    server: MailServer, address: str, name: str, patience_s: float, context: ssl.SSLContext
) -> smtplib.SMTP:
    """A connection to the very address that was looked up; the certificate is checked against the server's name.

    `name` is what we call ourselves: the sender's domain, not this machine's.
    """

    def connected(host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((address, port), timeout)

    class Plain(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return connected(host, port, timeout)

    class Wrapped(smtplib.SMTP_SSL):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return context.wrap_socket(connected(host, port, timeout), server_hostname=server.host)

    if server.is_wrapped:
        return Wrapped(server.host, server.port, name, timeout=patience_s, context=context)
    return Plain(server.host, server.port, name, timeout=patience_s)


def _log_in(line: smtplib.SMTP, server: MailServer, context: Callable[[], ssl.SSLContext]) -> None:
    line.ehlo_or_helo_if_needed()
    if not server.is_wrapped and (not server.is_here or line.has_extn("starttls")):
        line.starttls(context=context())
        line.ehlo()
    if server.user:
        line.login(server.user, server.password)


def _stuffed(message: EmailMessage) -> bytes:
    """The mail as it goes over the line: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    body = re.sub(rb"(?m)^\.", b"..", message.as_bytes())
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _cut(line: smtplib.SMTP | None) -> None:
    """Ends a conversation that takes too long; whoever waits for an answer gets none."""
    found = line.sock if line is not None else None
    if found is not None:
        with suppress(OSError):
            found.shutdown(socket.SHUT_RDWR)


def _close(line: smtplib.SMTP | None) -> None:
    if line is not None:
        line.close()
