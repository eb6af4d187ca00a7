"""On Monday morning everybody who looks after groups gets a letter with what the week holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from campaigns.clock import wall_time
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.models import Membership, Person, Programme
from campaigns.placements.models import Space
from campaigns.placements.rules import POSTS_BY_HAND
from campaigns.reach.rounds.week import Stop, round_of

#: Before people begin to work, by the clock of the programme's place.
HOUR = 7
#: A worker that slept on Monday writes on Tuesday; later than that the week speaks for itself.
LAST_WEEKDAY = 1


def is_letter_day(programme: Programme, now: datetime) -> bool:
    """Whether letters about the week are written now."""
    local = wall_time(now, programme.zone)
    return local.weekday() <= LAST_WEEKDAY and local.hour >= HOUR


def write_round_letters(
    session: Session, *, programme: Programme, outbox: Outbox, base_url: str, now: datetime
) -> int:
    """Puts a letter for each keeper and deputy with something to do into the outbox, once a week; says how many.

    Who is away gets none; their deputy's letter counts their groups.
    """
    today = wall_time(now, programme.zone).date()
    monday = today - timedelta(days=today.weekday())
    written = 0
    for person, membership in _readers(session, programme, monday):
        membership.round_told_on = monday
        session.add(membership)
        stops = round_of(session, programme=programme, person_id=person.id, now=now)
        own = [stop for stop in stops if stop.person_id == person.id]
        if own:
            written += put_letter(
                session,
                outbox=outbox,
                letter="weekly_round",
                to=person.email,
                interface=person.reads,
                values={
                    **_counts(own, monday),
                    "programme": programme.name,
                    "link": f"{base_url}/handoffs/round",
                },
                now=now,
                good_for=timedelta(days=2),
            )
    session.flush()
    return written


def _counts(stops: list[Stop], monday: date) -> dict[str, int]:
    sunday = monday + timedelta(days=6)
    return {
        "groups": sum(not (stop.is_visited or stop.is_ours) for stop in stops),
        "posts": sum(each.placement.wall.date() <= sunday for stop in stops for each in stop.waiting),
        "unread": sum(len(stop.unread) for stop in stops),
    }


def _readers(session: Session, programme: Programme, monday: date) -> Iterator[tuple[Person, Membership]]:
    """Keepers and deputies whom nobody has written to about this week, each once."""
    kept = select(Space.keeper_id).where(Space.programme_id == programme.id, col(Space.closed_at).is_(None))
    deputies = select(Space.deputy_id).where(
        Space.programme_id == programme.id, col(Space.closed_at).is_(None)
    )
    query = (
        select(Person, Membership)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.programme_id == programme.id,
            col(Membership.role).in_(POSTS_BY_HAND),
            or_(col(Person.id).in_(kept), col(Person.id).in_(deputies)),
            col(Person.disabled_at).is_(None),
        )
        .order_by(col(Person.id), col(Membership.id))
    )
    seen: set[int] = set()
    for person, membership in session.exec(query).all():
        if person.id is None or person.id in seen:
            continue
        seen.add(person.id)
        if membership.round_told_on != monday:
            yield person, membership
