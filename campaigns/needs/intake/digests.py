"""Keyed hashes: what finds the same thing again and cannot be turned back without the key."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from typing import Any

from campaigns.needs.intake.outcome import Intake


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over the parts: the same for the same content, and no way back without the key."""
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def content_hash(values: Mapping[str, Any], text: str, intake: Intake, seen: Counter[str]) -> str:
    """The same question on the same day from the same place is one; without a text every row is its own.

    The original text counts, not the redacted one: two people with two phone numbers are two.
    """
    where = (values["space"] or "", values["platform"] or "", values["region"] or "")
    parts = (str(intake.programme_id), values["day"].isoformat(), *where, values["case_hash"] or "")
    if text:
        return keyed_hash(intake.key, "text", *parts, " ".join(text.casefold().split()))
    bare = keyed_hash(intake.key, "bare", *parts, values["topic"] or "", values["language"] or "")
    seen[bare] += 1
    return bare if seen[bare] == 1 else keyed_hash(intake.key, bare, str(seen[bare]))
