"""Letting a finding stand, taking that back, and keeping what stands in the way of submitting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.gathering import dismissals_of, judge
from campaigns.content.checks.models import CheckDismissal
from campaigns.content.checks.registry import STOPPING
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant
from campaigns.content.rules import check_can_write
from campaigns.errors import BadInput, NotFound, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.reasons import Reason


def dismiss_finding(
    session: Session,
    *,
    variant: Variant,
    finding: str,
    reason: str,
    channels: Collection[str] = (),
    by: Actor,
    now: datetime,
) -> CheckDismissal:
    """Lets a finding about the saved words stand. The lawyer sees it with its reason."""
    check_can_write(by, language=variant.language)
    if not reason.strip():
        raise BadInput("Say why this can stay as it is; the lawyer reads it.", field="reason")
    present = dismissals_of(session, variant).get(finding)
    if present is not None:
        return present
    judged = {
        one.finding.key: one.finding for one in judge(session, variant=variant, now=now, channels=channels)
    }
    found = judged.get(finding)
    if found is None:
        raise NotFound("This was not found in the saved text. Save the text first, then look again.")
    row = CheckDismissal(
        variant_id=variant.id or 0,
        revision=variant.revision,
        check=found.check,
        finding=finding,
        reason=reason.strip()[:500],
        dismissed_by=by.person_id,
        dismissed_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, "dismiss_finding", row, variant, by, now)
    return row


def reopen_finding(session: Session, *, variant: Variant, finding: str, by: Actor, now: datetime) -> None:
    """Takes back that a finding may stand: it counts again. Refuses one that nobody let stand."""
    check_can_write(by, language=variant.language)
    row = dismissals_of(session, variant).get(finding)
    if row is None:
        raise NotFound("Nobody let this stand. Load the page again.")
    session.delete(row)
    session.flush()
    _record(session, "reopen_finding", row, variant, by, now)


def _record(
    session: Session, action: str, row: CheckDismissal, variant: Variant, by: Actor, now: datetime
) -> None:
    campaign, _post = campaign_of_variant(session, variant)
    record(
        session,
        action=action,
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        check=row.check,
        language=variant.language,
        revision=variant.revision,
    )


def check_is_sound(session: Session, *, variant: Variant, now: datetime) -> None:
    """Refuses a text with an error that nobody let stand, naming the first and how many there are."""
    stopping = find_stopping(session, variant=variant, now=now)
    if stopping:
        raise NotReady(
            "{count} errors were found in this text, the first: {first} Mend them, or say beside each why it can stay.",
            count=len(stopping),
            first=Reason(stopping[0].message, stopping[0].values),
        )


def find_stopping(session: Session, *, variant: Variant, now: datetime) -> list[Finding]:
    """The errors of a text that nobody let stand: with any of them it does not go to the lawyers."""
    judged = judge(session, variant=variant, now=now, only=STOPPING)
    return [one.finding for one in judged if one.stops]
