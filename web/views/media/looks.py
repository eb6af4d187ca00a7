"""How the pictures of a post look: layout, sizes and photo; and a card in colours that are only tried."""

from __future__ import annotations

from typing import cast

from flask import current_app, make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.clock import wall_time
from campaigns.content.actions.designing import set_look as keep_look
from campaigns.content.queries import get_campaign, get_post
from campaigns.content.rendering.trying import tried_card
from campaigns.content.rules import check_can_plan
from campaigns.errors import NotFound
from campaigns.people.actions.brand import COLOURS, check_can_set_colours
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.thumbnails import MEDIA_TYPE
from web.views.media.blueprint import media_pages
from web.views.media.sheets import shown_sheet

WIDTH = 320


@media_pages.post("/media/sheets/<int:post_id>/look")
@page(needs=check_can_plan)
def set_look(post_id: int) -> Response:
    """Another layout, other sizes or another photo for a post."""
    post = get_post(session(), post_id)
    campaign = get_campaign(session(), post.campaign_id)
    identity.enter_programme(campaign.programme_id)
    form = Form.posted()
    with form.catching():
        keep_look(
            session(),
            campaign=campaign,
            post=post,
            layout=form.text("layout", needed=True),
            formats=form.chosen("formats"),
            photo_id=form.number("photo") if form.value("photo") else None,
            today=wall_time(database.now(), identity.programme().zone).date(),
            by=identity.actor(),
            now=database.now(),
        )
        told = _("The look is kept. Make the pictures again to see it in every language.")
        return done(url_for("media.sheet", post_id=post_id), told)
    return shown_sheet(post_id, None, form)


@media_pages.get("/media/colours/card/<int:variant_id>")
@page(needs=check_can_set_colours)
def tried(variant_id: int) -> Response:
    """The card of a variant in the colours of the address, small; nothing is kept."""
    # Drawing brings fonts and layouts with it; a desk that nobody asks for colours does not load them.
    from assets.errors import AssetError
    from assets.thumbnail import preview

    colours = {name: value for name in COLOURS if (value := request.args.get(name, ""))}
    try:
        spec = tried_card(
            session(),
            variant_id,
            programme_id=identity.programme().id or 0,
            store=cast(Store, current_app.extensions["litfass_store"]),
            format_key=request.args.get("format", "square"),
            colours=colours,
            today=wall_time(database.now(), identity.programme().zone).date(),
        )
        data = preview(spec, width=WIDTH)
    except AssetError as problem:
        raise NotFound(problem.sentence, **problem.values) from None
    response = make_response(data)
    response.content_type = MEDIA_TYPE
    response.cache_control.private, response.cache_control.max_age = True, 60
    return response
