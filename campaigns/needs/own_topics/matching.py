"""Questions nobody understood are matched again when topics changed, in portions nobody has to wait for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.needs.counts.pool import Pool, known_of
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.topics.matching import classify

#: While a portion is matched everybody else who writes waits.
PORTION = 2000


@dataclass(frozen=True)
class Matched:
    """One portion: how many were read and got a topic, and the number below which the next portion begins.

    `below` is None when there is none.
    """

    read: int
    matched: int
    below: int | None


def match_again(
    session: Session, *, programme_id: int, below: int | None = None, limit: int = PORTION
) -> Matched:
    """Matches a portion of the questions without a topic once more, the newest first.

    Questions of which a person said that they have none stay so.
    """
    book = book_of(session, programme_id)
    unclear = (
        select(AdviceNeed)
        .where(
            AdviceNeed.programme_id == programme_id,
            col(AdviceNeed.topic).is_(None),
            col(AdviceNeed.topic_confirmed_by).is_(None),
            col(AdviceNeed.text).is_not(None),
        )
        .order_by(col(AdviceNeed.id).desc())
        .limit(limit)
    )
    if below is not None:
        unclear = unclear.where(col(AdviceNeed.id) < below)
    found = session.exec(unclear).all()
    pool, matched = Pool(session, programme_id), 0
    for need in found:
        topics = classify(need.text or "", language=need.language, book=book)
        if not topics:
            continue
        before = known_of(need)
        need.topics = [{"key": one.key, "score": one.score} for one in topics]
        need.topic = need.suggested = topics[0].key
        pool.move(before, known_of(need))
        matched += 1
    session.flush()
    pool.save()
    return Matched(len(found), matched, found[-1].id if len(found) == limit else None)
