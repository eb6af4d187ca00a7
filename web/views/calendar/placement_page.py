"""The page of one placement: what would leave, under which approval, what stands against it."""

from __future__ import annotations

import json

from werkzeug.wrappers import Response

from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.validity import valid_approval
from campaigns.clock import wall_time
from campaigns.content.queries import current_renditions, get_variant, latest_revision
from campaigns.content.word_diff import Piece, diff_words
from campaigns.newsletter.queries import NEWSLETTER, has_reader
from campaigns.placements.actions.correcting import can_be_corrected, correction_of
from campaigns.placements.actions.handing_over import FREE, NO_HAND
from campaigns.placements.actions.taking_down import can_be_taken_down, can_be_taken_out, stands_on
from campaigns.placements.approval_ends.unapproved import NOT_ASKED, is_to_come_down
from campaigns.placements.binding import approved_proof
from campaigns.placements.calendar.diary import history_of
from campaigns.placements.calendar.planned import concerns_by_hand, concerns_of, room_of
from campaigns.placements.calendar.preflight import Concern, of_address
from campaigns.placements.calendar.queue import FreeSlot
from campaigns.placements.models import Placement, Publication
from campaigns.placements.photos.use import photo_over_on
from campaigns.placements.queries import account_at, entries, get_space, standing_pauses
from campaigns.placements.reasons import ALL_PAUSED, NOBODY_READS
from campaigns.placements.rules import can_place, can_post_by_hand
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus, WorkKind
from campaigns.work.queries import open_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import show
from web.public_address import has_public_address
from web.views.calendar.blueprint import asks_fold
from web.words import calendar as calendar_words

#: States in which what the channel would refuse can still be mended.
OPEN = (PlacementStatus.PROPOSED, *FREE)
#: States in which a pause is all that keeps it, or will.
TO_COME = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED)
#: What the worker does with a post that is out.
AFTERWARDS = (WorkKind.TAKE_DOWN, WorkKind.CORRECT_POST)


def shown(row: Placement, form: Form, free: FreeSlot | None = None) -> Response:
    every = entries(session(), variant_ids=[row.variant_id])
    entry = next(each for each in every if each.placement.id == row.id)
    revision = latest_revision(session(), entry.variant)
    bound = session().get(Proof, row.proof_id) if row.proof_id else None
    ready = _ready(row)
    leaving = bound or ready
    word = _approval(row, leaving) if leaving else None
    pictures = current_renditions(session(), [revision.id or 0] if revision else [])
    if form.sent is None:
        wall = wall_time(free.due_at, row.zone) if free else row.wall
        form.start |= {"day": wall.date(), "at": wall.strftime("%H:%M")}
    return show(
        "calendar/placement.html",
        entry=entry,
        others=[each for each in every if each.placement.id != row.id],
        revision=revision,
        manifest=json.loads(leaving.manifest) if leaving else None,
        pictures=pictures.get(revision.id or 0, []) if revision else [],
        approval=word,
        is_ready=ready is not None,
        history=history_of(session(), row.id or 0),
        may_place=can_place(identity.actor()),
        may_post_by_hand=can_post_by_hand(identity.actor()),
        pauses=standing_pauses(session(), programme_id=row.programme_id) if row.status in TO_COME else [],
        ALL_PAUSED=ALL_PAUSED,
        concerns=_concerns(row, entry.variant.language, leaving),
        is_undocumented=row.status in OPEN
        and entry.space is not None
        and room_of(session(), entry.space) is None,
        may_hand_over=row.account_id is not None
        and row.channel not in NO_HAND
        and row.status in FREE
        and bound is not None
        and word is not None,
        may_take_down=can_be_taken_down(row, entry.publication, entry.account),
        may_take_out=can_be_taken_out(row, entry.publication, entry.account),
        photo_over=photo_over_on(session(), row, today=wall_time(database.now(), row.zone).date())
        if entry.publication is not None and entry.publication.withdrawn_at is None
        else None,
        is_to_come_down=entry.publication is not None and is_to_come_down(session(), row),
        may_note_down=entry.publication is not None and row.channel not in NOT_ASKED,
        working=next(
            filter(None, (open_work(session(), kind=kind, subject_id=row.id) for kind in AFTERWARDS)), None
        ),
        correction=_correction(row, entry.publication),
        standing=stands_on(row, entry.publication, entry.account),
        asks_fold=asks_fold(form, row.zone),
        free=free,
        today=wall_time(database.now(), row.zone).date(),
        now=database.now(),
        is_over=row.due_at is not None and row.due_at < database.now(),
        S=PlacementStatus,
        form=form,
        words=calendar_words,
        status=form.status,
    )


def _concerns(row: Placement, language: str, leaving: Proof | None) -> list[Concern]:
    """What the account or its channel would refuse, and a newsletter that nobody reads, while it can be mended."""
    if row.due_at is None or row.status not in OPEN:
        return []
    if row.account_id is None:
        space = get_space(session(), row.space_id or 0)
        return concerns_by_hand(session(), space=space, proof=leaving) if leaving else []
    found = concerns_of(session(), account_id=row.account_id, proof=leaving, due_at=row.due_at)
    if leaving is not None:
        found += of_address(row.channel, json.loads(leaving.manifest), is_public=has_public_address())
    if row.channel == NEWSLETTER and not has_reader(session(), account_id=row.account_id, language=language):
        found.append(Concern(Reason(NOBODY_READS), is_final=False))
    return found


def _approval(row: Placement, leaving: Proof) -> Approval | None:
    """The approval under which it may leave on its day, or stay where it is."""
    return valid_approval(
        session(),
        digest=leaving.digest,
        language=get_variant(session(), row.variant_id).language,
        channel=leaving.channel,
        on=row.wall.date(),
        programme_id=row.programme_id,
        is_out=row.status is PlacementStatus.PUBLISHED,
    )


def _correction(row: Placement, publication: Publication | None) -> tuple[Piece, ...]:
    """What the approved words change that may take the place of those that are out; empty where there are none, or the
    channel lets nobody change posts."""
    if publication is None or not can_be_corrected(row, publication, account_at(session(), row)):
        return ()
    proof = correction_of(session(), row, publication, now=database.now())
    if proof is None:
        return ()
    out = session().get_one(Proof, publication.proof_id)
    before, after = (str(json.loads(each.manifest)["text"]) for each in (out, proof))
    return diff_words(before, after)


def _ready(row: Placement) -> Proof | None:
    """What it could be bound to on its day, while it is not bound."""
    if row.status not in (
        PlacementStatus.PROPOSED,
        PlacementStatus.HELD,
        PlacementStatus.FAILED,
        PlacementStatus.MISSED,
        PlacementStatus.EXPIRED,
    ):
        return None
    return approved_proof(
        session(),
        variant=get_variant(session(), row.variant_id),
        channel=row.channel,
        programme_id=row.programme_id,
        on=max(row.wall.date(), wall_time(database.now(), row.zone).date()),
    )
