"""Correcting a post where it stands: newly approved words take the place of the old ones, its pictures stay.

Asked for here, done by the worker, noted when the channel has it. What the channel is given passes the same gate as a
post that leaves, at the moment it is given: other words than the approved ones cannot get there.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import get_variant
from campaigns.errors import Conflict, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.actions.taking_down import publication_of, published_at, stands_on
from campaigns.placements.binding import approved_proof
from campaigns.placements.gate import Departure, closed_for
from campaigns.placements.models import Account, Placement, Publication
from campaigns.placements.queries import account_at, get_placement
from campaigns.placements.rules import check_can_place
from campaigns.vocabulary import Decision, DeliveryMode, WorkKind
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import open_work

#: So many approvals of the programme back words are looked for that could take the place of others.
LATELY = 200


def can_be_corrected(placement: Placement, publication: Publication | None, account: Account | None) -> bool:
    """Whether it stands on an account whose channel lets posts be changed."""
    known = stands_on(placement, publication, account)
    return known is not None and known.mode in (DeliveryMode.API, DeliveryMode.PULL) and known.afterwards.edit


def correction_of(
    session: Session, placement: Placement, publication: Publication, *, now: datetime
) -> Proof | None:
    """The proof that may take the place of what is out today: approved, of other words, with the very same files."""
    variant = get_variant(session, placement.variant_id)
    today = wall_time(now, placement.zone).date()
    proof = approved_proof(
        session, variant=variant, channel=placement.channel, programme_id=placement.programme_id, on=today
    )
    out = session.get_one(Proof, publication.proof_id)
    if proof is None or proof.digest == out.digest or _files_of(proof) != _files_of(out):
        return None
    leaving = Departure(
        placement.variant_id,
        proof.digest,
        variant.language,
        placement.channel,
        today,
        placement.programme_id,
    )
    return None if closed_for(session, {leaving}) else proof


def corrections_waiting(
    session: Session, *, programme_id: int, now: datetime
) -> list[tuple[Placement, Publication]]:
    """Posts that are out while other words were approved lately and may take their place; the newest first."""
    lately = (
        select(Approval.proof_id)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(Approval.decision == Decision.APPROVE, Campaign.programme_id == programme_id)
        .order_by(col(Approval.id).desc())
        .limit(LATELY)
    )
    newer = (
        select(Proof.id)
        .where(
            Proof.variant_id == Placement.variant_id,
            Proof.channel == Placement.channel,
            col(Proof.id).in_(lately),
            col(Proof.id) > col(Publication.proof_id),
        )
        .exists()
    )
    query = (
        select(Placement, Publication, Account)
        .join(Publication, col(Publication.placement_id) == col(Placement.id))
        .join(Account, col(Account.id) == col(Placement.account_id))
        .where(
            Publication.programme_id == programme_id,
            col(Publication.withdrawn_at).is_(None),
            newer,
        )
        .order_by(col(Publication.published_at).desc())
        .limit(LATELY)
    )
    return [
        (placement, publication)
        for placement, publication, account in session.exec(query)
        if can_be_corrected(placement, publication, account)
        and correction_of(session, placement, publication, now=now) is not None
        and not open_work(session, kind=WorkKind.CORRECT_POST, subject_id=placement.id)
    ]


def ask_correction(session: Session, *, placement_id: int, by: Actor, now: datetime) -> Work:
    """Puts it in the worker's queue."""
    check_can_place(by)
    published_at(session, placement_id=placement_id)
    placement, publication = get_placement(session, placement_id), publication_of(session, placement_id)
    account = account_at(session, placement)
    if publication is None or not can_be_corrected(placement, publication, account):
        raise NotReady("Posts on this channel cannot be changed. Take it down and post it anew.")
    _correction(session, placement, publication, now)
    for kind in (WorkKind.CORRECT_POST, WorkKind.TAKE_DOWN):
        if open_work(session, kind=kind, subject_id=placement_id):
            raise Conflict("The worker is busy with this post already. Look again in a minute.")
    return request_work(
        session,
        kind=WorkKind.CORRECT_POST,
        programme_id=placement.programme_id,
        subject_id=placement.id,
        by=by,
        now=now,
    )


def correction_to_send(session: Session, *, placement_id: int, now: datetime) -> Proof:
    """What the worker may give to the channel at this moment; refuses when it may not any more."""
    published_at(session, placement_id=placement_id)
    placement, publication = get_placement(session, placement_id), publication_of(session, placement_id)
    assert publication is not None
    return _correction(session, placement, publication, now)


def note_corrected(session: Session, *, placement_id: int, proof_id: int, now: datetime) -> None:
    """The channel has the new words: from now on they are what is out."""
    placement, publication = (
        get_placement(session, placement_id, lock=True),
        publication_of(session, placement_id),
    )
    proof = session.get_one(Proof, proof_id)
    if publication is None or publication.withdrawn_at is not None or publication.proof_id == proof_id:
        return
    before, placement.proof_id, placement.digest = placement.digest, proof.id, proof.digest
    publication.proof_id, publication.corrected_at = proof_id, now
    session.add(placement)
    session.add(publication)
    session.flush()
    record(
        session,
        action="correct_placement",
        subject="placement",
        subject_id=placement_id,
        by=None,
        programme_id=placement.programme_id,
        now=now,
        digest=proof.digest,
        before=before,
    )


def _correction(session: Session, placement: Placement, publication: Publication, now: datetime) -> Proof:
    proof = correction_of(session, placement, publication, now=now)
    if proof is None:
        raise NotReady(
            "There are no newly approved words for it with the same pictures. Change the text, have it approved, then "
            "correct the post."
        )
    return proof


def _files_of(proof: Proof) -> list[Any]:
    """Its files, told by their bytes; how a picture is read out may change."""
    return [file["digest"] for file in json.loads(proof.manifest)["media"]]
