"""Addresses of approved files for channels that fetch them: nobody can guess one, and each ends after its time."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4", "text/vtt": "vtt"}
)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType({short: long for long, short in EXTENSIONS.items()})


def signed_path(digest: str, media_type: str, *, until: datetime, key: bytes) -> str:
    """The path under which the desk serves this file until then."""
    ends = int(until.timestamp())
    extension = EXTENSIONS.get(media_type, "bin")
    return f"/fetch/{ends}/{_signature(digest, ends, extension, key)}/{digest}.{extension}"


def may_fetch(digest: str, extension: str, *, ends: int, signature: str, key: bytes, now: datetime) -> bool:
    """Whether a path is one of ours and its time is not over."""
    right = hmac.compare_digest(signature, _signature(digest, ends, extension, key))
    return right and now.astimezone(UTC).timestamp() < ends


def _signature(digest: str, ends: int, extension: str, key: bytes) -> str:
    said = f"litfass: fetch {digest} {extension} until {ends}".encode()
    return urlsafe_b64encode(hmac.new(key, said, hashlib.sha256).digest()[:18]).decode()
