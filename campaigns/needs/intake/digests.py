"""Keyed hashes: what finds the same thing again and cannot be turned back without the key."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from campaigns.needs.normalising import words_of

if TYPE_CHECKING:
    from campaigns.needs.intake.outcome import Intake

#: Fewer words than these (“Kindergeld Antrag”) are a keyword: two people say the same without being one.
FEWEST_WORDS = 4


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over the parts: the same for the same content, and no way back without the key."""
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def content_hash(values: Mapping[str, Any], text: str, intake: Intake, seen: Counter[str]) -> str:
    """The same question on the same day from the same place is one; `is_bare` rows are each their own.

    The original text counts, not the redacted one: two people with two phone numbers are two. `seen` numbers the
    bare rows of a table that are alike; whose table it is, is added when they are written (`of_list`).
    """
    where = (values["space"] or "", values["platform"] or "", values["region"] or "")
    parts = (str(intake.programme_id), values["day"].isoformat(), *where, values["case_hash"] or "")
    words = " ".join(text.casefold().split())
    of_what = (values["topic"] or "", values["language"] or "")
    if is_bare(values, text):
        bare = keyed_hash(intake.key, "bare", *parts, *of_what, words)
        seen[bare] += 1
        return keyed_hash(intake.key, bare, str(seen[bare]))
    if text:
        return keyed_hash(intake.key, "text", *parts, words)
    return keyed_hash(intake.key, "case", *parts, *of_what)


def is_bare(values: Mapping[str, Any], text: str) -> bool:
    """Whether too little is said for two such rows to be known as one question: no case, no sentence."""
    return not values["case_hash"] and len(words_of(text)) < FEWEST_WORDS


def of_list(bare: str, origin: str) -> str:
    """The content of a bare row of this list; both are keyed hashes or drawn by chance."""
    return hashlib.sha256(f"{origin}\x1f{bare}".encode()).hexdigest()
