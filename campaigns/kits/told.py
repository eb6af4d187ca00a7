"""What opens a kit and what it says, as the trail tells it.

A kit's page is public: under a secret of their own whoever writes into the database could let our address say other
words around approved texts (whom to ask, where to go). So the link and the version count as the trail tells of them.
"""

from __future__ import annotations

import hashlib

from sqlmodel import Session

from campaigns.canonical import digest_of
from campaigns.kits.models import Kit, KitVersion
from campaigns.people.telling import told_last


def digest_of_link(kit: Kit) -> str:
    """What opens the kit."""
    return digest_of(["kit link", kit.id, kit.programme_id, kit.token_hash])


def is_told(session: Session, kit: Kit, version: KitVersion) -> bool:
    """Whether this link was given to this kit, this is the version it got last, and nobody has withdrawn it since."""
    number, is_withdrawn = kit.id or 0, kit.withdrawn_at is not None
    ends = () if is_withdrawn else ("withdraw_kit",)
    link = told_last(session, "kit", number, "link", by=("make_kit", "renew_kit_link"), ends=ends)
    said = told_last(session, "kit", number, "digest", by=("add_kit_version",))
    text = hashlib.sha256(version.manifest.encode()).hexdigest()
    return link == digest_of_link(kit) and said == text == version.digest
