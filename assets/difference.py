"""Two pictures, and where they differ: what is the same is pale, what is new stands in colour on it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter

#: Differences of the encoder alone stay below this (0–255) in every one of the three colours.
NOISE = 32
MARK = (196, 30, 58)
#: Fine strokes would be lost on a phone without being made broader.
BROADER = 9
FORMATS = ("PNG", "JPEG", "WEBP")


def difference(before: bytes, after: bytes) -> tuple[bytes, float]:
    """A PNG of the second picture with its differences to the first marked, and the share of the area that differs.

    Both are files of ours. Another size counts as different everywhere it does not overlap.
    """
    old, new = _opened(before), _opened(after)
    canvas = Image.new("RGB", new.size, (255, 255, 255))
    canvas.paste(old, (0, 0))
    changed = _widest(ImageChops.difference(canvas, new)).point(lambda level: 255 if level > NOISE else 0)
    share = changed.histogram()[255] / (new.width * new.height)
    mask = changed.filter(ImageFilter.MaxFilter(BROADER)).point(lambda level: level * 3 // 5)
    pale = Image.blend(new.convert("L").convert("RGB"), Image.new("RGB", new.size, (255, 255, 255)), 0.55)
    pale.paste(Image.new("RGB", new.size, MARK), (0, 0), mask)
    out = BytesIO()
    pale.save(out, "PNG")
    return out.getvalue(), share


def _widest(difference: Image.Image) -> Image.Image:
    """The largest difference of the three colours: to the eye's weights another blue is hardly anything."""
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        return picture.convert("RGB")
