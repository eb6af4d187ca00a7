"""Short links of kits: each kit has one of its own, so that visits through a partner's posts can be told apart."""

from __future__ import annotations

#: What the channel of such a link begins with.
KIT = "kit"


def kit_channel(kit_id: int) -> str:
    """The channel of one kit's short link."""
    return f"{KIT}:{kit_id}"


def is_kit_channel(channel: str) -> bool:
    """Whether a short link stands beside the texts of a kit, and not in them."""
    return channel.startswith(f"{KIT}:")
