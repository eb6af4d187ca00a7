"""Writing down which films now stand for a revision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from assets.films.render import MEDIA_TYPE
from campaigns.content.actions import set_status
from campaigns.content.films.making import MadeFilm
from campaigns.content.models import Rendition, Variant
from campaigns.content.queries import latest_revision
from campaigns.vocabulary import VariantStatus


def record_films(session: Session, *, made: Iterable[MadeFilm], now: datetime) -> list[Rendition]:
    """Adds what was made; a film with the same bytes as before changes nothing.

    Another digest takes the old one's place, and a text that was approved or submitted falls back to `rendered`:
    what was approved does not cover these bytes.
    """
    added = []
    for item in made:
        rows = session.exec(
            select(Rendition).where(
                Rendition.revision_id == item.order.revision_id, Rendition.format == item.order.format
            )
        ).all()
        if any(row.digest == item.digest and row.current for row in rows):
            continue
        for row in rows:
            row.current = row.digest == item.digest
            session.add(row)
        back = next((row for row in rows if row.current), None)
        added.append(back or _row(session, item, now))
        _move(session, item, now)
    session.flush()
    return added


def _row(session: Session, item: MadeFilm, now: datetime) -> Rendition:
    row = Rendition(
        revision_id=item.order.revision_id,
        format=item.order.format,
        media_type=MEDIA_TYPE,
        digest=item.digest,
        width=item.width,
        height=item.height,
        size=item.size,
        seconds=item.seconds,
        beside=item.beside,
        photo_id=item.order.photo_id,
        layout=item.order.layout,
        layout_version=item.layout_version,
        renderer=item.renderer,
        fit=item.fit,
        created_at=now,
    )
    session.add(row)
    return row


def _move(session: Session, item: MadeFilm, now: datetime) -> None:
    variant = session.get_one(Variant, item.order.variant_id)
    latest = latest_revision(session, variant)
    if latest is None or latest.id != item.order.revision_id:
        return
    if variant.status in (VariantStatus.APPROVED, VariantStatus.SUBMITTED):
        set_status(variant, VariantStatus.RENDERED, now=now)
        session.add(variant)
