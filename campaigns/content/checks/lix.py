"""Readability: LIX, words to a sentence plus the share of long words (Björnsson, Läsbarhet, 1968)."""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.sentences import count_sentences

LONG_WORD: Final = 7
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ\u200c-][^\W\d_]+)*")


def words_in(text: str) -> list[str]:
    """Words as letters, also with an apostrophe, a hyphen or a joiner inside."""
    return _WORD.findall(text)


def lix(text: str, language: str) -> float:
    """LIX of a text: words / sentences + 100 · words of more than six letters / words. 0 without words."""
    words = words_in(text)
    if not words:
        return 0.0
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return len(words) / max(1, count_sentences(text, language)) + 100 * long_words / len(words)


def words_per_sentence(text: str, language: str) -> float:
    """Mean length of a sentence in words; what is looked at where long words say little (Arabic, Farsi)."""
    return len(words_in(text)) / max(1, count_sentences(text, language))
