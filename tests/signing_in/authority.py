"""Channels' sign-ins, strict as their documentation has them (RFC 6749, RFC 7636), each with ways to go wrong.

An address for the way back has to be the registered one to the letter, a code counts once and for its minutes, a
verifier has to fit its challenge, an app has to prove itself, a right has to be one that exists, and tokens end.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from campaigns.clock import Clock
from tests.scheduler.channels.network import Fake, Request

CLIENT, SECRET = "our-app", "our-apps-secret"


class Refused(Exception):
    """The channel shows an error on its own page and sends nobody back."""


@dataclass
class Code:
    """What was allowed, until it is exchanged."""

    back: str
    rights: frozenset[str]
    challenge: str
    until: datetime
    who: str
    used: bool = False


@dataclass
class Token:
    """An access token or a lasting one; `until` None has no end."""

    who: str
    rights: frozenset[str]
    until: datetime | None = None
    kind: str = "access"


@dataclass
class Person:
    """Somebody who signs in: what they allow, and the pages they look after."""

    name: str = "advice"
    number: str = "7"
    declines: bool = False
    #: Rights that they untick, where the channel lets people do that.
    unticks: frozenset[str] = frozenset()
    pages: dict[str, str] = field(default_factory=lambda: {"104057": "House of Advice"})


class Authority(Fake):
    """What all have in common. `fault` strikes the next exchange: broken (an error although the code is used up),
    no_refresh (no lasting token), silent_scope (rights are not named)."""

    rights: frozenset[str] = frozenset()
    separator = " "
    page = "/authorize"
    needs_challenge = False
    code_lives = timedelta(minutes=10)
    #: How this channel says that the person declined.
    declined = "access_denied"

    def __init__(self, clock: Clock, backs: Collection[str] = ()) -> None:
        super().__init__(clock)
        self.apps = {CLIENT: SECRET}
        self.backs = {CLIENT: set(backs)}
        self.person = Person()
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Token] = {}
        self.fault = ""
        self._made = 0

    def publishes(self, request: Request) -> bool:
        return False

    def authorise(self, address: str) -> str:
        """What the browser sees: the page is asked for, the person decides, and is sent back to this address."""
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query, strict_parsing=True))
        if parts.path != self.page:
            raise Refused(f"no such page: {parts.path}")
        if asked.get("client_id") not in self.apps:
            raise Refused("unknown app")
        if asked.get("redirect_uri") not in self.backs[asked["client_id"]]:
            raise Refused("the address for the way back is not registered")
        back, state = asked["redirect_uri"], {"state": asked["state"]} if "state" in asked else {}
        wanted = frozenset(each for each in asked.get("scope", "").split(self.separator) if each)
        if asked.get("response_type") != "code" or not wanted or wanted - self.rights:
            return f"{back}?{urlencode({'error': 'invalid_scope', **state})}"
        if self.needs_challenge and asked.get("code_challenge_method") != "S256":
            return f"{back}?{urlencode({'error': 'invalid_request', **state})}"
        if self.person.declines:
            return f"{back}?{urlencode({'error': self.declined, 'error_description': 'No <b>!', **state})}"
        code = self.fresh("code")
        self.codes[code] = Code(
            back=back,
            rights=wanted - self.person.unticks,
            challenge=asked.get("code_challenge", ""),
            until=self.clock() + self.code_lives,
            who=self.person.number,
        )
        return f"{back}?{urlencode({'code': code, **state})}"

    def exchanged(self, said: dict[str, str], proof: tuple[str, str]) -> Code | str:
        """The code that was exchanged, or in a word what is wrong."""
        client, secret = proof
        if client not in self.apps or self.apps[client] != secret:
            return "invalid_client"
        code = self.codes.get(said.get("code", ""))
        if said.get("grant_type", "authorization_code") != "authorization_code" or code is None:
            return "invalid_grant"
        if code.used or self.clock() >= code.until:
            # RFC 6749 §4.1.2: a code that comes twice takes its tokens along.
            self.tokens.clear()
            return "invalid_grant"
        if said.get("redirect_uri") != code.back:
            return "redirect_uri_mismatch"
        if code.challenge and challenge_of(said.get("code_verifier", "")) != code.challenge:
            return "invalid_grant"
        code.used = True
        return code

    def give(self, who: str, rights: frozenset[str], lives_s: int | None = None, kind: str = "access") -> str:
        token = self.fresh(kind)
        until = self.clock() + timedelta(seconds=lives_s) if lives_s else None
        self.tokens[token] = Token(who, rights, until, kind)
        return token

    def holder(self, request: Request, kind: str = "access") -> Token | None:
        """Whose token comes with a call; None where it counts no more."""
        token = self.tokens.get(request.bearer)
        is_good = (
            token is not None and token.kind == kind and (token.until is None or self.clock() < token.until)
        )
        return token if is_good else None

    def fresh(self, kind: str) -> str:
        self._made += 1
        return f"{type(self).__name__.lower()}-{kind}-{self._made}"


def challenge_of(verifier: str) -> str:
    """RFC 7636 §4.2; a verifier of a wrong length fits nothing."""
    if not 43 <= len(verifier) <= 128:
        return "too short or too long"
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def basic(request: Request) -> tuple[str, str] | None:
    """Id and secret out of a header."""
    kind, _, pair = request.headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return None
    client, _, secret = base64.b64decode(pair).decode().partition(":")
    return client, secret


def in_form(said: dict[str, Any]) -> tuple[str, str]:
    return said.get("client_id", ""), said.get("client_secret", "")
