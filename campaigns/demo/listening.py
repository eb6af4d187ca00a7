"""What a programme hears beside its questions: checked topics, a topic of its own, a new word, rumours. All made up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.demo.stage import somebody
from campaigns.needs.actions import confirm_topic
from campaigns.needs.actions.confirming import confirm_suggested
from campaigns.needs.emerging.actions import save_phrases
from campaigns.needs.emerging.phrases import emerging_phrases
from campaigns.needs.emerging.queries import kept_texts
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.actions import make_topic
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.rumours.actions import (
    judge_rumour,
    log_rumour,
    mark_rumour_published,
    start_checking,
    watch_rumour,
)
from campaigns.people.models import Programme
from campaigns.vocabulary import Role, RumourStatus

#: How many questions a person looked at, and of how many that touch two topics one was meant for the second.
CHECKED = 120
CORRECTED_EVERY = 4


@dataclass(frozen=True)
class Listening:
    """What one programme hears. `new_words` are (language, sentence) of a need that has no topic yet."""

    rumours: tuple[dict[str, Any], ...] = ()
    topic: dict[str, Any] | None = None
    new_words: tuple[tuple[str, str], ...] = ()


@cache
def heard() -> dict[str, Listening]:
    """By programme, as listening.toml says."""
    table = tomllib.loads((Path(__file__).parent / "listening.toml").read_text(encoding="utf-8"))
    return {
        key: Listening(
            rumours=tuple(row.get("rumours", ())),
            topic=row.get("topic"),
            new_words=tuple(
                (code, text) for code, texts in row.get("new_words", {}).items() for text in texts
            ),
        )
        for key, row in table.items()
    }


def listen(session: Session, *, programme: Programme, now: datetime) -> None:
    """Makes all that is heard in a programme, with the actions that people use."""
    found = heard().get(programme.key, Listening())
    if programme.keeps_free_text:
        _check_topics(session, programme, now)
        _find_phrases(session, programme, now)
    if found.topic is not None:
        staff = somebody(session, programme, Role.STAFF)
        make_topic(session, programme=programme, by=staff, now=now - timedelta(days=20), **found.topic)
    for rumour in found.rumours:
        _hear(session, programme, rumour, now)


def _check_topics(session: Session, programme: Programme, now: datetime) -> None:
    """An advisor confirms topics and puts some right."""
    advisor = somebody(session, programme, Role.ADVISOR)
    newest = session.exec(
        select(AdviceNeed.id, AdviceNeed.topics)
        .where(
            AdviceNeed.programme_id == programme.id,
            col(AdviceNeed.topic).is_not(None),
            col(AdviceNeed.text).is_not(None),
        )
        .order_by(col(AdviceNeed.day).desc(), col(AdviceNeed.id).desc())
        .offset(CHECKED // 2)
        .limit(CHECKED)
    ).all()
    ids = [number or 0 for number, _topics in newest]
    second = {number or 0: topics[1]["key"] for number, topics in newest if len(topics) > 1}
    put_right = dict(list(second.items())[::CORRECTED_EVERY])
    confirm_suggested(session, need_ids=[one for one in ids if one not in put_right], by=advisor, now=now)
    for number, topic in put_right.items():
        confirm_topic(session, need_ids=[number], topic=topic, by=advisor, now=now)


def _find_phrases(session: Session, programme: Programme, now: datetime) -> None:
    """The worker's daily look."""
    programme_id, as_of = programme.id or 0, wall_time(now, programme.zone).date()
    phrases = emerging_phrases(
        kept_texts(session, programme_id=programme_id, as_of=as_of),
        book=book_of(session, programme_id),
        smallest=programme.smallest_count,
    )
    save_phrases(session, programme=programme, phrases=phrases, as_of=as_of, now=now)


def _hear(session: Session, programme: Programme, rumour: dict[str, Any], now: datetime) -> None:
    """One rumour, as far as its row says."""
    advisor = somebody(session, programme, Role.ADVISOR)
    staff = somebody(session, programme, Role.STAFF)
    heard_at = now - timedelta(days=rumour["days_ago"])
    for again in range(rumour.get("heard", 1)):
        row = log_rumour(
            session,
            programme=programme,
            claim=rumour["claim"],
            risk=rumour["risk"],
            day=wall_time(heard_at, programme.zone).date() - timedelta(days=again),
            language=rumour.get("language"),
            topic=rumour["topic"],
            platform=rumour.get("platform", "facebook_group"),
            space=rumour.get("space", ""),
            by=advisor,
            now=heard_at,
        )
    status, rumour_id = RumourStatus(rumour["status"]), row.id or 0
    if status is RumourStatus.NEW:
        return
    start_checking(session, rumour_id=rumour_id, by=staff, now=heard_at + timedelta(hours=2))
    if status is RumourStatus.CHECKING:
        return
    judged_at = heard_at + timedelta(hours=20)
    judge_rumour(
        session,
        rumour_id=rumour_id,
        verdict=RumourStatus(rumour["verdict"]),
        finding=rumour["finding"],
        sources=rumour["sources"],
        by=staff,
        now=judged_at,
    )
    if status is RumourStatus.PUBLISHED:
        mark_rumour_published(session, rumour_id=rumour_id, by=staff, now=judged_at + timedelta(days=3))
    elif status is RumourStatus.MONITORED:
        day = wall_time(now, programme.zone).date() + timedelta(days=rumour["look_in_days"])
        watch_rumour(session, rumour_id=rumour_id, look_again_on=day, by=staff, now=judged_at)
