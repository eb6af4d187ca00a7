"""Emoji as pictures, and where in a shaped line each has its room."""

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from assets.fonts import font
from assets.fonts.emoji import BLOCK, EMOJI, FILE, ROOM, emoji_in, without_emoji
from assets.geometry.items import TextLine
from assets.typeset.measure import shaping_of


def emoji_places(line: TextLine) -> tuple[tuple[str, int], ...]:
    """Each emoji of a line and how far to the right of the line's ink its room begins, in pixels."""
    if not emoji_in(line.text):
        return ()
    return _places(line.text, line.path, line.px, line.language, line.direction)


@lru_cache(maxsize=256)
def _places(text: str, path: Path, px: int, language: str, direction: str) -> tuple[tuple[str, int], ...]:
    """The line is set once with empty rooms and once per emoji with a block in its room; what differs is the place,
    whatever the order of words came to be."""
    face, shaping = font(path, px), shaping_of(language, direction)
    size = (round(face.getlength(without_emoji(text, BLOCK), **shaping)) + 2 * px, 3 * px)

    def drawn(shown: str) -> Image.Image:
        image = Image.new("L", size, 0)
        ImageDraw.Draw(image).text((px, 2 * px), shown, fill=255, font=face, anchor="ls", **shaping)
        return image

    empty = drawn(without_emoji(text, ROOM))
    found = []
    for number, emoji in enumerate(emoji_in(text)):
        box = ImageChops.difference(empty, drawn(_with_block(text, number))).getbbox()
        if box is not None:
            found.append((emoji, box[0] - px))
    return tuple(found)


def _with_block(text: str, number: int) -> str:
    """The text with a block for the emoji of this number and empty rooms for the others."""
    waiting = iter(range(len(emoji_in(text))))
    drawable = emoji_in(text)

    def instead(cluster: str) -> str:
        if cluster not in drawable:
            return cluster
        return BLOCK if next(waiting) == number else ROOM

    return str(EMOJI.sub(lambda match: instead(match.group()), text))


@lru_cache(maxsize=64)
def emoji_picture(emoji: str, px: int) -> tuple[Image.Image, int]:
    """The emoji for letters of this size, and how far its top lies from the baseline (negative: above)."""
    face = ImageFont.truetype(str(FILE), px)
    picture = Image.new("RGBA", (px, 2 * px), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((0, round(1.5 * px)), emoji, font=face, anchor="ls", embedded_color=True)
    top = (picture.getbbox() or (0, 0, 1, 1))[1]
    return picture.crop((0, top, px, 2 * px)), top - round(1.5 * px)
