"""Whether a translation has as much to say as its source: a sentence too few, too many, or none translated."""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.baselines import length_against_german
from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.segments.splitting import split

FEWER: Final = (
    "Sentences in the source: {source}, here: {target}, and this text is much shorter. Is a sentence missing?"
)
MORE: Final = (
    "Sentences in the source: {source}, here: {target}, and this text is much longer. What was added?"
)
EMPTY: Final = "Nothing is written here; the source says “{source}”."
SAME: Final = "This is the source's own text. It still has to be translated."

#: With another number of sentences, a text this much shorter or longer than usual has lost or won one.
#: Chosen on the Declaration of Human Rights: no clean paragraph of 19 languages is that far off.
_SHORT, _LONG = 0.72, 1.5
_WORDS_OF_A_TEXT: Final = 5
_WORDS_OF_A_SENTENCE: Final = 3
#: Shorter texts (buttons, headings) differ in length for other reasons.
_SHORTEST: Final = 45
#: Characters that the shortest added sentence of a text has; a short text varies by less for other reasons.
_SURPLUS: Final = 40
#: Unicode keeps a sentence together whose next begins with a number and a small letter.
_BEFORE_NUMBER: Final = re.compile(r"(?<=[^\W\d_]{4}[.!?؟])\s+(?=\d)")
#: A word that is no abbreviation, and an end.
_SAID: Final = re.compile(r"[^\W\d_]{4}.*[.!?؟;…]\W*\Z", re.DOTALL)
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
    if len(source) < _SHORTEST:
        return []
    before, after = count_sentences(source, source_language), count_sentences(target, target_language)
    usual = length_against_german(target_language) / length_against_german(source_language)
    share = len(target) / (len(source) * usual)
    if after < before and share < _SHORT and _with_short_ones(target, target_language) < before:
        return [_finding(FEWER, Severity.WARNING, str(before), str(after))]
    if after > before and share > _LONG and len(target) - len(source) * usual > _SURPLUS:
        return [_finding(MORE, Severity.WARNING, str(before), str(after))]
    return []


def count_sentences(text: str, language: str) -> int:
    """Sentences of at least three words; what is shorter is often an abbreviation ("Abs. 3 Nr. 6")."""
    return max(1, sum(_is_sentence(piece) for piece in _pieces(text, language)))


def _with_short_ones(text: str, language: str) -> int:
    """Sentences of any length, too: "Drop in!" is one of two words."""
    return sum(bool(_SAID.search(piece)) for piece in _pieces(text, language))


def _pieces(text: str, language: str) -> list[str]:
    return [piece for one in split(text, language) for piece in _BEFORE_NUMBER.split(one.text)]


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
