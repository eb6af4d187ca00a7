"""Whether what has to be deleted is."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.doctor.finding import Finding, fails, well
from campaigns.mail.outbox import overdue_mail
from campaigns.needs.actions.forgetting import overdue_needs
from campaigns.newsletter.forgetting import overdue_newsletter
from campaigns.people.actions.forgetting import overdue_logins
from campaigns.people.queries import list_programmes
from campaigns.work.actions import overdue_work

#: The worker deletes every hour; a small machine may be off over a weekend.
GRACE = timedelta(hours=48)


def check_retention(session: Session, now: datetime) -> Finding:
    """Nothing is older than its limit and 48 hours."""
    needs = sum(
        overdue_needs(session, programme=programme, now=now, grace=GRACE)
        for programme in list_programmes(session)
    )
    rest = sum(
        overdue(session, now=now, grace=GRACE)
        for overdue in (overdue_logins, overdue_mail, overdue_work, overdue_newsletter)
    )
    if needs or rest:
        return fails(
            "retention",
            "{needs} questions and {rest} other rows are kept longer than they may be.",
            "Start the worker: it deletes them (litfass worker, or litfass worker --once).",
            needs=needs,
            rest=rest,
        )
    return well("retention", "Nothing is kept longer than it may be.")
