"""From an approved package to a section of a mail, and what a newsletter says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from campaigns.newsletter.mails import Masthead, Picture, Section
from campaigns.people.models import Programme
from campaigns.placements.models import Account
from campaigns.placements.sending.wire import Wire


def section_of(wire: Wire) -> Section:
    """The section of a package whose bytes were checked."""
    return section_from(
        wire.manifest,
        tuple(
            Picture(file.content, file.digest, file.media_type, file.alt, file.width, file.height)
            for file in wire.files
            if file.media_type.startswith("image/")
        ),
    )


def section_from(manifest: Mapping[str, Any], pictures: tuple[Picture, ...]) -> Section:
    """The section of a manifest with these pictures."""
    return Section(
        language=str(manifest["language"]),
        direction=str(manifest["direction"]),
        title=str(manifest["title"]),
        text=str(manifest["text"]),
        funder=str(manifest["funder"]),
        pictures=pictures,
    )


def masthead_of(session: Session, account_id: int) -> Masthead:
    """What every mail of this newsletter carries."""
    account = session.get_one(Account, account_id)
    programme = session.get_one(Programme, account.programme_id)
    return Masthead(
        newsletter=programme.name,
        organisation=programme.organisation,
        imprint=programme.imprint,
        imprint_url=programme.imprint_url,
        sender=str(account.options.get("sender", "")),
        account_id=account_id,
    )
