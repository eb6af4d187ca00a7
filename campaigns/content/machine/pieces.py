"""A text cut into words that a machine may change and pieces that it must hand back as they are.

Held are addresses, phone numbers, citations of law, placeholders and hashtags, and the terms of the glossary
that stay untranslated. Amounts and dates are not: each language writes them its own way, and the checks of
parity compare them afterwards by value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.content.notation import without_isolates

_HELD = re.compile(
    r"""
      https?://[^\s<>"“”„»«]+[^\s<>"“”„»«.,;:!?)]        # an address
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                        # a mail address
    | (?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:de|org|com|net|eu|info)\b(?:/[\w./-]*\w)?
    | §§?\s*\d+\w?(?:\s*(?:Abs\.|Nr\.|Satz|S\.|Buchst\.|Absatz|Nummer)\s*\w+)*
        (?:\s+[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*[A-Z]\w*(?:\s+[IVX]+\b)?)?   # § 7 Abs. 1 SGB II
    | \bArt\.\s*\d+\w?(?:\s*(?:Abs\.|Nr\.|Satz|S\.)\s*\w+)*(?:\s+[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*[A-Z]\w*)?
    | (?:\+\d{1,3}|\b0)[\d\s/()-]{5,}\d                   # a phone number
    | \b11[0-9](?:\s?\d{3})?\b                            # 110, 116 016
    | \{[a-z_]+\}                                         # a placeholder
    | \#\w+                                               # a hashtag
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `held`: it comes back exactly as it is, or the answer is refused."""

    text: str
    held: bool = False


def cut(text: str, terms: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The text in pieces, in order; joined they are the text without its isolates.

    `terms` are names that stay as they are ("Jobcenter"); longer ones win over shorter ones.
    """
    plain = without_isolates(text)
    spans = _spans(plain, sorted({term for term in terms if term.strip()}, key=len, reverse=True))
    pieces, place = [], 0
    for start, end in spans:
        if start > place:
            pieces.append(Piece(plain[place:start]))
        pieces.append(Piece(plain[start:end], held=True))
        place = end
    if place < len(plain):
        pieces.append(Piece(plain[place:]))
    return tuple(pieces)


def _spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    found = [match.span() for match in _HELD.finditer(text)]
    if terms:
        named = re.compile("|".join(rf"(?<!\w){re.escape(term)}(?!\w)" for term in terms))
        found += [match.span() for match in named.finditer(text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def lost(pieces: Sequence[Piece], answer: str) -> list[str]:
    """The held pieces that the answer has too few of, changed, or not at all.

    Spaces are compared as spaces: a no-break space in place of a plain one is no loss.
    """
    written = _plain(answer)
    wanted = Counter(_plain(piece.text) for piece in pieces if piece.held)
    return [text for text, times in wanted.items() if written.count(text) < times]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", without_isolates(text))
