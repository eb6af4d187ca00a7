"""Reads about phrases that came up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from campaigns.errors import NotFound
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.emerging.phrases import FEWEST_SOURCES, Asked, holds
from campaigns.needs.models import AdviceNeed
from campaigns.needs.normalising import normalise
from campaigns.needs.radar.series import window_start

RECENT_WEEKS = 4
PAST_WEEKS = 52
#: What one look reads at most, the newest first: it bounds time and memory.
MOST_QUESTIONS = 60_000
#: Texts shown with a phrase, and texts looked through for them while somebody waits.
MOST_EXAMPLES = 3
MOST_LOOKED_THROUGH = 5_000


def kept_texts(session: Session, *, programme_id: int, as_of: date) -> list[Asked]:
    """The questions of the last year with their texts; none where a programme keeps no free text."""
    recent_from = window_start(as_of, RECENT_WEEKS)
    query = (
        select(
            col(AdviceNeed.text),
            col(AdviceNeed.language),
            col(AdviceNeed.case_hash),
            col(AdviceNeed.day),
            col(AdviceNeed.topic),
        )
        .where(
            col(AdviceNeed.programme_id) == programme_id,
            col(AdviceNeed.text).is_not(None),
            col(AdviceNeed.day) >= recent_from - timedelta(weeks=PAST_WEEKS),
            col(AdviceNeed.day) <= as_of,
        )
        .order_by(col(AdviceNeed.day).desc())
        .limit(MOST_QUESTIONS)
    )
    return [
        Asked(text, language or "", source_of(text, case, day), day >= recent_from, topic is not None)
        for text, language, case, day, topic in session.execute(query)
    ]


def source_of(text: str, case: str | None, day: date) -> str:
    """Who asked, as far as it can be told apart: the case or, where it is unknown, the words of a day.

    Whoever asks the same in five groups does so on one day and is one source; the same few words on another day are
    another person's, as two who ask for the same thing hardly find different ones.
    """
    return case or f"{day.isoformat()} {normalise(text)}"


def open_phrases(session: Session, *, programme_id: int) -> Sequence[EmergingPhrase]:
    """What came up and nobody decided about, the most sudden first."""
    return session.scalars(
        select(EmergingPhrase)
        .where(
            col(EmergingPhrase.programme_id) == programme_id,
            col(EmergingPhrase.dismissed_at).is_(None),
            col(EmergingPhrase.topic).is_(None),
        )
        .order_by(col(EmergingPhrase.likelihood).desc(), col(EmergingPhrase.id))
    ).all()


def get_phrase(session: Session, *, programme_id: int, phrase_id: int) -> EmergingPhrase:
    """One phrase of the programme; refuses when there is none."""
    row = session.get(EmergingPhrase, phrase_id)
    if row is None or row.programme_id != programme_id:
        raise NotFound("There is no phrase {phrase} in this programme.", phrase=phrase_id)
    return row


def dismissed_phrases(session: Session, *, programme_id: int, limit: int = 20) -> Sequence[EmergingPhrase]:
    """What somebody said is no need, the latest first."""
    return session.scalars(
        select(EmergingPhrase)
        .where(
            col(EmergingPhrase.programme_id) == programme_id, col(EmergingPhrase.dismissed_at).is_not(None)
        )
        .order_by(col(EmergingPhrase.dismissed_at).desc(), col(EmergingPhrase.id).desc())
        .limit(limit)
    ).all()


def examples_of(session: Session, *, row: EmergingPhrase, smallest: int) -> list[str]:
    """A few of the questions that hold a phrase, without identifiers; none unless enough sources still stand.

    Sources are counted anew: questions may have been forgotten or taken back since the phrase was found. Without
    the day, the group and the order, so that a text does not point to one question.
    """
    recent_from = window_start(row.as_of, RECENT_WEEKS)
    query = (
        select(col(AdviceNeed.text), col(AdviceNeed.case_hash), col(AdviceNeed.day))
        .where(
            col(AdviceNeed.programme_id) == row.programme_id,
            col(AdviceNeed.text).is_not(None),
            col(AdviceNeed.day) >= recent_from,
            col(AdviceNeed.day) <= row.as_of,
            col(AdviceNeed.language) == row.language if row.language else col(AdviceNeed.language).is_(None),
        )
        .order_by(col(AdviceNeed.day).desc())
        .limit(MOST_LOOKED_THROUGH)
    )
    texts: dict[str, str] = {}
    for text, case, day in session.execute(query):
        if holds(text, row.phrase, row.language):
            texts.setdefault(source_of(text, case, day), text)
    if len(texts) < max(FEWEST_SOURCES, smallest):
        return []
    return sorted(dict.fromkeys(texts.values()), key=lambda text: (len(text), text))[:MOST_EXAMPLES]
