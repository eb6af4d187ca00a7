"""Whose words they are, and whether those count: by a lawyer with that right today, or through a link that stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, ReviewLink
from campaigns.approvals.testimony import Testimony
from campaigns.people.models import Membership, Person
from campaigns.people.told_rights import Right, told_rights
from campaigns.vocabulary import Role


class Voices:
    """Whose words these are: a person's, however many roles or links, is one voice."""

    def __init__(self, session: Session, words: Sequence[Approval]) -> None:
        self._lawyers = _lawyers(session, {word.by for word in words if word.by is not None})
        wanted = {word.link_id for word in words if word.link_id is not None}
        self._links = {
            link.id: link
            for link in session.exec(select(ReviewLink).where(col(ReviewLink.id).in_(list(wanted))))
        }

    def number(self, words: Collection[Approval]) -> int:
        """How many persons these are. A link of somebody who speaks for themselves is no second one, and two links of
        one person are one: they could have kept them."""
        own = {word.by for word in words if word.link_id is None}
        links = [self._links[word.link_id] for word in words if word.link_id is not None]
        others = [link for link in links if link.issued_by not in own]
        return len(own) + min(len({link.email for link in others}), len({link.issued_by for link in others}))

    def counts(self, word: Approval, programme_id: int) -> bool:
        """Whether they are a lawyer for its language now as they were then, or decided through a link that nobody
        took back."""
        if word.link_id is None:
            given_at = self._lawyers.get((word.by, word.language, programme_id))
            # A right that was taken and given again in the desk is another one: the words before are not under it.
            return given_at is not None and given_at <= word.at
        return self.stands(word) and self._links[word.link_id].programme_id == programme_id

    def is_given_as_told(self, word: Approval, told: Testimony) -> bool:
        """Whether the trail tells who gave the link out through which it was said, if it was one, as its row does."""
        if word.link_id is None:
            return True
        link = self._links[word.link_id]
        return told.giver_of(link) == link.issued_by

    def stands(self, word: Approval) -> bool:
        """Whether nobody took the link back through which it was said, if it was a link."""
        return word.link_id is None or self._links[word.link_id].revoked_at is None


def _lawyers(session: Session, people: Collection[int]) -> dict[tuple[int | None, str, int], datetime]:
    """Who of these is a lawyer now: (person, language, programme), and since when somebody gave them that right.

    Both the table and the trail have to say so (`people.told_rights`).
    """
    if not people:
        return {}
    held = session.exec(
        select(Membership)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            col(Membership.person_id).in_(list(people)),
            Membership.role == Role.LAWYER,
            col(Person.disabled_at).is_(None),
        )
    )
    told = told_rights(session, people)
    return {
        (one.person_id, one.language, one.programme_id): told[right]
        for one in held
        if (right := Right(one.person_id, one.programme_id, Role.LAWYER.value, one.language)) in told
    }
