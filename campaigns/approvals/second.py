"""What waits for a second lawyer: who has said yes, when, and who may say the other one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.hands import Hand, hands_of, hands_on
from campaigns.approvals.models import Approval, ReviewLink, ReviewRequest
from campaigns.approvals.validity import needing_two, told_words
from campaigns.approvals.witness import testimony
from campaigns.content.models import Variant
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
    return _second(_read(session, [request], set(seen.values())), request, seen=seen, hands=hands)


def second_in(session: Session, request: ReviewRequest) -> Second | None:
    """The same about all that was submitted with a review."""
    hands = hands_on(session, get_variant(session, request.variant_id))
    return second_of(session, request, seen=request.digests, hands=hands)


def said_yes_already(session: Session, requests: Sequence[ReviewRequest], *, person_id: int) -> set[int]:
    """Those of these reviews to which this person has said yes: what they still lack is somebody else's."""
    standing = told_words(session, {one for each in requests for one in each.digests.values()})
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
    """The reviews that have their first yes and wait for another, by number; in a fixed number of queries."""
    read = _read(session, requests, {one for each in requests for one in each.digests.values()})
    begun = [one for one in requests if any(read.standing.get(digest) for digest in one.digests.values())]
    texts = select(Variant).where(col(Variant.id).in_([one.variant_id for one in begun]))
    hands = hands_of(session, session.exec(texts).all()) if begun else {}
    found = {one.id or 0: _second(read, one, seen=one.digests, hands=hands[one.variant_id]) for one in begun}
    return {number: second for number, second in found.items() if second and second.waits}


def lawyers_for(session: Session, *, programme_id: int, language: str) -> list[tuple[int, str]]:
    """Those who may decide about a language, by name."""
    return _lawyers(session, {(programme_id, language)})[programme_id, language]


class _Read(NamedTuple):
    """What is known of some digests: which need two lawyers, what was said, whose voice each is, who else decides."""

    risky: set[str]
    standing: Mapping[str, Sequence[Approval]]
    names: Mapping[tuple[int | None, int | None], str]
    lawyers: Mapping[tuple[int, str], Sequence[tuple[int, str]]]


def _read(session: Session, requests: Sequence[ReviewRequest], digests: Collection[str]) -> _Read:
    told = testimony(session, digests)
    risky, standing = needing_two(session, digests, told), told_words(session, digests, told=told)
    words = [word for each in standing.values() for word in each] if risky else []
    places = {(request.programme_id, request.language) for request in requests} if risky else set()
    return _Read(risky, standing, _names(session, words), _lawyers(session, places))


def _second(
    read: _Read, request: ReviewRequest, *, seen: Mapping[str, str], hands: Mapping[int, Hand]
) -> Second | None:
    digests = list(seen.values())
    if not read.risky & {*digests}:
        return None
    said = _said_to_all(read, digests)
    done = {yes.by for yes in said}
    lawyers = read.lawyers[request.programme_id, request.language]
    able = [name for number, name in lawyers if number not in done and number not in hands]
    return Second(said, able)


def _lawyers(
    session: Session, places: Collection[tuple[int, str]]
) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """Who may decide in each of these programmes and languages, by name."""
    found: dict[tuple[int, str], list[tuple[int, str]]] = {place: [] for place in places}
    if not places:
        return found
    query = (
        select_many(col(Membership.programme_id), col(Membership.language), col(Person.id), col(Person.name))
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            col(Membership.programme_id).in_({programme for programme, _language in places}),
            col(Membership.role) == Role.LAWYER,
            col(Membership.language).in_({language for _programme, language in places}),
            col(Person.disabled_at).is_(None),
        )
        .order_by(Person.name)
    )
    for programme, language, number, name in session.execute(query):
        if (programme, language) in found:
            found[programme, language].append((number, name))
    return found


def _names(session: Session, words: Collection[Approval]) -> dict[tuple[int | None, int | None], str]:
    """Whose voice each word is, by person and link. Through a link it is the name it was made for."""
    if not words:
        return {}
    links = {word.link_id for word in words if word.link_id is not None}
    people = names_of(session, {word.by for word in words if word.by is not None})
    answered = dict(
        session.exec(select(ReviewLink.id, ReviewLink.name).where(col(ReviewLink.id).in_(list(links)))).all()
    )
    return {
        (word.by, word.link_id): people.get(word.by or 0) or answered.get(word.link_id, "") for word in words
    }


def _said_to_all(read: _Read, digests: Sequence[str]) -> list[Yes]:
    """Who has said yes to every digest. Through links each digest is answered by itself: their name is the voice."""
    heard = [
        {
            (word.by, read.names.get((word.by, word.link_id), "")): word.at
            for word in read.standing.get(digest, ())
        }
        for digest in digests
    ]
    everywhere = [voice for voice in heard[0] if all(voice in each for each in heard)] if heard else []
    found = [Yes(by, name, max(each[by, name] for each in heard)) for by, name in everywhere]
    return sorted(found, key=lambda yes: yes.at)
