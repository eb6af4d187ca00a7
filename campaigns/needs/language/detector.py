"""The language of a question: letters first, then all that speaks for each language together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.needs.language.evidence import listen
from campaigns.needs.language.scripts import by_letters, dominant_script, in_script

#: Below this share of the evidence nobody should rely on the answer; the language stays open.
LEAST_CONFIDENCE = 0.25
#: A sentence has evidence enough for the best answer to be the likely one even in a close race.
LEAST_CONFIDENCE_OF_SENTENCE = 0.2
#: A word alone that several languages say ("hallo", "merci") is nobody's, unless most speaks for one of them.
LEAST_CONFIDENCE_OF_A_WORD = 0.5
#: A few words beside numbers are often no sentence: "ruf an 0176 …", "SV-Nr 65 …".
LEAST_CONFIDENCE_OF_A_REST = 0.5
MOST_WORDS_OF_A_REST = 3
SHORT_UTTERANCE = 20
MOST_CHARACTERS = 2000
FAVOURED_EVIDENCE = 0.7
OUTSIDE_EVIDENCE = -1.5
_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|[@#]\S+|⟨\w+⟩")
#: Arabic in Latin letters has digits for the letters Latin lacks. It is none of the languages written in Latin.
_DIGIT_FOR_LETTER = re.compile(
    r"(?<![^\W\d_])[235679]?[a-z'-]*[a-z][235679][a-z]|(?<!\w)[2379][a-z]{2}", re.IGNORECASE
)
LEAST_DIGIT_WORDS = 2


@dataclass(frozen=True)
class Detected:
    """A language code or None when unsure, and how sure (0 to 1)."""

    language: str | None
    confidence: float


UNSURE = Detected(None, 0.0)


def detect_language(text: str, *, allowed: Sequence[str], favoured: Sequence[str] = ()) -> Detected:
    """The language of `text` among `allowed`; None when unsure or when it is another one.

    `favoured` languages (those of the programme) win a close race. Words of the German authorities inside a
    sentence in another language do not count as German.
    """
    words = _NOT_WORDS.sub(" ", text[:MOST_CHARACTERS])
    script = dominant_script(words)
    if script is None:
        return UNSURE
    if script == "Latn" and len(_DIGIT_FOR_LETTER.findall(words)) >= LEAST_DIGIT_WORDS:
        return UNSURE
    words = in_script(words, script)
    letters = by_letters(words, script, allowed)
    if letters is not None:
        return Detected(letters, 1.0) if letters in allowed else UNSURE
    heard = listen(words, script, marks=text)
    if heard is None:
        return UNSURE
    shares = _shares(heard.evidence, allowed=frozenset(allowed), favoured=frozenset(favoured))
    best = max(shares, key=lambda code: shares[code])
    is_rest = "⟨" in text or any(sign.isdigit() for sign in text)
    least = _least_confidence(words, words_of_rest=len(heard.own) if is_rest else None)
    if best not in allowed or shares[best] < least or heard.is_foreign(best):
        return UNSURE
    return Detected(best, round(shares[best], 3))


def _least_confidence(words: str, *, words_of_rest: int | None) -> float:
    if words_of_rest is not None and words_of_rest <= MOST_WORDS_OF_A_REST:
        return LEAST_CONFIDENCE_OF_A_REST
    if len(words.split()) == 1:
        return LEAST_CONFIDENCE_OF_A_WORD
    return LEAST_CONFIDENCE if len(words) <= SHORT_UTTERANCE else LEAST_CONFIDENCE_OF_SENTENCE


def _shares(
    evidence: Mapping[str, float], *, allowed: frozenset[str], favoured: frozenset[str]
) -> dict[str, float]:
    """The evidence as shares that add up to 1, with a start for the programme's languages."""
    moved = {
        code: value + FAVOURED_EVIDENCE * (code in favoured) + OUTSIDE_EVIDENCE * (code not in allowed)
        for code, value in evidence.items()
    }
    top = max(moved.values())
    weights = {code: math.exp(value - top) for code, value in moved.items()}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}
