"""What waits for a second lawyer: who has said yes, when, and who may say the other one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.hands import Hand, hands_on
from campaigns.approvals.models import Approval, ReviewLink, ReviewRequest
from campaigns.approvals.validity import needing_two, standing_words
from campaigns.content.queries import get_variant
from campaigns.people.models import Membership, Person
from campaigns.people.queries import names_of
from campaigns.vocabulary import Role


class Yes(NamedTuple):
    """A yes that stands. `by` is nobody's number where it was said through a one-time link."""

    by: int | None
    name: str
    at: datetime


@dataclass(frozen=True)
class Second:
    """Two lawyers are needed. `said`: who has said yes to all of it; `able`: who may still, by name."""

    said: Sequence[Yes]
    able: Sequence[str]

    @property
    def waits(self) -> bool:
        """Whether the first yes is there."""
        return bool(self.said)

    def is_said_by(self, person_id: int) -> bool:
        return any(yes.by == person_id for yes in self.said)


def second_of(
    session: Session, request: ReviewRequest, *, seen: Mapping[str, str], hands: Mapping[int, Hand]
) -> Second | None:
    """What a review about these digests needs of a second lawyer; None where one is enough."""
    digests = list(seen.values())
    if not digests or not needing_two(session, digests):
        return None
    standing = standing_words(session, digests)
    said = _said_to_all(session, [standing.get(digest, []) for digest in digests])
    lawyers = lawyers_for(session, programme_id=request.programme_id, language=request.language)
    done = {yes.by for yes in said}
    able = [name for number, name in lawyers if number not in done and number not in hands]
    return Second(said, able)


def second_in(session: Session, request: ReviewRequest) -> Second | None:
    """The same about all that was submitted with a review."""
    hands = hands_on(session, get_variant(session, request.variant_id))
    return second_of(session, request, seen=request.digests, hands=hands)


def said_yes_already(session: Session, requests: Sequence[ReviewRequest], *, person_id: int) -> set[int]:
    """Those of these reviews to which this person has said yes: what they still lack is somebody else's."""
    standing = standing_words(session, {one for each in requests for one in each.digests.values()})
    return {
        request.id or 0
        for request in requests
        if request.digests
        and all(
            any(word.by == person_id for word in standing.get(digest, ()))
            for digest in request.digests.values()
        )
    }


def seconds(session: Session, requests: Sequence[ReviewRequest]) -> dict[int, Second]:
    """The reviews that have their first yes and wait for another, by number."""
    standing = standing_words(session, {one for each in requests for one in each.digests.values()})
    begun = [one for one in requests if any(standing.get(digest) for digest in one.digests.values())]
    found = {one.id or 0: second_in(session, one) for one in begun}
    return {number: second for number, second in found.items() if second and second.waits}


def lawyers_for(session: Session, *, programme_id: int, language: str) -> list[tuple[int, str]]:
    """Those who may decide about a language, by name."""
    query = (
        select(Person.id, Person.name)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme_id,
            Membership.role == Role.LAWYER,
            Membership.language == language,
            col(Person.disabled_at).is_(None),
        )
        .order_by(Person.name)
    )
    return [(number, name) for number, name in session.exec(query) if number is not None]


def _said_to_all(session: Session, words: Sequence[Collection[Approval]]) -> list[Yes]:
    """Who has said yes to every digest. Through links each digest is answered by itself: their name is the voice."""
    links = {word.link_id for each in words for word in each if word.link_id is not None}
    people = {word.by for each in words for word in each if word.by is not None}
    names = names_of(session, people)
    answered = dict(
        session.exec(select(ReviewLink.id, ReviewLink.name).where(col(ReviewLink.id).in_(list(links)))).all()
    )
    heard = [
        {(word.by, names.get(word.by or 0) or answered.get(word.link_id, "")): word.at for word in each}
        for each in words
    ]
    everywhere = [voice for voice in heard[0] if all(voice in each for each in heard)] if heard else []
    found = [Yes(by, name, max(each[by, name] for each in heard)) for by, name in everywhere]
    return sorted(found, key=lambda yes: yes.at)
