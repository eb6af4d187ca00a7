"""What a topic shares with another one: nobody is refused for it, but both would count the same questions."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.needs.intake.names import folded
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.topics.spellings import EXCEPTION
from campaigns.needs.topics.taxonomy import Taxonomy

MOST_TWINS = 5
_SIGNS = "=~?"


@dataclass(frozen=True)
class Twin:
    """A name or keyword that another topic has already."""

    word: str
    topic: str
    is_name: bool


def twins_of(draft: OwnTopic, book: Taxonomy) -> tuple[Twin, ...]:
    """The names and keywords of a version that other topics of the book have, names first."""
    found: dict[tuple[str, str], Twin] = {}
    named = [name for name in (draft.name_de, draft.name_en) if folded(name)]
    others = [topic for topic in book.topics.values() if topic.key != draft.key]
    for topic in others:
        own = {folded(topic.de), folded(topic.en)}
        for name in named:
            if folded(name) in own:
                found.setdefault((folded(name), topic.key), Twin(name, topic.key, True))
    for code, words in draft.keywords.items():
        typed = {_bare(word): word.lstrip(_SIGNS) for word in words if not word.startswith(EXCEPTION)}
        for topic in others:
            for word in topic.keywords.get(code, ()):
                if not word.startswith(EXCEPTION) and _bare(word) in typed:
                    twin = Twin(typed[_bare(word)], topic.key, False)
                    found.setdefault((_bare(word), topic.key), twin)
    return tuple(found.values())[:MOST_TWINS]


def _bare(word: str) -> str:
    return " ".join(word.lstrip(_SIGNS).casefold().split())
