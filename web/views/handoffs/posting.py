"""What somebody does with a hand-off: take it over, put it off, be allowed early, say that it is posted or is not."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.errors import BadInput
from campaigns.people.queries import leads_of
from campaigns.placements.actions import allow_early, mark_posted, put_off, take_over
from campaigns.placements.actions.taking_down import note_down_by_hand
from campaigns.placements.queries import get_space
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.reach.actions import take_back_posted
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.letters import write_to
from web.views.handoffs.blueprint import handoff_pages, opened
from web.views.handoffs.pages import shown


@handoff_pages.post("/handoffs/<int:placement_id>/posted")
@page(needs=check_can_post_by_hand)
def posted(placement_id: int) -> Response:
    """It stands in the group now. A phone that got no answer says so again; that changes nothing."""
    form = Form.posted()
    with form.catching():
        screenshot = _screenshot(form)
        space_id = opened(placement_id).space_id or 0
        publication = mark_posted(
            session(),
            placement_id=placement_id,
            url=form.text("url", longest=500),
            screenshot=screenshot,
            unproven=form.text("unproven"),
            **_said(),
        )
        if publication.against:
            _tell_leads(placement_id, get_space(session(), space_id).name)
            return done(
                _address(placement_id),
                _("Noted as posted without approval. Take it down in the group; the leads are told."),
                tone="stop",
            )
        if publication.unproven:
            return done(
                url_for("handoffs.index"), _("Noted as posted; reports count it as unproven. Thank you.")
            )
        return done(url_for("handoffs.index"), _("Noted as posted. Thank you."))
    return shown(placement_id, form)


@handoff_pages.post("/handoffs/<int:placement_id>/take-over")
@page(needs=check_can_post_by_hand)
def take(placement_id: int) -> Response:
    """The task is mine from now on."""
    opened(placement_id)
    take_over(session(), placement_id=placement_id, **_said())
    return done(_address(placement_id), _("It is yours now."))


@handoff_pages.post("/handoffs/<int:placement_id>/put-off")
@page(needs=check_can_post_by_hand)
def later(placement_id: int) -> Response:
    """To the next day on which the group is free."""
    form = Form.posted()
    with form.catching():
        opened(placement_id)
        put_off(session(), placement_id=placement_id, **_said())
        return done(url_for("handoffs.index"), _("It stands on the next free day of the group now."))
    return shown(placement_id, form)


@handoff_pages.post("/handoffs/<int:placement_id>/early")
@page(needs=check_can_post_by_hand)
def early(placement_id: int) -> Response:
    """The group's admins allowed it before the agreed distance is over."""
    form = Form.posted()
    with form.catching():
        opened(placement_id)
        allow_early(session(), placement_id=placement_id, who=form.text("who"), **_said())
        return done(_address(placement_id), _("Noted. It may be posted now."))
    return shown(placement_id, form)


@handoff_pages.post("/handoffs/<int:placement_id>/taken-down")
@page(needs=check_can_post_by_hand)
def down(placement_id: int) -> Response:
    """Somebody took it down in the group."""
    opened(placement_id)
    note_down_by_hand(session(), placement_id=placement_id, **_said())
    return done(_address(placement_id), _("Noted: it is taken down."))


@handoff_pages.post("/handoffs/<int:placement_id>/not-posted")
@page(needs=check_can_post_by_hand)
def not_posted(placement_id: int) -> Response:
    """It does not stand there after all: the hand-off waits again."""
    opened(placement_id)
    take_back_posted(session(), placement_id=placement_id, **_said())
    return done(_address(placement_id), _("Taken back: it is not posted, and waits again."))


def _tell_leads(placement_id: int, group: str) -> None:
    """A letter to each lead; on Today it stands until it is taken down."""
    programme = identity.programme()
    for person in leads_of(session(), programme.id or 0):
        write_to(
            session(),
            person,
            "posted_unapproved",
            path=_address(placement_id),
            now=database.now(),
            programme=programme.name,
            group=group,
        )


def _screenshot(form: Form) -> str | None:
    """The digest of the screenshot that was sent, encoded anew in the locked room; None without one."""
    sent = request.files.get("screenshot")
    if sent is None or not sent.filename:
        return None
    from assets.errors import AssetError
    from assets.sandbox.pictures import take_picture

    try:
        picture = take_picture(sent.read(), use="screenshot")
    except AssetError as fault:
        raise BadInput(fault.sentence, field="screenshot", **fault.values) from None
    store = cast(Store, current_app.extensions["litfass_store"])
    return store.put(picture.data, picture.media_type)


def _said() -> dict[str, Any]:
    return {"by": identity.actor(), "now": database.now()}


def _address(placement_id: int) -> str:
    return url_for("handoffs.handoff", placement_id=placement_id)
