"""Clearing away files that nothing refers to."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from assets.store import Store
from campaigns.db import read_scope
from campaigns.keeping.references import referred

#: A file lies for a day before anybody asks: its row may not be written yet.
RESTS = timedelta(days=1)


def collect_files(engine: Engine, store: Store, *, now: datetime) -> list[str]:
    """Removes every file that was put more than a day ago and that nothing refers to; says which.

    The store is asked, then the database, then the store again: no transaction is open while files are touched.
    """
    before = now - RESTS
    candidates = store.unused_since(before)
    with read_scope(engine) as session:
        kept = referred(session, candidates, now=now)
    gone = [digest for digest in candidates if digest not in kept]
    removed = [digest for digest in gone if store.discard(digest, put_before=before)]
    store.sweep(put_before=before)
    return removed
