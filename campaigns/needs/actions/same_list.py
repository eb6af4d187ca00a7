"""Which list a file holds: a new one, or one that is known and has grown since.

Rows without a text or a case number, or with a keyword alone, are alike in the lists of two teams. So such a row is
known again only by its list: the same file, or one with the same columns that holds nearly all of what an earlier one
held of the same days, whatever was added, sorted anew, left out at the old end, or put right in a few rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from campaigns.needs.intake.digests import of_list
from campaigns.needs.intake.outcome import Rejected, Taken
from campaigns.needs.models import AdviceNeed, NeedBatch

#: Of what the earlier list held of these days, so much must stand in the file.
NEARLY_ALL = 0.9
#: So many of the newest lists are looked at, and so many rows of each.
MOST_LISTS = 12
MOST_BATCHES = 200
MOST_ROWS = 500


def list_of(
    session: Session,
    *,
    programme_id: int,
    headers_digest: str,
    file_digest: str,
    rows: Iterable[Taken | Rejected],
    is_beginning: bool = False,
) -> str:
    """The digest of the list, which is that of the first file that held it.

    `is_beginning`: the rows are only the first of the file, so its last day may not be whole.
    """
    of_columns = select(NeedBatch.list_digest).where(
        NeedBatch.programme_id == programme_id,
        NeedBatch.headers_digest == headers_digest,
        col(NeedBatch.undone_at).is_(None),
        col(NeedBatch.list_digest).is_not(None),
    )
    newest = of_columns.order_by(col(NeedBatch.id).desc())
    same = session.exec(newest.where(NeedBatch.file_digest == file_digest).limit(1)).first()
    if same:
        return same
    earlier = list(dict.fromkeys(session.exec(newest.limit(MOST_BATCHES))))[:MOST_LISTS]
    if not earlier:
        # Nothing to compare with: the rows of a first file, perhaps a million, are not gone through for it.
        return file_digest
    whole: set[str] = set()
    bare: set[str] = set()
    days: set[date] = set()
    for one in rows:
        if isinstance(one, Taken):
            (bare if one.is_bare else whole).add(one.values["content_hash"])
            days.add(one.values["day"])
    if not bare:
        return file_digest
    last = max(days) - timedelta(days=is_beginning)
    for known in earlier:
        held = _held(session, programme_id, known or "", (min(days), last))
        here = whole | {of_list(content, known or "") for content in bare} if held else set()
        if held and sum(content in here for content in held) >= NEARLY_ALL * len(held):
            return str(known)
    return file_digest


def _held(session: Session, programme_id: int, known: str, days: tuple[date, date]) -> Sequence[str]:
    """What a list brought of these days, the newest first."""
    batches = select(NeedBatch.id).where(
        NeedBatch.programme_id == programme_id, NeedBatch.list_digest == known
    )
    return session.exec(
        select(AdviceNeed.content_hash)
        .where(col(AdviceNeed.batch_id).in_(batches), AdviceNeed.day >= days[0], AdviceNeed.day <= days[1])
        .order_by(col(AdviceNeed.day).desc(), col(AdviceNeed.id).desc())
        .limit(MOST_ROWS)
    ).all()
