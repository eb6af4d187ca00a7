"""A person says what a question was about; the machine only suggested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import NotFound
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.rollup import WeekTally, counted_of
from campaigns.needs.rules import check_can_confirm_topic
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def confirm_topic(session: Session, *, need_ids: Sequence[int], topic: str, by: Actor, now: datetime) -> int:
    """Confirms or corrects the topic of questions, one or many; says how many were corrected."""
    check_can_confirm_topic(by)
    book_of(session, by.programme_id or 0).topic(topic)
    needs = session.exec(
        select(AdviceNeed).where(col(AdviceNeed.id).in_(need_ids), AdviceNeed.programme_id == by.programme_id)
    ).all()
    if len(needs) != len(set(need_ids)):
        raise NotFound("Some of these questions are not in this programme any more. Reload the page.")
    corrected = sum(need.topic != topic for need in needs)
    tally = WeekTally()
    for need in needs:
        tally.take_away(counted_of(need))
        others = [one for one in need.topics if one["key"] != topic]
        score = next((one["score"] for one in need.topics if one["key"] == topic), 1.0)
        need.topics = [{"key": topic, "score": score}, *others][:3]
        need.topic = topic
        need.topic_confirmed_by = by.person_id
        tally.add(counted_of(need))
        session.add(need)
    session.flush()
    tally.save(session, by.programme_id or 0)
    record(
        session,
        action="confirm_topic",
        subject="advice_need",
        by=by,
        programme_id=by.programme_id,
        now=now,
        topic=topic,
        confirmed=len(needs) - corrected,
        corrected=corrected,
    )
    return corrected
