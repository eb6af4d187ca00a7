"""A person says what a question was about; the machine only suggested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import NotFound
from campaigns.needs.models import AdviceNeed
from campaigns.needs.rollup import rebuild_weeks
from campaigns.needs.rules import check_can_confirm_topic
from campaigns.needs.taxonomy import taxonomy
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def confirm_topic(session: Session, *, need_ids: Sequence[int], topic: str, by: Actor, now: datetime) -> int:
    """Confirms or corrects the topic of questions, one or many; says how many were corrected."""
    check_can_confirm_topic(by)
    taxonomy().topic(topic)
    needs = session.exec(
        select(AdviceNeed).where(col(AdviceNeed.id).in_(need_ids), AdviceNeed.programme_id == by.programme_id)
    ).all()
    if len(needs) != len(set(need_ids)):
        raise NotFound("Some of these questions are not in this programme any more. Reload the page.")
    changed = [need for need in needs if need.topic != topic]
    for need in needs:
        others = [one for one in need.topics if one["key"] != topic]
        score = next((one["score"] for one in need.topics if one["key"] == topic), 1.0)
        need.topics = [{"key": topic, "score": score}, *others][:3]
        need.topic = topic
        need.topic_confirmed_by = by.person_id
        session.add(need)
    session.flush()
    if changed:
        rebuild_weeks(session, needs[0].programme_id, {need.week for need in changed})
    record(
        session,
        action="confirm_topic",
        subject="advice_need",
        by=by,
        programme_id=by.programme_id,
        now=now,
        topic=topic,
        confirmed=len(needs) - len(changed),
        corrected=len(changed),
    )
    return len(changed)
