"""Layers of a card as sprites: their colours and how much of the ground they cover, ready to be laid on any frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from assets.colour import RGB
from assets.films.yuv import chroma_from, luma_from
from assets.geometry.items import Inset, Item, Mark, Patch, TextLine
from assets.letters import Edges, draw_letters, letters_of
from assets.marks import draw_inset, draw_mark, edges
from assets.paint import ground_colour, text_colour
from assets.spec import Brand

Plane = Image.Image
#: Making a sprite takes several whole pictures for a moment: scenes made side by side take turns, and with them the
#: memory.
_making = Lock()


@dataclass(frozen=True, eq=False)
class Sprite:
    """A rectangle with even edges: brightness and colour, each with the share it covers (0 to 255). One that covers
    all of its place is solid: it has no shares and is laid without looking at every pixel."""

    x: int
    y: int
    luma: Plane
    chroma: Plane
    shares: tuple[Plane, Plane] | None

    @property
    def is_solid(self) -> bool:
        return self.shares is None

    @property
    def edges(self) -> Edges:
        return self.x, self.y, self.x + self.luma.width, self.y + self.luma.height


def lay(frame: Image.Image, sprite: Sprite, opacity: float = 1.0, sunk: int = 0) -> None:
    """Puts a sprite on a frame, `sunk` pixels (even) below its place."""
    height = frame.height * 2 // 3
    if sprite.shares is None and opacity == 1.0 and not sunk:
        frame.paste(sprite.luma, (sprite.x, sprite.y))
        frame.paste(sprite.chroma, (sprite.x, height + sprite.y // 2))
        return
    luma_mask, chroma_mask = sprite.shares or (
        Image.new("L", plane.size, 255) for plane in (sprite.luma, sprite.chroma)
    )
    if opacity < 1.0:
        table = _thinned(opacity)
        luma_mask, chroma_mask = luma_mask.point(table), chroma_mask.point(table)
    y = sprite.y + sunk
    spill = y + sprite.luma.height - height
    if spill > 0:  # what sinks below the picture must not run into the colours
        luma_mask, chroma_mask = luma_mask.copy(), chroma_mask.copy()
        luma_mask.paste(0, (0, luma_mask.height - spill, luma_mask.width, luma_mask.height))
        chroma_mask.paste(0, (0, chroma_mask.height - spill // 2, chroma_mask.width, chroma_mask.height))
    frame.paste(sprite.luma, (sprite.x, y), luma_mask)
    frame.paste(sprite.chroma, (sprite.x, height + y // 2), chroma_mask)


@lru_cache(maxsize=64)
def _thinned(opacity: float) -> bytes:
    """What is left of each share at this opacity."""
    return bytes(round(share * opacity) for share in range(256))


def sprite_of(items: Sequence[Item], brand: Brand, size: tuple[int, int]) -> Sprite | None:
    """The items alone. Drawn once on black and once on white, the difference tells what they cover."""
    with _making:
        return _made(items, brand, size)


def _made(items: Sequence[Item], brand: Brand, size: tuple[int, int]) -> Sprite | None:
    on_black, place = _drawn(items, brand, size, (0, 0, 0))
    on_white, _ = _drawn(items, brand, size, (255, 255, 255))
    if place is None:
        return None
    left, top, right, bottom = place
    place = (left & ~1, top & ~1, min(size[0], (right + 1) & ~1), min(size[1], (bottom + 1) & ~1))
    black, white = on_black.crop(place), on_white.crop(place)
    red, green, blue = ImageChops.subtract(white, black).split()
    share = ImageChops.invert(ImageChops.lighter(ImageChops.lighter(red, green), blue))
    return _sprite(place, black, share)


def _sprite(place: Edges, covered: Image.Image, share: Image.Image) -> Sprite:
    half, half_share = covered.reduce(2), share.reduce(2)
    if share.getextrema() == (255, 255):
        return Sprite(place[0], place[1], luma_from(covered), chroma_from(half), None)
    luma = luma_from(_uncovered(covered, share))
    chroma = chroma_from(_uncovered(half, half_share))
    both = half_share.resize((share.width, half_share.height), Image.Resampling.NEAREST)
    return Sprite(place[0], place[1], luma, chroma, (share, both))


def _uncovered(covered: Image.Image, share: Image.Image) -> Image.Image:
    """The colour itself, where only its part on black is known: at the edges of letters, so at few pixels."""
    colours, shares = np.array(covered), np.asarray(share)
    partly = np.nonzero((shares > 0) & (shares < 255))
    known = colours[partly].astype(np.float32) * (255 / shares[partly].astype(np.float32))[:, None]
    colours[partly] = np.rint(known).clip(0, 255)
    return Image.fromarray(colours, "RGB")


def _drawn(
    items: Sequence[Item], brand: Brand, size: tuple[int, int], ground: RGB
) -> tuple[Image.Image, Edges | None]:
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    places: list[Edges] = []
    for item in items:
        if isinstance(item, Patch):
            places.append(edges(item.box))
            left, top, right, bottom = places[-1]
            pen.rectangle((left, top, right - 1, bottom - 1), fill=_colour(item, brand))
        elif isinstance(item, Mark):
            places.append(draw_mark(image, item, brand))
        elif isinstance(item, Inset):
            places.append(draw_inset(image, item))
    lines = [letters_of(item, brand, ()) for item in items if isinstance(item, TextLine)]
    draw_letters(image, [replace(line, ground=None) for line in lines])
    # A strike ends one pixel beyond the ink.
    places += [(e[0], e[1], e[2] + 1, e[3]) for e in (line.edges for line in lines)]
    if not places:
        return image, None
    lefts, tops, rights, bottoms = zip(*places, strict=True)
    whole = (max(0, min(lefts)), max(0, min(tops)), min(size[0], max(rights)), min(size[1], max(bottoms)))
    return image, whole


def _colour(patch: Patch, brand: Brand) -> RGB:
    ground, _, role = patch.colour.partition("/")
    return text_colour(brand, ground, role) if role else ground_colour(brand, ground)
