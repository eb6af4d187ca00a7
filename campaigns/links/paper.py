"""The short links of sheets for printing: their codes stand on the sheet, so a link is made before its picture is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session

from assets.formats import format_for
from campaigns.content.queries import get_campaign, posts_of_campaign, variants_of_posts
from campaigns.links.actions import link_for

#: The channel of what is printed.
PRINT: Final = "print"


def short_address(base_url: str, code: str) -> str:
    """The public address of a short link."""
    return f"{base_url}/s/{code}"


def links_on_paper(session: Session, *, campaign_id: int, base_url: str, now: datetime) -> dict[int, str]:
    """The address that the QR code of each text's sheets leads to, by the text's id; none where the campaign leads
    nowhere, or nothing of it is made for printing. Its clicks are counted as those of print."""
    campaign = get_campaign(session, campaign_id)
    if not campaign.link:
        return {}
    on_paper = [
        post.id or 0
        for post in posts_of_campaign(session, campaign_id)
        if any(format_for(key).is_print for key in post.formats)
    ]
    return {
        variant.id or 0: short_address(
            base_url,
            link_for(session, variant_id=variant.id or 0, channel=PRINT, target=campaign.link, now=now).code,
        )
        for row in variants_of_posts(session, on_paper).values()
        for variant in row.values()
    }
