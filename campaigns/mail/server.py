"""The mail server's address, read from one setting."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from campaigns.errors import BadInput

#: What stands for the address of a server: the one of this instance, or a folder of this machine.
OUR_SERVER, OUR_FOLDER = "litfass", "outbox"
#: Ports on which servers take mail from people who log in, and 25 for relays of one's own house.
MAIL_PORTS = frozenset({25, 465, 587, 2525})
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


def read_server(typed: str) -> tuple[str, int]:
    """Host and port of a server as people write it, like smtp.example.org or smtp.example.org:465."""
    try:
        parts = urlsplit(f"//{typed.strip()}")
        host, port = parts.hostname, parts.port or PORTS["smtp"]
    except ValueError:
        host, port = None, 0
    if not host or parts.username or parts.path or parts.query:
        raise BadInput(
            "Write the server like smtp.example.org:587, or the word litfass or outbox.", field="server"
        )
    return host, port
