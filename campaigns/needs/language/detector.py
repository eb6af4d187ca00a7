"""The language of a question: letters first, then letter statistics together with common words.

Letter statistics come from lingua in its low-accuracy mode (27 MB instead of 420; loaded on first use). On
sentences that is enough; on utterances under 30 characters the common words make up for the difference.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.languages import languages
from campaigns.needs.language.scripts import BY_SCRIPT, by_letters, dominant_script, in_script
from campaigns.needs.taxonomy import taxonomy

if TYPE_CHECKING:
    from lingua import LanguageDetector

#: Below this share of the evidence nobody should rely on the answer; the language stays open.
LEAST_CONFIDENCE = 0.4
#: A sentence has evidence enough for the best answer to be the likely one even in a close race.
LEAST_CONFIDENCE_OF_SENTENCE = 0.25
SHORT_UTTERANCE = 20
MOST_CHARACTERS = 2000
LEAST_OWN_LETTERS = 4
SHORTEST_OFFICE_WORD = 6
WORD_EVIDENCE = 4.0
FAVOURED_EVIDENCE = 0.7
OUTSIDE_EVIDENCE = -1.5
LETTER_EVIDENCE = 2.5
FLOOR = 1e-2
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\u200c-][^\W\d_]+)*")
_LATIN_LETTERS = {
    "ß": "de", "ő": "hu", "ű": "hu", "ğ": "tr", "ı": "tr", "ş": "tr", "ă": "ro", "ș": "ro", "ț": "ro", "ł": "pl",
    "ą": "pl", "ę": "pl", "ż": "pl", "ś": "pl", "ź": "pl", "ń": "pl", "å": "sv", "ñ": "es", "¿": "es", "¡": "es",
    "đ": "hr", "č": "hr", "ã": "pt", "õ": "pt", "œ": "fr", "ì": "it", "ò": "it", "ù": "it",
}  # fmt: skip
_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|[@#]\S+|⟨\w+⟩")


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
    words = in_script(words, script)
    letters = by_letters(words, script, allowed)
    if letters is not None:
        return Detected(letters, 1.0) if letters in allowed else UNSURE
    shares = _shares(words, script, allowed=allowed, favoured=frozenset(favoured), marks=text)
    if not shares:
        return UNSURE
    best = max(shares, key=lambda code: shares[code])
    if best not in allowed or shares[best] < _least_confidence(words):
        return UNSURE
    return Detected(best, round(shares[best], 3))


def _least_confidence(words: str) -> float:
    return LEAST_CONFIDENCE if len(words) <= SHORT_UTTERANCE else LEAST_CONFIDENCE_OF_SENTENCE


def _shares(
    words: str, script: str, *, allowed: Sequence[str], favoured: frozenset[str], marks: str
) -> dict[str, float]:
    tokens = _own_words(_WORD.findall(words)) if script == "Latn" else _WORD.findall(words)
    tokens = [token.casefold().replace("’", "'") for token in tokens]
    if not tokens:
        return {}
    candidates = BY_SCRIPT[script]
    statistics = _letter_statistics(" ".join(tokens), script)
    known = _known_words(script)
    evidence = {code: math.log(max(statistics.get(code, 0.0), FLOOR)) for code in candidates}
    for token in tokens:
        for code in (speakers := _speakers(token, known)):
            evidence[code] += WORD_EVIDENCE / len(speakers)
    for mark in set(marks.casefold()) & _LATIN_LETTERS.keys() if script == "Latn" else ():
        evidence[_LATIN_LETTERS[mark]] += LETTER_EVIDENCE
    for code in favoured & evidence.keys():
        evidence[code] += FAVOURED_EVIDENCE
    for code in evidence.keys() - set(allowed):
        evidence[code] += OUTSIDE_EVIDENCE
    top = max(evidence.values())
    if top <= math.log(FLOOR) + FAVOURED_EVIDENCE:
        return {}
    weights = {code: math.exp(value - top) for code, value in evidence.items()}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


def _own_words(tokens: list[str]) -> list[str]:
    """The words without names and without German office words, unless hardly anything would be left."""
    small = [token for place, token in enumerate(tokens) if place == 0 or token[0].islower()]
    own = [token for token in small if not _is_office_word(token.casefold())]
    for chosen in (own, small):
        if sum(map(len, chosen)) >= LEAST_OWN_LETTERS:
            return chosen
    return tokens


@lru_cache(maxsize=65536)
def _is_office_word(token: str) -> bool:
    return token.startswith(_office_words())


@cache
def _office_words() -> tuple[str, ...]:
    """German nouns of the authorities, which people use in every language."""
    words = {
        word.casefold().lstrip("=~")
        for topic in taxonomy().topics.values()
        for word in topic.keywords.get("de", ())
    }
    words |= {spelling.casefold() for word in taxonomy().loanwords for spelling in word.spellings}
    return tuple(sorted(word for word in words if " " not in word and len(word) >= SHORTEST_OFFICE_WORD))


def _speakers(token: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The languages that know a word, or else the first known part of it ("qu'est-ce": "qu'est")."""
    if token in known or not ("'" in token or "-" in token):
        return known.get(token, ())
    parts = (*token.split("-"), *re.split("['-]", token))
    return next((known[part] for part in parts if part in known), ())


@cache
def _lists() -> Mapping[str, str]:
    return tomllib.loads((Path(__file__).parent / "common_words.toml").read_text(encoding="utf-8"))


@cache
def all_common_words() -> frozenset[str]:
    """The common words of all languages together."""
    return frozenset(word for words in _lists().values() for word in words.split())


@cache
def _known_words(script: str) -> Mapping[str, tuple[str, ...]]:
    speakers: dict[str, list[str]] = defaultdict(list)
    for code, words in _lists().items():
        if code in BY_SCRIPT[script]:
            for word in dict.fromkeys(words.split()):
                speakers[word].append(code)
    return {word: tuple(codes) for word, codes in speakers.items()}


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


def known_codes() -> tuple[str, ...]:
    """Codes that can be recognised: every language of the product, also those only asked in."""
    return tuple(languages())
