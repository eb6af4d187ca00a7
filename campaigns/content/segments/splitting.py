"""Sentences of a text, by the rules of Unicode (UAX 29, SB3 to SB11), mended where a full stop ends no sentence.

Our languages leave a space after a sentence, so a break without white space (inside an address) is none.

Joined again with the gaps between them, the segments are the text, letter by letter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import regex


@dataclass(frozen=True)
class Segment:
    """A sentence, the white space that follows it, and an id that its words alone decide."""

    text: str
    gap: str = ""

    @property
    def id(self) -> str:
        """The same words have the same id, wherever they stand and whatever stands around them."""
        return sha256(self.text.encode()).hexdigest()[:12]


#: Marks and controls (Extend, Format) belong to what stands before them.
_MARKS: Final = r"[\p{SB=EX}\p{SB=FO}]*+"
_LINE: Final = r"(?:\r\n|[\p{SB=SE}\r\n])"
_CLOSED: Final = rf"{_MARKS}(?:\p{{SB=CL}}{_MARKS})*+"
_SPACE: Final = rf"(?:\p{{SB=SP}}{_MARKS})++"
#: Signs that say the sentence goes on: a comma, another terminator; after a full stop also a small letter.
_GOES_ON: Final = r"[\p{SB=SC}\p{SB=AT}\p{SB=ST}]"
_SMALL: Final = r"[^\p{SB=LE}\p{SB=UP}\p{SB=LO}\p{SB=SE}\r\n\p{SB=AT}\p{SB=ST}]*+\p{SB=LO}"
#: The rules as one expression: where a sentence ends, with the white space behind it.
_END: Final = regex.compile(
    rf"\p{{SB=ST}}{_CLOSED}(?:{_LINE}|{_SPACE}(?:{_LINE}|(?!{_GOES_ON})))"
    rf"|\p{{SB=AT}}{_CLOSED}(?:{_LINE}|{_SPACE}(?:{_LINE}|(?!{_GOES_ON}|{_SMALL})))"
    rf"|{_LINE}",
    regex.V1,
)

_LINE_ENDS: Final = "\n\r\u2028\u2029\x85"
#: An isolate that opens belongs to the sentence that follows; Unicode counts it to the one before.
_OPENED: Final = re.compile(r"[\u2066-\u2068\u200e\u200f]+\Z")
_TRAILING: Final = re.compile(r"\s*\Z")
#: "1. Januar", "2026. július": a number with its full stop goes on where languages write ordinals so.
_ORDINAL: Final = re.compile(r"(?:^|[\s\u2066-\u2069(/–-])\d{1,4}\.\u2069?\Z")
_ORDINAL_LANGUAGES: Final = frozenset({"de", "hr", "hu", "fi", "tr", "pl", "cs", "da"})
_GREEK: Final = regex.compile(r".+?(?:;\s+(?![\p{Ll}\p{N}§€])|\Z)", regex.DOTALL)
#: "M. Muster": one capital letter and a full stop are an initial.
_INITIAL: Final = re.compile(r"(?:^|[\s\u2066-\u2069(])[^\W\d_]\.\Z")
_LAST_WORD: Final = re.compile(r"(\S+)\.\u2069?\Z")


def split(text: str, language: str) -> tuple[Segment, ...]:
    """The segments of a text in a language; an empty text has none."""
    return tuple(_with_gaps(_joined(_greek(unicode_sentences(text), language), language)))


def join(segments: Sequence[Segment]) -> str:
    """The text that was split."""
    return "".join(segment.text + segment.gap for segment in segments)


def unicode_sentences(text: str) -> Iterator[str]:
    """The sentences as Unicode breaks them, as far as white space stands between."""
    start = 0
    for end in _END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _greek(pieces: Iterator[str], language: str) -> Iterator[str]:
    """The Greek question mark is the semicolon, which Unicode does not take for an end.

    What goes on with a small letter or a figure is a list: "(4; 5 ώρες)".
    """
    for piece in pieces:
        yield from _GREEK.findall(piece) if language == "el" else [piece]


def _joined(pieces: Iterator[str], language: str) -> Iterator[str]:
    """Pieces without the breaks after abbreviations, ordinals and initials; a new line always breaks."""
    held = ""
    for piece in pieces:
        if held and piece.strip() and not goes_on(held, language):
            opened = _OPENED.search(held)
            opening = opened.group() if opened else ""
            yield held.removesuffix(opening)
            held = opening
        held += piece
    if held:
        yield held


def goes_on(before: str, language: str) -> bool:
    """Whether what stands before a break is no whole sentence: it ends with an abbreviation, an ordinal, an initial."""
    before = _OPENED.sub("", before)
    bare = before.rstrip(" \t\u00a0\u202f")
    if not bare.strip() or (bare == before and bare[-1] not in _LINE_ENDS):
        return True
    if bare[-1] in _LINE_ENDS:
        return False
    if _INITIAL.search(bare) or (language in _ORDINAL_LANGUAGES and _ORDINAL.search(bare)):
        return True
    last = _LAST_WORD.search(bare)
    if last is None:
        return False
    return last.group(1).lstrip("(„“”«\u2066\u2067\u2068").casefold() in _abbreviations(language)


def _with_gaps(pieces: Iterator[str]) -> Iterator[Segment]:
    """White space in front of everything belongs to the first sentence; a text of nothing else is a gap."""
    for piece in pieces:
        end = _TRAILING.search(piece)
        assert end is not None
        yield Segment(piece[: end.start()], end.group())


@cache
def _abbreviations(language: str) -> frozenset[str]:
    rows = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text(encoding="utf-8"))
    return frozenset(word.casefold() for word in (*rows.get(language, ()), *rows["cited"]))
