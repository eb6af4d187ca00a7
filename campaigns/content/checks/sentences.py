"""Whether a translation has as much to say as its source: a sentence too few, too many, or none translated."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from campaigns.content.checks.abreast import Bead, sentences_abreast, sentences_of
from campaigns.content.checks.finding import Finding, Place, Severity

GONE: Final = "Nothing here seems to say “{source}”. Is a sentence missing?"
ADDED: Final = "Nothing in the source seems to say “{target}”. Was a sentence added?"
EMPTY: Final = "Nothing is written here; the source says “{source}”."
SAME: Final = "This is the source's own text. It still has to be translated."

_WORDS_OF_A_TEXT: Final = 5
_WORDS_OF_A_SENTENCE: Final = 3
#: A word that is no abbreviation, and an end: "Drop in!" is a sentence, too.
_SAID: Final = re.compile(r"[^\W\d_]{4}.*[.!?؟;…]\W*\Z", re.DOTALL)
#: So many letters has what is worth telling; "Loading ..." is said in other ways.
_SHORTEST: Final = 10
_MOST: Final = 3
_ADDRESS: Final = re.compile(r"\S*[@/]\S*")


def compare_sentences(
    source: str, target: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """Findings on the amount of text. Lengths are compared by what the languages usually need."""
    if not source.strip() or source_language == target_language:
        return []
    if not target.strip():
        return [_finding(EMPTY, Severity.ERROR, _start_of(source), "")]
    if source.strip() == target.strip() and _words(source) >= _WORDS_OF_A_TEXT:
        return [_finding(SAME, Severity.WARNING, "", "")]
    return _without_twin(source, target, source_language=source_language, target_language=target_language)


def _without_twin(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Sentences that stand in one text alone. As many on both sides were moved, or said in other words."""
    beads = sentences_abreast(
        source, target, source_language=source_language, target_language=target_language
    )
    gone = [one for one in beads if not one.target]
    added = [one for one in beads if not one.source]
    told = [
        *(_missing(one.source) for one in gone[len(added) :] if _says_something(one.source)),
        *(_surplus(one) for one in added[len(gone) :] if _says_something(one.target)),
    ]
    return told[:_MOST]


def _says_something(text: str) -> bool:
    return len(text) >= _SHORTEST and (_is_sentence(text) or bool(_SAID.search(text)))


def _missing(sentence: str) -> Finding:
    return _finding(GONE, Severity.WARNING, _start_of(sentence), "")


def _surplus(bead: Bead) -> Finding:
    told = _finding(ADDED, Severity.WARNING, "", _start_of(bead.target))
    return replace(told, place=Place("", bead.start, bead.start + len(bead.target)))


def count_sentences(text: str, language: str) -> int:
    """Sentences of at least three words; what is shorter is often an abbreviation ("Abs. 3 Nr. 6")."""
    return max(1, sum(_is_sentence(one.text) for one in sentences_of(text, language)))


def _is_sentence(text: str) -> bool:
    """Three words, or two longer ones, a number and an end ("2 heted van."); "Abs. 3 Nr. 6" is neither."""
    if _words(text) >= _WORDS_OF_A_SENTENCE:
        return True
    long = re.findall(r"[^\W\d_]{3,}", _ADDRESS.sub("", text))
    return len(long) >= _WORDS_OF_A_SENTENCE - 1 and bool(re.match(r"(?!\().*\d.*[.!?؟]\W*\Z", text))


def _words(text: str) -> int:
    """Words that a translator would write, without addresses and numbers."""
    return sum(any(sign.isalpha() for sign in word) for word in _ADDRESS.sub("", text).split())


def _start_of(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _finding(message: str, severity: Severity, source: str, target: str) -> Finding:
    return Finding("sentence", severity, message, {"source": source, "target": target})
