"""Passwords: hashed with argon2id (RFC 9106, the library's defaults), never stored, never logged."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from campaigns.errors import BadInput

SHORTEST = 10
LONGEST = 200
#: Letters and digits that nobody mistakes for one another when a password is read aloud.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


def hash_password(password: str) -> str:
    return _hasher().hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. An unknown account costs the same time as a wrong password."""
    try:
        _hasher().verify(stored or _nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(stored)


def check_password(password: str, *, email: str) -> None:
    """Refuses a password that is too short, too long, or can be guessed from the account."""
    if len(password) < SHORTEST:
        raise BadInput(
            "A password has at least {shortest} characters. Three or four unrelated words are easy to remember.",
            field="password",
            shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        raise BadInput("A password has at most {longest} characters.", field="password", longest=LONGEST)
    folded = password.casefold()
    if folded in {email, email.partition("@")[0]} or len(set(folded)) < 4:
        raise BadInput("This password is easy to guess. Choose another one.", field="password")


def one_time_password() -> str:
    """A password to hand over once, about 79 bits, in four groups."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(4))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(32))
