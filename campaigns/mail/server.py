"""The mail server's address, read from one setting."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from campaigns.errors import BadInput

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. `is_wrapped`: TLS from the first byte; otherwise STARTTLS, which is demanded
    of every server that is not this machine."""

    host: str
    port: int
    is_wrapped: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        return self.host in LOOPBACK


def read_mail_server(address: str) -> MailServer:
    """`smtp://name:password@host:587` (STARTTLS) or `smtps://…:465`; the sentence never quotes it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadInput(
            "LITFASS_SMTP_URL is not the address of a mail server. Write it like "
            "smtp://name:password@mail.example.org:587, special characters as %40."
        )
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        is_wrapped=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
