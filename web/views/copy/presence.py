"""Two people on one text see each other: the page says every twenty seconds that it is open."""

from __future__ import annotations

from werkzeug.wrappers import Response

from campaigns.content.presence.seeing import say_here
from campaigns.content.queries import campaign_of_variant, get_variant
from web import database, identity
from web.database import session
from web.fragments import show
from web.identity import page
from web.views.copy.blueprint import copy_pages


@copy_pages.post("/copy/<int:variant_id>/here")
@page()
def here(variant_id: int) -> Response:
    campaign, _post = campaign_of_variant(session(), get_variant(session(), variant_id))
    identity.enter_programme(campaign.programme_id)
    others = say_here(
        session(), variant_id=variant_id, person_id=identity.actor().person_id, now=database.now()
    )
    return show("copy/_here.html", others=others)
