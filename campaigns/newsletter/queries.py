"""Reading the list and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select

from campaigns.content.models import Variant
from campaigns.errors import NotFound
from campaigns.newsletter.models import Issue, IssueMail, Subscriber
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.models import Account, Placement
from campaigns.vocabulary import MailStatus, PlacementStatus

NEWSLETTER = "newsletter"


@dataclass(frozen=True)
class Listed:
    """How many are on the list: who get issues, who have not confirmed yet, whose address does not exist.

    None is a count that is too small to be shown.
    """

    confirmed: int | None
    pending: int | None
    set_aside: int | None
    languages: Mapping[str, int | None] = field(default_factory=dict)

    def guarded(self, smallest: int) -> Listed:
        """For those who may not see small counts: below `smallest` a count is None, and what is the sum of others is
        rounded down, so that nothing hidden can be worked out."""

        def shown(count: int | None) -> int | None:
            return None if count is not None and 0 < count < smallest else count

        languages = {code: shown(count) for code, count in self.languages.items()}
        confirmed = shown(self.confirmed)
        if confirmed and None in languages.values():
            confirmed -= confirmed % smallest
        return Listed(confirmed, shown(self.pending), shown(self.set_aside), languages)


@dataclass(frozen=True)
class Standing:
    """How far an issue is, by what became of its mails. `next_at`: when the next one may be handed over."""

    counts: Mapping[MailStatus, int]
    next_at: datetime | None = None

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    def of(self, status: MailStatus) -> int:
        return self.counts.get(status, 0)


def newsletter_of(session: Session, *, key: str, account_id: int) -> tuple[Account, Programme]:
    """A newsletter and its programme by what stands in its public address."""
    found = session.exec(
        select(Account, Programme)
        .join(Programme, col(Programme.id) == Account.programme_id)
        .where(
            Account.id == account_id,
            Account.channel == NEWSLETTER,
            Programme.key == key,
            col(Account.closed_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound("There is no such newsletter.")
    return found


def languages_of(session: Session, account: Account) -> list[str]:
    """The languages that can be asked for: the account's own one, or all of the programme."""
    return [account.language] if account.language else programme_languages(session, account.programme_id)


def issues_of(session: Session, *, account_id: int, limit: int = 12) -> list[tuple[Placement, str, Standing]]:
    """The newest issues whose sending has begun: the placement, its language, how far it is."""
    rows = session.exec(
        select(Placement, Variant.language)
        .join(Issue, col(Issue.placement_id) == Placement.id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(Placement.account_id == account_id)
        .order_by(col(Issue.opened_at).desc(), col(Placement.id).desc())
        .limit(limit)
    ).all()
    return [(row, code, standing_of(session, placement_id=row.id or 0)) for row, code in rows]


def same_issue(session: Session, placement: Placement) -> dict[str, Placement]:
    """The same post in every language that is due at the same moment through the same account, itself included."""
    post = select(Variant.post_id).where(Variant.id == placement.variant_id).scalar_subquery()
    rows = session.exec(
        select(Variant.language, Placement)
        .join(Placement, col(Placement.variant_id) == Variant.id)
        .where(
            Variant.post_id == post,
            Placement.account_id == placement.account_id,
            Placement.due_at == placement.due_at,
            Placement.status != PlacementStatus.CANCELLED,
        )
        .order_by(col(Placement.id))
    ).all()
    return dict(rows)


def list_of(session: Session, *, account_id: int) -> Listed:
    """The counts of a list."""
    rows = session.exec(
        select(Subscriber.languages, Subscriber.confirmed_at, Subscriber.set_aside_at).where(
            Subscriber.account_id == account_id
        )
    ).all()
    reading = [row for row in rows if row[1] is not None and row[2] is None]
    return Listed(
        confirmed=len(reading),
        pending=sum(row[1] is None and row[2] is None for row in rows),
        set_aside=sum(row[2] is not None for row in rows),
        languages=Counter(code for row in reading for code in row[0]),
    )


def standing_of(session: Session, *, placement_id: int) -> Standing:
    """What became of the mails of an issue so far."""
    rows = session.exec(
        select(IssueMail.status, func.count())
        .where(IssueMail.placement_id == placement_id)
        .group_by(col(IssueMail.status))
    ).all()
    counts = {MailStatus(status): number for status, number in rows}
    waiting = session.exec(
        select(IssueMail.next_at)
        .where(IssueMail.placement_id == placement_id, col(IssueMail.next_at).is_not(None))
        .order_by(col(IssueMail.next_at))
        .limit(1)
    ).first()
    return Standing(counts, waiting)


def has_reader(session: Session, *, account_id: int, language: str) -> bool:
    """Whether anybody would get an issue in this language."""
    rows = session.exec(
        select(Subscriber.languages).where(
            Subscriber.account_id == account_id,
            col(Subscriber.confirmed_at).is_not(None),
            col(Subscriber.set_aside_at).is_(None),
        )
    )
    return any(language in languages for languages in rows)
