"""Words with one slip of the finger, and the keyword that was meant.

Asked only where a text speaks of no topic: "Kindergled" is then the keyword "kindergeld", "Künidgung" "kündigung". One
letter left out, doubled, put in or taken for its neighbour, or two letters changed round. Never the first one, which
people hardly miss and by which most words differ; and the last one only where the word ends with it, for keywords are
beginnings, and one that goes on otherwise is another word. Short words are too near to others to be mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

#: Words from this length on are mended, and keywords of this length are meant.
SHORTEST = 7
#: One letter for another makes another word too easily where words are short ("Vertrag", "Vertrau").
SHORTEST_WITH_ANOTHER_LETTER = 9
MOST_WORDS_REMEMBERED = 20_000


class Mender:
    """Knows the words that may be meant; what is between two of them is left."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._near: dict[str, set[str]] = defaultdict(set)
        for spelling in spellings:
            if len(spelling) >= SHORTEST and spelling.isalpha():
                for shorter in _one_less(spelling):
                    self._near[shorter].add(spelling)
        self._mended: dict[str, str] = {}

    def mended(self, word: str) -> str:
        """The beginning of a word as the keyword that it misses by one slip; else the word."""
        if len(word) < SHORTEST - 1 or not word.isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) >= MOST_WORDS_REMEMBERED:
                self._mended.clear()
            self._mended[word] = self._meant(word)
        return self._mended[word]

    def _meant(self, word: str) -> str:
        """The longest keyword; of several as long as that none, for nobody knows which."""
        found = {
            spelling
            for length in range(SHORTEST - 1, len(word) + 1)
            for shorter in _one_less(word[:length])
            for spelling in self._near.get(shorter, ())
            if (length == len(word) or word[length - 1] == spelling[-1])
            and is_one_slip(word[:length], spelling)
        }
        longest = max(map(len, found), default=0)
        best = [spelling for spelling in found if len(spelling) == longest]
        return best[0] if len(best) == 1 else word


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one slip of the finger makes the one of the other (Damerau 1964), not at the first letter."""
    if typed == meant or typed[0] != meant[0]:
        return False
    if abs(len(typed) - len(meant)) > 1:
        return False
    at = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return True
    if len(typed) != len(meant):
        longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
        return longer[at + 1 :] == shorter[at:]
    if typed[at + 2 :] == meant[at + 2 :] and typed[at : at + 2] == meant[at : at + 2][::-1]:
        return True
    return len(meant) >= SHORTEST_WITH_ANOTHER_LETTER and typed[at + 1 :] == meant[at + 1 :]


def _one_less(word: str) -> Iterator[str]:
    """The word, and without each of its letters but the first: words one slip apart share one of these."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
