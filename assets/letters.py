"""Lines of text as pixels: their ink as a mask, what lies behind it, whether it can be read there, and the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from assets.colour import LARGE_TEXT_CONTRAST, LARGE_TEXT_PX, RGB, TEXT_CONTRAST, contrast
from assets.emoji import emoji_picture, emoji_places
from assets.errors import AssetError
from assets.fonts import font
from assets.fonts.emoji import ROOM, without_emoji
from assets.geometry.items import TextLine
from assets.paint import text_colour
from assets.spec import Brand
from assets.typeset.measure import shaping_of

SMALL_PX = 44
SAMPLE_PX = 5  # every how many pixels an uneven ground behind a line is looked at

#: Left, top, right, bottom in whole pixels; right and bottom lie outside.
Edges = tuple[int, int, int, int]


@dataclass(frozen=True)
class Surface:
    """A part of the picture and its one colour, or None where it is a sign, a mark or a photo."""

    edges: Edges
    colour: RGB | None


@dataclass(frozen=True)
class Letters:
    """A line's ink as a mask, where its corner stands, its colour, and the one colour behind it if there is one."""

    line: TextLine
    mask: Any
    edges: Edges
    colour: RGB
    ground: RGB | None


def letters_of(line: TextLine, brand: Brand, surfaces: Sequence[Surface]) -> Letters:
    """The ink itself, not its side bearing, stands flush on the margin."""
    make = _kept_mask if line.px <= SMALL_PX else _mask
    mask, above = make(line.text, line.path, line.px, line.language, line.direction)
    width, height = mask.size
    left = round(line.box.right - width + line.hang if line.side == "right" else line.box.x - line.hang)
    top = round(line.baseline) + above
    edges = (left, top, left + width, top + height)
    colour = text_colour(brand, line.ground, line.colour, line.px)
    return Letters(line, mask, edges, colour, _ground_behind(edges, surfaces))


def _mask(text: str, path: Path, px: int, language: str, direction: str) -> tuple[Any, int]:
    """The shaped text as a mask cut to its ink, and how far its top lies from the baseline (negative: above)."""
    plain = without_emoji(text, ROOM)
    mask, (_, above) = font(path, px).getmask2(plain, anchor="ls", **shaping_of(language, direction))
    return mask, above


# Small print, marks and a funder's statement come back on every picture of a campaign.
_kept_mask = lru_cache(maxsize=256)(_mask)


def _ground_behind(edges: Edges, surfaces: Sequence[Surface]) -> RGB | None:
    """The colour of the uppermost surface that lies behind the whole line and is covered by no other there."""
    for surface in reversed(surfaces):
        if meets(edges, surface.edges):
            left, top, right, bottom = surface.edges
            whole = left <= edges[0] and top <= edges[1] and edges[2] <= right and edges[3] <= bottom
            return surface.colour if whole else None
    return None


def meets(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def require_room_and_contrast(image: Image.Image, letters: Letters) -> None:
    """Refuses a line that leaves the picture or cannot be read on the pixels that are really behind it."""
    line, (left, top, right, bottom) = letters.line, letters.edges
    if left < 0 or top < 0 or right > image.width or bottom > image.height:
        raise AssetError(
            "The layer “{layer}” reaches beyond the picture; the layout is at fault.", layer=line.layer
        )
    needed = LARGE_TEXT_CONTRAST if line.px >= LARGE_TEXT_PX else TEXT_CONTRAST
    grounds = [letters.ground] if letters.ground is not None else _extremes(image, letters.edges)
    found = min(contrast(letters.colour, ground) for ground in grounds)
    if found < needed:
        raise AssetError(
            "The text of “{layer}” has a contrast of {found} on its ground; it needs {needed}. Choose other brand "
            "colours.",
            layer=line.layer,
            found=f"{found:.1f}",
            needed=f"{needed:.1f}",
        )


def _extremes(image: Image.Image, edges: Edges) -> list[RGB]:
    """The darkest and the lightest colour an uneven ground can hold, channel by channel."""
    left, top, right, bottom = edges
    size = max(1, (right - left) // SAMPLE_PX), max(1, (bottom - top) // SAMPLE_PX)
    bands = image.resize(size, Image.Resampling.NEAREST, box=edges).getextrema()
    (r0, r1), (g0, g1), (b0, b1) = bands  # type: ignore[misc]
    return [(int(r0), int(g0), int(b0)), (int(r1), int(g1), int(b1))]


def draw_letters(image: Image.Image, lines: Sequence[Letters]) -> None:
    """Lays the ink on the picture.

    On a ground of one colour a pixel of the result depends on the mask alone: the strip is looked up in a table of
    256 shades and put down whole, which takes a seventh of the time of blending and gives the same pixels. Where
    another line's ink was put down before, or the ground is uneven, the mask is blended.
    """
    pen = ImageDraw.Draw(image)
    inked: list[Edges] = []
    for letters in lines:
        edges = letters.edges
        if letters.ground is None or any(meets(edges, one) for one in inked):
            pen.draw.draw_bitmap(edges[:2], letters.mask, pen.draw.draw_ink(letters.colour))
        else:
            strip = letters.mask.copy()
            strip.putpalette("RGB", "RGB", _shades(letters.ground, letters.colour))
            image.im.paste(strip.convert("RGB"), edges)
        for emoji, x in emoji_places(letters.line):
            picture, above = emoji_picture(emoji, letters.line.px)
            image.paste(picture, (edges[0] + x, round(letters.line.baseline) + above), picture)
        if letters.line.strike:
            _strike(pen, letters)
        inked.append((edges[0], edges[1], edges[2] + 1, edges[3]))  # a strike ends one pixel beyond the ink


@lru_cache(maxsize=256)
def _shades(ground: RGB, colour: RGB) -> bytes:
    """What blending makes of each of the 256 values of a mask."""
    shades = Image.new("RGB", (256, 1), ground)
    pen = ImageDraw.Draw(shades)
    pen.draw.draw_bitmap(
        (0, 0), Image.frombytes("L", (256, 1), bytes(range(256))).im, pen.draw.draw_ink(colour)
    )
    return shades.tobytes()


def _strike(pen: ImageDraw.ImageDraw, letters: Letters) -> None:
    line, (left, _, right, _) = letters.line, letters.edges
    thick = max(3, line.px // 18)
    middle = round(line.baseline) - round(line.px * 0.27)
    pen.rectangle((left, middle, right, middle + thick - 1), fill=letters.colour)
