"""One placement: its moment, its place, what would leave, and what a person may do with it now."""

from __future__ import annotations

import json
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response

from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.validity import valid_approval
from campaigns.clock import wall_time
from campaigns.content.queries import current_renditions, get_variant, latest_revision
from campaigns.content.word_diff import Piece, diff_words
from campaigns.errors import BadInput, NotReady
from campaigns.newsletter.queries import NEWSLETTER, has_reader
from campaigns.placements.actions import (
    cancel,
    confirm_published,
    give_up,
    hand_over,
    hold,
    move,
    schedule,
    send_again,
)
from campaigns.placements.actions.correcting import ask_correction, can_be_corrected, correction_of
from campaigns.placements.actions.handing_over import FREE
from campaigns.placements.actions.taking_down import ask_take_down, can_be_taken_down, note_down_by_hand
from campaigns.placements.binding import approved_proof
from campaigns.placements.diary import history_of
from campaigns.placements.models import Placement, Publication
from campaigns.placements.planned import concerns_of
from campaigns.placements.preflight import Concern
from campaigns.placements.queries import account_at, entries
from campaigns.placements.reasons import NOBODY_READS
from campaigns.placements.rules import can_place, check_can_place
from campaigns.placements.unapproved import NOT_ASKED, is_to_come_down
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus, WorkKind
from campaigns.work.queries import open_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.calendar.blueprint import ask_if_unsuited, asks_fold, calendar_pages, fold_of, opened, wall_of
from web.words import calendar as calendar_words

#: States in which what the channel would refuse can still be mended.
OPEN = (PlacementStatus.PROPOSED, *FREE)
#: What the worker does with a post that is out.
AFTERWARDS = (WorkKind.TAKE_DOWN, WorkKind.CORRECT_POST)


@calendar_pages.get("/calendar/placements/<int:placement_id>")
@page()
def placement(placement_id: int) -> Response:
    return _shown(opened(placement_id), Form())


@calendar_pages.post("/calendar/placements/<int:placement_id>/move")
@page(needs=check_can_place)
def move_placement(placement_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        row = opened(placement_id)
        move(
            session(),
            placement_id=placement_id,
            wall=wall_of(form),
            zone=row.zone,
            fold=fold_of(form),
            by=identity.actor(),
            now=database.now(),
        )
        ask_if_unsuited(row, form)
        return done(_address(placement_id), _("Moved."))
    return _shown(opened(placement_id), form)


@calendar_pages.post("/calendar/placements/<int:placement_id>/schedule")
@page(needs=check_can_place)
def schedule_placement(placement_id: int) -> Response:
    """Binds the approved proof; with another moment when one was typed."""
    form = Form.posted()
    with form.catching():
        row = opened(placement_id)
        wall = wall_of(form) if form.value("day") else None
        proof = approved_proof(
            session(),
            variant=get_variant(session(), row.variant_id),
            channel=row.channel,
            programme_id=row.programme_id,
            on=(wall or row.wall).date(),
        )
        if proof is None:
            raise NotReady("It is not approved for this day. Ask for approval first.")
        schedule(
            session(),
            placement_id=placement_id,
            proof=proof,
            wall=wall,
            zone=row.zone,
            fold=fold_of(form) if wall else row.fold,
            by=identity.actor(),
            now=database.now(),
        )
        if wall is not None:
            ask_if_unsuited(row, form)
        return done(_address(placement_id), _("It is binding now."))
    return _shown(opened(placement_id), form)


@calendar_pages.post("/calendar/placements/<int:placement_id>/hold")
@page(needs=check_can_place)
def hold_placement(placement_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        opened(placement_id)
        hold(
            session(),
            placement_id=placement_id,
            reason=form.text("reason"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(_address(placement_id), _("Held. It does not leave until somebody schedules it again."))
    return _shown(opened(placement_id), form)


@calendar_pages.post("/calendar/placements/<int:placement_id>/cancel")
@page(needs=check_can_place)
def cancel_placement(placement_id: int) -> Response:
    opened(placement_id)
    cancel(session(), placement_id=placement_id, by=identity.actor(), now=database.now())
    return done(_address(placement_id), _("Cancelled. It will not leave."))


@calendar_pages.post("/calendar/placements/<int:placement_id>/hand-over")
@page(needs=check_can_place)
def hand_over_placement(placement_id: int) -> Response:
    """The post becomes a task for a person, at the same moment or now."""
    opened(placement_id)
    new = hand_over(session(), placement_id=placement_id, by=identity.actor(), now=database.now())
    return done(_address(new.id or 0), _("It is a hand-off now: a person posts it."))


@calendar_pages.post("/calendar/placements/<int:placement_id>/take-down")
@page(needs=check_can_place)
def take_down_placement(placement_id: int) -> Response:
    """Asks the worker to take the post down on its channel, or notes that a person did where no channel lets us."""
    row = opened(placement_id)
    publication = session().exec(select(Publication).where(Publication.placement_id == row.id)).first()
    about: dict[str, Any] = {"placement_id": placement_id, "by": identity.actor(), "now": database.now()}
    if can_be_taken_down(row, publication, account_at(session(), row)):
        ask_take_down(session(), **about)
        return done(_address(placement_id), _("It is being taken down."))
    note_down_by_hand(session(), **about)
    return done(_address(placement_id), _("Noted: it is taken down."))


@calendar_pages.post("/calendar/placements/<int:placement_id>/correct")
@page(needs=check_can_place)
def correct_placement(placement_id: int) -> Response:
    """Asks the worker to put the newly approved words in the place of those that are out."""
    opened(placement_id)
    ask_correction(session(), placement_id=placement_id, by=identity.actor(), now=database.now())
    return done(_address(placement_id), _("It is being corrected."))


@calendar_pages.post("/calendar/placements/<int:placement_id>/decide")
@page(needs=check_can_place)
def decide(placement_id: int) -> Response:
    """What somebody saw who looked at the account; the trail keeps who it was."""
    form = Form.posted()
    with form.catching():
        opened(placement_id)
        return done(_address(placement_id), _decided(placement_id, form))
    return _shown(opened(placement_id), form)


def _decided(placement_id: int, form: Form) -> str:
    said: dict[str, Any] = {"placement_id": placement_id, "by": identity.actor(), "now": database.now()}
    found = form.value("found")
    if found == "there":
        confirm_published(session(), url=form.text("url"), **said)
        return str(_("Noted: it is published."))
    if found not in ("absent", "again"):
        raise BadInput("Say what you saw on the account.")
    if not form.ticked("looked"):
        raise BadInput("Look at the account first, then tick that it is not there.", field="looked")
    if found == "absent":
        give_up(session(), **said)
        return str(_("Noted: it is not there. It stays unsent until somebody schedules it again."))
    send_again(session(), **said)
    return str(_("It is sent once more, now."))


def _address(placement_id: int) -> str:
    return url_for("calendar.placement", placement_id=placement_id)


def _shown(row: Placement, form: Form) -> Response:
    every = entries(session(), variant_ids=[row.variant_id])
    entry = next(each for each in every if each.placement.id == row.id)
    revision = latest_revision(session(), entry.variant)
    bound = session().get(Proof, row.proof_id) if row.proof_id else None
    ready = _ready(row)
    leaving = bound or ready
    word = _approval(row, leaving) if leaving else None
    pictures = current_renditions(session(), [revision.id or 0] if revision else [])
    if form.sent is None:
        form.start |= {"day": row.wall.date(), "at": row.wall.strftime("%H:%M")}
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
        concerns=_concerns(row, entry.variant.language, leaving),
        may_hand_over=row.account_id is not None
        and row.status in FREE
        and bound is not None
        and word is not None,
        may_take_down=can_be_taken_down(row, entry.publication, entry.account),
        is_to_come_down=entry.publication is not None and is_to_come_down(session(), row),
        may_note_down=entry.publication is not None and row.channel not in NOT_ASKED,
        working=next(
            filter(None, (open_work(session(), kind=kind, subject_id=row.id) for kind in AFTERWARDS)), None
        ),
        correction=_correction(row, entry.publication),
        asks_fold=asks_fold(form, row.zone),
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
    if row.account_id is None or row.due_at is None or row.status not in OPEN:
        return []
    found = concerns_of(session(), account_id=row.account_id, proof=leaving, due_at=row.due_at)
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
