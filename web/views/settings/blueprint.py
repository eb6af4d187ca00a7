"""The blueprint all settings screens belong to, and the tabs that lead from one to the next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext as _

from campaigns.content.glossary.rules import can_read_terms
from campaigns.needs.rules import can_manage_tokens
from campaigns.people import rules
from web import identity

settings = Blueprint("settings", __name__, url_prefix="/settings")

SCREENS = (
    ("settings.programme", _("Programme"), rules.can_see_settings),
    ("settings.people", _("People"), rules.can_manage_people),
    ("settings.access", _("Access"), rules.can_review_access),
    ("settings.languages", _("Languages"), rules.can_see_settings),
    ("settings.accounts", _("Accounts"), rules.can_see_settings),
    ("settings.spaces", _("Groups"), rules.can_keep_spaces),
    ("settings.tokens", _("API"), can_manage_tokens),
    ("settings.machine", _("Machine help"), rules.can_change_programme),
    ("facts.index", _("Facts"), can_read_terms),
    ("settings.glossary", _("Glossary"), can_read_terms),
    ("settings.audit", _("Audit trail"), rules.can_read_audit),
    ("settings.doctor", _("Doctor"), rules.can_see_doctor),
)


#: Screens without a tab of their own, and below which one they stand.
BENEATH = {"settings.permits": "settings.accounts"}


def tabs() -> list[tuple[Any, str, bool, None]]:
    """The screens this person may open."""
    who = identity.actor()
    here = str(request.endpoint).removesuffix("_form")
    for start, above in BENEATH.items():
        if here.startswith(start):
            here = above
    return [
        (word, url_for(endpoint), here.startswith(endpoint), None)
        for endpoint, word, may in SCREENS
        if may(who)
    ]
