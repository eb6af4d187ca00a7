"""Whether a text is easier than the Declaration of Human Rights in the same language; a hint, never a stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campaigns.content.checks.abreast import sentences_of
from campaigns.content.checks.baselines import baselines
from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.lix import lix, words_in, words_per_sentence

HARD: Final = (
    "This text is hard to read: LIX {measured}, where plain posts in this language stay under {limit}. "
    "Shorter sentences and shorter words help."
)
LONG: Final = "Sentences have {measured} words on average; plain posts stay under {limit}."
LONG_SENTENCE: Final = (
    "This sentence has {measured} words; plain posts have at most {limit}. Two are easier to read: “{target}”"
)
HARD_WORD: Final = "“{target}” has {measured} letters. Say it in shorter words, or explain it."

#: A post is to be this much easier than the Declaration: the difference between office prose and newspaper.
EASIER_BY: Final = 8
#: Where the length of words says little about how hard they are, sentences are looked at.
_BY_SENTENCE: Final = {"ar": 18, "fa": 20}
_FEWEST_WORDS: Final = 25
#: A sentence of a post is not longer than those of the Declaration are on average. The Arabic one is cut into short
#: pieces by its punctuation: plain sentences are longer.
_WORDS_OF_A_SENTENCE: Final = {"ar": 22}
#: More letters than any word has that is on the doors of offices ("Schwangerschaftsberatungsstellen").
_LETTERS: Final = 33
_SHOWN: Final = 60


def find_hard(texts: list[str], *, language: str) -> list[Finding]:
    """At most one finding about all the sentences of a post together."""
    whole = "\n".join(text.rstrip() + ("" if text.rstrip()[-1:] in ".!?؟:…" else ".") for text in texts)
    baseline = baselines().get(language)
    if baseline is None or len(words_in(whole)) < _FEWEST_WORDS:
        return []
    if language in _BY_SENTENCE:
        measured, limit = words_per_sentence(whole, language), float(_BY_SENTENCE[language])
    else:
        measured, limit = lix(whole, language), baseline.lix - EASIER_BY
    if measured < limit:
        return []
    message = LONG if language in _BY_SENTENCE else HARD
    values = {"measured": round(measured), "limit": round(limit)}
    return [Finding("readability", Severity.HINT, message, values)]


def find_long(text: str, *, language: str) -> Iterator[Finding]:
    """The longest sentence of a text and its longest word, where one of them alone is hard to read."""
    yield from _long_sentence(text, language)
    longest = max(words_in(text), key=_letters, default="")
    if _letters(longest) >= _LETTERS:
        start = text.index(longest)
        values = {"measured": _letters(longest), "target": longest}
        place = Place("", start, start + len(longest))
        yield Finding("readability", Severity.HINT, HARD_WORD, values, place, "", longest)


def _letters(word: str) -> int:
    """The letters of the longest part: a hyphen lets the eye rest."""
    return max(map(len, word.split("-")))


def _long_sentence(text: str, language: str) -> Iterator[Finding]:
    baseline = baselines().get(language)
    sentences = [one.text for one in sentences_of(text, language)]
    longest = max(sentences, key=lambda one: len(words_in(one)), default="")
    measured = len(words_in(longest))
    limit = _WORDS_OF_A_SENTENCE.get(language) or (round(baseline.words_per_sentence) if baseline else 0)
    if baseline is None or measured <= limit:
        return
    start = text.index(longest)
    shown = longest if len(longest) <= _SHOWN else f"{longest[:_SHOWN].rsplit(' ', 1)[0]} …"
    values = {"measured": measured, "limit": limit, "target": shown}
    yield Finding(
        "readability",
        Severity.HINT,
        LONG_SENTENCE,
        values,
        Place("", start, start + len(longest)),
        "",
        longest,
    )
