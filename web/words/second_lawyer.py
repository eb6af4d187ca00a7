"""Words of the rule of two lawyers: what it does when it is switched on, or when a fact comes under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from flask_babel import gettext, ngettext

from campaigns.placements.approval_ends.second_lawyer import Switched
from campaigns.placements.approval_ends.withdrawing import headlines_by_variant
from campaigns.placements.queries import entries
from web import database
from web.database import session
from web.formats import language_name

#: Fields of the page that asks first, which are no part of what was typed.
OWN = frozenset({"csrf_token", "confirmed", "back"})


def asked_before(switched: Switched) -> Mapping[str, Any]:
    """What it would mean, in numbers, for the page that asks first: it was done to see it, and is taken back here."""
    database.rollback()
    held = entries(session(), placement_ids=switched.held) if switched.held else []
    return {
        "switched": switched,
        "alone": alone_words(switched),
        "held": held,
        "titles": headlines_by_variant(session(), {entry.variant.id or 0 for entry in held}),
        "kept": [(name, value) for name, value in request.form.items(multi=True) if name not in OWN],
    }


def came_of_it(switched: Switched, *, demands: bool) -> Iterator[str]:
    """What became of reviews and scheduled posts. `demands`: two lawyers are needed now where one was enough."""
    if switched.still_held:
        yield str(
            ngettext(
                "%(num)s post that lacked only the second lawyer stays held: schedule it again.",
                "%(num)s posts that lacked only the second lawyer stay held: schedule them again.",
                switched.still_held,
            )
        )
    if not demands:
        return
    if held := len(switched.held):
        yield str(ngettext("%(num)s scheduled post is held.", "%(num)s scheduled posts are held.", held))
    if switched.asked:
        yield str(
            ngettext(
                "%(num)s text waits for a second lawyer.",
                "%(num)s texts wait for a second lawyer.",
                switched.asked,
            )
        )
    if alone := alone_words(switched):
        yield alone


def alone_words(switched: Switched) -> str:
    """Where nobody could be the second lawyer; empty where somebody can everywhere."""
    names = ", ".join(language_name(code) for code in switched.alone)
    return str(gettext("No second lawyer for: %(languages)s.", languages=names)) if names else ""
