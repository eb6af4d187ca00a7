"""Letters to those who have to decide, and to the leads when nobody did: how many cards, never what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from babel import Locale
from babel.dates import format_datetime
from sqlmodel import Session, col, select

from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.reminding import Step
from campaigns.clock import zone
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.models import Membership, Person, Programme
from campaigns.vocabulary import Role

LETTERS = {Step.REMIND: "review_reminder", Step.ESCALATE: "review_escalation"}
_CARDS = {"de": ("eine Karte", "{count} Karten"), "en": ("one card", "{count} cards")}


def write_letters(
    session: Session,
    *,
    steps: Sequence[tuple[ReviewRequest, Step]],
    outbox: Outbox,
    address: str,
    now: datetime,
) -> int:
    """Puts one letter for each person, programme, language and kind of step into the outbox; says how many."""
    groups: dict[tuple[int, str, Step], list[ReviewRequest]] = defaultdict(list)
    for request, step in steps:
        groups[request.programme_id, request.language, step].append(request)
    written = 0
    for (programme_id, language, step), requests in groups.items():
        programme = session.get_one(Programme, programme_id)
        for person in _readers(session, programme_id=programme_id, language=language, step=step):
            values = _values(programme, language, requests, person.reads, address, now)
            written += put_letter(
                session,
                outbox=outbox,
                letter=LETTERS[step],
                to=person.email,
                interface=person.reads,
                values=values,
                now=now,
            )
    return written


def _readers(session: Session, *, programme_id: int, language: str, step: Step) -> list[Person]:
    query = (
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.programme_id == programme_id, col(Person.disabled_at).is_(None))
        .distinct()
        .order_by(col(Person.id))
    )
    if step is Step.REMIND:
        query = query.where(Membership.role == Role.LAWYER, Membership.language == language)
    else:
        query = query.where(Membership.role == Role.LEAD)
    return list(session.exec(query))


def _values(
    programme: Programme,
    language: str,
    requests: Sequence[ReviewRequest],
    interface: str,
    address: str,
    now: datetime,
) -> dict[str, object]:
    spoken = interface if interface in _CARDS else "en"
    one, many = _CARDS[spoken]
    due = min(request.due_at or now for request in requests)
    return {
        "programme": programme.name,
        "count": one if len(requests) == 1 else many.format(count=len(requests)),
        "language": Locale.parse(spoken).languages.get(language, language),
        "due": format_datetime(due.astimezone(zone(programme.zone)), "short", locale=spoken),
        "link": address,
    }
