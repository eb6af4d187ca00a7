"""One placement: its moment, its place, what would leave, and what a person may do with it now."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response

from campaigns.content.queries import get_variant
from campaigns.errors import BadInput, NotReady, Refusal
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
from campaigns.placements.actions.correcting import ask_correction
from campaigns.placements.actions.taking_down import (
    ask_take_down,
    can_be_taken_down,
    can_be_taken_out,
    note_down_by_hand,
    take_out,
)
from campaigns.placements.binding import approved_proof
from campaigns.placements.calendar.queue import next_free
from campaigns.placements.models import Publication, Space
from campaigns.placements.queries import account_at
from campaigns.placements.rules import can_place, check_can_place
from campaigns.vocabulary import PlacementStatus
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.views.calendar.blueprint import ask_if_unsuited, calendar_pages, fold_of, opened, wall_of
from web.views.calendar.placement_page import shown

#: What was not sent and can be scheduled again.
ASK_AGAIN = (PlacementStatus.MISSED, PlacementStatus.FAILED, PlacementStatus.HELD)


@calendar_pages.get("/calendar/placements/<int:placement_id>")
@page()
def placement(placement_id: int) -> Response:
    """`?free=` fills the next free slot of its place into the form for another moment. So it is where the moment is
    over and somebody has to choose another: it is never offered again."""
    row, form = opened(placement_id), Form()
    free = None
    is_over = row.status in ASK_AGAIN and row.due_at is not None and row.due_at < database.now()
    is_asked = "free" in request.args
    if (is_asked or is_over) and can_place(identity.actor()):
        # Who asks is told why there is none; who only looks is not.
        with form.catching() if is_asked else suppress(Refusal):
            place = account_at(session(), row) or session().get_one(Space, row.space_id)
            variant = get_variant(session(), row.variant_id)
            free = next_free(session(), variant=variant, place=place, now=database.now(), besides=row.id)
    return shown(opened(placement_id), form, free)


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
    return shown(opened(placement_id), form)


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
    return shown(opened(placement_id), form)


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
    return shown(opened(placement_id), form)


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
    """Takes it out of our feed, asks the worker to take it down on its channel, or notes that a person did."""
    row = opened(placement_id)
    publication = session().exec(select(Publication).where(Publication.placement_id == row.id)).first()
    about: dict[str, Any] = {"placement_id": placement_id, "by": identity.actor(), "now": database.now()}
    if can_be_taken_down(row, publication, account_at(session(), row)):
        ask_take_down(session(), **about)
        return done(_address(placement_id), _("It is being taken down."))
    if can_be_taken_out(row, publication, account_at(session(), row)):
        take_out(session(), **about)
        return done(_address(placement_id), _("It is taken out of the feed."))
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
    return shown(opened(placement_id), form)


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
