"""What the replies of all translation services have in common: how they say no, and what counts as texts."""

from __future__ import annotations

from typing import Any

from scheduler.machines.contract import NO_KEY, SPENT, TOO_LONG, Busy, Declined
from scheduler.machines.markup import unmarked
from scheduler.transport import Reply, Silence

_BUSY = frozenset({408, 429, 500, 502, 503, 504, 529})
#: 402 is OpenAI's word for an empty account, 456 is DeepL's.
_SPENT = frozenset({402, 456})


def problem_of(reply: Reply | Silence) -> Busy | Declined | None:
    """Why there is no answer in a reply, or None where there may be one."""
    if isinstance(reply, Silence):
        return Busy(reply.reason, counts=reply.reached)
    if reply.is_good:
        return None
    if reply.status in (401, 403):
        return NO_KEY
    if reply.status in _SPENT:
        return SPENT
    if reply.status in (413, 414):
        return TOO_LONG
    if reply.status in _BUSY:
        return Busy("it is busy", reply.wait_s())
    return Declined("The translation service refused the request ({status}).", {"status": str(reply.status)})


def texts_of(found: Any, wanted: int, *, tag: str) -> tuple[str, ...] | None:
    """The plain texts of an answer, or None when it is not one text with words in it for each that was asked."""
    if not isinstance(found, list) or len(found) != wanted:
        return None
    if not all(isinstance(text, str) and text.strip() for text in found):
        return None
    return tuple(unmarked(text, tag) for text in found)
