"""What a file is, by its first bytes and never by its name. The sniff only chooses the one reader that is tried."""

from __future__ import annotations

from assets.sandbox.errors import PictureFault

MOST_BYTES = 10_000_000
MOST_PIXELS = 25_000_000
#: Brands of pictures that are coded like films: ISO/IEC 23008-12, and what stands first in files of phones.
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def picture_kind(data: bytes) -> str:
    """Pillow's name of the one reader for this picture; refuses everything but PNG, JPEG and WebP, and what is larger
    than 10 MB, before anything of it is decoded."""
    if len(data) > MOST_BYTES:
        raise PictureFault(
            "The picture is larger than {most} MB. Save it smaller.", most=MOST_BYTES // 1_000_000
        )
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) or b"<svg" in head:
        raise PictureFault(
            "An SVG file may carry programmes and other files, so it is not taken. Save it as PNG, at least 1,000 "
            "pixels wide."
        )
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise PictureFault(
            "This is a HEIC photo, as iPhones take them, which is not read here. Save it as JPEG, or choose “Most "
            "Compatible” in the settings of the camera."
        )
    raise PictureFault("This is no picture we can read. Use PNG, JPEG or WebP.")
