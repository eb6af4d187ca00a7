"""Whether the words of a phrase stand in a text at all: what a look-up tells before a pattern is asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

_WORD = re.compile(r"[^\W_]+")
#: Patterns without case take all of these for an i ("İsmim", "ISMIM"); case folding alone does not.
_ONE_I = str.maketrans({"ı": "i"})


def small(text: str) -> str:
    """The text in small letters, at least all of them alike that a pattern without case takes for one."""
    return text.casefold().replace("i\u0307", "i").translate(_ONE_I)


def words_in(lowered: str) -> frozenset[str]:
    """The words of a text that is `small`."""
    return frozenset(_WORD.findall(lowered))


class Phrases:
    """Phrases by their longest word, which is the rarest as a rule."""

    def __init__(self, phrases: Iterable[str]) -> None:
        found: dict[str, set[frozenset[str]]] = defaultdict(set)
        for phrase in phrases:
            words = _WORD.findall(small(phrase))
            longest = max(words, key=len)
            found[longest].add(frozenset(words) - {longest})
        self._rest = {
            # A word that is a phrase by itself needs no others.
            word: (frozenset[str](),) if frozenset() in rests else tuple(rests)
            for word, rests in found.items()
        }
        self._longest = frozenset(found)

    def may_stand_in(self, words: Collection[str]) -> bool:
        """Whether all words of a phrase are among these, in whatever order."""
        return any(
            rest.issubset(words) for word in self._longest.intersection(words) for rest in self._rest[word]
        )
