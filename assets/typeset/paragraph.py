"""A text made ready for one face: pieces between which a line may end, and their widths in ems."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assets.typeset.breaks import units
from assets.typeset.measure import advance
from assets.typeset.protect import isolated


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two places where a line may end, without its trailing space, and both widths."""

    text: str
    space: str
    width: float
    space_width: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces with running widths: `starts[i]` is where piece i begins, `ends[i]` where its ink ends, were all on one
    line. With them the end of a line is found by bisection."""

    pieces: tuple[Piece, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]


@dataclass(frozen=True)
class Copy:
    """A text made ready for one face: its paragraphs, its widest piece, its width on one line."""

    paragraphs: tuple[Paragraph, ...]
    path: Path
    language: str
    direction: str
    widest: float
    whole: float
    characters: int
    count: int

    def shortened(self, count: int) -> "Copy":
        """The same text without its last `count` pieces; used to tell how much is too much."""
        left = max(0, self.count - count)
        kept: list[tuple[Piece, ...]] = []
        for paragraph in self.paragraphs:
            if left <= 0:
                break
            kept.append(paragraph.pieces[:left])
            left -= len(kept[-1])
        return _copy_of(kept, self.path, self.language, self.direction)


@lru_cache(maxsize=256)
def prepare(text: str, path: Path, language: str, direction: str, display: bool = False) -> Copy:
    """The text as pieces with widths."""
    ready = isolated(text) if direction == "rtl" else text
    paragraphs = []
    for paragraph in ready.split("\n"):
        pieces = []
        for unit in units(paragraph.strip(" "), language, display):
            bare = unit.rstrip(" \u200b")
            space = unit[len(bare) :]
            width = advance(bare, path, language, direction)
            pieces.append(Piece(bare, space, width, advance(space, path, language, direction)))
        if pieces:
            paragraphs.append(tuple(pieces))
    return _copy_of(paragraphs, path, language, direction)


def _copy_of(rows: list[tuple[Piece, ...]], path: Path, language: str, direction: str) -> Copy:
    paragraphs = tuple(_paragraph_of(row) for row in rows)
    every = [piece for row in rows for piece in row]
    return Copy(
        paragraphs,
        path,
        language,
        direction,
        widest=max((p.width for p in every), default=0.0),
        whole=max((p.ends[-1] for p in paragraphs), default=0.0),
        characters=sum(len(p.text) + len(p.space) for p in every),
        count=len(every),
    )


def _paragraph_of(pieces: tuple[Piece, ...]) -> Paragraph:
    starts, ends, x = [], [], 0.0
    for piece in pieces:
        starts.append(x)
        ends.append(x + piece.width)
        x += piece.width + piece.space_width
    return Paragraph(pieces, tuple(starts), tuple(ends))
