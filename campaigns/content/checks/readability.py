"""Whether a text is easier than the Declaration of Human Rights in the same language; a hint, never a stop."""

from __future__ import annotations

from typing import Final

from campaigns.content.checks.baselines import baselines
from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.lix import lix, words_in, words_per_sentence

HARD: Final = (
    "This text is hard to read: LIX {measured}, where plain posts in this language stay under {limit}. "
    "Shorter sentences and shorter words help."
)
LONG: Final = "Sentences have {measured} words on average; plain posts stay under {limit}."

#: A post is to be this much easier than the Declaration: the difference between office prose and newspaper.
EASIER_BY: Final = 8
#: Where the length of words says little about how hard they are, sentences are looked at.
_BY_SENTENCE: Final = {"ar": 18, "fa": 20}
_FEWEST_WORDS: Final = 25


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
