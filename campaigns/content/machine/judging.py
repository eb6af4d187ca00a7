"""What is wrong with a machine's answer before anybody reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assets.spec import HIDDEN_CONTROLS
from campaigns.content.machine.pieces import Piece, lost
from campaigns.content.notation import LRI, PDI, without_isolates
from campaigns.languages import language

#: How many times as long an answer may be as its text before it is no translation of it.
LONGEST_RATIO = 4.0
#: Below this many letters a text may rightly stay what it was ("Jobcenter"), and its language is a guess.
LETTERS_TO_JUDGE = 30

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
    if len(answer) > LONGEST_RATIO * max(len(source), LETTERS_TO_JUDGE):
        return Flaw(place, "The machine's answer is far longer than the text.")
    letters = sum(letter.isalpha() for letter in source)
    if letters < LETTERS_TO_JUDGE or same_language:
        return None
    if answer.strip() == source.strip():
        return Flaw(place, "The machine gave the text back untranslated.")
    spoken = detect(answer)
    if spoken is not None and spoken != target:
        return Flaw(place, "The machine answered in another language ({language}).", {"language": spoken})
    return None


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
