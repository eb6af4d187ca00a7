"""Writing down which pictures now stand for a revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from campaigns.content.actions import set_status
from campaigns.content.models import Post, Rendition, Variant
from campaigns.content.queries import current_renditions, latest_revision
from campaigns.content.rendering.making import Made
from campaigns.vocabulary import VariantStatus


def record_renditions(session: Session, *, made: Iterable[Made], now: datetime) -> list[Rendition]:
    """Adds what was made; a picture with the same bytes as before changes nothing.

    Another digest for the same revision and format takes the old one's place, and the variant falls back to
    `rendered`: whatever was approved does not cover these bytes. Pictures of a revision that is no longer
    the latest are written down but move nothing.
    """
    by_revision: dict[int, list[Made]] = defaultdict(list)
    for item in made:
        by_revision[item.order.revision_id].append(item)
    added: list[Rendition] = []
    for revision_id, items in by_revision.items():
        fresh = [row for item in items if (row := _replace(session, item, now))]
        added += fresh
        variant = session.get_one(Variant, items[0].order.variant_id)
        _move(session, variant, revision_id, changed=bool(fresh), now=now)
    session.flush()
    return added


def _replace(session: Session, item: Made, now: datetime) -> Rendition | None:
    present = session.exec(
        select(Rendition).where(
            Rendition.revision_id == item.order.revision_id,
            Rendition.format == item.order.format,
            Rendition.media_type == item.order.media_type,
        )
    ).all()
    if any(row.digest == item.digest and row.current for row in present):
        return None
    for row in present:
        row.current = row.digest == item.digest
        session.add(row)
    if back := next((row for row in present if row.digest == item.digest), None):
        return back
    rendition = Rendition(
        revision_id=item.order.revision_id,
        format=item.order.format,
        media_type=item.order.media_type,
        digest=item.digest,
        width=item.width,
        height=item.height,
        size=item.size,
        photo_id=item.order.photo_id,
        layout=item.order.spec.layout,
        layout_version=item.layout_version,
        renderer=item.renderer,
        fit=item.fit,
        created_at=now,
    )
    session.add(rendition)
    return rendition


def _move(session: Session, variant: Variant, revision_id: int, *, changed: bool, now: datetime) -> None:
    """A variant is rendered once every format of its post has a picture."""
    latest = latest_revision(session, variant)
    if latest is None or latest.id != revision_id or not changed:
        return
    session.flush()
    post = session.get_one(Post, variant.post_id)
    formats = {row.format for row in current_renditions(session, [revision_id]).get(revision_id, [])}
    if set(post.formats) <= formats and variant.status is not VariantStatus.MISSING:
        set_status(variant, VariantStatus.RENDERED, now=now)
        session.add(variant)
