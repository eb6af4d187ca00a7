"""Reads about what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from campaigns.errors import NotFound
from campaigns.needs.counts.steps import steps_of
from campaigns.needs.models import AdviceNeed, NeedBatch, NeedSpace, NeedWeek, Proposal
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.radar.covered import Coverage
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.places import space_counts
from campaigns.needs.radar.ranking import (
    RadarInput,
    RadarRow,
    WeekCount,
    law_changes_ahead,
    monday,
    radar,
    window_start,
)
from campaigns.needs.radar.series import PAST_WEEKS, WEEK
from campaigns.people.models import Programme
from campaigns.vocabulary import ProposalStatus


@dataclass(frozen=True)
class NeedCounts:
    """How many questions there are, how many speak of no topic of ours or no language we know."""

    asked: int
    unclear: int
    without_language: int
    confirmed: int


def week_counts(session: Session, *, programme_id: int, until: date) -> list[WeekCount]:
    """Weekly counts by topic and language, from the rollup, since the first question.

    What is older than the radar looks back stands together in the week before that.
    """
    since = window_start(until, PAST_WEEKS)
    numbers = (col(NeedWeek.asked), col(NeedWeek.answered_wrong), col(NeedWeek.corrected))
    keys = (col(NeedWeek.topic), col(NeedWeek.language))
    of_programme = col(NeedWeek.programme_id) == programme_id
    recent = select(col(NeedWeek.week), *keys, *numbers).where(
        of_programme, col(NeedWeek.week) >= since, col(NeedWeek.week) <= until
    )
    older = (
        select(*keys, *map(func.sum, numbers)).where(of_programme, col(NeedWeek.week) < since).group_by(*keys)
    )
    found = [WeekCount._make(row) for row in session.execute(recent)]
    return found + [WeekCount(since - WEEK, *row) for row in session.execute(older)]


def spaces_of_topic(
    session: Session, *, programme: Programme, topic: str, since: date, until: date
) -> dict[str, list[str]]:
    """Names of the spaces in which a topic came up often enough to be told, by language, the busiest first.

    That somebody asked once in a closed group is nobody's business: the programme's smallest count holds for each.
    """
    query = (
        select(col(NeedSpace.language), col(NeedSpace.space), func.sum(col(NeedSpace.asked)).label("asked"))
        .where(
            col(NeedSpace.programme_id) == programme.id,
            col(NeedSpace.topic) == topic,
            col(NeedSpace.week) >= since,
            col(NeedSpace.week) <= until,
        )
        .group_by(col(NeedSpace.language), col(NeedSpace.space))
        .having(func.sum(col(NeedSpace.asked)) >= programme.smallest_count)
        .order_by(func.sum(col(NeedSpace.asked)).desc(), col(NeedSpace.space))
    )
    found: dict[str, list[str]] = {}
    for language, space, _ in session.execute(query):
        found.setdefault(language, []).append(space)
    return found


def radar_of(
    session: Session,
    *,
    programme: Programme,
    as_of: date,
    weeks: int = 8,
    covered: Mapping[tuple[str, str], Coverage] | None = None,
    law_changes: Mapping[str, LawChange] | None = None,
) -> list[RadarRow]:
    """The radar of a programme. What campaigns cover and which facts change is known above this slice.

    `weeks` is one of the windows offered (`disclosure.WINDOWS`); the window ends with the week of `as_of`.
    """
    programme_id = programme.id or 0
    return radar(
        RadarInput(
            as_of=as_of,
            weeks=weeks,
            smallest_count=programme.smallest_count,
            counts=week_counts(session, programme_id=programme_id, until=monday(as_of)),
            spaces=space_counts(session, programme_id=programme_id, as_of=as_of),
            covered=covered or {},
            law_changes=law_changes_ahead(as_of) if law_changes is None else law_changes,
        ),
        book=book_of(session, programme_id),
    )


def last_day_asked(session: Session, *, programme_id: int) -> date | None:
    """The day of the newest question."""
    return session.scalar(
        select(func.max(col(AdviceNeed.day))).where(col(AdviceNeed.programme_id) == programme_id)
    )


def last_week_counted(session: Session, *, programme: Programme) -> date | None:
    """The last week in which all that was asked took a step: a single question would move every window."""
    query = (
        select(col(NeedWeek.week), func.sum(col(NeedWeek.asked)))
        .where(col(NeedWeek.programme_id) == programme.id)
        .group_by(col(NeedWeek.week))
        .order_by(col(NeedWeek.week))
    )
    weeks = session.execute(query).all()
    steps = steps_of([int(asked) for _week, asked in weeks], smallest=programme.smallest_count).taken
    return max((week for (week, _asked), step in zip(weeks, steps, strict=True) if step), default=None)


#: Chosen instead of a language: questions whose language nobody knows.
NO_LANGUAGE = "unknown"


@dataclass(frozen=True)
class Chosen:
    """Which questions: of a topic, in a language, without a topic (`unclear`), decided by nobody (`unconfirmed`), of
    some days, both included, from a region. The language NO_LANGUAGE: of which none is known."""

    topic: str | None = None
    language: str | None = None
    unclear: bool = False
    unconfirmed: bool = False
    since: date | None = None
    until: date | None = None
    region: str | None = None

    def conditions(self, programme_id: int) -> list[ColumnElement[bool]]:
        """The same as conditions of a query."""
        found = [col(AdviceNeed.programme_id) == programme_id]
        if self.topic:
            found.append(col(AdviceNeed.topic) == self.topic)
        if self.language == NO_LANGUAGE:
            found.append(col(AdviceNeed.language).is_(None))
        elif self.language:
            found.append(col(AdviceNeed.language) == self.language)
        if self.since:
            found.append(col(AdviceNeed.day) >= self.since)
        if self.until:
            found.append(col(AdviceNeed.day) <= self.until)
        if self.region:
            found.append(col(AdviceNeed.region) == self.region)
        if self.unclear:
            found.append(col(AdviceNeed.topic).is_(None))
        if self.unconfirmed:
            found.append(col(AdviceNeed.topic_confirmed_by).is_(None))
        return found


EVERYTHING = Chosen()


def recent_needs(
    session: Session, *, programme_id: int, chosen: Chosen = EVERYTHING, limit: int = 50, offset: int = 0
) -> Sequence[AdviceNeed]:
    """The newest questions first."""
    query = select(AdviceNeed).where(*chosen.conditions(programme_id))
    return session.scalars(
        query.order_by(col(AdviceNeed.day).desc(), col(AdviceNeed.id).desc()).limit(limit).offset(offset)
    ).all()


def need_counts(session: Session, *, programme_id: int, chosen: Chosen = EVERYTHING) -> NeedCounts:
    """Totals for the page of questions: of those chosen, what is held now, without what was kept long enough."""
    conditions = replace(chosen, unconfirmed=False).conditions(programme_id)
    asked, topics, languages = _numbers(session, conditions)
    decided = _numbers(session, [*conditions, *is_decided()])
    if chosen.unconfirmed:
        asked, topics, languages = asked - decided[0], topics - decided[1], languages - decided[2]
    return NeedCounts(asked, asked - topics, asked - languages, 0 if chosen.unconfirmed else decided[0])


def is_decided() -> tuple[ColumnElement[bool], ...]:
    """That a person decided a question's topic, as conditions of a query.

    Asked as a range, because SQLite, which has no statistics, then reads the index of these few (`need_decided`).
    """
    return (col(AdviceNeed.topic_confirmed_by) > 0,)


def _numbers(session: Session, conditions: Sequence[ColumnElement[bool]]) -> tuple[int, int, int]:
    """How many there are, with a topic and with a language: of an index alone, for a million are many to look at."""
    counts = (func.count(), func.count(col(AdviceNeed.topic)), func.count(col(AdviceNeed.language)))
    asked, topics, languages = session.execute(select(*counts).where(*conditions)).one()
    return int(asked), int(topics), int(languages)


def recent_batches(session: Session, *, programme_id: int, limit: int = 20) -> Sequence[NeedBatch]:
    """The newest imports first."""
    return session.scalars(
        select(NeedBatch)
        .where(col(NeedBatch.programme_id) == programme_id)
        .order_by(col(NeedBatch.created_at).desc(), col(NeedBatch.id).desc())
        .limit(limit)
    ).all()


def open_proposals(session: Session, *, programme_id: int) -> Sequence[Proposal]:
    """Proposals nobody decided yet, the newest first."""
    return session.scalars(
        select(Proposal)
        .where(col(Proposal.programme_id) == programme_id, col(Proposal.status) == ProposalStatus.OPEN)
        .order_by(col(Proposal.created_at).desc(), col(Proposal.id).desc())
    ).all()


def get_proposal(session: Session, *, programme_id: int, proposal_id: int) -> Proposal:
    """One proposal of the programme; refuses when there is none."""
    row = session.get(Proposal, proposal_id)
    if row is None or row.programme_id != programme_id:
        raise NotFound("There is no proposal {proposal} in this programme.", proposal=proposal_id)
    return row
