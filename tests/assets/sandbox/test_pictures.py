"""Pictures from outside come in as pixels alone, or not at all with a sentence."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from assets.sandbox.errors import PictureFault
from assets.sandbox.kinds import MOST_BYTES
from assets.sandbox.pictures import take_picture


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (800, 640), mode: str = "RGB", **how: object
) -> bytes:
    image = Image.new(mode, size)
    ImageDraw.Draw(image).ellipse((40, 40, 400, 400), fill=tuple([200] * len(image.getbands())))
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A file of a few bytes whose head speaks of a huge picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def test_threat_13_a_photo_loses_place_camera_and_comment_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera 17"
    exif.get_ifd(0x8825)[1] = "N"
    taken = take_picture(picture(exif=exif.tobytes(), comment=b"hidden words"), use="photo")
    with Image.open(BytesIO(taken.data)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (640, 800))
        assert not seen.getexif() and "comment" not in seen.info
    assert b"Camera" not in taken.data and b"hidden" not in taken.data


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("WEBP", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "CMYK")]
)
def test_every_kind_and_mode_becomes_one(kind: str, mode: str) -> None:
    image = Image.new("RGBA", (800, 640), (10, 200, 30, 128))
    out = BytesIO()
    (Image.new("I;16", image.size, 40_000) if mode == "I;16" else image.convert(mode)).save(out, kind)
    logo = take_picture(out.getvalue(), use="logo")
    with Image.open(BytesIO(logo.data)) as seen:
        assert (seen.format, seen.mode, seen.size) == ("PNG", "RGBA", (800, 640))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "larger than 10 MB"),
        (png_that_claims(60_000, 60_000), "million pixels"),
        (png_that_claims(5001, 5000), "million pixels"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (b"\xef\xbb\xbf  <SVG onload=x>", "SVG"),
        (b"GIF89a" + bytes(100), "no picture we can read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no picture we can read"),
        (b"8BPS" + bytes(100), "no picture we can read"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC photo, as iPhones take them"),
        (b"\x00\x00\x00\x18ftypqt  " + bytes(100), "no picture we can read"),
        (b"II*\x00" + bytes(100), "no picture we can read"),
        (picture()[:3000], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + picture(), "damaged"),
        (picture(size=(300, 900)), "at least 600"),
    ],
)
def test_what_is_refused_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(PictureFault, match=said):
        take_picture(data, use="photo")


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_picture_is_refused_because_nobody_said_which_of_its_pictures_is_meant(kind: str) -> None:
    frames = [Image.new("RGB", (700, 700), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    with pytest.raises(PictureFault, match="This picture moves"):
        take_picture(out.getvalue(), use="photo")
