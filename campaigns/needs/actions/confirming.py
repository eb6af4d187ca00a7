"""A person says what a question was about; the machine only suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.errors import NotFound
from campaigns.needs.counts.pool import Pool, known_of
from campaigns.needs.decisions import as_it_stands, remember_decision
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.rules import check_can_confirm_topic
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def confirm_topic(
    session: Session, *, need_ids: Sequence[int], topic: str | None, by: Actor, now: datetime
) -> int:
    """Confirms or corrects the topic of questions, one or many; says how many were corrected.

    None says that no topic fits: that is an answer, too, and counts for how good suggestions are.
    """
    check_can_confirm_topic(by)
    if topic is not None:
        book_of(session, by.programme_id or 0).topic(topic)
    needs = _needs(session, need_ids, by)
    corrected = sum(need.topic != topic for need in needs)
    before = as_it_stands(needs)
    _decide(session, needs, {need.id: topic for need in needs}, by)
    remember_decision(session, before, needs, topic=topic, by=by, now=now)
    _record(session, by, now, topic=topic, confirmed=len(needs) - corrected, corrected=corrected)
    return corrected


def confirm_suggested(session: Session, *, need_ids: Sequence[int], by: Actor, now: datetime) -> int:
    """Confirms each of these questions with the topic it has, whichever that is, also with none; says how many."""
    check_can_confirm_topic(by)
    needs = _needs(session, need_ids, by)
    before = as_it_stands(needs)
    _decide(session, needs, {need.id: need.topic for need in needs}, by)
    remember_decision(session, before, needs, topic=None, by=by, now=now)
    _record(session, by, now, confirmed=len(needs), corrected=0)
    return len(needs)


def _needs(session: Session, need_ids: Sequence[int], by: Actor) -> Sequence[AdviceNeed]:
    needs = session.exec(
        select(AdviceNeed).where(col(AdviceNeed.id).in_(need_ids), AdviceNeed.programme_id == by.programme_id)
    ).all()
    if len(needs) != len(set(need_ids)):
        raise NotFound("Some of these questions are not in this programme any more. Reload the page.")
    return needs


def _decide(
    session: Session, needs: Sequence[AdviceNeed], topics: Mapping[int | None, str | None], by: Actor
) -> None:
    pool = Pool(session, by.programme_id or 0)
    for need in needs:
        before = known_of(need)
        topic = topics[need.id]
        if topic is None:
            need.topics = []
        else:
            others = [one for one in need.topics if one["key"] != topic]
            score = next((one["score"] for one in need.topics if one["key"] == topic), 1.0)
            need.topics = [{"key": topic, "score": score}, *others][:3]
        if topic != need.topic:
            came = need.topic or "" if need.corrected_from is None else need.corrected_from
            need.corrected_from = came if (topic or "") != came else None
        need.topic = topic
        need.topic_confirmed_by = by.person_id
        pool.move(before, known_of(need))
        session.add(need)
    session.flush()
    pool.save()


def _record(session: Session, by: Actor, now: datetime, **details: Any) -> None:
    record(
        session,
        action="confirm_topic",
        subject="advice_need",
        by=by,
        programme_id=by.programme_id,
        now=now,
        **details,
    )
