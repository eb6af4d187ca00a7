"""What speaks for each language of a script: letter statistics, known words, and letters only some of them write.

Evidence is a logarithm of odds, so that it adds up. Letter statistics come from lingua in its low-accuracy mode
(27 MB instead of 420; loaded on first use). They are too sure of themselves on a few letters, so their say grows
with the length; on utterances under 30 characters known words make up for the difference.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from campaigns.needs.language.office_words import is_office_sign, is_office_word
from campaigns.needs.language.romanised import is_romanised
from campaigns.needs.language.scripts import BY_SCRIPT, BY_WORDS
from campaigns.needs.language.words import Lexicon, lexicon

if TYPE_CHECKING:
    from lingua import LanguageDetector

WORD_EVIDENCE = 5.0
LETTER_EVIDENCE = 2.5
#: The least that letter statistics may say of a language: names alone must not rule it out.
FLOOR = 1e-2
LEAST_TRUST = 0.3
FULL_TRUST = 40.0
#: From this many words on, some must be known: in languages of many small words more than in others.
WORDS_OF_SENTENCE = 6
LEAST_KNOWN = 0.15
LEAST_KNOWN_OF_LONG_WORDS = 0.05
SMALL_WORDS = frozenset({"de", "en", "es", "fr", "it", "nl", "pt", "ro", "sv"})
#: Statistics this sure need no known word in a language of long words.
CERTAIN = 0.999
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\u200c-][^\W\d_]+)*")
_QUESTION_MARKS = frozenset("¿¡")
#: Letters and the languages that write them; the fewer they are, the more a letter says.
_MARKS: dict[str, tuple[str, ...]] = {
    letter: tuple(codes.split())
    for letters, codes in (
        ("ß", "de"), ("őű", "hu"), ("ğış", "tr"), ("ășț", "ro"), ("łąężśźń", "pl"), ("å", "sv"), ("ñ¿¡", "es"),
        ("đčšž", "hr"), ("ãõ", "pt"), ("œ", "fr"), ("ìò", "it"), ("ù", "it fr"), ("ć", "hr pl"), ("ü", "de tr hu"),
        ("ä", "de fi sv"), ("î", "ro fr"), ("ê", "fr pt"), ("è", "fr it"), ("ç", "fr tr pt"), ("áí", "es hu pt"),
        ("ъ", "bg"), ("ь", "uk ru"),
    )
    for letter in letters
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """The words of a text in one script, without German office words, and without names as far as others are left."""

    script: str
    own: Sequence[str]
    statistics: dict[str, float]
    evidence: dict[str, float]

    def is_foreign(self, best: str) -> bool:
        """Whether a sentence has so few words of the likeliest language that it is rather one we do not know.

        Somali or romanised Arabic have letters that look Finnish or Italian, but none of their small words. What a
        Ukrainian or a Persian types in Latin letters has more words of that language than of the likeliest one.
        """
        if self.script != "Latn":
            return False
        known = lexicon(self.script)
        found = sum(best in known.speakers(_spelt(word)) for word in self.own)
        is_sentence = len(self.own) >= WORDS_OF_SENTENCE
        is_certain = self.statistics.get(best, 0.0) >= CERTAIN
        if not (is_sentence and is_certain) and is_romanised(self.own, known_otherwise=found):
            return True
        if not is_sentence:
            return False
        share = found / len(self.own)
        if best in SMALL_WORDS:
            return share < LEAST_KNOWN
        return share < LEAST_KNOWN_OF_LONG_WORDS and not is_certain


def listen(words: str, script: str, *, marks: str) -> Heard | None:
    """What the words and marks of a text say; None when there is nothing to go by.

    German office words are left out, also of the marks. Of a text that is nothing else nobody can tell the language.
    """
    tokens = _WORD.findall(words)
    if script == "Latn":
        tokens = [token for token in tokens if not is_office_word(token)]
        if not "".join(tokens).isupper():
            tokens = [token for token in tokens if not is_office_sign(token)]
    if not tokens:
        return None
    own = _own_words(tokens) if script == "Latn" else tokens
    text = " ".join(own).casefold()
    statistics = _letter_statistics(text, script)
    trust = min(1.0, LEAST_TRUST + len(text) / FULL_TRUST)
    codes = (*BY_SCRIPT[script], *BY_WORDS.get(script, ()))
    evidence = {code: trust * math.log(max(statistics.get(code, 0.0), FLOOR)) for code in codes}
    heard = _add_words(evidence, tokens, lexicon(script))
    seen = set(" ".join(tokens).casefold()).union(_QUESTION_MARKS.intersection(marks))
    for mark in seen & _MARKS.keys():
        for code in set(_MARKS[mark]) & evidence.keys():
            evidence[code] += LETTER_EVIDENCE / len(_MARKS[mark])
    if not heard and not any(statistics.get(code, 0.0) > FLOOR for code in evidence):
        return None
    return Heard(script, own, statistics, evidence)


def _add_words(evidence: dict[str, float], tokens: Sequence[str], known: Lexicon) -> bool:
    """Adds what the words say; whether any said something. The letter of a middle name is no word."""
    heard = False
    for place, token in enumerate(tokens):
        if place > 0 and len(token) == 1 and token.isupper():
            continue
        speakers = known.speakers(_spelt(token))
        for code in speakers:
            evidence[code] += WORD_EVIDENCE / len(speakers)
        heard = heard or bool(speakers)
    return heard


def _spelt(token: str) -> str:
    return token.casefold().replace("’", "'")


def _own_words(tokens: Sequence[str]) -> Sequence[str]:
    """The words without names, unless nothing else is left."""
    return [token for place, token in enumerate(tokens) if place == 0 or token[0].islower()] or tokens


def _letter_statistics(text: str, script: str) -> dict[str, float]:
    values = _detector(script).compute_language_confidence_values(text)
    return {value.language.iso_code_639_1.name.lower(): value.value for value in values}


@cache
def _detector(script: str) -> LanguageDetector:
    # Imported here: the web process answers most requests without ever needing the models.
    from lingua import IsoCode639_1, Language, LanguageDetectorBuilder

    codes = [code for code in BY_SCRIPT[script] if hasattr(IsoCode639_1, code.upper()) and code != "ps"]
    chosen = [Language.from_iso_code_639_1(getattr(IsoCode639_1, code.upper())) for code in codes]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()
