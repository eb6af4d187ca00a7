"""The house whose door is tried (the package): its lawyer, and somebody of the staff who has the database."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from sqlalchemy import text
from sqlmodel import Session

from campaigns.approvals.actions import approve_review
from campaigns.approvals.models import ReviewRequest
from campaigns.errors import Refusal
from campaigns.people.actions import open_session
from campaigns.people.actions.logins import authenticate
from campaigns.people.actions.sessions import find_session, hash_token
from campaigns.people.factors import actions as factors
from campaigns.people.factors.passkeys import MadePasskey, Place
from campaigns.people.models import Person
from campaigns.people.queries import load_actor
from tests import builders

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = b"s" * 32
PLACE = Place(host="desk.example", origin="https://desk.example")
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
MINE = "seven-paper-kites"


@dataclass
class House:
    """The house, the lawyer whose name is wanted, and somebody of the staff who has the database in their hands."""

    session: Session
    cast: builders.Cast
    request: ReviewRequest
    dice: random.Random
    now: datetime = START

    @property
    def lawyer(self) -> Person:
        return self.session.get_one(Person, self.cast.lawyer.person_id)

    @property
    def insider(self) -> Person:
        return self.session.get_one(Person, self.cast.staff.person_id)

    def run(self, statement: str, **values: Any) -> None:
        """Past every action."""
        self.session.flush()
        assert self.session.connection().execute(text(statement), values).rowcount > 0, statement
        self.session.expire_all()

    def comes_in(self, token: str) -> bool:
        """Whether a browser with this cookie is logged in."""
        self.session.expire_all()
        return find_session(self.session, token=token, now=self.now) is not None

    def knows(self, password: str, email: str | None = None) -> bool:
        try:
            authenticate(self.session, email=email or self.lawyer.email, password=password)
        except Refusal:
            return False
        return True

    def refuses(self, act: Callable[[], object]) -> bool:
        try:
            return act() is None
        except Refusal:
            return True

    def login(self, person: Person) -> tuple[str, str]:
        """The secret of a new session of theirs, and its hash."""
        token = open_session(self.session, person=person, programme_id=None, now=self.now).token
        assert self.comes_in(token)
        return token, hash_token(token)

    def earlier(self) -> datetime:
        return self.now - timedelta(minutes=self.dice.randrange(1, 20))

    def own_passkey(self, person: Person, credential: str) -> None:
        made = MadePasskey(credential=credential, public_key=self.dice.randbytes(8).hex(), sign_count=0)
        who = load_actor(self.session, person, self.cast.programme.id)
        factors.add_passkey(self.session, person=person, made=made, name="Key", by=who, now=self.now)

    def answers_with(self, credential: str) -> Person | None:
        """Somebody whose device signs as it should, whatever passkey stands in the table."""
        with (
            patch("campaigns.people.factors.actions.credential_of", lambda _answer: credential),
            patch("campaigns.people.factors.actions.count_of_proof", lambda *_answer, **_more: 1),
        ):
            return factors.prove_with_passkey(
                self.session, answer="", place=PLACE, challenge=b"", person_id=None, now=self.now
            )

    def app(self, person: Person) -> None:
        who = load_actor(self.session, person, self.cast.programme.id)
        factors.begin_authenticator(self.session, person=person, key=KEY, by=who, now=self.now)
        with patch("campaigns.people.factors.actions.step_of", lambda *_code, **_more: 1):
            factors.confirm_authenticator(self.session, person=person, code="", key=KEY, by=who, now=self.now)

    def shows_a_code(self, person: Person) -> bool:
        """Whether the code of whatever secret stands in the table proves anything."""
        step = int(self.now.timestamp())
        with patch("campaigns.people.factors.actions.step_of", lambda *_code, **_more: step):
            try:
                return factors.prove_with_code(
                    self.session, person_id=person.id or 0, code="", key=KEY, now=self.now
                )
            except Refusal:
                return False

    def can_say_yes(self, person: Person) -> bool:
        by = load_actor(self.session, person, self.cast.programme.id)
        shown, point = builders.seen(self.session, self.request), self.session.begin_nested()
        try:
            approve_review(self.session, request_id=self.request.id or 0, seen=shown, by=by, now=self.now)
        except Refusal:
            return False
        finally:
            point.rollback()
        return True
