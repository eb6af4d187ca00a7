"""What joins two sentences into one: a colon, an "and" or "but" of the language, a comma."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from campaigns.content.checks.words import words_of

#: Arabic writes its "and" in one piece with the next word; these words begin with that letter themselves.
_ARABIC_AND: Final = (
    r"و(?!جود|قت|حد|احد|الد|لد|ثيق|ثائق|زار|زير|ظيف|ظائف|رق|ضع|صل|صول|سيل|سائل|سيط|فق|فا|كال|كيل|لاي|عد|اجب|طن|زن)"
    r"(?=\w{3})\w+"
)
#: How much likelier a joint makes it that two sentences became one, in the measure of the costs of `abreast`, and how
#: far from the other text's full stop it stands at most, as a share of the length.
_SIGN, _WORD, _COMMA = (4.5, 0.2), (3.5, 0.15), (2.5, 0.15)


def joined(here: Sequence[str], there: Sequence[str], language: str, other_language: str) -> float:
    """How much likelier it is that two sentences became one, by what joins them there."""
    if len(here) == len(there):
        return 0.0
    one, several, code = (there, here, other_language) if len(there) < len(here) else (here, there, language)
    ends = _ends(several)
    whole, parted = " ".join(one), " ".join(several)
    own, others = _joints(code), _joints(language if code == other_language else other_language)
    for (joint, worth, near), (other, _, _) in zip(own, others, strict=True):
        # A colon that both texts have stands for itself, and of many "and"s one stands anywhere by chance.
        more = len(joint.findall(whole)) - len(other.findall(parted))
        if more > 0 and _near(joint, whole, ends, near) > _near(other, parted, ends, near):
            return worth / math.sqrt(max(1, more - 1))
    return 0.0


@cache
def _joints(code: str) -> tuple[tuple[re.Pattern[str], float, float], ...]:
    """The joints of a language, the strongest first.

    "Anerkennungs- und …" and "Rechte und Freiheiten" join words, not sentences.
    """
    words = words_of(code) or words_of("en")
    assert words is not None
    conjunction = _ARABIC_AND if code == "ar" else "|".join(words.conjunctions)
    word = rf"(?<!-)[,،]? (?:{conjunction})\b(?! [A-ZÄÖÜ])|[,،] (?:{'|'.join(words.contrasts)})\b"
    return (
        (re.compile(r"[;؛:–—]"), *_SIGN),
        (re.compile(word), *_WORD),
        (re.compile(r"[,،(]"), *_COMMA),
    )


def _ends(sentences: Sequence[str]) -> list[float]:
    """Where sentences end inside the whole of them, as shares of its length."""
    lengths = [len(one) for one in sentences]
    return [sum(lengths[:place]) / sum(lengths) for place in range(1, len(lengths))]


def _near(joint: re.Pattern[str], text: str, ends: Sequence[float], most: float) -> int:
    """The joints of a text that stand where a sentence of the other one ends."""
    places = [match.start() / len(text) for match in joint.finditer(text)]
    return sum(any(abs(place - end) <= most for end in ends) for place in places)
