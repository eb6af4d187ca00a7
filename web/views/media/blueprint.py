"""The blueprint of the media screens, and the tabs between them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext as _

from campaigns.content.media.funder import check_can_set_funder
from campaigns.errors import Refusal
from campaigns.people.actions.brand import check_can_set_colours
from web import identity

media_pages = Blueprint("media", __name__)

SCREENS = (
    ("media.index", _("Proof sheets"), ("media.index", "media.sheet", "media.set_look")),
    ("media.films", _("Films"), ("media.films", "media.campaign_films", "media.make_films", "media.film")),
    (
        "media.photos",
        _("Photos and logos"),
        ("media.photos", "media.add_photo", "media.add_logo", "media.photo_use", "media.end_photo"),
    ),
    ("media.layouts", _("Layouts"), ("media.layouts",)),
    ("media.brand", _("Colours"), ("media.brand", "media.set_brand")),
    ("media.funder", _("Funder"), ("media.funder", "media.change_funder")),
)
#: Screens that not everybody may open.
NEEDS = {"media.brand": check_can_set_colours, "media.funder": check_can_set_funder}


def tabs() -> list[tuple[Any, str, bool, None]]:
    """The screens that this person may open."""
    return [
        (word, url_for(endpoint), request.endpoint in here, None)
        for endpoint, word, here in SCREENS
        if _may_open(endpoint)
    ]


def _may_open(endpoint: str) -> bool:
    try:
        NEEDS.get(endpoint, lambda _actor: None)(identity.actor())
    except Refusal:
        return False
    return True
