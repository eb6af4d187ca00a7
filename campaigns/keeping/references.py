"""Which stored files something refers to.

The question is asked the safe way round: a digest that stands in any text of any table keeps its file, so whoever adds
a table with files need not register it here. Only what is listed below refers to nothing: the trail, which tells what
was, questions and readings, which hold no files, and pictures and films that other words or bytes have replaced long
ago.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, Table, TypeDecorator, and_, cast, false, or_, select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, col

from campaigns.content.media.models import Photo
from campaigns.content.models import Rendition, Revision, Variant
from campaigns.tables import metadata

#: Replaced pictures can still be looked at for so long.
LOOKED_AT = timedelta(days=90)
#: Tables that name files without needing them, or hold none and are large.
WITHOUT_FILES = frozenset(
    {
        "audit_entry", "advice_need", "need_decision", "need_held", "need_week", "need_region", "need_space",
        "need_waiting", "login_attempt", "insight", "insight_latest", "reach_row", "click_day",
    }
)  # fmt: skip
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_AT_ONCE = 1000


def referred(session: Session, digests: Collection[str], *, now: datetime) -> set[str]:
    """Those of these digests that approvals, placements, kits or anything else refers to."""
    wanted, found = set(digests), set[str]()
    for table in metadata.sorted_tables:
        if table.name in WITHOUT_FILES or wanted <= found:
            continue
        for text in _texts(session, table, now):
            found.update(wanted.intersection(_DIGEST.findall(text)))
    return found


def _texts(session: Session, table: Table, now: datetime) -> Iterator[str]:
    columns = [cast(column, String) for column in table.columns if _holds_text(column.type)]
    if not columns:
        return
    rows = session.execute(
        select(*columns).where(~_stale(table, now)), execution_options={"yield_per": _AT_ONCE}
    )
    for row in rows:
        yield " ".join(value for value in row if value)


def _holds_text(kind: TypeEngine[Any]) -> bool:
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return isinstance(kind, String | JSON)


def _stale(table: Table, now: datetime) -> ColumnElement[bool]:
    """Rows that no longer need their files."""
    before = now - LOOKED_AT
    if table.name == Photo.__tablename__:
        return and_(col(Photo.removed_at).is_not(None), col(Photo.removed_at) < before)
    if table.name == Rendition.__tablename__:
        latest = (
            select(col(Revision.id))
            .join(Variant, (col(Variant.id) == Revision.variant_id) & (col(Variant.revision) == Revision.number))
        )  # fmt: skip
        replaced = or_(col(Rendition.current).is_(False), col(Rendition.revision_id).not_in(latest))
        return and_(replaced, col(Rendition.created_at) < before)
    return false()
