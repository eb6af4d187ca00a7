"""What goes wrong in a programme's own folder: no worker in the evening, no place to write, no answer.

Each befalls one post that was moved to a moment of its own shortly before, so that nothing else leaves then.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from campaigns.db import session_scope
from campaigns.demo.stage import Stage, last_due, publish_due, somebody
from campaigns.people.models import Programme
from campaigns.placements.actions.steer import move
from campaigns.vocabulary import Role

#: A post that cannot be written is tried again so many minutes after its moment, and then no more.
TRIES = (1, 6, 36)


def miss_one(stage: Stage, *, programme: Programme, campaign_id: int, language: str, now: datetime) -> None:
    """A post that was due lately is moved to the evening before; no worker runs in that night."""
    moment = _moved(stage, programme, campaign_id, language, until=now - timedelta(days=1), evening=True)
    if moment is None:
        return
    publish_due(stage, campaign_id=campaign_id, until=moment - timedelta(minutes=1))
    stage.publish(moment + timedelta(minutes=programme.lateness_minutes + 60))


def refuse_one(stage: Stage, *, programme: Programme, campaign_id: int, language: str, now: datetime) -> None:
    """The last post that was due cannot be written anywhere, however often the worker tries."""
    moment = _moved(stage, programme, campaign_id, language, until=now, earlier=timedelta(hours=3))
    if moment is None:
        return
    publish_due(stage, campaign_id=campaign_id, until=moment - timedelta(minutes=1))
    for minutes in (0, *TRIES):
        stage.shut_out(moment + timedelta(minutes=minutes, seconds=20))


def lose_answer(
    stage: Stage, *, programme: Programme, campaign_id: int, language: str, now: datetime
) -> None:
    """The last post that was due is handed over by a machine that stops then; nobody can say what is out."""
    moment = _moved(stage, programme, campaign_id, language, until=now, earlier=timedelta(hours=1))
    if moment is None:
        return
    publish_due(stage, campaign_id=campaign_id, until=moment - timedelta(minutes=1))
    stage.break_off(moment + timedelta(seconds=20))
    stage.publish(moment + timedelta(minutes=4))


def _moved(
    stage: Stage,
    programme: Programme,
    campaign_id: int,
    language: str,
    *,
    until: datetime,
    evening: bool = False,
    earlier: timedelta = timedelta(),
) -> datetime | None:
    """The new moment of the last post of the folder in this language that was due by then; None without one.

    Moved by campaign staff two days before: into the evening of the day before, or so much earlier.
    """
    with session_scope(stage.engine) as session:
        placement = last_due(
            session, campaign_id=campaign_id, language=language, until=until, channel="folder"
        )
        if placement is None or placement.due_at is None:
            return None
        evening_before = placement.wall.replace(hour=20, minute=0) - timedelta(days=1)
        wall = evening_before if evening else placement.wall - earlier
        staff = somebody(session, programme, Role.STAFF)
        two_days_before = placement.due_at - timedelta(days=2)
        return move(session, placement_id=placement.id or 0, wall=wall, by=staff, now=two_days_before).due_at
