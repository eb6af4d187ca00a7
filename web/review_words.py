"""Words of review: what is new about a card, channels by name, what a fact's standing is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from campaigns.approvals.queue import Novelty
from campaigns.channels import profiles
from campaigns.content.copy import Copy
from campaigns.content.models import Revision
from campaigns.vocabulary import Risk
from web.content_words import field_word, format_word, kind_word, topic_word

__all__ = [
    "channel_word",
    "field_word",
    "format_word",
    "kind_word",
    "novelty_word",
    "risk_tone",
    "texts",
    "topic_word",
]

_ = lazy_gettext

NOVELTIES: Mapping[Novelty, Any] = {
    Novelty.NEW: _("New"),
    Novelty.CHANGED: _("Changed since it was approved"),
    Novelty.MENDED: _("Mended after a return"),
}
_CHANNELS: Mapping[str, Any] = {
    "feed": _("Atom feed"),
    "folder": _("Folder"),
    "handoff": _("Group, by hand"),
    "hand": _("Group, by hand"),
}


def novelty_word(novelty: Novelty) -> str:
    return str(NOVELTIES[novelty])


def channel_word(key: str) -> str:
    """The kind of channel by name; services are called what they call themselves."""
    if key in _CHANNELS:
        return str(_CHANNELS[key])
    found = profiles().get(key)
    return str(gettext(found.name)) if found else key


def risk_tone(risk: Risk) -> str:
    return {Risk.HIGH: "stop", Risk.MEDIUM: "waiting", Risk.LOW: ""}[risk]


def texts(revision: Revision) -> list[tuple[str, str]]:
    """Every text of a revision with its place."""
    return list(Copy.from_dict(revision.words).texts().items())
