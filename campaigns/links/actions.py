"""Making short links and counting the clicks on them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from campaigns.errors import BadInput
from campaigns.links.models import ClickDay, ShortLink
from campaigns.vocabulary import Visitor

CODE_BYTES = 8


def link_for(session: Session, *, variant_id: int, channel: str, target: str, now: datetime) -> ShortLink:
    """The short link of a variant on a channel to this target, made when it is missing.

    Another target is another link: what was approved and printed keeps leading where it led.
    """
    check_target(target)
    wanted = (ShortLink.variant_id == variant_id, ShortLink.channel == channel, ShortLink.target == target)
    found = session.exec(select(ShortLink).where(*wanted)).first()
    if found:
        return found
    link = ShortLink(
        code=secrets.token_urlsafe(CODE_BYTES),
        variant_id=variant_id,
        channel=channel,
        target=target,
        created_at=now,
    )
    session.add(link)
    session.flush()
    return link


def check_target(target: str, *, field: str = "link") -> None:
    """Refuses what is not a plain web address."""
    parts = urlsplit(target)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or " " in target:
        raise BadInput(
            "“{target}” is not a web address. Write it whole, like https://example.org/page.",
            field=field,
            target=target[:80],
        )


def count_clicks(session: Session, counts: Mapping[tuple[int, date, Visitor], int]) -> None:
    """Adds clicks to their days, in one statement."""
    if not counts:
        return
    rows = [
        {"link_id": link_id, "day": day, "visitor": visitor, "clicks": clicks}
        for (link_id, day, visitor), clicks in counts.items()
    ]
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(ClickDay)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["link_id", "day", "visitor"],
            set_={"clicks": ClickDay.clicks + insert.excluded.clicks},
        ),
        rows,
    )
