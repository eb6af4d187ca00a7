"""What has been kept for long enough is deleted: questions, logins, letters, work, subscriptions, screenshots."""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.mail.outbox import forget_old_mail
from campaigns.needs.actions.forgetting import forget_old_needs
from campaigns.newsletter.forgetting import forget_newsletter
from campaigns.people.actions.forgetting import forget_old_logins
from campaigns.people.queries import get_programme, list_programmes
from campaigns.placements.spaces.forgetting import forget_screenshots
from campaigns.work.actions import forget_old_work
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")

FORGETTING = (forget_old_logins, forget_old_mail, forget_old_work, forget_newsletter, forget_screenshots)


def forget_what_is_old(deps: Deps) -> int:
    """Deletes all that is older than its limit, each kind in a transaction of its own; says how many rows."""
    now = deps.clock()
    with read_scope(deps.engine) as session:
        programmes = [programme.id or 0 for programme in list_programmes(session)]
    deleted = 0
    for programme_id in programmes:
        with session_scope(deps.engine) as session:
            deleted += forget_old_needs(session, programme=get_programme(session, programme_id), now=now)
    for forget in FORGETTING:
        with session_scope(deps.engine) as session:
            deleted += forget(session, now=now)
    if deleted:
        log.info("%d rows were old enough and are deleted", deleted)
    return deleted
