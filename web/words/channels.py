"""Channels by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from campaigns.channels import profiles

_ = lazy_gettext

_CHANNELS: Mapping[str, Any] = {
    "feed": _("Atom feed"),
    "folder": _("Folder"),
    "handoff": _("Group"),
    "hand": _("Group"),
    "print": _("Print"),
    "kit": _("Kits of partners"),
}


def channel_word(key: str) -> str:
    """The kind of channel by name; services are called what they call themselves."""
    if key in _CHANNELS:
        return str(_CHANNELS[key])
    found = profiles().get(key)
    return str(gettext(found.name)) if found else key


def channel_named(name: str) -> str:
    """The same by the English name, under which findings and refusals keep a channel; a key stays one."""
    return channel_word(next((key for key, found in profiles().items() if found.name == name), name))
