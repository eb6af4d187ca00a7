"""Why long work waits, in words: a worker that is missing or silent, or that has other things to do first."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.work.models import Work
from campaigns.work.queries import SILENT_AFTER, heartbeats, work_ahead
from web import database
from web.database import session
from web.formats import moment


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
        return str(
            ngettext(
                "The worker is busy: %(num)s other task comes first.",
                "The worker is busy: %(num)s other tasks come first.",
                ahead,
            )
        )
    return str(_("The worker begins in a moment."))
