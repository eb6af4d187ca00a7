"""A rumour is logged, looked into, judged, answered and watched."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.errors import BadInput, Conflict
from campaigns.lifecycle import check_transition
from campaigns.needs.classifying import understand
from campaigns.needs.intake.names import platform_code
from campaigns.needs.intake.towns import region_of
from campaigns.needs.normalising import words_of
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.redaction import redact
from campaigns.needs.rumours.models import LONGEST_CLAIM, LONGEST_FINDING, Rumour
from campaigns.needs.rumours.queries import get_rumour
from campaigns.needs.rumours.rules import check_can_judge_rumour, check_can_log_rumour
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.vocabulary import RumourStatus

VERDICTS = (RumourStatus.REFUTED, RumourStatus.TRUE, RumourStatus.UNCLEAR)
RISKS = range(1, 4)
_LONGEST_PLACE = 120
_MOST_SOURCES = 10
_LONGEST_SOURCE = 300


def log_rumour(
    session: Session,
    *,
    programme: Programme,
    claim: str,
    risk: int,
    day: date,
    language: str | None = None,
    topic: str | None = None,
    platform: str = "",
    space: str = "",
    region: str = "",
    by: Actor | None,
    now: datetime,
) -> Rumour:
    """Logs a claim in one's own words, without identifiers. The same claim again is heard once more, not kept twice.

    Language and topic are suggested from the words where they are not given; `risk` is 1 (nuisance) to 3 (harm).
    """
    if by is not None:
        check_can_log_rumour(by)
    programme_id = programme.id or 0
    book = book_of(session, programme_id)
    if topic is not None:
        book.topic(topic)
    if risk not in RISKS:
        raise BadInput("The risk is 1 (nuisance), 2 (loss) or 3 (harm).", field="risk")
    found = understand(claim, favoured=programme_languages(session, programme_id), book=book)
    text = _told(found.redacted.text, LONGEST_CLAIM, "claim")
    digest = hashlib.sha256(" ".join(words_of(text)).encode()).hexdigest()
    known = session.exec(
        select(Rumour).where(col(Rumour.programme_id) == programme_id, col(Rumour.claim_digest) == digest)
    ).first()
    row = known or Rumour(
        programme_id=programme_id,
        claim=text,
        claim_digest=digest,
        claim_language=found.language,
        language=language or found.language,
        topic=topic or next((one.key for one in found.topics), None),
        platform=platform_code(platform),
        space=redact(space).text[:_LONGEST_PLACE] or None,
        region=region_of(region),
        risk=risk,
        first_heard_on=day,
        last_heard_on=day,
        logged_by=person_id(by),
        created_at=now,
    )
    if known:
        row.heard += 1
        row.risk = max(row.risk, risk)
        row.first_heard_on, row.last_heard_on = min(row.first_heard_on, day), max(row.last_heard_on, day)
    session.add(row)
    session.flush()
    _record(session, "log_rumour", row, by, now)
    return row


def start_checking(session: Session, *, rumour_id: int, by: Actor, now: datetime) -> Rumour:
    """Somebody looks into it; also once more, when what was judged comes back."""
    return _step(session, rumour_id, RumourStatus.CHECKING, "check_rumour", by, now)


def judge_rumour(
    session: Session,
    *,
    rumour_id: int,
    verdict: RumourStatus,
    finding: str,
    sources: Sequence[str] = (),
    by: Actor,
    now: datetime,
) -> Rumour:
    """Says what a rumour is. Refuted or true need a finding (what is so) and at least one source."""
    check_can_judge_rumour(by)
    if verdict not in VERDICTS:
        raise BadInput("A rumour is refuted, true or unclear.", field="verdict")
    found = _told(redact(finding).text, LONGEST_FINDING, "finding") if finding.strip() else ""
    named = [source.strip()[:_LONGEST_SOURCE] for source in sources if source.strip()][:_MOST_SOURCES]
    if verdict is not RumourStatus.UNCLEAR and not (found and named):
        raise BadInput(
            "Say what is so and name at least one source (a law with its §, or an address), so that a lawyer can "
            "check it.",
            field="finding" if not found else "sources",
        )
    row = get_rumour(session, programme_id=by.programme_id or 0, rumour_id=rumour_id)
    check_transition(row.status, verdict)
    row.verdict, row.finding, row.sources = verdict.value, found, named
    row.judged_by, row.judged_at = person_id(by), now
    return _step(session, rumour_id, verdict, "judge_rumour", by, now)


def mark_rumour_answered(
    session: Session, *, rumour_id: int, campaign_id: int, by: Actor, now: datetime
) -> Rumour:
    """A campaign with the post that answers it is planned. What the rumour is stays as it was judged."""
    check_can_judge_rumour(by)
    row = get_rumour(session, programme_id=by.programme_id or 0, rumour_id=rumour_id)
    row.campaign_id = campaign_id
    session.add(row)
    session.flush()
    _record(session, "answer_rumour", row, by, now, campaign=campaign_id)
    return row


def mark_rumour_published(session: Session, *, rumour_id: int, by: Actor, now: datetime) -> Rumour:
    """The post that answers it is out."""
    return _step(session, rumour_id, RumourStatus.PUBLISHED, "publish_rumour", by, now)


def watch_rumour(
    session: Session, *, rumour_id: int, look_again_on: date | None = None, by: Actor, now: datetime
) -> Rumour:
    """Nothing more to do than to hear, on that day at the latest, whether it comes back."""
    row = _step(session, rumour_id, RumourStatus.MONITORED, "watch_rumour", by, now)
    row.look_again_on = look_again_on
    session.add(row)
    session.flush()
    return row


def watch_longer(
    session: Session, *, rumour_id: int, look_again_on: date, by: Actor, now: datetime
) -> Rumour:
    """It has not come back; look again later."""
    check_can_judge_rumour(by)
    row = get_rumour(session, programme_id=by.programme_id or 0, rumour_id=rumour_id)
    if row.status is not RumourStatus.MONITORED:
        raise Conflict("This rumour is not being watched. Reload the page.")
    row.look_again_on = look_again_on
    session.add(row)
    session.flush()
    _record(session, "watch_rumour", row, by, now)
    return row


def set_rumour_topic(session: Session, *, rumour_id: int, topic: str, by: Actor, now: datetime) -> Rumour:
    """Says what a rumour is about, so that a lawyer knows whose it is."""
    check_can_judge_rumour(by)
    row = get_rumour(session, programme_id=by.programme_id or 0, rumour_id=rumour_id)
    row.topic = book_of(session, row.programme_id).topic(topic).key
    session.add(row)
    session.flush()
    _record(session, "change_rumour", row, by, now)
    return row


def _step(
    session: Session, rumour_id: int, to: RumourStatus, action: str, by: Actor, now: datetime
) -> Rumour:
    check_can_judge_rumour(by)
    row = get_rumour(session, programme_id=by.programme_id or 0, rumour_id=rumour_id)
    check_transition(row.status, to)
    row.status = to
    session.add(row)
    session.flush()
    _record(session, action, row, by, now)
    return row


def _told(text: str, longest: int, field: str) -> str:
    """A text in one line; an empty or a very long one is refused."""
    line = " ".join(text.split())
    if not any(letter.isalpha() for letter in line):
        raise BadInput("Write in one sentence what is claimed or what is so.", field=field)
    if len(line) > longest:
        raise BadInput("Say it in at most {limit} characters.", field=field, limit=longest)
    return line


def _record(session: Session, action: str, row: Rumour, by: Actor | None, now: datetime, **more: Any) -> None:
    record(
        session,
        action=action,
        subject="rumour",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        status=row.status.value,
        topic=row.topic,
        **more,
    )
