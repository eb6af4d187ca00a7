"""Placements, hand-offs and publications in each of their states, by real actions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import select

from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.placements import reasons
from campaigns.placements.actions import cancel, hold, mark_posted, place, propose_placement
from campaigns.placements.approval_ends.expiring import expire_slots
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.recall.actions import take_down
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.placements.sending.settle import Ticket, settle_failed, settle_unconfirmed
from campaigns.placements.spaces.register import Entry, add_space
from campaigns.reasons import Reason
from tests.settling import note_published
from tests.web.desk_stage import ZONE, feed_account
from tests.web.things.stage import Names, Stage, thing

TOKEN = "t.1"
#: Later than any programme lets a post be.
LONG_AGO = timedelta(hours=30)


@thing("placement", "proposed", "expired")
def proposal(stage: Stage, state: str) -> Names:
    """Without an approval; one that expired is approved meanwhile, so that it could be bound."""
    soon = timedelta(minutes=10)
    row = propose_placement(
        stage.session,
        variant_id=stage.scene.german.id or 0,
        account=feed_account(stage.session, stage.scene.cast),
        wall=wall_time(stage.now + (soon if state == "expired" else timedelta(days=1)), ZONE),
        zone=ZONE,
        by=stage.staff,
        now=stage.now,
    )
    if state == "expired":
        expire_slots(stage.session, now=stage.now + soon)
    stage.approved()
    return {"placement_id": row.id}


@thing(
    "placement", "scheduled", "held", "cancelled", "sending", "published", "failed", "unconfirmed", "missed"
)
def bound(stage: Stage, state: str) -> Names:
    proof = stage.approved()
    since = stage.now - LONG_AGO if state == "missed" else stage.now
    row = _on_the_feed(stage, proof, since, timedelta(days=1) if state == "scheduled" else timedelta())
    about = {"placement_id": row.id or 0, "by": stage.staff, "now": stage.now}
    if state == "held":
        hold(stage.session, reason="We wait for the ministry.", **about)
    elif state == "cancelled":
        cancel(stage.session, **about)
    elif state != "scheduled":
        _claimed(stage, row)
        _settled(stage, row, state)
    stage.session.expire_all()
    return {"placement_id": row.id}


@thing(
    "hand-off",
    "scheduled",
    "not free",
    "words changed",
    "held",
    "cancelled",
    "published",
    "published though held",
)
def handed_over(stage: Stage, state: str) -> Names:
    space = add_space(
        stage.session,
        programme_id=stage.programme_id,
        entry=Entry(
            name="Mothers of the town", platform="facebook", language="de", url="https://groups.example/1"
        ),
        by=stage.staff,
        now=stage.now,
    )
    proof = stage.approved("handoff")
    if state == "not free":
        posted = _in_group(stage, proof, space)
        mark_posted(
            stage.session,
            placement_id=posted.id or 0,
            unproven="I saw it there.",
            by=stage.staff,
            now=stage.now,
        )
    row = _in_group(stage, proof, space, timedelta(days=7 if state == "not free" else 0))
    about = {"placement_id": row.id or 0, "by": stage.staff, "now": stage.now}
    if state in ("held", "published though held"):
        hold(stage.session, reason="We wait for the ministry.", **about)
    if state == "cancelled":
        cancel(stage.session, **about)
    elif state.startswith("published"):
        mark_posted(stage.session, unproven="I saw it there.", **about)
    elif state == "words changed":
        stage.edit()
    return {"placement_id": row.id, "number": 1}


def _in_group(stage: Stage, proof: Proof, space: Space, later: timedelta = timedelta()) -> Placement:
    return place(
        stage.session,
        variant_id=stage.scene.german.id or 0,
        proof=proof,
        space=space,
        wall=wall_time(stage.now + later, ZONE),
        zone=ZONE,
        by=stage.staff,
        now=stage.now,
    )


@thing("publication", "up", "down")
def publication(stage: Stage, state: str) -> Names:
    handed_over(stage, "published")
    row = stage.session.exec(select(Publication)).one()
    if state == "down":
        take_down(stage.session, publication=row, by=stage.staff, now=stage.now)
    return {"publication_id": row.id}


def _on_the_feed(stage: Stage, proof: Proof, since: datetime, later: timedelta) -> Placement:
    return place(
        stage.session,
        variant_id=stage.scene.german.id or 0,
        proof=proof,
        account=feed_account(stage.session, stage.scene.cast),
        wall=wall_time(since + later, ZONE),
        zone=ZONE,
        by=stage.staff,
        now=since,
    )


def _claimed(stage: Stage, row: Placement) -> None:
    wanted = [Wanted(row.id or 0, row.digest or "")]
    claim_placements(stage.session.connection(), wanted=wanted, token=TOKEN, now=stage.now)


def _settled(stage: Stage, row: Placement, state: str) -> None:
    connection, ticket = stage.session.connection(), Ticket(row.id or 0, TOKEN)
    why = Reason(reasons.NOT_THERE)
    if state == "published":
        note_published(
            connection, row, token=TOKEN, remote_id="urn:1", url="https://x.example/1", now=stage.now
        )
    elif state == "failed":
        settle_failed(connection, ticket, reason=why, now=stage.now)
    elif state == "unconfirmed":
        settle_unconfirmed(connection, ticket, reason=why, next_at=None, now=stage.now)
