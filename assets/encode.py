"""Pixels as a file: PNG, JPEG or WebP, always the same bytes for the same pixels, without metadata."""

import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image

from assets.deflate import zlib_stream
from assets.errors import AssetError

JPEG_QUALITY = 90
WEBP_QUALITY = 88
MEDIA_TYPES = ("image/png", "image/jpeg", "image/webp")


def encode(image: Image.Image, media_type: str) -> bytes:
    """The file's bytes. JPEG keeps full colour resolution, because accent-coloured letters fray without it."""
    if media_type == "image/png":
        return _png(image)
    buffer = BytesIO()
    if media_type == "image/jpeg":
        image.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    elif media_type == "image/webp":
        image.save(buffer, "WEBP", quality=WEBP_QUALITY, method=2)
    else:
        raise AssetError(
            "Pictures are made as {known}, not as “{found}”.", known=", ".join(MEDIA_TYPES), found=media_type
        )
    return buffer.getvalue()


def _png(image: Image.Image) -> bytes:
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
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
