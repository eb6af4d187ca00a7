"""What only a person who looked can say: it is there, it is not, send it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.clock import floor_to_minute, wall_time
from campaigns.content.queries import get_variant
from campaigns.errors import BadInput, Conflict
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.calendar.moments import zone_rules
from campaigns.placements.models import Placement, Publication
from campaigns.placements.queries import get_placement
from campaigns.placements.reasons import NOT_THERE
from campaigns.placements.rules import check_can_place
from campaigns.vocabulary import PlacementStatus

#: So with a proposal that a restored backup knew, and that may have been approved and sent since.
NOTHING_APPROVED = (
    "Nothing that is known here was approved for this placement. Say that it is not there; then it can be "
    "scheduled again once its text is approved."
)


def confirm_published(
    session: Session, *, placement_id: int, url: str, by: Actor | None, now: datetime
) -> Publication:
    """A person saw it on the channel: it is published, at this address."""
    check_can_place(by)
    placement = _unconfirmed(session, placement_id)
    return publish_seen(session, placement, placement.channel, url, by, now, "confirm_published")


def give_up(session: Session, *, placement_id: int, by: Actor | None, now: datetime) -> Placement:
    """A person looked and it is not there: it failed. It can be scheduled again later, or cancelled."""
    check_can_place(by)
    placement = _unconfirmed(session, placement_id)
    placement.status, placement.reason, placement.reason_values = PlacementStatus.FAILED, NOT_THERE, {}
    placement.next_at, placement.token, placement.settled_at = None, None, now
    session.add(placement)
    session.flush()
    _record(session, "confirm_absent", placement, by, now)
    return placement


def send_again(session: Session, *, placement_id: int, by: Actor | None, now: datetime) -> Placement:
    """A person looked and it is not there: it is due once more, now. Its approval is asked for again."""
    check_can_place(by)
    placement = _unconfirmed(session, placement_id)
    if placement.proof_id is None:
        raise Conflict(NOTHING_APPROVED)
    placement.status, placement.reason, placement.reason_values = PlacementStatus.SCHEDULED, "", {}
    placement.wall, placement.fold = wall_time(floor_to_minute(now), placement.zone), None
    placement.due_at = placement.next_at = now
    placement.tz_version, placement.token, placement.sending_at = zone_rules(), None, None
    session.add(placement)
    session.flush()
    _record(
        session,
        "send_again",
        placement,
        by,
        now,
        digest=placement.digest,
        due_at=now.isoformat(),
        account=placement.account_id,
        space=placement.space_id,
    )
    return placement


def _unconfirmed(session: Session, placement_id: int) -> Placement:
    placement = get_placement(session, placement_id, lock=True)
    if placement.status is not PlacementStatus.UNCONFIRMED:
        raise Conflict(
            "This placement is {status}; there is nothing to decide.", status=placement.status.value
        )
    return placement


def publish_seen(
    session: Session,
    placement: Placement,
    channel: str,
    url: str,
    by: Actor | None,
    now: datetime,
    action: str,
    **detail: Any,
) -> Publication:
    """What a person saw at the place itself is published: at this address, where it has one."""
    check_address(url)
    if placement.proof_id is None:
        raise Conflict(NOTHING_APPROVED)
    publication = Publication(
        placement_id=placement.id or 0,
        programme_id=placement.programme_id,
        channel=channel,
        language=get_variant(session, placement.variant_id).language,
        proof_id=placement.proof_id,
        remote_id=url[:300] or placement.key,
        url=url,
        published_at=placement.sending_at or now,
    )
    session.add(publication)
    placement.status, placement.reason, placement.reason_values = PlacementStatus.PUBLISHED, "", {}
    placement.next_at, placement.token, placement.settled_at = None, None, now
    session.add(placement)
    session.flush()
    _record(session, action, placement, by, now, digest=placement.digest, **detail)
    return publication


def check_address(url: str) -> None:
    """Refuses what is no address of a post; empty is one that is not known."""
    if url and (len(url) > 500 or not url.startswith(("https://", "http://"))):
        raise BadInput(
            "Give the whole web address of the post, like https://example.org/post/1.", field="url"
        )


def _record(
    session: Session, action: str, placement: Placement, by: Actor | None, now: datetime, **detail: Any
) -> None:
    record(
        session,
        action=action,
        subject="placement",
        subject_id=placement.id,
        by=by,
        programme_id=placement.programme_id,
        now=now,
        **detail,
    )
