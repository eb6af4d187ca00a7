"""Signs, codes, logos and photos as the files a sheet takes in."""

from io import BytesIO

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import Image

from assets.errors import AssetError
from assets.fonts import ICONS, icon_codes
from assets.geometry.items import Inset
from assets.geometry.qr import QUIET, qr_modules
from assets.photos import veiled
from assets.spec import Photo

PHOTO_QUALITY = 92
_ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def icon_as_svg(name: str, colour: str) -> bytes:
    """An icon's outline in this colour, one em square."""
    codes = icon_codes()
    if name not in codes:
        raise AssetError("There is no icon “{name}”. There are: {known}.", name=name, known=", ".join(codes))
    with TTFont(ICONS, lazy=True) as file:
        em = int(file["head"].unitsPerEm)
        glyphs = file.getGlyphSet()
        pen = SVGPathPen(glyphs)
        glyphs[name].draw(pen)
    drawn = f'<path fill="{colour}" transform="matrix(1 0 0 -1 0 {em})" d="{pen.getCommands()}"/>'
    return _svg(em, drawn)


def qr_as_svg(link: str) -> bytes:
    """A QR code with its quiet zone, black on white."""
    modules = qr_modules(link)
    side = len(modules) + 2 * QUIET
    dark = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(modules)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return _svg(side, f'<rect width="{side}" height="{side}" fill="#ffffff"/><path d="{dark}"/>')


def _svg(side: int, inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{inner}</svg>'.encode()


def logo_file(data: bytes | str | Photo) -> tuple[str, bytes]:
    """A mark as it came, and the ending its kind has."""
    assert isinstance(data, bytes)
    with Image.open(BytesIO(data), formats=tuple(_ENDINGS)) as mark:
        return _ENDINGS[str(mark.format)], data


def photo_as_jpeg(inset: Inset, dots: float) -> bytes:
    """The photo of an inset cut to its place with `dots` to a pixel of the plan, or with as many as it has."""
    assert isinstance(inset.data, Photo)
    box = inset.box
    with Image.open(BytesIO(inset.data.data), formats=tuple(_ENDINGS)) as photo:
        dots = max(1.0, min(dots, photo.width / box.width, photo.height / box.height))
    size = round(box.width * dots), round(box.height * dots)
    out = BytesIO()
    veiled(inset.data, size, inset.veil, box.y, dots).save(out, "JPEG", quality=PHOTO_QUALITY, subsampling=0)
    return out.getvalue()
