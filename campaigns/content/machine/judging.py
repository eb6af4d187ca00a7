"""What is wrong with a machine's answer before anybody reads it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assets.spec import HIDDEN_CONTROLS
from campaigns.content.machine.pieces import Piece, lost
from campaigns.content.notation import LRI, PDI, without_isolates
from campaigns.languages import language

#: How many times as long an answer may be as its text, and characters more that a short one may need, before it is
#: no translation of it; and how short it may be.
LONGEST_RATIO, LONGER_ANYWAY = 3.0, 24
SHORTEST_RATIO = 0.25
#: Below this many letters a text may rightly stay what it was ("Jobcenter"), and its language is a guess.
LETTERS_TO_JUDGE = 30
#: From here on a text of several words is translated, and its answer is no single syllable.
LETTERS_OF_A_PHRASE = 12
#: The same word again and again.
_STUTTER = re.compile(r"\b(\w+)(?:\W+\1\b){2,}", re.IGNORECASE)
#: How Unicode begins the names of a script's letters.
_LETTERS_OF = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC"}

#: The language of a text, or None when unsure.
Detect = Callable[[str], str | None]


@dataclass(frozen=True)
class Flaw:
    """Why the answer for one place is refused: a sentence with {named} values."""

    place: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {"place": self.place, "message": self.message, "values": dict(self.values)}


def flaw_of(
    place: str, pieces: Sequence[Piece], answer: str, *, target: str, same_language: bool, detect: Detect
) -> Flaw | None:
    """The first thing that makes an answer unusable, or None."""
    source = "".join(piece.text for piece in pieces)
    if missing := lost(pieces, answer):
        return Flaw(place, "The machine did not keep “{piece}” as it is.", {"piece": missing[0]})
    if HIDDEN_CONTROLS.search(without_isolates(answer)):
        return Flaw(place, "The machine's answer holds hidden control characters.")
    free = "".join(piece.text for piece in pieces if not piece.held)
    if message := _misshapen(source, free, answer):
        return Flaw(place, message)
    if same_language:
        return None
    is_phrase = _letters(free) >= LETTERS_OF_A_PHRASE and len(free.split()) > 1
    is_long = _letters(source) >= LETTERS_TO_JUDGE
    if (is_phrase or is_long) and answer.strip() == source.strip():
        return Flaw(place, "The machine gave the text back untranslated.")
    spoken = detect(answer) if is_long else None
    if spoken is not None and spoken != target:
        return Flaw(place, "The machine answered in another language ({language}).", {"language": spoken})
    if is_phrase and not _has_letters_of(answer, target):
        return Flaw(place, "The machine's answer is not in the letters of the language.")
    return None


def _misshapen(source: str, free: str, answer: str) -> str:
    """Why an answer cannot be this text in any language; `free` is what the machine may change of it."""
    letters = _letters(free)
    if letters and not _letters(answer):
        return "The machine answered without a word."
    if len(answer) > LONGEST_RATIO * len(source) + LONGER_ANYWAY:
        return "The machine's answer is far longer than the text."
    if letters >= LETTERS_OF_A_PHRASE and len(answer.strip()) < SHORTEST_RATIO * len(source):
        return "The machine's answer is far shorter than the text."
    if "\n" in answer.strip() and "\n" not in source:
        return "The machine's answer has several paragraphs; the text is one line."
    if _STUTTER.search(answer) and not _STUTTER.search(source):
        return "The machine repeats itself."
    return ""


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _has_letters_of(text: str, target: str) -> bool:
    """Whether any letter is one of the language's script."""
    script = _LETTERS_OF.get(language(target).script, "LATIN")
    return any(unicodedata.name(letter, "").startswith(script) for letter in text if letter.isalpha())


def settled(pieces: Sequence[Piece], answer: str, *, target: str) -> str:
    """The answer as it may stand in a text: held pieces isolated in right-to-left languages (UAX 9)."""
    text = without_isolates(answer).strip()
    if not language(target).is_rtl:
        return text
    for held in sorted({piece.text for piece in pieces if piece.held}, key=len, reverse=True):
        text = _isolate(text, held)
    return text


def _isolate(text: str, held: str) -> str:
    """Every occurrence that is not inside an isolate already. Addresses stay bare: nothing is written in them."""
    if held.startswith(("http", "#", "{")) or "@" in held:
        return text
    parts, start = [], 0
    while (place := text.find(held, start)) >= 0:
        inside = text.count(LRI, 0, place) > text.count(PDI, 0, place)
        parts.append(text[start:place] + (held if inside else f"{LRI}{held}{PDI}"))
        start = place + len(held)
    return "".join(parts) + text[start:]
