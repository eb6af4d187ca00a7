"""Signs, logos and codes as pixels."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from assets.colour import LARGE_TEXT_PX, RGB, contrast, parse
from assets.errors import AssetError
from assets.fonts import ICONS, font, icon_codes
from assets.geometry.items import Box, Inset, Mark
from assets.geometry.qr import QUIET, qr_modules
from assets.paint import ground_colour, text_colour
from assets.photos import lay_photo
from assets.spec import Brand, Photo

_SIGNS = {
    "check": [(0.2, 0.52), (0.42, 0.74), (0.8, 0.27)],
    "arrow": [(0.02, 0.5), (0.92, 0.5), (0.56, 0.14), (0.92, 0.5), (0.56, 0.86)],
    "dash": [(0.05, 0.5), (0.72, 0.5)],
}
_FINER = 4
ICON_ON_DISC = 0.58


@lru_cache(maxsize=256)
def _sign(sign: str, side: int, flipped: bool) -> Image.Image:
    """A sign as a mask, drawn finer and scaled down for smooth edges."""
    large = Image.new("L", (side * _FINER, side * _FINER), 0)
    points = [(x * side * _FINER, y * side * _FINER) for x, y in _SIGNS[sign]]
    ImageDraw.Draw(large).line(points, fill=255, width=round(side * _FINER * 0.15), joint="curve")
    mask = large.resize((side, side), Image.Resampling.BOX)
    return mask.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if flipped else mask


def draw_mark(image: Image.Image, mark: Mark, brand: Brand) -> tuple[int, int, int, int]:
    """Draws a sign and returns the edges of what it covers."""
    ground, _, role = mark.colour.partition("/")
    colour = text_colour(brand, ground, role, LARGE_TEXT_PX)
    side = max(8, round(mark.box.width))
    left, top = round(mark.box.x), round(mark.box.y)
    if mark.sign.startswith("icon/"):
        within = side
        if mark.disc:
            image.paste(ground_colour(brand, mark.disc), (left, top), _disc(side))
            within = round(side * ICON_ON_DISC)
        offset = (side - within) // 2
        icon = _icon(mark.sign.removeprefix("icon/"), within)
        image.paste(colour, (left + offset, top + offset), icon)
        return left, top, left + side, top + side
    if mark.sign == "check":  # a ticked box: the sign stands out of a square of the accent
        image.paste(colour, (left, top, left + side, top + side))
        colour = tick_colour(brand, ground, colour)
    image.paste(colour, (left, top), _sign(mark.sign, side, mark.flipped))
    return left, top, left + side, top + side


def sign_points(sign: str) -> list[tuple[float, float]]:
    """The corners of a sign's line, in shares of its side from the left and the top."""
    return _SIGNS[sign]


def tick_colour(brand: Brand, ground: str, box: RGB) -> RGB:
    """The colour of a tick in a box of this colour."""
    ticks = (parse(brand.accent_ink), ground_colour(brand, ground), ground_colour(brand, "ink"))
    return max(ticks, key=lambda tick: contrast(tick, box))


@lru_cache(maxsize=64)
def _disc(side: int) -> Image.Image:
    large = Image.new("L", (side * _FINER, side * _FINER), 0)
    ImageDraw.Draw(large).ellipse((0, 0, side * _FINER - 1, side * _FINER - 1), fill=255)
    return large.resize((side, side), Image.Resampling.BOX)


@lru_cache(maxsize=256)
def _icon(name: str, side: int) -> Image.Image:
    """An icon as a mask; its outline stands on a square of `side`."""
    codes = icon_codes()
    if name not in codes:
        raise AssetError("There is no icon “{name}”. There are: {known}.", name=name, known=", ".join(codes))
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).text((0, side), codes[name], fill=255, font=font(ICONS, side), anchor="ls")
    return mask


def draw_inset(image: Image.Image, inset: Inset) -> tuple[int, int, int, int]:
    """Draws a photo, a code or a logo and returns the edges of what it covers."""
    left, top, right, bottom = edges(inset.box)
    if isinstance(inset.data, Photo):
        lay_photo(image, (left, top), inset.data, (right - left, bottom - top), inset.veil, top)
    elif isinstance(inset.data, str):
        image.paste(_code(inset.data, right - left), (left, top))
    else:
        mark = _logo(inset.data, right - left, bottom - top)
        image.paste(mark, (left, top), mark.getchannel("A"))
    return left, top, right, bottom


@lru_cache(maxsize=64)
def _code(link: str, side: int) -> Image.Image:
    """A QR code, black on white, whole pixels per module."""
    modules = qr_modules(link)
    inside = Image.frombytes(
        "L", (len(modules),) * 2, bytes(0 if dark else 255 for row in modules for dark in row)
    )
    small = Image.new("L", (len(modules) + 2 * QUIET,) * 2, 255)
    small.paste(inside, (QUIET, QUIET))
    return small.resize((side, side), Image.Resampling.NEAREST).convert("RGB")


@lru_cache(maxsize=64)
def _logo(data: bytes, width: int, height: int) -> Image.Image:
    with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as mark:
        return mark.convert("RGBA").resize((width, height), Image.Resampling.LANCZOS)


def edges(box: Box) -> tuple[int, int, int, int]:
    """Whole pixels: left, top, right, bottom; at least one pixel each way."""
    left, top = round(box.x), round(box.y)
    return left, top, max(left + 1, round(box.right)), max(top + 1, round(box.bottom))
