"""Writes the questions of one batch: new ones are inserted, known ones grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.counts.pool import Pool
from campaigns.needs.intake.outcome import Rejected, Taken
from campaigns.needs.models import AdviceNeed, NeedHeld

CHUNK = 1000
_NEED: SqlTable = AdviceNeed.__table__  # type: ignore[attr-defined]
_HELD: SqlTable = NeedHeld.__table__  # type: ignore[attr-defined]


class Shelf:
    """Takes in the rows of one batch chunk by chunk; `close` writes what is known only at the end.

    A question that is there already raises nothing but its copies, and those to how often one file held it: the
    same file a second time changes no figure. `origin` is the list, by which rows that say too little are known
    again. (Why copies are not counted by the radar: docs/decisions.)
    """

    def __init__(
        self,
        session: Session,
        result: ImportResult,
        *,
        programme_id: int,
        batch_id: int,
        origin: str,
        now: datetime,
    ) -> None:
        self._session, self._result, self._origin = session, result, origin
        self._programme_id, self._batch_id, self._now = programme_id, batch_id, now
        self._pool = Pool(session, programme_id)
        self._in_file: Counter[str] = Counter()
        self._held: dict[str, date] = {}

    def put(self, chunk: Sequence[Taken | Rejected]) -> None:
        """Writes one chunk and counts it."""
        known = self._known([one for one in chunk if isinstance(one, Taken)])
        rows: dict[str, dict[str, Any]] = {}
        for one in chunk:
            self._result.read += 1
            self._result.redacted.update(one.redacted)
            if isinstance(one, Rejected):
                self._result.rejected.append(one)
                continue
            self._result.count_unknown(one)
            content = one.content(self._origin)
            self._in_file[content] += 1
            if content in rows or content in known:
                self._held[content] = one.values["day"]
                self._result.duplicates += 1
                if content in rows:
                    rows[content]["copies"] += 1
            else:
                came = {"batch_id": self._batch_id, "created_at": self._now, "content_hash": content}
                rows[content] = {**one.values, **came}
                self._pool.add(rows[content])
                self._result.count(one)
        if rows:
            self._session.execute(insert(_NEED), list(rows.values()))
        self._group({content: copies for content, copies in known.items() if self._in_file[content] > copies})

    def close(self) -> None:
        """Writes the weekly counts, and which known questions this batch held."""
        self._pool.save()
        held = [
            {
                "batch_id": self._batch_id,
                "content_hash": content,
                "programme_id": self._programme_id,
                "day": day,
                "copies": self._in_file[content],
            }
            for content, day in self._held.items()
        ]
        for start in range(0, len(held), CHUNK):
            self._session.execute(insert(_HELD), held[start : start + CHUNK])

    def _known(self, taken: Sequence[Taken]) -> dict[str, int]:
        """Contents that are there already, with their copies."""
        if not taken:
            return {}
        query = select(col(AdviceNeed.content_hash), col(AdviceNeed.copies)).where(
            col(AdviceNeed.programme_id) == self._programme_id,
            col(AdviceNeed.content_hash).in_({one.content(self._origin) for one in taken}),
        )
        return {row.content_hash: row.copies for row in self._session.execute(query)}

    def _group(self, contents: Mapping[str, int]) -> None:
        for content in contents:
            self._session.execute(
                update(_NEED)
                .where(_NEED.c.programme_id == self._programme_id, _NEED.c.content_hash == content)
                .values(copies=self._in_file[content])
            )


def in_chunks(items: Iterable[Taken | Rejected]) -> Iterator[list[Taken | Rejected]]:
    """The rows in portions of one statement each."""
    chunk: list[Taken | Rejected] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
