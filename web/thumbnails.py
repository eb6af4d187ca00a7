"""Small pictures, made once and kept beside the files of the home; whoever deletes them loses nothing."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import cast

from flask import current_app

from assets.store import Store
from campaigns.errors import NotReady
from campaigns.settings import Settings

#: Widths that are kept; another one is answered with the next larger.
WIDTHS = (160, 320, 640)
MEDIA_TYPE = "image/webp"


def kept_width(asked: int) -> int:
    """The width that is kept for what was asked."""
    return next((width for width in WIDTHS if width >= asked), WIDTHS[-1])


def thumbnail(digest: str, width: int) -> bytes:
    """The picture of this digest in a small size. The maker of pictures is loaded only when one is missing."""
    path = _folder() / digest[:2] / f"{digest}-{width}.webp"
    try:
        return path.read_bytes()
    except OSError:
        pass
    data = original(digest)
    from assets.thumbnail import shrink

    small = shrink(data, width=width)
    _keep(path, small)
    return small


def original(digest: str) -> bytes:
    """The file itself, from the store."""
    store = cast(Store, current_app.extensions["litfass_store"])
    if not store.exists(digest):
        raise NotReady("The file of this picture is missing. Make the picture again.")
    return store.get(digest)


def _keep(path: Path, data: bytes) -> None:
    """Whole or not at all; a home that cannot be written only costs time."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _folder() -> Path:
    return cast(Settings, current_app.extensions["litfass_settings"]).home / "thumbnails"
