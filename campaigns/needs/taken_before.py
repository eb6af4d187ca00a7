"""Whether the very same file was taken in before and not undone."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.errors import Conflict
from campaigns.needs.intake.digests import keyed_hash
from campaigns.needs.models import NeedBatch
from campaigns.people.models import Programme


def file_digest(data: bytes, *, key: bytes) -> str:
    """What a file is known by: keyed, so that it cannot be told from the file which one was taken in."""
    return keyed_hash(key, "file", hashlib.sha256(data).hexdigest())


def taken_on(session: Session, *, programme: Programme, digest: str) -> date | None:
    """The day on which the programme took this file in last, None when it did not or undid it."""
    query = (
        select(NeedBatch.created_at)
        .where(
            col(NeedBatch.programme_id) == programme.id,
            col(NeedBatch.file_digest) == digest,
            col(NeedBatch.undone_at).is_(None),
        )
        .order_by(col(NeedBatch.id).desc())
        .limit(1)
    )
    moment = session.exec(query).first()
    return wall_time(moment, programme.zone).date() if moment else None


def would_count_twice(day: date) -> Conflict:
    """The refusal of the same file read in another way."""
    return Conflict(
        "This file was taken in on {day}. Read in this way its questions would count a second time. Undo that "
        "import first, then take the file in again.",
        day=day.isoformat(),
    )
