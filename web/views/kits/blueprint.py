"""What all pages of kits share: the blueprint, its tabs, today in the programme's zone."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, url_for
from flask_babel import gettext as _

from campaigns.clock import wall_time
from campaigns.kits.rules import check_can_keep_kits
from campaigns.people.actor import Actor
from web import database, identity

kit_pages = Blueprint("kits", __name__)


def keepers(actor: Actor) -> None:
    """Who reaches these pages."""
    check_can_keep_kits(actor)


def tabs(here: str) -> list[tuple[str, str, bool, int | None]]:
    """The screens of kits, side by side."""
    pages = (("kits.index", _("Kits")), ("kits.partners", _("Partners")), ("kits.regions", _("Regions")))
    return [(word, url_for(endpoint), endpoint == here, None) for endpoint, word in pages]


def today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()
