"""WebSub: which hubs still have to hear that a feed changed.

Nothing is queued: the feed's own rows say how it stands, and a row for each hub what it was told. So a hub is told
however the worker died, and being told twice only makes it look twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, delete, select

from campaigns.people.models import Programme
from campaigns.placements.models import Account, HubTopic, Publication
from campaigns.placements.public.feed import FEED

#: After the first, second, … time that a hub did not take it; the last one for ever after.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))


@dataclass(frozen=True)
class Topic:
    """A feed that changed, and the hub that does not know yet. `state` names how the feed stands."""

    account_id: int
    hub: str
    programme: str
    language: str
    state: str


@dataclass(frozen=True)
class Told:
    """What a feed's hub knows: when it took a change last; why it did not take the next, told again at `next_at`."""

    told_at: datetime | None
    problem: str
    next_at: datetime | None


def told_so_far(session: Session, *, account_id: int) -> Told:
    """How it stands with an account's hub, over all languages of the feed."""
    rows = session.exec(select(HubTopic).where(HubTopic.account_id == account_id)).all()
    owed = [row for row in rows if row.problem]
    return Told(
        max((row.told_at for row in rows if row.told_at is not None), default=None),
        owed[0].problem if owed else "",
        min((row.next_at for row in owed if row.next_at is not None), default=None),
    )


def forget_told(session: Session, *, account_id: int) -> None:
    """Another hub knows nothing yet: it is told of every language at the next look."""
    session.exec(delete(HubTopic).where(col(HubTopic.account_id) == account_id))


def hubs_of(session: Session, *, programme_id: int, language: str) -> list[str]:
    """Addresses of the hubs that a programme's feed in this language names."""
    accounts = session.exec(
        select(Account)
        .where(
            Account.programme_id == programme_id, Account.channel == FEED, col(Account.closed_at).is_(None)
        )
        .order_by(col(Account.id))
    )
    return list(
        dict.fromkeys(
            str(account.options["hub"])
            for account in accounts
            if account.options.get("hub") and account.language in (None, language)
        )
    )


def untold_topics(session: Session, *, now: datetime) -> list[Topic]:
    """Feeds whose hub has to be told now."""
    accounts = session.exec(
        select(Account, Programme.key)
        .join(Programme, col(Programme.id) == Account.programme_id)
        .where(Account.channel == FEED, col(Account.paused_at).is_(None), col(Account.closed_at).is_(None))
    ).all()
    wanted = [(account, key) for account, key in accounts if account.options.get("hub")]
    if not wanted:
        return []
    states = _states(session, {account.programme_id for account, _key in wanted})
    rows = {(row.account_id, row.language): row for row in session.exec(select(HubTopic))}
    found = []
    for account, key in wanted:
        for (programme_id, language), state in sorted(states.items()):
            row = rows.get((account.id or 0, language))
            mine = programme_id == account.programme_id and account.language in (None, language)
            is_due = row is None or (row.told != state and (row.next_at is None or row.next_at <= now))
            if mine and is_due:
                found.append(Topic(account.id or 0, str(account.options["hub"]), key, language, state))
    return found


def note_told(session: Session, topic: Topic, *, problem: str, now: datetime) -> None:
    """Writes down what the hub answered; with a problem it is told again after a pause."""
    row = session.get(HubTopic, (topic.account_id, topic.language)) or HubTopic(
        account_id=topic.account_id, language=topic.language
    )
    row.problem = problem[:200]
    if problem:
        row.next_at = now + PAUSES[min(row.tries, len(PAUSES) - 1)]
        row.tries += 1
    else:
        row.told, row.told_at, row.tries, row.next_at = topic.state, now, 0, None
    session.add(row)
    session.flush()


def _states(session: Session, programme_ids: set[int]) -> dict[tuple[int, str], str]:
    """How each feed stands: its newest entry, how many were withdrawn, and when one was corrected last."""
    rows = session.execute(
        select_many(
            col(Publication.programme_id),
            col(Publication.language),
            func.max(col(Publication.id)),
            func.count(col(Publication.withdrawn_at)),
            func.max(col(Publication.corrected_at)),
        )
        .where(col(Publication.channel) == FEED, col(Publication.programme_id).in_(programme_ids))
        .group_by(col(Publication.programme_id), col(Publication.language))
    ).all()
    return {
        (programme, language): f"{newest}-{gone}" + (f"-{corrected.isoformat()}" if corrected else "")
        for programme, language, newest, gone, corrected in rows
    }
