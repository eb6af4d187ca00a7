"""Lines from pieces: fill, balance, and say by how much a text is too long. All widths in ems."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assets.typeset.breaks import SOFT_HYPHEN, hyphenation, units
from assets.typeset.measure import advance
from assets.typeset.protect import balanced_lines, isolated

_EPSILON = 1e-6
_SEPARATOR = " ·"  # stands between two parts of a line; at the end of one the line itself parts


@dataclass(frozen=True)
class Piece:
    """Text between two places where a line may end, without its trailing space, and both widths."""

    text: str
    space: str
    width: float
    space_width: float


@dataclass(frozen=True)
class Line:
    text: str
    width: float


@dataclass(frozen=True)
class Copy:
    """A text made ready for one face: its paragraphs as pieces, and the widest piece."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    path: Path
    language: str
    direction: str
    widest: float
    whole: float
    characters: int

    def shortened(self, count: int) -> "Copy":
        """The same text without its last `count` pieces; used to tell how much is too much."""
        left = max(0, sum(len(p) for p in self.paragraphs) - count)
        kept: list[tuple[Piece, ...]] = []
        for paragraph in self.paragraphs:
            kept.append(paragraph[:left])
            left -= len(kept[-1])
            if left <= 0:
                break
        return _copy_of(tuple(kept), self.path, self.language, self.direction)


@lru_cache(maxsize=2048)
def prepare(text: str, path: Path, language: str, direction: str, display: bool = False) -> Copy:
    """The text as pieces with widths."""
    ready = isolated(text) if direction == "rtl" else text
    paragraphs = []
    for paragraph in ready.split("\n"):
        pieces = []
        for unit in units(paragraph.strip(" "), language, display):
            bare = unit.rstrip(" ")
            space = unit[len(bare) :]
            width = advance(bare, path, language, direction)
            pieces.append(Piece(bare, space, width, advance(space, path, language, direction)))
        if pieces:
            paragraphs.append(tuple(pieces))
    return _copy_of(tuple(paragraphs), path, language, direction)


def _copy_of(paragraphs: tuple[tuple[Piece, ...], ...], path: Path, language: str, direction: str) -> Copy:
    every = [piece for paragraph in paragraphs for piece in paragraph]
    return Copy(
        paragraphs,
        path,
        language,
        direction,
        widest=max((p.width for p in every), default=0.0),
        whole=max((sum(p.width + p.space_width for p in one) for one in paragraphs), default=0.0),
        characters=sum(len(p.text) + len(p.space) for p in every),
    )


def fill(copy: Copy, measure: float, hyphenate: bool = False) -> list[Line] | None:
    """Lines no wider than the measure, each as full as it can be; None when a piece is wider than a line."""
    lines: list[Line] = []
    for paragraph in copy.paragraphs:
        made = _fill_paragraph(paragraph, copy, measure, hyphenate)
        if made is None:
            return None
        lines += made
    return lines


def _fill_paragraph(pieces: tuple[Piece, ...], copy: Copy, measure: float, hyphenate: bool) -> list[Line] | None:
    lines: list[Line] = []
    text, width, gap, gap_width = "", 0.0, "", 0.0
    waiting = list(reversed(pieces))
    while waiting:
        piece = waiting.pop()
        if width + gap_width + piece.width <= measure + _EPSILON:
            text, width = text + gap + piece.text, width + gap_width + piece.width
            gap, gap_width = piece.space, piece.space_width
            continue
        parted = _part(piece, copy, measure, measure - width - gap_width if text else measure) if hyphenate else None
        if parted is not None:
            first, rest = parted
            if first is not None:
                text, width = text + gap + first.text, width + gap_width + first.width
            waiting.append(rest)
        elif not text:
            return None
        else:
            waiting.append(piece)
        if text:
            lines.append(_line(text, width))
        text, width, gap, gap_width = "", 0.0, "", 0.0
    if text:
        lines.append(_line(text, width))
    return lines


def _part(piece: Piece, copy: Copy, measure: float, room: float) -> tuple[Piece | None, Piece] | None:
    """A piece too wide for any line parted so that its first half fills the room; None when it need not or cannot."""
    if piece.width <= measure + _EPSILON:
        return None
    for limit in (room, measure):
        for head, tail in hyphenation(piece.text, copy.language):
            width = advance(head, copy.path, copy.language, copy.direction)
            if width <= limit + _EPSILON:
                rest_width = advance(tail, copy.path, copy.language, copy.direction)
                rest = Piece(tail, piece.space, rest_width, piece.space_width)
                if limit == room:
                    return Piece(head, "", width, 0.0), rest
                return None, piece
    return None


def _line(text: str, width: float) -> Line:
    shown = text[:-1] + "-" if text.endswith(SOFT_HYPHEN) else text
    return Line(shown.replace(SOFT_HYPHEN, "").removesuffix(_SEPARATOR), width)


def balance(copy: Copy, measure: float, hyphenate: bool = False) -> list[Line] | None:
    """As few lines as `fill` makes, but of nearly equal width."""
    lines = fill(copy, measure, hyphenate)
    if lines is None or len(lines) < 2:
        return lines
    low, high = measure * 0.5, measure
    for _ in range(7):
        middle = (low + high) / 2
        tried = fill(copy, middle, hyphenate)
        if tried is not None and len(tried) == len(lines) and _hyphens(tried) <= _hyphens(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def settle(copy: Copy, measure: float, hyphenate: bool = False) -> list[Line] | None:
    """Full lines, but no last line of a lonely short word where a slightly narrower measure avoids it."""
    lines = fill(copy, measure, hyphenate)
    if lines is None or len(lines) < 2:
        return lines
    for share in (0.97, 0.94, 0.9, 0.86, 0.82):
        if lines[-1].width >= 0.25 * measure:
            break
        tried = fill(copy, measure * share, hyphenate)
        if tried is not None and len(tried) == len(lines) and _hyphens(tried) <= _hyphens(lines):
            lines = tried
    return lines


def _hyphens(lines: list[Line]) -> int:
    return sum(line.text.endswith("-") for line in lines)


def for_drawing(lines: list[Line], direction: str) -> list[str]:
    """The texts of the lines, direction isolates whole in each."""
    texts = [line.text for line in lines]
    return balanced_lines(texts) if direction == "rtl" or any("\u2066" <= c <= "\u2069" for t in texts for c in t) else texts
