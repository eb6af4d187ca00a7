"""One way to write a value as bytes, so that equal things have equal digests everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any

#: Made once: a trail of many years is written anew, letter for letter, whenever somebody looks at it.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and letters as they are."""
    return _ENCODER.encode(value)


def digest_of(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of a value."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
