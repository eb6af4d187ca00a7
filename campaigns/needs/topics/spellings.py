"""One spelling of a list of keywords as it is matched: its folded words, how exact each is, and what it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.topics.taxonomy import Topic

PHRASE_WEIGHT = 1.5
LENGTH_WEIGHT = 0.1
EXCEPTION = "!"
COMMON = "?"
#: Between two words of a phrase: others may stand there.
GAP = "…"
#: How many places behind the word before it a word of a phrase may stand, and behind a gap.
NEAR, FAR = 2, 6
#: What may stand before a keyword to say how it is meant.
MARKS = "=~" + EXCEPTION + COMMON


@dataclass(frozen=True, eq=False)
class Keyword:
    """One spelling of one list. Compared by identity, because millions are looked up."""

    topic: str
    spelling: str
    listed_in: str
    words: tuple[str, ...]
    exact: tuple[bool, ...]
    reach: tuple[int, ...]
    weight: float
    is_common: bool = False

    def may_stand_at(self, at: int, word: str) -> bool:
        """Whether the word, which begins with the keyword's word number `at`, is as exact as that asks for."""
        return not self.exact[at] or word == self.words[at]

    def is_told_by(self, word: str) -> bool:
        """Whether the word is this one or, unless that has to be exact, begins so."""
        return word.startswith(self.words[0]) and self.may_stand_at(0, word)


def parsed(topic: Topic, spelling: str, listed_in: str) -> Keyword:
    """A spelling of a topic's list; a phrase weighs more than a word, a long one more than a short one."""
    words, exact, reach, length = _read(spelling)
    weight = (1 + LENGTH_WEIGHT * length) * topic.boost * (PHRASE_WEIGHT if len(words) > 1 else 1)
    return Keyword(topic.key, spelling, listed_in, words, exact, reach, weight, spelling.startswith(COMMON))


# A programme that changes one topic has another book; nearly all of its spellings are those of the book before.
@lru_cache(maxsize=60_000)
def _read(spelling: str) -> tuple[tuple[str, ...], tuple[bool, ...], tuple[int, ...], int]:
    """The folded words of a keyword, which of them stand for themselves alone, how far behind the one before each may
    stand, and its length in letters.
    """
    words: list[str] = []
    exact: list[bool] = []
    reach: list[int] = []
    for part in spelling.split():
        if part == GAP:
            reach.append(FAR)
            continue
        for word in words_of(part.lstrip(MARKS)):
            words.append(word)
            exact.append(part.lstrip(EXCEPTION + COMMON).startswith("="))
            if len(reach) < len(words):
                reach.append(NEAR)
    return tuple(words), tuple(exact), tuple(reach), len(normalise(spelling.lstrip(MARKS).replace(GAP, "")))
