"""Somebody leaves, or their login fell into wrong hands: what they approved lately, taken back in one step."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from campaigns.people.models import Person
from campaigns.people.queries import get_member, is_member
from campaigns.people.rules import check_can_manage_people, check_can_take_back
from campaigns.placements.approval_ends.leaving import Left, leaving_of, see_off
from campaigns.placements.approval_ends.withdrawing import (
    approved_lately,
    headlines_by_variant,
    public_of,
    scheduled_of,
    withdraw_approvals_of,
)
from campaigns.placements.queries import entries
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.views.review.decided import withdrawn
from web.views.settings.blueprint import settings, tabs
from web.words.people import left_without


@settings.get("/people/<int:person_id>/approvals")
@page(needs=check_can_take_back)
def people_approvals(person_id: int) -> Response:
    """What this person approved in the last 24 hours and nobody has replaced."""
    return _shown(person_id, Form(start={"recalls": True}))


@settings.post("/people/<int:person_id>/approvals/withdraw")
@page(needs=check_can_take_back)
def people_approvals_withdraw(person_id: int) -> Response:
    """All of it, in one step: what is scheduled is held, what is public is listed."""
    if question := step_up.asked(back=url_for("settings.people_approvals", person_id=person_id)):
        return question
    form = Form.posted()
    with form.catching():
        came = withdraw_approvals_of(
            session(),
            person_id=person_id,
            programme_id=_here(),
            reason=form.text("reason", longest=2000),
            recalls=form.ticked("recalls"),
            by=identity.actor(),
            now=database.now(),
        )
        database.commit()
        return withdrawn(came)
    return _shown(person_id, form)


@settings.get("/people/<int:person_id>/leave")
@page(needs=check_can_manage_people)
def people_leave(person_id: int) -> Response:
    """What ending the membership would mean, in numbers, before anybody decides it."""
    return _shown_leave(person_id, Form(start={"recalls": True}))


@settings.post("/people/<int:person_id>/leave")
@page(needs=check_can_manage_people)
def people_leave_now(person_id: int) -> Response:
    """All roles and sessions end; what was approved lately is withdrawn with it, if that is ticked."""
    if question := step_up.asked(back=url_for("settings.people_leave", person_id=person_id)):
        return question
    form = Form.posted()
    with form.catching():
        person = get_member(session(), programme_id=_here(), person_id=person_id).person
        left = see_off(
            session(),
            person=person,
            programme_id=_here(),
            withdraws=form.ticked("withdraws"),
            recalls=form.ticked("recalls"),
            reason=form.text("reason", longest=2000),
            by=identity.actor(),
            now=database.now(),
        )
        database.commit()
        return _shown_left(person.name, left)
    return _shown_leave(person_id, form)


def _here() -> int:
    return identity.programme().id or 0


def _shown(person_id: int, form: Form) -> Response:
    lately = approved_lately(session(), person_id=person_id, programme_id=_here(), now=database.now())
    if lately:
        # Also after their last role is gone: then it is asked most.
        person, is_here = session().get_one(Person, person_id), is_member(session(), person_id, _here())
    else:
        person, is_here = get_member(session(), programme_id=_here(), person_id=person_id).person, True
    return show(
        "settings/person_approvals.html",
        person=person,
        is_here=is_here,
        lately=lately,
        public=public_of(session(), variant_ids={variant.id or 0 for variant, _word in lately}),
        scheduled=scheduled_of(session(), variant_ids={variant.id or 0 for variant, _word in lately}),
        titles=headlines_by_variant(session(), {variant.id or 0 for variant, _word in lately}),
        form=form,
        tabs=tabs(),
        status=form.status,
    )


def _shown_left(name: str, left: Left) -> Response:
    return show(
        "settings/person_left.html",
        name=name,
        left=left,
        held=entries(session(), placement_ids=[row.id or 0 for row in left.held]),
        titles=headlines_by_variant(session(), left.variant_ids),
        tabs=tabs(),
    )


def _shown_leave(person_id: int, form: Form) -> Response:
    member = get_member(session(), programme_id=_here(), person_id=person_id)
    leaving = leaving_of(session(), person_id=person_id, programme_id=_here(), now=database.now())
    return show(
        "settings/person_leave.html",
        member=member,
        leaving=leaving,
        left_without=left_without,
        held=entries(session(), placement_ids=[row.id or 0 for row in leaving.held]),
        titles=headlines_by_variant(
            session(),
            {variant.id or 0 for variant, _word in leaving.lately} | {row.variant_id for row in leaving.held},
        ),
        form=form,
        tabs=tabs(),
        status=form.status,
    )
