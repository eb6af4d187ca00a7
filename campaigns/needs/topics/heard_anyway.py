"""What is heard in every language: the phrases by which people tell of violence and despair.

A question's language may be told wrongly, and then the lists of the wrong language are asked. Who is beaten must not
go unheard for that. Phrases only: one word alone means other things elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from campaigns.needs.normalising import words_of
from campaigns.needs.topics.taxonomy import Taxonomy, Topic


@lru_cache(maxsize=32)
def book_heard_anyway(book: Taxonomy) -> Taxonomy:
    """The sensitive topics with their phrases in all languages, and nothing else."""
    topics = {key: _with_phrases_alone(topic) for key, topic in book.topics.items() if topic.is_sensitive}
    return replace(book, topics=MappingProxyType(topics), loanwords=())


def _with_phrases_alone(topic: Topic) -> Topic:
    phrases = {
        code: tuple(one for one in spellings if len(words_of(one)) > 1)
        for code, spellings in topic.keywords.items()
    }
    return replace(topic, keywords=MappingProxyType(phrases))
