"""Why long work waits, in words: a worker that is missing or silent, or that has other things to do first."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.work.models import Work
from campaigns.work.queries import SILENT_AFTER, heartbeats, running_work, work_ahead
from web import database
from web.database import session
from web.formats import ago, moment, number
from web.words.labels import label


def why_waiting(work: Work) -> str:
    """What a piece of work waits for that no worker has begun."""
    beats = heartbeats(session())
    if not beats:
        return str(_("No worker is running. It begins when one is started: ask an admin."))
    if database.now() - beats[0].beat_at >= SILENT_AFTER:
        told = _(
            "The worker has been silent since %(moment)s. It begins when the worker is back: ask an admin.",
            moment=moment(beats[0].beat_at),
        )
        return str(told)
    ahead = work_ahead(session(), work_id=work.id or 0)
    if ahead:
        told = ngettext(
            "The worker is busy: %(num)s other task comes first.",
            "The worker is busy: %(num)s other tasks come first.",
            ahead,
        )
        return " ".join([str(told), *_at_work(programme_id=work.programme_id)])
    return str(_("The worker begins in a moment."))


def _at_work(*, programme_id: int | None) -> Iterator[str]:
    """What the worker is doing and since when; of another programme's work only since when."""
    running = running_work(session())
    if running is None or running.started_at is None:
        return
    begun = ago(running.started_at)
    if running.programme_id not in (None, programme_id):
        yield str(_("Now, begun %(ago)s: work of another programme.", ago=begun))
    elif running.total:
        yield str(
            _(
                "Now, begun %(ago)s: %(what)s, %(done)s of %(total)s.",
                ago=begun,
                what=label(running.kind),
                done=number(running.done),
                total=number(running.total),
            )
        )
    else:
        yield str(_("Now, begun %(ago)s: %(what)s.", ago=begun, what=label(running.kind)))
