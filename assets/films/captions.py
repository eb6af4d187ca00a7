"""Captions: words cut into pieces of at most two lines that a reader can follow, and when each is shown."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assets.errors import DoesNotFit
from assets.films.spec import FPS
from assets.fonts import check_coverage, path_of
from assets.formats import Format
from assets.geometry.script import metrics_of
from assets.typeset.lines import balance, fill, for_drawing
from assets.typeset.paragraph import prepare
from assets.typeset.protect import kept_together

READING_SPEED = 16.0  # characters a second; common practice asks for 15 to 17
MOST_READING_SPEED = 17.0  # what a voice, which sets the time itself, may make them run at
LEAST_CUE_SECONDS = 1.2
MOST_LINES = 2
GAP = 2  # frames between captions, so that a change is noticed

_SPACES = regex.compile(r"[ \t\r\n]+")
_SENTENCE = regex.compile(r"(?<=[.!?…؟؛。;][»”“\"')\]]?)\s+(?=[\p{Lu}\p{Lo}\p{N}«„“\"¿¡(\u2066-\u2068])")
#: How much of two lines a piece may fill at first; less where the last word of a line takes too much room.
#: Where a sentence pauses; and the share of it that has to stand on either side to be worth a piece.
_PAUSE = regex.compile(r"(?<=[,;:،؛–—])\s+")
LEAST_SHARE = 0.28
_FILLINGS = (1.0, 0.97, 0.9, 0.84, 0.78, 0.72, 0.66, 0.6, 0.54, 0.48)


@dataclass(frozen=True)
class Band:
    """The place of captions inside the safe area: size of letters, distance of lines, white around them, in pixels."""

    px: int
    leading: int
    pad_x: int
    pad_y: int
    width: int
    lines: int

    @property
    def height(self) -> int:
        return self.leading * self.lines + 2 * self.pad_y

    @property
    def measure(self) -> float:
        """Ems that a line has."""
        return (self.width - 2 * self.pad_x) / self.px


@dataclass(frozen=True)
class Cue:
    """Lines shown from frame `start` up to, and not with, frame `end`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def speed(self) -> float:
        """Characters a second."""
        return readable(self.lines) * FPS / (self.end - self.start)


def band_for(fmt: Format, language: str) -> Band:
    """Letters as large as the body's smallest: about 16 pixels on a phone. A landscape picture is so low, and its
    lines so long, that one has to do."""
    px = round((46 if fmt.shape != "wide" else 40) * metrics_of(language).size)
    leading = round(px * 1.26 * metrics_of(language).leading)
    return Band(
        px, leading, 24, 14, fmt.width - fmt.left - fmt.right, 1 if fmt.shape == "wide" else MOST_LINES
    )


def readable(lines: Sequence[str]) -> int:
    """How many characters there are to read; isolates and joiners are none."""
    return sum(unicodedata.category(character) != "Cf" for line in lines for character in line)


def pieces(
    text: str, language: str, direction: str, measure: float, most: int = MOST_LINES
) -> tuple[tuple[str, ...], ...]:
    """The text in pieces of at most `most` lines; short sentences share a piece, long ones are cut into even parts."""
    check_coverage(text, language, "semibold")
    found: list[tuple[str, ...]] = []
    waiting = ""
    for sentence in _sentences(on_one_line(text)):
        joined = f"{waiting} {sentence}".strip()
        if waiting and _lines(joined, language, direction, measure, most) is None:
            found += _cut(waiting, language, direction, measure, most)
            waiting = sentence
        else:
            waiting = joined
    if waiting:
        found += _cut(waiting, language, direction, measure, most)
    return tuple(found)


def on_one_line(text: str) -> str:
    """Lines and rows of spaces as one space each. Spaces that may not part stay what they are: an amount keeps its
    unit, a French colon its word."""
    return str(_SPACES.sub(" ", text)).strip(" \t\r\n")


def _sentences(text: str) -> Iterator[str]:
    """Sentences; the full stop of “§ 622 Abs. 3 BGB” ends none."""
    kept, start = kept_together(text), 0
    for gap in _SENTENCE.finditer(text):
        if not any(first < gap.end() and gap.start() < last for first, last in kept):
            yield text[start : gap.start()]
            start = gap.end()
    yield text[start:]


def _lines(text: str, language: str, direction: str, measure: float, most: int) -> tuple[str, ...] | None:
    """The text as at most so many lines of nearly equal width."""
    copy = prepare(text, path_of(language, "semibold"), language, direction)
    lines = balance(copy, measure, hyphenate=True)
    if lines is None or len(lines) > most:
        return None
    return tuple(for_drawing(lines, direction))


def _cut(text: str, language: str, direction: str, measure: float, most: int) -> Iterator[tuple[str, ...]]:
    copy = prepare(text, path_of(language, "semibold"), language, direction)
    if fill(copy, measure, hyphenate=True) is None:
        word = max((p for row in copy.paragraphs for p in row.pieces), key=lambda p: p.width)
        excess = round(len(word.text) * (1 - measure / word.width)) + 1
        raise DoesNotFit(language, "caption", excess)
    if (paused := _at_a_pause(text, language, direction, measure, most)) is not None:
        for side in paused:
            yield from _cut(side, language, direction, measure, most)
        return
    for filling in _FILLINGS:
        parts = balance(copy, max(copy.widest, measure * most * filling), hyphenate=True) or []
        made = [_lines(part, language, direction, measure, most) for part in for_drawing(parts, direction)]
        if made and None not in made:
            yield from (lines for lines in made if lines is not None)
            return
    lines = for_drawing(fill(copy, measure, hyphenate=True) or [], direction)
    yield from (tuple(lines[n : n + most]) for n in range(0, len(lines), most))


def _at_a_pause(
    text: str, language: str, direction: str, measure: float, most: int
) -> tuple[str, str] | None:
    """A sentence too long for one piece in two that part where it pauses, so that each says something: at the pause
    nearest to its middle of which both sides fit, else at the nearest of all. None where it fits as it is, or pauses
    nowhere so."""
    if _lines(text, language, direction, measure, most) is not None:
        return None
    kept = kept_together(text)
    pauses = [
        gap
        for gap in _PAUSE.finditer(text)
        if not any(first < gap.end() and gap.start() < last for first, last in kept)
        and len(text) * LEAST_SHARE <= gap.start() <= len(text) * (1 - LEAST_SHARE)
    ]
    pauses.sort(key=lambda one: abs(one.start() - len(text) / 2))
    parted = [(text[: gap.start()], text[gap.end() :]) for gap in pauses]
    parted = [sides for sides in parted if all(map(is_balanced, sides))]

    def fits(side: str) -> bool:
        return _lines(side, language, direction, measure, most) is not None

    return next((sides for sides in parted if all(map(fits, sides))), next(iter(parted), None))


def is_balanced(text: str) -> bool:
    """Whether every isolate that opens in a text closes there."""
    return sum(c in "\u2066\u2067\u2068" for c in text) == text.count("\u2069")


def least_frames(parts: Sequence[tuple[str, ...]], speed: float = READING_SPEED) -> list[int]:
    """The frames each piece needs to be read."""
    return [
        max(round(LEAST_CUE_SECONDS * FPS), -(-round(readable(lines) * FPS) // round(speed)))
        for lines in parts
    ]


def spoken_frames(parts: Sequence[tuple[str, ...]]) -> list[int]:
    """The frames each piece needs at least while somebody speaks it, with the gap behind it and what rounding to whole
    frames may take."""
    return [need + GAP + 2 for need in least_frames(parts, MOST_READING_SPEED)]


def timed(
    parts: Sequence[tuple[str, ...]], start: int, end: int, needs: Sequence[int] | None = None
) -> tuple[Cue, ...]:
    """Pieces one after another from `start` to `end`, each as long as its share of the reading, or of `needs`."""
    needs = least_frames(parts) if needs is None else needs
    whole, cues, gone = sum(needs), [], 0
    for lines, need in zip(parts, needs, strict=True):
        begin = start + (end - start) * gone // whole
        gone += need
        cues.append(Cue(begin, start + (end - start) * gone // whole - GAP, lines))
    return tuple(cues)


def as_srt(cues: Sequence[Cue]) -> str:
    """SubRip, as networks take it: UTF-8, CRLF, hours:minutes:seconds,milliseconds."""
    blocks = (
        "\r\n".join((str(number), f"{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}", *cue.lines, ""))
        for number, cue in enumerate(cues, start=1)
    )
    return "\r\n".join(blocks)


def as_vtt(cues: Sequence[Cue], language: str) -> str:
    """WebVTT (W3C): signs of its markup are escaped."""
    head = f"WEBVTT\nLanguage: {language}\n"
    blocks = (
        "\n".join((f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}", *map(_escaped, cue.lines), ""))
        for cue in cues
    )
    return "\n".join((head, *blocks))


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(frame: int, mark: str) -> str:
    milliseconds = round(frame * 1000 / FPS)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{mark}{milliseconds:03d}"
