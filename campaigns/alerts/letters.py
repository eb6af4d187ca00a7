"""Letters about alerts: to every admin, and about late posts to the leads of the programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel.dates import format_datetime
from sqlmodel import Session, col, or_, select

from campaigns.alerts.looking import News
from campaigns.alerts.models import Alert
from campaigns.clock import zone
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.models import Membership, Person, Programme
from campaigns.vocabulary import AlertKind, Role

LETTERS = {
    (AlertKind.WORKER_SILENT, False): "worker_silent",
    (AlertKind.WORKER_SILENT, True): "worker_back",
    (AlertKind.POSTS_LATE, False): "posts_late",
    (AlertKind.POSTS_LATE, True): "posts_late_over",
}
_POSTS = {"de": ("ein Beitrag", "{count} Beiträge"), "en": ("one post", "{count} posts")}


def write_letters(
    session: Session, *, news: Sequence[News], outbox: Outbox, base_url: str, now: datetime
) -> int:
    """Puts one letter for each person and piece of news into the outbox; says how many."""
    written = 0
    for piece in news:
        for person, place in _readers(session, piece.alert).values():
            written += put_letter(
                session,
                outbox=outbox,
                letter=LETTERS[piece.alert.kind, piece.is_over],
                to=person.email,
                interface=person.reads,
                values=_values(piece.alert, place, person.reads, base_url),
                now=now,
            )
    return written


def _readers(session: Session, alert: Alert) -> dict[int, tuple[Person, Programme]]:
    """Each reader once, with the programme whose name and clock the letter uses."""
    query = (
        select(Person, Programme)
        .join(Membership, col(Membership.person_id) == Person.id)
        .join(Programme, col(Programme.id) == Membership.programme_id)
        .where(col(Person.disabled_at).is_(None))
        .order_by(col(Person.id), col(Programme.id).desc())
    )
    if alert.scope:
        query = query.where(
            Membership.programme_id == alert.scope,
            or_(Membership.role == Role.ADMIN, Membership.role == Role.LEAD),
        )
    else:
        query = query.where(Membership.role == Role.ADMIN)
    return {person.id or 0: (person, programme) for person, programme in session.exec(query)}


def _values(alert: Alert, place: Programme, interface: str, base_url: str) -> dict[str, object]:
    spoken = interface if interface in _POSTS else "en"
    one, many = _POSTS[spoken]
    return {
        "since": format_datetime(alert.began_at.astimezone(zone(place.zone)), "short", locale=spoken),
        "programme": place.name,
        "posts": one if alert.number == 1 else many.format(count=alert.number),
        "link": f"{base_url}/today",
    }
