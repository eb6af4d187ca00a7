"""Keywords of languages of another script as they sound when people type them in Latin letters.

"Ne platyat zarplatu" is Russian; its language is told as none of ours (`language/romanised.py`), and no keyword in
Cyrillic letters meets it. Here the keywords are spelt in Latin letters as people do, and both sides are made alike by
their sound. Arabic and Persian write no short vowels: their words in Latin letters stand among the keywords themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from campaigns.needs.language.romanised import is_romanised, schemes_of, sound_of, spelt
from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.topics.taxonomy import Taxonomy, Topic

#: Shorter sounds begin words of every language.
_SHORTEST = 4


def heard(words: Sequence[str]) -> list[str] | None:
    """The words by their sound, where they are those of another script in Latin letters; else None."""
    if not any(word.isascii() for word in words) or not is_romanised(words, known_otherwise=0):
        return None
    return [normalise(sound_of(word)) for word in words]


@lru_cache(maxsize=32)
def book_by_ear(book: Taxonomy) -> Taxonomy:
    """The same topics with the keywords of other scripts by their sound, and no others."""
    topics = {key: replace(topic, keywords=_by_ear(topic)) for key, topic in book.topics.items()}
    return replace(book, topics=MappingProxyType(topics), loanwords=())


def _by_ear(topic: Topic) -> Mapping[str, tuple[str, ...]]:
    found = {
        code: tuple(dict.fromkeys(_sounds(spellings, schemes_of(code))))
        for code, spellings in topic.keywords.items()
    }
    return MappingProxyType({code: sounds for code, sounds in found.items() if sounds})


def _sounds(spellings: Sequence[str], schemes: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Keywords as they sound in each scheme. What is short has to be the whole word."""
    for spelling in spellings:
        words = words_of(spelling.lstrip("=~?"))
        if spelling.startswith("!") or not words or any(word.isascii() for word in words):
            continue
        for scheme in schemes:
            sounds = [normalise(sound_of(spelt(word, scheme))) for word in words]
            if all(sounds) and sum(map(len, sounds)) >= _SHORTEST:
                heard_as = " ".join(f"={one}" if len(one) < _SHORTEST else one for one in sounds)
                yield f"?{heard_as}" if spelling.startswith("?") else heard_as
