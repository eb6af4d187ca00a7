"""Pixels as a file: PNG, JPEG, WebP or AVIF, always the same bytes for the same pixels.

A file carries no metadata, except the description and the licence where somebody wants them in it.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from assets.deflate import zlib_stream
from assets.errors import AssetError
from assets.xmp import packet

JPEG_QUALITY = 90
WEBP_QUALITY = 88
AVIF_QUALITY = 80
MEDIA_TYPES = ("image/png", "image/jpeg", "image/webp", "image/avif")
LEAST_QUALITY = 60  # below it letters fray
_STEP = 6


@dataclass(frozen=True)
class Note:
    """What a file says of itself where that is wanted: the description of the picture and the licence, both in
    `language`."""

    language: str
    alt_text: str = ""
    licence: str = ""


def encode(
    image: Image.Image, media_type: str, *, note: Note | None = None, most_bytes: int | None = None
) -> bytes:
    """The file's bytes, within the size a channel takes. Quality gives way for that, as far as letters stay clean."""
    said = packet(note.language, note.alt_text, note.licence) if note is not None else b""
    data = b""
    for data in _tries(image, media_type, said):
        if most_bytes is None or len(data) <= most_bytes:
            return data
    raise AssetError(
        "The picture takes {found} kB, and the channel takes {most} kB. Choose JPEG, or a calmer photo.",
        found=len(data) // 1000,
        most=(most_bytes or 0) // 1000,
    )


def _tries(image: Image.Image, media_type: str, said: bytes) -> Iterator[bytes]:
    """The file at its usual quality, then smaller ones. JPEG keeps full colour resolution as long as it can, because
    accent-coloured letters fray without it."""
    if media_type == "image/png":
        yield _png(image, said)
    elif media_type == "image/jpeg":
        for quality in range(JPEG_QUALITY, LEAST_QUALITY - 1, -_STEP):
            yield _saved(image, "JPEG", said, quality=quality, subsampling=0)
        yield _saved(image, "JPEG", said, quality=LEAST_QUALITY, subsampling=2)
    elif media_type == "image/webp":
        for quality in range(WEBP_QUALITY, LEAST_QUALITY - 1, -_STEP):
            yield _saved(image, "WEBP", said, quality=quality, method=2)
    elif media_type == "image/avif":
        # One thread, because the file would otherwise depend on the number of cores.
        for quality in range(AVIF_QUALITY, LEAST_QUALITY - 21, -_STEP):
            yield _saved(
                image, "AVIF", said, quality=quality, subsampling="4:4:4", speed=8, max_threads=1, codec="aom"
            )
    else:
        raise AssetError(
            "Pictures are made as {known}, not as “{found}”.", known=", ".join(MEDIA_TYPES), found=media_type
        )


def _saved(image: Image.Image, kind: str, said: bytes, **how: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **({**how, "xmp": said} if said else how))
    return buffer.getvalue()


def _png(image: Image.Image, said: bytes) -> bytes:
    """A PNG whose rows are differences to the row above: flat grounds become zeros, which deflate eats at once.

    Pillow's own writer tries every filter on every row, takes ten times as long for the same picture, and packs with
    the system's zlib, so that its bytes differ between machines.
    """
    pixels = np.asarray(image)
    height, width, depth = pixels.shape
    rows = np.empty((height, 1 + width * depth), dtype=np.uint8)
    flat = pixels.reshape(height, width * depth)
    rows[:, 0] = 2
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    body = zlib_stream(rows.tobytes())
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    text = _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + said) if said else b""
    whole = _chunk(b"IHDR", head) + text + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
