"""The blueprint of the needs screens, and the tabs between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, current_app, request, url_for
from flask_babel import lazy_gettext as _

from campaigns.needs import rules
from campaigns.needs.rumours.rules import can_see_rumours
from campaigns.people.actor import Actor
from campaigns.settings import Settings, secret_key
from web import identity
from web.words.needs import hint_word

needs_pages = Blueprint("needs", __name__)
#: Texts as they are kept name what was removed in English; people read it in their language.
needs_pages.add_app_template_filter(hint_word, "covered")

#: Address, word, who may open it, and the endpoints that belong to it.
SCREENS: tuple[tuple[str, Any, Callable[[Actor], bool], tuple[str, ...]], ...] = (
    ("needs.index", _("Radar"), rules.can_see_radar, ("needs.index",)),
    ("needs.proposals", _("Proposals"), rules.can_see_radar, ("needs.proposals", "needs.proposal")),
    ("needs.questions", _("Questions"), rules.can_read_needs, ("needs.questions",)),
    ("needs.rumours", _("Rumours"), can_see_rumours, ("needs.rumours", "needs.rumour", "needs.new_rumour")),
    ("needs.emerging", _("New needs"), rules.can_read_needs, ("needs.emerging", "needs.phrase")),
    ("needs.topics", _("Topics"), lambda _who: True, ("needs.topics", "needs.topic")),
    (
        "needs.imports",
        _("Imports"),
        rules.can_import_needs,
        ("needs.imports", "needs.upload", "needs.imported", "needs.look"),
    ),
)


def tabs() -> list[tuple[Any, str, bool, None]]:
    """The needs screens this person may open."""
    who = identity.actor()
    return [
        (word, url_for(endpoint), request.endpoint in here, None)
        for endpoint, word, may, here in SCREENS
        if may(who)
    ]


def pseudonym_key() -> bytes:
    """The key that turns contents and case numbers into hashes."""
    return _key("pseudonym.key")


def sealing_key() -> bytes:
    """The key under which an uploaded file waits for the worker."""
    return _key("secrets.key")


def _key(name: str) -> bytes:
    return secret_key(cast(Settings, current_app.extensions["litfass_settings"]), name)
