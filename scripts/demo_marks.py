"""Draws the logos and the funder's emblem of the demo: `python -m scripts.demo_marks`. The same every time it is run.

Nobody has these marks: an association, a café and a fund that are called examples, in shapes drawn here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assets.fonts import path_of

FOLDER = Path(__file__).resolve().parents[1] / "campaigns" / "demo" / "pictures"
FONT = path_of("en", "bold")
HEIGHT = 240  # pixels of a mark
FINER = 4  # drawn so many times larger and scaled down for smooth edges
INK = "#1d1a1c"
Points = list[tuple[float, float]]


class Board:
    """A square on which shapes are drawn in shares of its side."""

    def __init__(self, ground: str | None = None) -> None:
        self._side = HEIGHT * FINER
        self._image = Image.new("RGBA", (self._side, self._side), ground or (255, 255, 255, 0))
        self._draw = ImageDraw.Draw(self._image)

    def box(self, x: float, y: float, right: float, bottom: float, colour: str, radius: float = 0.0) -> None:
        edges = tuple(share * self._side for share in (x, y, right, bottom))
        self._draw.rounded_rectangle(edges, radius * self._side, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.circle((x * self._side, y * self._side), radius * self._side, fill=colour)

    def ring(self, x: float, y: float, radius: float, width: float, colour: str) -> None:
        at, around = (x * self._side, y * self._side), radius * self._side
        self._draw.circle(at, around, outline=colour, width=round(width * self._side))

    def corners(self, points: Points, colour: str) -> None:
        self._draw.polygon([(x * self._side, y * self._side) for x, y in points], fill=colour)

    def drawn(self) -> Image.Image:
        return self._image.resize((HEIGHT, HEIGHT), Image.Resampling.BOX)


def association() -> Image.Image:
    """Two speech bubbles, one before the other: somebody asks, somebody answers."""
    board = Board()
    board.box(0.0, 0.08, 0.66, 0.56, "#2f6f6b", 0.12)
    board.corners([(0.10, 0.5), (0.10, 0.74), (0.34, 0.5)], "#2f6f6b")
    board.box(0.27, 0.31, 1.0, 0.82, "white", 0.15)
    board.box(0.31, 0.35, 0.98, 0.80, "#d98324", 0.12)
    board.corners([(0.88, 0.74), (0.88, 0.98), (0.64, 0.74)], "#d98324")
    for x in (0.48, 0.645, 0.81):
        board.disc(x, 0.575, 0.05, "white")
    return board.drawn()


def cafe() -> Image.Image:
    """A cup from the side."""
    board = Board()
    board.ring(0.74, 0.46, 0.20, 0.075, "#7a2f55")
    board.box(0.08, 0.24, 0.78, 0.36, "#7a2f55")
    board.corners([(0.08, 0.24), (0.78, 0.24), (0.66, 0.78), (0.20, 0.78)], "#7a2f55")
    board.box(0.02, 0.83, 0.84, 0.92, "#7a2f55", 0.045)
    for x in (0.30, 0.43, 0.56):
        board.box(x - 0.025, 0.06, x + 0.025, 0.18, "#c9879f", 0.025)
    return board.drawn()


def fund() -> Image.Image:
    """Rings that go out from a corner; like no emblem of a state or of the European Union."""
    board = Board("#14532d")
    for radius, colour in (
        (0.88, "#f4c95d"),
        (0.66, "#14532d"),
        (0.55, "#8fc7a0"),
        (0.33, "#14532d"),
        (0.22, "white"),
    ):
        board.disc(0.06, 0.94, radius, colour)
    board.box(0.0, 0.94, 1.0, 1.0, "#14532d")
    board.box(0.0, 0.0, 0.06, 1.0, "#14532d")
    return board.drawn()


def named(mark: Image.Image, name: str) -> Image.Image:
    """A mark with its name to the right of it, in two lines."""
    px, leading, gap = 104, 118, 44
    font = ImageFont.truetype(FONT, px)
    lines = name.split("|")
    width = HEIGHT + gap + max(round(font.getlength(line)) for line in lines)
    whole = Image.new("RGBA", (width, HEIGHT), (255, 255, 255, 0))
    whole.paste(mark, (0, 0))
    for number, line in enumerate(lines):
        middle = HEIGHT / 2 + (number - (len(lines) - 1) / 2) * leading
        ImageDraw.Draw(whole).text((HEIGHT + gap, middle), line, fill=INK, font=font, anchor="lm")
    return whole


MARKS: dict[str, tuple[Callable[[], Image.Image], str]] = {
    "association-de": (association, "Beispiel-|verein"),
    "association-en": (association, "Example|Association"),
    "cafe": (cafe, "Café|Beispiel"),
    "fund": (fund, ""),
}


def main() -> None:
    """Writes one PNG a mark."""
    for key, (draw, name) in MARKS.items():
        mark = draw()
        picture = named(mark, name) if name else mark.convert("RGB")
        picture.save(FOLDER / f"{key}.png", optimize=True)


if __name__ == "__main__":
    main()
