"""Addresses of readers: what can be one, how it is found without being readable, and the links that lead back to it."""

from __future__ import annotations

import hashlib
import hmac
import re

from campaigns.errors import BadInput

#: RFC 5321, 4.5.3.1: an address in a path.
LONGEST = 254
#: A local part as everybody's server takes it; quotes and letters beyond ASCII need servers of their own kind.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

#: For interface and tests: the sentence is translated by the page that shows it.
NO_ADDRESS = "This is not an e-mail address. Write it like name@example.org."


def read_address(typed: str) -> str:
    """The address as a mail server takes it, its domain in ASCII; refuses what cannot be one. Never quoted back."""
    local, at, domain = typed.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    fits = (
        at
        and len(local) <= 64
        and _LOCAL.fullmatch(local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    if not fits or len(local) + len(domain) >= LONGEST:
        raise BadInput(NO_ADDRESS, field="email")
    return f"{local}@{domain}"


def hash_of(address: str, key: bytes) -> str:
    """The keyed hash under which an address is found, whichever case it was typed in. `key`: `pseudonym.key`."""
    return _keyed(key, f"newsletter address: {address.casefold()}")


def leave_code(subscriber_id: int, address_hash: str, key: bytes) -> str:
    """The end of the link with which this subscriber leaves: nobody can make it up, and it is kept nowhere."""
    return f"{subscriber_id}-{_keyed(key, f'newsletter leave: {subscriber_id} {address_hash}')[:32]}"


def subscriber_of(code: str) -> int | None:
    """Whom a link is about; whether it is theirs is for `leave_code` to say."""
    number = code.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
