"""Taking an approval back, and with it what relies on it: scheduled posts are held at once, what is out is listed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.decided import standing_approvals, withdraw_variant
from campaigns.approvals.models import Approval, Proof, ReviewLink
from campaigns.approvals.validity import standing_words
from campaigns.content.models import Campaign, Post, Variant
from campaigns.errors import NotReady
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements import reasons
from campaigns.placements.actions.taking_down import recall_published
from campaigns.placements.gate import Departure, closed_for
from campaigns.placements.models import Placement
from campaigns.placements.queries import Entry, entries
from campaigns.vocabulary import PlacementStatus

#: How far back the approvals of somebody who leaves are looked at.
LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class Withdrawn:
    """What came of it: of how many texts approvals were taken back, what is held, what the worker takes down on its
    channel, and what is before readers until a person sees to it."""

    texts: int
    held: list[Placement]
    recalled: list[Entry]
    public: list[Entry]

    @property
    def variant_ids(self) -> set[int]:
        """The texts of all of these."""
        shown = [entry.placement for entry in (*self.recalled, *self.public)]
        return {row.variant_id for row in (*self.held, *shown)}


def withdraw_and_hold(
    session: Session,
    *,
    variant_ids: Collection[int],
    reason: str,
    programme_id: int,
    recalls: bool = False,
    by: Actor,
    now: datetime,
) -> Withdrawn:
    """Takes back every approval that stands for these texts. Our own feed leaves them out from this moment; with
    `recalls` what is out on channels that let us is taken down as well."""
    approved = [each for each in sorted(variant_ids) if standing_approvals(session, each)]
    for variant_id in approved:
        withdraw_variant(
            session, variant_id=variant_id, reason=reason, programme_id=programme_id, by=by, now=now
        )
    if not approved:
        raise NotReady("There is no approval to withdraw.")
    held = hold_unapproved(session, variant_ids=variant_ids, by=by, now=now)
    public = public_of(session, variant_ids=variant_ids)
    recalled = recall_published(session, public, by=by, now=now) if recalls else []
    return Withdrawn(len(approved), held, recalled, [entry for entry in public if entry not in recalled])


def hold_unapproved(
    session: Session, *, variant_ids: Collection[int], by: Actor | None, now: datetime
) -> list[Placement]:
    """Holds every scheduled placement of these texts to which the gate is closed."""
    rows = session.execute(
        select_many(Placement, Variant, col(Proof.channel))
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .where(
            col(Placement.variant_id).in_(list(variant_ids)),
            col(Placement.status) == PlacementStatus.SCHEDULED,
        )
        .order_by(col(Placement.id))
        .with_for_update(of=Placement)
    ).all()
    asked = {
        row.id: Departure(
            row.variant_id, row.digest or "", variant.language, channel, row.wall.date(), row.programme_id
        )
        for row, variant, channel in rows
    }
    closed = closed_for(session, set(asked.values()))
    held = [row for row, _variant, _channel in rows if asked[row.id] in closed]
    for row in held:
        hold_row(session, row, reasons.WITHDRAWN, by, now)
    return held


def public_of(session: Session, *, variant_ids: Collection[int]) -> list[Entry]:
    """What of these texts is before readers: on our feed it goes by itself, elsewhere a person takes it down."""
    found = entries(session, variant_ids=variant_ids, statuses=[PlacementStatus.PUBLISHED])
    return [
        entry for entry in found if entry.publication is not None and entry.publication.withdrawn_at is None
    ]


def scheduled_of(session: Session, *, variant_ids: Collection[int]) -> list[Placement]:
    """What is scheduled of these texts: it is held when their approvals are taken back."""
    found = entries(session, variant_ids=variant_ids, statuses=[PlacementStatus.SCHEDULED])
    return [entry.placement for entry in found]


def approved_lately(
    session: Session, *, person_id: int, programme_id: int, now: datetime
) -> list[tuple[Variant, Approval]]:
    """Texts for which an approval of this person from the last 24 hours stands, said by themselves or through a link
    they gave out: each once, with the word."""
    through_links = select(ReviewLink.id).where(ReviewLink.issued_by == person_id)
    rows = session.execute(
        select_many(Variant, Approval)
        .join(Proof, col(Proof.variant_id) == Variant.id)
        .join(Approval, col(Approval.proof_id) == Proof.id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            or_(col(Approval.by) == person_id, col(Approval.link_id).in_(through_links)),
            col(Approval.at) > now - LATELY,
            col(Campaign.programme_id) == programme_id,
        )
        .order_by(col(Approval.id).desc())
    ).all()
    standing = standing_words(session, {word.digest for _variant, word in rows})
    good = {each.id for words in standing.values() for each in words}
    found: dict[int, tuple[Variant, Approval]] = {}
    for variant, word in rows:
        if word.id in good:
            found.setdefault(variant.id, (variant, word))
    return list(found.values())


def withdraw_approvals_of(
    session: Session,
    *,
    person_id: int,
    programme_id: int,
    reason: str,
    recalls: bool = False,
    by: Actor,
    now: datetime,
) -> Withdrawn:
    """Takes back in one step everything that somebody approved in the last 24 hours."""
    lately = approved_lately(session, person_id=person_id, programme_id=programme_id, now=now)
    return withdraw_and_hold(
        session,
        variant_ids={variant.id or 0 for variant, _word in lately},
        reason=reason,
        programme_id=programme_id,
        recalls=recalls,
        by=by,
        now=now,
    )


def headlines_by_variant(session: Session, variant_ids: Collection[int]) -> dict[int, str]:
    """What each of these texts is called: the title that was approved last."""
    query = select(Proof).where(col(Proof.variant_id).in_(list(variant_ids))).order_by(col(Proof.id))
    return {proof.variant_id: str(json.loads(proof.manifest)["title"]) for proof in session.exec(query)}


def hold_row(
    session: Session,
    row: Placement,
    why: str,
    by: Actor | None,
    now: datetime,
    values: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Holds a scheduled placement for a reason of `reasons`, and says so in the trail."""
    check_transition(row.status, PlacementStatus.HELD)
    row.status, row.reason, row.reason_values = PlacementStatus.HELD, why, dict(values)
    row.next_at, row.token, row.settled_at = None, None, now
    session.add(row)
    session.flush()
    record(
        session,
        action="hold_placement",
        subject="placement",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        due_at=row.due_at.isoformat() if row.due_at else None,
    )
