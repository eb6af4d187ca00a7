"""What a model sees of a question: groups of two to four letters of its words, and its language, as numbers."""

from __future__ import annotations

from zlib import crc32

from campaigns.needs.normalising import words_of

#: Places the groups of letters are hashed to; some share one, which costs little at this size.
DIMENSIONS = 1 << 14
LENGTHS = (2, 3, 4)
#: Longer texts say nothing new about their topic.
MOST_WORDS = 200


def features(text: str, language: str | None) -> list[int]:
    """The places that are set for a text, each once, in order."""
    found = {_place(f"language={language}")}
    for word in words_of(text)[:MOST_WORDS]:
        bounded = f" {word} "
        for length in LENGTHS:
            found.update(_place(bounded[at : at + length]) for at in range(len(bounded) - length + 1))
    return sorted(found)


def _place(letters: str) -> int:
    return crc32(letters.encode()) % DIMENSIONS
