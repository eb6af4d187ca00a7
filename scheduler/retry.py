"""When to try again, as values. Only what provably was not sent is tried again at all."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Distances between tries; after the last one it has failed.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))

#: A failure of our own before anything was claimed: looked at again after this.
STUMBLE = timedelta(minutes=1)

#: How long a channel is asked about a lost reply before a person has to look.
ASK_FOR = timedelta(hours=24)

#: A key is trusted until this long before the channel forgets it: our clock and theirs may differ.
KEY_MARGIN = timedelta(minutes=10)


def next_try(attempt: int, now: datetime, retry_at: datetime | None) -> datetime | None:
    """When attempt number `attempt` (counted from 1) may be followed by another, or None when it was the last.

    What the channel says (`retry_at`) can only make it later.
    """
    if attempt > len(BACK_OFF):
        return None
    ours = now + BACK_OFF[attempt - 1]
    return max(ours, retry_at) if retry_at else ours


def next_question(since: datetime, now: datetime) -> datetime | None:
    """When to ask a channel again about a post lost at `since`: the distance doubles; None after a day."""
    elapsed = now - since
    if elapsed >= ASK_FOR:
        return None
    return now + max(timedelta(minutes=1), elapsed)


def key_is_fresh(since: datetime, now: datetime, key_minutes: int | None) -> bool:
    """Whether a keyed channel still remembers the key of a post sent at `since`."""
    return key_minutes is not None and now - since <= timedelta(minutes=key_minutes) - KEY_MARGIN
