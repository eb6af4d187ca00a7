"""Layers of a card as sprites: their colours and how much of the ground they cover, ready to be laid on any frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw

from assets.colour import RGB
from assets.films.yuv import planes_from
from assets.geometry.items import Inset, Item, Mark, Patch, TextLine
from assets.letters import Edges, draw_letters, letters_of
from assets.marks import draw_inset, draw_mark, edges
from assets.paint import ground_colour, text_colour
from assets.spec import Brand

Plane = Image.Image


@dataclass(frozen=True, eq=False)
class Sprite:
    """A rectangle with even edges: brightness and colour, each with the share it covers (0 to 255)."""

    x: int
    y: int
    luma: Plane
    luma_mask: Plane
    chroma: Plane
    chroma_mask: Plane


def lay(frame: Image.Image, sprite: Sprite, opacity: float = 1.0, sunk: int = 0) -> None:
    """Puts a sprite on a frame, `sunk` pixels (even) below its place."""
    height = frame.height * 2 // 3
    luma_mask, chroma_mask = sprite.luma_mask, sprite.chroma_mask
    if opacity < 1.0:
        table = [round(share * opacity) for share in range(256)]
        luma_mask, chroma_mask = luma_mask.point(table), chroma_mask.point(table)
    y = sprite.y + sunk
    spill = y + sprite.luma.height - height
    if spill > 0:  # what sinks below the picture must not run into the colours
        luma_mask, chroma_mask = luma_mask.copy(), chroma_mask.copy()
        luma_mask.paste(0, (0, luma_mask.height - spill, luma_mask.width, luma_mask.height))
        chroma_mask.paste(0, (0, chroma_mask.height - spill // 2, chroma_mask.width, chroma_mask.height))
    frame.paste(sprite.luma, (sprite.x, y), luma_mask)
    frame.paste(sprite.chroma, (sprite.x, height + y // 2), chroma_mask)


def sprite_of(items: Sequence[Item], brand: Brand, size: tuple[int, int]) -> Sprite | None:
    """The items alone. Drawn once on black and once on white, the difference tells what they cover."""
    on_black, place = _drawn(items, brand, size, (0, 0, 0))
    on_white, _ = _drawn(items, brand, size, (255, 255, 255))
    if place is None:
        return None
    left, top, right, bottom = place
    place = (left & ~1, top & ~1, min(size[0], (right + 1) & ~1), min(size[1], (bottom + 1) & ~1))
    black = np.asarray(on_black.crop(place)).astype(np.int16)
    white = np.asarray(on_white.crop(place)).astype(np.int16)
    share = (255 - (white - black).max(axis=2)).clip(0, 255).astype(np.float32)
    return _sprite(place, black.astype(np.float32), share)


def _sprite(place: Edges, covered: np.ndarray, share: np.ndarray) -> Sprite:
    luma, _ = planes_from(_uncovered(covered, share))
    height, width = share.shape
    quarters = (height // 2, 2, width // 2, 2)
    half_share = share.reshape(quarters).mean(axis=(1, 3))
    half = covered.reshape(*quarters, 3).mean(axis=(1, 3))
    colours = _uncovered(half, half_share).resize((width, height), Image.Resampling.NEAREST)
    _, chroma = planes_from(colours)
    both = np.repeat(np.rint(half_share).astype(np.uint8), 2, axis=1)
    mask = Image.fromarray(np.rint(share).astype(np.uint8))
    return Sprite(place[0], place[1], luma, mask, chroma, Image.fromarray(both))


def _uncovered(covered: np.ndarray, share: np.ndarray) -> Image.Image:
    """The colour itself, where only its part on black is known."""
    safe = np.where(share > 0, share, 255.0)[..., None]
    return Image.fromarray(np.rint(covered * 255 / safe).clip(0, 255).astype(np.uint8), "RGB")


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
