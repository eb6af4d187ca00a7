"""What people do to each other's rights and logins, in any order, and who then tries to approve.

`python -m tests.rules.voices 2000` plays that many histories. No yes may be said by a voice that came from one hand
alone less than a day before, or against which somebody objected, unless a second person has confirmed it; and nobody
else may be kept from it.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import patch

from argon2 import PasswordHasher
from sqlmodel import Session

from campaigns.approvals.actions import approve_review, issue_links
from campaigns.approvals.models import ReviewRequest
from campaigns.db import make_engine
from campaigns.errors import Refusal
from campaigns.people.actions import disable_person, enable_person, grant_role, revoke_role
from campaigns.people.actions.login_links import make_login_link, use_login_link
from campaigns.people.actions.people import add_person
from campaigns.people.actions.voices import confirm_voice, object_to_voice
from campaigns.people.actor import Actor
from campaigns.people.factors.actions import forget_factors
from campaigns.people.models import Person
from campaigns.people.new_voices import NewVoice, new_voices
from campaigns.people.queries import load_actor
from campaigns.tables import metadata
from campaigns.vocabulary import DeciderKind, LinkKind, Role
from tests import builders
from tests.shared import TRAIL_KEY

A_DAY = timedelta(days=1)
DEEDS = (
    "grant",
    "grant",
    "revoke",
    "link",
    "link",
    "factors",
    "reopen",
    "confirm",
    "confirm",
    "object",
    "wait",
    "yes",
)
HOURS = (1, 3, 11, 13, 24)
RIGHTS = {Role.LAWYER: "de", Role.LEAD: ""}


@dataclass
class Came:
    """Something somebody got, as the history remembers it. `right` is None where it opens the login."""

    hand: int
    at: datetime
    right: Role | None
    objected: bool = False


@dataclass
class History:
    """One history over a stage that is rolled back afterwards."""

    session: Session
    programme: int
    people: dict[str, Person]
    request: ReviewRequest
    now: datetime
    dice: random.Random
    came: dict[int, list[Came]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def play(self, steps: int) -> None:
        for _ in range(steps):
            deed = self.dice.choice(DEEDS)
            who, by = (self.dice.choice(list(self.people.values())) for _ in range(2))
            getattr(self, f"_{deed}")(who, by)
        for who in self.people.values():
            self._yes(who, who)

    # What people do

    def _grant(self, who: Person, by: Person) -> None:
        role = self.dice.choice(list(RIGHTS))
        if not self._holds(who, role):
            self._give(who, role, by)
            self._came(who, by.id, role)

    def _give(self, who: Person, role: Role, by: Person | None) -> None:
        grant_role(
            self.session, person=who, programme_id=self.programme, role=role, language=RIGHTS[role],
            by=self._actor(by) if by else None, now=self.now,
        )  # fmt: skip

    def _revoke(self, who: Person, by: Person) -> None:
        role = self.dice.choice(list(RIGHTS))
        revoke_role(
            self.session, person=who, programme_id=self.programme, role=role, language=RIGHTS[role],
            by=self._actor(by), now=self.now,
        )  # fmt: skip
        if self._holds(who, role) is False:
            self.came[who.id or 0] = [one for one in self.came.get(who.id or 0, []) if one.right is not role]

    def _link(self, who: Person, by: Person) -> None:
        """A link that somebody made, or that was asked for at the door; a guest's address was typed by the admin."""
        asked = self.dice.random() < 0.4
        hand = (
            by.id
            if not asked
            else self.people["admin"].id
            if not who.password_hash and who is self.people["guest"]
            else None
        )
        token = make_login_link(
            self.session, person=who, kind=LinkKind.RESET, by=None if asked else self._actor(by), now=self.now
        )
        use_login_link(self.session, token=token, password="three-paper-boats", now=self.now)
        self._came(who, hand, None)

    def _factors(self, who: Person, by: Person) -> None:
        forget_factors(self.session, person=who, by=self._actor(by), now=self.now)
        self._came(who, by.id, None)

    def _reopen(self, who: Person, by: Person) -> None:
        if who is not by:
            disable_person(self.session, person=who, by=self._actor(by), now=self.now)
            enable_person(self.session, person=who, by=self._actor(by), now=self.now)
            self._came(who, by.id, None)

    def _confirm(self, who: Person, by: Person) -> None:
        voice, before = self._voice(who), self._open(who)
        may = (
            bool(before)
            and who is not by
            and by.id not in {one.hand for one in before}
            and any(self._holds(by, role) and not self._open(by, role) for role in RIGHTS)
        )
        did = self._does(
            lambda: confirm_voice(
                self.session, voice=voice, up_to=voice.up_to if voice else 0, by=self._actor(by), now=self.now
            )
        )
        if did != may:
            self.wrong.append(f"{by.name} {'confirmed' if did else 'could not confirm'} {who.name}")
        if did:
            self.came[who.id or 0] = []
            self.seen["confirmed"] += 1

    def _object(self, who: Person, by: Person) -> None:
        voice = self._voice(who)
        if self._does(lambda: object_to_voice(self.session, voice=voice, by=self._actor(by), now=self.now)):
            for one in self._open(who):
                one.objected = True
            self.seen["objected"] += 1

    def _wait(self, _who: Person, _by: Person) -> None:
        self.now += timedelta(hours=self.dice.choice(HOURS))

    def _yes(self, who: Person, _by: Person) -> None:
        """Both ways in which a lawyer's word can open something; neither stays."""
        if not self._holds(who, Role.LAWYER):
            return
        may = not self._open(who, Role.LAWYER)
        for way in (self._approve, self._let_decide):
            point = self.session.begin_nested()
            did = self._does(lambda way=way: way(self._actor(who)))  # type: ignore[misc]
            point.rollback()
            if did != may:
                self.wrong.append(f"{who.name}: {way.__name__} {'went through' if did else 'was refused'}")
        self.seen["yes" if may else "refused"] += 1

    def _approve(self, by: Actor) -> None:
        shown = builders.seen(self.session, self.request)
        approve_review(self.session, request_id=self.request.id or 0, seen=shown, by=by, now=self.now)

    def _let_decide(self, by: Actor) -> None:
        issue_links(
            self.session, request_id=self.request.id or 0, channels=["feed"], kind=DeciderKind.LAWYER,
            name="Lawyer outside", email="outside@law.example", by=by, now=self.now,
        )  # fmt: skip

    # What the history remembers

    def _came(self, who: Person, hand: int | None, right: Role | None) -> None:
        """A way into one's own login is no other's hand; a right that somebody gives to themselves is one hand."""
        if hand is not None and (right is not None or hand != who.id):
            self.came.setdefault(who.id or 0, []).append(Came(hand, self.now, right))

    def _open(self, who: Person, role: Role | None = None) -> list[Came]:
        return [
            one
            for one in self.came.get(who.id or 0, [])
            if (one.objected or self.now - one.at < A_DAY) and (role is None or one.right in (None, role))
        ]

    def _holds(self, who: Person, role: Role) -> bool:
        return (role, RIGHTS[role]) in self._actor(who).roles

    def _actor(self, who: Person) -> Actor:
        return load_actor(self.session, who, self.programme)

    def _voice(self, who: Person) -> NewVoice | None:
        number = who.id or 0
        return new_voices(self.session, {number}, programme_id=self.programme, now=self.now).get(number)

    @staticmethod
    def _does(act: object) -> bool:
        try:
            act()  # type: ignore[operator]
        except Refusal:
            return False
        return True


def play(
    session: Session, histories: int, *, now: datetime, seed: int, steps: int = 25
) -> tuple[Counter[str], list[str]]:
    """Plays that many; how often what happened, and what should not have. Passwords are hashed quickly."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with patch("campaigns.people.passwords._hasher", lambda: quick):
        return _play(session, histories, now, seed, steps)


def _play(
    session: Session, histories: int, now: datetime, seed: int, steps: int
) -> tuple[Counter[str], list[str]]:
    cast = builders.make_cast(session, now=now, languages=("de",))
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    request = builders.submit(session, cast, builders.first_variant(session, campaign), now=now)
    people = {
        name: session.get_one(Person, actor.person_id)
        for name, actor in (
            ("admin", cast.admin),
            ("lawyer", cast.lawyer),
            ("second", cast.second_lawyer),
            ("lead", cast.lead),
        )
    }
    for person in people.values():
        person.password_hash = "chosen before"
    people["guest"] = add_person(
        session, email="guest@test.example", name="guest", password=None, by=cast.admin, now=now - 2 * A_DAY
    )
    seen, wrong = Counter[str](), list[str]()
    for number in range(histories):
        point = session.begin_nested()
        history = History(
            session, cast.programme.id or 0, people, request, now, random.Random(f"{seed}.{number}")
        )
        history.play(steps)
        point.rollback()
        seen += history.seen
        wrong += [f"history {number}: {one}" for one in history.wrong]
    return seen, wrong


def main() -> int:
    engine = make_engine("sqlite://", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    with Session(engine) as session:
        start = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
        seen, wrong = play(session, int(sys.argv[1]) if sys.argv[1:] else 1000, now=start, seed=20261128)
    sys.stdout.write(f"{dict(seen)}, {len(wrong)} wrong\n")
    sys.stdout.writelines(f"{one}\n" for one in wrong[:20])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
